package dev.lockstep.testkit;

import dev.lockstep.model.Shown;

/**
 * A difference between two trees.
 *
 * @param path where, as {@link Snapshot#items} spells it
 * @param what one clause
 */
public record Mismatch(String path, String what) {
  @Override
  public String toString() {
    return Shown.text(path) + ": " + what;
  }
}
