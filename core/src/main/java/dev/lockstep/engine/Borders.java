package dev.lockstep.engine;

import dev.lockstep.model.Entry;
import dev.lockstep.model.FileId;

/**
 * Where a march ends that is to stay on the roots' file systems: a folder of another one is made,
 * and what is in it is left alone on both sides.
 *
 * @param areClosed whether there are borders at all
 * @param source the source root
 * @param replica the replica root
 */
record Borders(boolean areClosed, FileId source, FileId replica) {
  /** Whether this folder lies beyond. */
  boolean exclude(FolderNode node) {
    return areClosed
        && (isBeyond(node.source().stamp().id(), source)
            || node.replica()
                .map(Entry::stamp)
                .filter(there -> isBeyond(there.id(), replica))
                .isPresent());
  }

  private static boolean isBeyond(FileId folder, FileId root) {
    return folder.isKnown() && folder.fileSystem() != root.fileSystem();
  }
}
