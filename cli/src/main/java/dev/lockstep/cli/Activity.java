package dev.lockstep.cli;

import dev.lockstep.api.Progress;
import dev.lockstep.api.WatchState;
import java.time.Instant;
import java.util.function.Supplier;

/** What a command is doing, as far as that is shown. Each is itself, and equals no other. */
sealed interface Activity {
  /** Nothing that takes time, or nothing yet. */
  final class None implements Activity {}

  /** A run, or a part of one. */
  final class Running implements Activity {
    private final Supplier<Progress> run;
    private final boolean dryRun;

    /**
     * A run that begins.
     *
     * @param run says how far it is
     * @param dryRun whether nothing is really copied
     */
    Running(Supplier<Progress> run, boolean dryRun) {
      this.run = run;
      this.dryRun = dryRun;
    }

    Progress progress() {
      return run.get();
    }

    boolean isDry() {
      return dryRun;
    }
  }

  /** Waiting for changes. */
  final class Waiting implements Activity {
    private final WatchState state;

    Waiting(WatchState state) {
      this.state = state;
    }

    WatchState state() {
      return state;
    }
  }

  /** Waiting for the next run, if there is to be one. */
  final class Paused implements Activity {
    private final Instant begun;

    /**
     * A pause.
     *
     * @param begun when the last run began
     */
    Paused(Instant begun) {
      this.begun = begun;
    }

    Instant begun() {
      return begun;
    }
  }
}
