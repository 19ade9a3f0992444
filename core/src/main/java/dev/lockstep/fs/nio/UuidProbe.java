package dev.lockstep.fs.nio;

import java.nio.file.Path;

/** Asks a file system itself for its UUID, where a backend can. */
@FunctionalInterface
public interface UuidProbe {
  /** Can ask none. */
  UuidProbe NONE = _ -> new Answer.Untold();

  /** What a file system says. */
  sealed interface Answer {
    /** This is it, 36 characters. */
    record Uuid(String text) implements Answer {}

    /** It has none. */
    record None() implements Answer {}

    /** It cannot be asked. */
    record Untold() implements Answer {}
  }

  /** Asks the file system of a folder, by its real path. */
  Answer ask(Path folder);
}
