package dev.lockstep.fs;

/** What came of asking for the lock of an open root. */
public sealed interface RootLock {
  /** It was had, and is until the tree is closed. */
  record Held() implements RootLock {}

  /**
   * Another one has it.
   *
   * @param who in words such as {@code pid 17 since 2026-01-01T00:00:00Z}
   */
  record HeldBy(String who) implements RootLock {}

  /** The backend or the file system has no such locks. */
  record Unsupported() implements RootLock {}
}
