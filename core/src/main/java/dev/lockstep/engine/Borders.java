package dev.lockstep.engine;

import dev.lockstep.model.FileId;

/**
 * Where a march ends that is to stay on the roots' file systems: the source's folder of another one
 * is made, and what is in it is left alone on both sides; the replica's folder of another one is
 * left alone itself.
 *
 * @param areClosed whether there are borders at all
 * @param source the source root
 * @param replica the replica root
 */
record Borders(boolean areClosed, FileId source, FileId replica) {
  /** Whether the source's folder lies beyond: nothing in it is looked at, on either side. */
  boolean excludeSource(FolderNode node) {
    return areClosed && isBeyond(node.source().stamp().id(), source);
  }

  /** Whether the replica's folder lies beyond: it stays as it is, with all that is in it. */
  boolean excludeReplica(FolderNode node) {
    return areClosed && !node.isNew() && isBeyond(node.replicaId(), replica);
  }

  private static boolean isBeyond(FileId folder, FileId root) {
    return folder.isKnown() && folder.fileSystem() != root.fileSystem();
  }
}
