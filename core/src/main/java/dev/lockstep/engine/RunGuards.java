package dev.lockstep.engine;

import dev.lockstep.fs.ReplicaDirectory;
import dev.lockstep.fs.SourceDirectory;
import dev.lockstep.guard.RootWatch;
import dev.lockstep.model.Problem;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * What keeps a run from deleting on doubtful evidence.
 *
 * @param protectedMounts paths of which the mirror is not touched, since what was mounted there in
 *     the source is gone
 * @param source watches over the source root
 * @param replica watches over the replica root; empty in a dry run without one
 * @param roots both, open
 */
record RunGuards(
    List<Problem> protectedMounts, RootWatch source, Optional<RootWatch> replica, Roots roots) {
  RunGuards {
    protectedMounts = List.copyOf(protectedMounts);
  }

  /**
   * Why nothing may be deleted now: one of the roots is not what it was when the run began. One
   * clause, empty if both are.
   */
  Optional<String> doubt() {
    return changeOfSource()
        .map(change -> doubt("source", change))
        .or(() -> changeOfReplica().map(change -> doubt("replica", change)));
  }

  private Optional<String> changeOfSource() {
    try (SourceDirectory open = roots.source().openRoot()) {
      return source.isOther(open.id()) ? exchanged() : source.change();
    } catch (IOException e) {
      return unseen(e);
    }
  }

  private Optional<String> changeOfReplica() {
    if (replica.isEmpty()) {
      return Optional.empty();
    }
    try (ReplicaDirectory open = roots.replica().openRoot()) {
      return replica.get().isOther(open.id()) ? exchanged() : replica.get().change();
    } catch (IOException e) {
      return unseen(e);
    }
  }

  private static Optional<String> exchanged() {
    return Optional.of("was exchanged when the run began");
  }

  private static Optional<String> unseen(IOException failure) {
    return Optional.of("cannot be looked at again: " + Failures.reason(failure));
  }

  private static String doubt(String root, String change) {
    return "nothing is deleted, since the %s root %s".formatted(root, change);
  }
}
