package dev.lockstep.cli;

import dev.lockstep.api.ActionDone;
import dev.lockstep.api.MirrorReport;
import dev.lockstep.api.RunStart;
import dev.lockstep.api.VerifyReport;
import dev.lockstep.api.WithheldDeletion;
import dev.lockstep.model.Digest;
import dev.lockstep.model.Entry;
import dev.lockstep.model.Finding;
import dev.lockstep.model.Problem;
import dev.lockstep.model.RelativePath;
import java.time.Instant;
import java.util.Optional;

/** One thing that is said: a line of the console and of the log file. */
sealed interface RunEvent {
  /** A run began. */
  record Opened(RunStart start) implements RunEvent {}

  /** An action was carried out. */
  record Done(ActionDone action) implements RunEvent {}

  /** An entry was found equal. */
  record Unchanged(Instant at, RelativePath path, Entry entry, Optional<Digest> digest)
      implements RunEvent {}

  /** Verifying found a difference. */
  record Found(Instant at, Finding finding) implements RunEvent {}

  /** Verifying ended. */
  record Verified(Instant at, VerifyReport report) implements RunEvent {}

  /** A path could not be mirrored. */
  record Trouble(Instant at, Problem problem) implements RunEvent {}

  /** More paths could not be mirrored than are named one by one. */
  record TooMany(Instant at, long named) implements RunEvent {}

  /** A deletion is withheld. */
  record Withheld(Instant at, WithheldDeletion deletion) implements RunEvent {}

  /** More deletions are withheld than are named one by one. */
  record FurtherWithheld(Instant at, long deletions) implements RunEvent {}

  /** Something to know. */
  record Note(Instant at, String sentence) implements RunEvent {}

  /**
   * A run ended.
   *
   * @param logLacksLines whether the log file could not be written at some time
   */
  record Ended(Instant at, MirrorReport report, boolean logLacksLines) implements RunEvent {
    /** The end of a run that is told wholly. */
    Ended(Instant at, MirrorReport report) {
      this(at, report, false);
    }
  }

  /** A run was stopped before it had anything to report. */
  record Stopped(Instant at) implements RunEvent {}

  /** A run could not be made. */
  record Failed(Instant at, long number, String sentence) implements RunEvent {}

  /** One line of where in the program it went wrong. */
  record Trace(Instant at, String line) implements RunEvent {}
}
