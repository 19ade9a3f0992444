package dev.lockstep.verify;

import dev.lockstep.digest.Hasher;
import dev.lockstep.digest.Workspace;
import dev.lockstep.fs.ReadableDirectory;
import dev.lockstep.fs.ReadableFile;
import dev.lockstep.model.Digest;
import dev.lockstep.model.Entry;
import dev.lockstep.model.Name;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/**
 * The digest of one version of a file.
 *
 * @param entry the file as it was when all had been read
 * @param digest of its content
 */
public record FileDigest(Entry.File entry, Digest digest) {
  /** Returns, or throws what ends the reading; asked before every buffer. */
  @FunctionalInterface
  public interface Pause {
    void check();
  }

  /**
   * Reads a file to its end. Holes are not read; zeros stand for them.
   *
   * @return empty if it changed meanwhile
   * @throws IOException if it cannot be read, or is no regular file by now
   */
  public static Optional<FileDigest> of(
      ReadableDirectory folder, Name name, Workspace workspace, Pause pause) throws IOException {
    try (ReadableFile file = folder.openFile(name)) {
      Entry.File before = file.entry();
      Hasher hasher = workspace.hasher();
      hash(file, before.sparse(), hasher, workspace.source(), pause);
      Digest digest = hasher.finish();
      Entry.File after = file.entry();
      return after.stamp().equals(before.stamp())
          ? Optional.of(new FileDigest(after, digest))
          : Optional.empty();
    }
  }

  private static void hash(
      ReadableFile file, boolean sparse, Hasher hasher, byte[] buffer, Pause pause)
      throws IOException {
    while (true) {
      pause.check();
      if (sparse) {
        hashZeros(file.skipHole(), hasher, buffer, pause);
      }
      int got = file.read(buffer, 0, buffer.length);
      if (got < 0) {
        return;
      }
      hasher.update(buffer, 0, got);
    }
  }

  private static void hashZeros(long zeros, Hasher hasher, byte[] buffer, Pause pause) {
    if (zeros > 0) {
      Arrays.fill(buffer, (byte) 0);
    }
    for (long left = zeros; left > 0; left -= buffer.length) {
      pause.check();
      hasher.update(buffer, 0, (int) Math.min(left, buffer.length));
    }
  }
}
