package dev.lockstep.api;

import dev.lockstep.model.Problem;

/** Hears what else there is to say while a manifest is made; called by one thread. */
public interface ManifestListener {
  /** Hears nothing. */
  ManifestListener NONE = new ManifestListener() {};

  /** A path of which nothing could be said; paths come in order. */
  default void problem(Problem problem) {}

  /** Something that a person may want to know, one sentence. */
  default void note(String sentence) {}
}
