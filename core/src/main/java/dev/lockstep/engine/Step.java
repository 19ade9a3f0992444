package dev.lockstep.engine;

import dev.lockstep.model.Digest;
import dev.lockstep.model.Entry;
import dev.lockstep.model.LinkTarget;
import dev.lockstep.model.Problem;
import dev.lockstep.model.RelativePath;

/** What a walk through one tree comes upon, in the order of the paths. */
sealed interface Step {
  /** A folder begins, first of all the root. */
  record Enter() implements Step {}

  /** The folder that began last and has not ended ends. */
  record Leave(Entry.Directory folder) implements Step {}

  /**
   * A regular file.
   *
   * @param isRead whether it was read for the digest
   */
  record File(RelativePath path, Entry.File entry, Digest digest, boolean isRead) implements Step {}

  /** A symbolic link. */
  record Symlink(Entry.Symlink link, LinkTarget target) implements Step {}

  /** A fifo, a socket, a device. */
  record Special(Entry.Special entry) implements Step {}

  /** Something of which nothing can be said. */
  record Trouble(Problem problem) implements Step {}
}
