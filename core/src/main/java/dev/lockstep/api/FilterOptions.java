package dev.lockstep.api;

import java.util.List;

/**
 * What is no part of the mirror.
 *
 * @param rules of those that match a path the first decides; where none does, it is included
 * @param ignoreFiles whether each folder of the source may add rules of its own, in a file called
 *     {@code .lockstepignore}
 * @param deletesExcluded whether the replica loses what is excluded, instead of keeping it
 */
public record FilterOptions(List<FilterRule> rules, boolean ignoreFiles, boolean deletesExcluded) {
  /** Excludes nothing. */
  public static final FilterOptions NONE = new FilterOptions(List.of(), false, false);

  public FilterOptions {
    rules = List.copyOf(rules);
  }
}
