package dev.lockstep.compare;

import dev.lockstep.model.Digest;
import java.util.Optional;

/**
 * What is known of a pair before it is compared.
 *
 * @param content whether its content is proven equal, so that none of it has to be read
 * @param metadata whether all of its metadata that counts is
 * @param digest of the content, where that is proven
 * @param replica the digest of what the replica has, where only that is proven: a small file is
 *     then read in the source alone, and a large one hashed only if both are equal
 * @param isDoubted whether what is read is to come from the disk, for that may have rotted
 */
public record Evidence(
    boolean content,
    boolean metadata,
    Optional<Digest> digest,
    Optional<Digest> replica,
    boolean isDoubted) {
  /** Nothing is known. */
  public static final Evidence NONE =
      new Evidence(false, false, Optional.empty(), Optional.empty(), false);

  /** The same of one whose content has to be compared, whatever is proven of it. */
  public Evidence withoutContent() {
    return new Evidence(false, false, Optional.empty(), Optional.empty(), isDoubted);
  }
}
