package dev.lockstep.testkit;

import java.util.stream.LongStream;

/**
 * The seeds of random tests: the same ones every time, unless {@code -Dlockstep.seed=N} names the
 * one to try again or {@code -Dlockstep.seeds=N} asks for that many times as many.
 */
public final class Seeds {
  private Seeds() {}

  /** So many seeds. */
  public static LongStream some(int count) {
    Long only = Long.getLong("lockstep.seed");
    return only == null
        ? LongStream.rangeClosed(1, (long) count * Integer.getInteger("lockstep.seeds", 1))
        : LongStream.of(only);
  }
}
