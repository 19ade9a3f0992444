package dev.lockstep.api;

import dev.lockstep.model.Digest;
import dev.lockstep.model.Entry;
import dev.lockstep.model.Finding;
import dev.lockstep.model.Problem;
import dev.lockstep.model.RelativePath;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Hears what a mirror does, after it was done. Calls come from several threads, but never two at a
 * time; a slow listener slows the run.
 */
public interface MirrorListener {
  /** Hears nothing. */
  MirrorListener NONE = new MirrorListener() {};

  /** How many withheld deletions are told of one by one. */
  int MOST_WITHHELD = 1_000;

  /** A run begins; its roots were found in order. */
  default void runStarted(RunStart start) {}

  /**
   * Of a run, or a part of one, it can be asked from now on how far it is: from any thread, at any
   * time, and not while this listener is being told something that it waits for. It costs the run
   * nothing that nobody asks.
   */
  default void progress(Supplier<Progress> run) {}

  /** An action was carried out. */
  default void action(ActionDone done) {}

  /**
   * An entry was found equal, all of it; called only if {@link MirrorOptions#reportUnchanged} asks
   * for it.
   *
   * @param digest of the content that both sides have, for files whose check makes one
   */
  default void unchanged(RelativePath path, Entry entry, Optional<Digest> digest) {}

  /** Verifying found that the two sides are not equal at a path. */
  default void finding(Finding finding) {}

  /** A path could not be mirrored; the run goes on. */
  default void problem(Problem problem) {}

  /**
   * A deletion is withheld. Told of each once, and again only when others are withheld too, or some
   * no more; of no more than {@link #MOST_WITHHELD} in a run.
   */
  default void withheld(WithheldDeletion deletion) {}

  /** More deletions are withheld than were told of one by one. */
  default void furtherWithheld(long deletions) {}

  /**
   * Something that a person may want to know, one sentence; said once per mirror, not once per run.
   */
  default void note(String sentence) {}

  /** A run ended, as far as it could. */
  default void runEnded(MirrorReport report) {}

  /**
   * A mirror that hears of changes has nothing to do until the next one. Told again and again, at
   * least once a minute, as long as that is so.
   */
  default void waiting(WatchState state) {}

  /** A later run of an interval could not be made; the next one will be tried when it is due. */
  default void runFailed(long number, MirrorException failure) {}
}
