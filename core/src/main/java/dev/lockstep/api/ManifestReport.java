package dev.lockstep.api;

import dev.lockstep.model.Digest;
import java.util.Optional;

/**
 * What came of a manifest.
 *
 * @param files of which a digest was told
 * @param read how many of them were read; what earlier runs had proven of the others still holds
 * @param failed how many paths could not be read
 * @param unstable how many files vanished or kept changing while they were read
 * @param cancelled whether it was stopped before its end
 * @param tree the digest of the whole tree, if it was asked for and all could be read
 */
public record ManifestReport(
    long files, long read, long failed, long unstable, boolean cancelled, Optional<Digest> tree) {
  /** Whether nothing is missing. */
  public boolean isWhole() {
    return failed == 0 && unstable == 0 && !cancelled;
  }
}
