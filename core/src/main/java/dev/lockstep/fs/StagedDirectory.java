package dev.lockstep.fs;

/**
 * A new folder on its way. It is filled through {@link #directory}: while it is staged, what is
 * committed in there goes straight to its own name, since nobody can take it for finished. The
 * commit fails if something in there could be neither finished nor removed, since that would show
 * with it.
 */
public interface StagedDirectory extends Staged {
  /**
   * The folder. It stays valid over the commit, from which on it is like any other; whoever staged
   * the folder closes it.
   */
  ReplicaDirectory directory();
}
