package dev.lockstep.fs;

import dev.lockstep.model.RelativePath;
import java.util.function.Predicate;

/** What a backend offers to who wants to hear of changes below a root. */
public sealed interface Watching {
  /** They are told as they happen. */
  record Fed(ChangeFeed feed) implements Watching {}

  /**
   * They are not, or not all of them, and have to be looked for.
   *
   * @param why a clause, after "since"
   */
  record Unfit(String why) implements Watching {}

  /**
   * What is to be watched.
   *
   * @param isEntered whether changes in a folder of this path, and below it, are of interest; the
   *     answer for one path stays the same, until nothing is, which ends a walk that is going on
   * @param oneFileSystem whether what is mounted below the root is left alone
   * @param isOwnOfInterest whether what this process does is to be told as well; where that cannot
   *     be told apart it always is
   */
  record Scope(Predicate<RelativePath> isEntered, boolean oneFileSystem, boolean isOwnOfInterest) {
    /** All of it, whoever does it. */
    public Scope(Predicate<RelativePath> isEntered, boolean oneFileSystem) {
      this(isEntered, oneFileSystem, true);
    }
  }
}
