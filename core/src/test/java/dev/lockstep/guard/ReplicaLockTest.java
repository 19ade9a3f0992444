package dev.lockstep.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lockstep.fs.RootState;
import dev.lockstep.guard.ReplicaLock.Outcome;
import dev.lockstep.model.FileId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReplicaLockTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00.5Z");
  private static final Path LOCKS = Path.of("/proc/locks");

  @TempDir Path state;

  @Test
  void aSecondAskerHearsWhoHoldsTheReplicaHoweverItsPathIsSpelled() throws IOException {
    Outcome first = ReplicaLock.tryLock(state, replica("/r", 1), NOW);
    Outcome second = ReplicaLock.tryLock(state, replica("/link/to/r", 1), NOW);
    assertThat(second)
        .isEqualTo(
            new Outcome.HeldBy(
                "pid " + ProcessHandle.current().pid() + " since 2026-01-01T12:00:00Z"));
    letGo(first);
  }

  @Test
  void askingInVainDoesNotEndTheLockForOtherProcesses() throws Exception {
    assumeTrue(Files.exists(LOCKS), "only Linux shows who locked what");
    Outcome first = ReplicaLock.tryLock(state, replica("/r", 1), NOW);
    assertThat(ReplicaLock.tryLock(state, replica("/r", 1), NOW))
        .isInstanceOf(Outcome.HeldBy.class);
    assertThat(lockedByOthers()).isTrue();
    letGo(first);
  }

  /** Whether the kernel knows of a lock of this process. */
  private static boolean lockedByOthers() throws IOException {
    String own = " " + ProcessHandle.current().pid() + " ";
    try (var locks = Files.lines(LOCKS)) {
      return locks.anyMatch(line -> line.contains(own));
    }
  }

  @Test
  void whatWasLetGoCanBeHadAgain() throws IOException {
    letGo(ReplicaLock.tryLock(state, replica("/r", 1), NOW));
    letGo(ReplicaLock.tryLock(state, replica("/r", 1), NOW));
  }

  @Test
  void replicasDoNotHinderEachOther() throws IOException {
    Outcome one = ReplicaLock.tryLock(state, replica("/r", 1), NOW);
    letGo(ReplicaLock.tryLock(state, replica("/s", 2), NOW));
    letGo(one);
  }

  @Test
  void withoutAnIdentityTheRealPathTellsReplicasApart() throws IOException {
    Outcome one = ReplicaLock.tryLock(state, anonymous("/r"), NOW);
    assertThat(ReplicaLock.tryLock(state, anonymous("/r"), NOW)).isInstanceOf(Outcome.HeldBy.class);
    letGo(ReplicaLock.tryLock(state, anonymous("/s"), NOW));
    letGo(one);
  }

  private static void letGo(Outcome outcome) throws IOException {
    assertThat(outcome).isInstanceOf(Outcome.Held.class);
    ((Outcome.Held) outcome).lock().close();
  }

  private static RootState.Folder replica(String path, long inode) {
    return new RootState.Folder(Path.of(path), new FileId(7, inode, null), true, true, List.of());
  }

  private static RootState.Folder anonymous(String path) {
    return new RootState.Folder(Path.of(path), FileId.UNKNOWN, true, true, List.of());
  }
}
