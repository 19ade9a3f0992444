package dev.lockstep.engine;

import dev.lockstep.model.Action;
import dev.lockstep.model.Entry;
import dev.lockstep.model.Pair;
import dev.lockstep.model.Problem;
import dev.lockstep.model.RelativePath;
import java.io.IOException;

/**
 * What is done about what the rules keep out of the mirror. What is not looked at may be one file
 * with others in the replica. For any thread.
 */
final class Excluding {
  private final HeldBack heldBack;
  private final RunParts run;

  Excluding(March shared) {
    this.heldBack = shared.heldBack();
    this.run = shared.run();
  }

  /** Leaves alone what both sides have of a name. */
  void leaveOut() {
    heldBack.doubt();
    run.tally().leftOut();
  }

  /** Has an entry of the replica go. */
  void remove(FolderNode node, Entry replica) {
    heldBack.doubt();
    run.tally().leftOut();
    run.tally().replicaEntry();
    try {
      heldBack.leave(node, new Pair.ReplicaOnly(replica));
      run.wishes().add(node, replica, Action.Delete.Why.EXCLUDED);
    } catch (IOException e) {
      RelativePath path = node.path().resolve(replica.name());
      run.tally().problem(Failures.problem(path, "cannot be deleted", e));
    }
  }

  /** Tells that an entry of the replica stays in the way of the source's. */
  void keepInTheWay(FolderNode node, Entry replica) {
    heldBack.doubt();
    run.tally()
        .problem(
            new Problem(
                node.path().resolve(replica.name()),
                Problem.Cause.FAILED,
                "cannot be mirrored: the replica has an excluded "
                    + replica.kind().word()
                    + " of this name, which is kept"));
  }
}
