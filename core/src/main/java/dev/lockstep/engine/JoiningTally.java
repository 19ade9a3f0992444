package dev.lockstep.engine;

import dev.lockstep.api.ActionDone;
import dev.lockstep.api.MirrorListener;
import dev.lockstep.model.Digest;
import dev.lockstep.model.Entry;
import dev.lockstep.model.Problem;
import dev.lockstep.model.RelativePath;
import java.util.Optional;

/**
 * Counts and tells of what is done with another tally, but not of problems, nor of what is found
 * equal: for who tries what somebody else will do in any case. For any thread.
 */
final class JoiningTally extends Tally {
  private final Tally whole;

  JoiningTally(Tally whole) {
    super(new MirrorListener() {}, Arrears.of(Optional.empty()), whole.gauge(), _ -> {});
    this.whole = whole;
  }

  @Override
  public synchronized void done(ActionDone done) {
    whole.done(done);
  }

  @Override
  synchronized void unchanged(RelativePath path, Entry entry, Optional<Digest> digest) {
    // The march comes by, or it was told before.
  }

  @Override
  synchronized void problem(Problem found) {
    // Who comes by it again tells, if it is one still.
  }
}
