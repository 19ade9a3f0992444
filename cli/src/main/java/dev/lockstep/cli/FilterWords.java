package dev.lockstep.cli;

import dev.lockstep.api.FilterOptions;
import java.util.List;

/**
 * What the words say of the filter, not yet understood.
 *
 * @param rules the options that make rules, with their values, in the order of the command line
 * @param ignoreFiles whether folders may add rules of their own
 * @param deletesExcluded whether the replica is to lose what is excluded
 */
record FilterWords(List<Rule> rules, boolean ignoreFiles, boolean deletesExcluded) {
  FilterWords {
    rules = List.copyOf(rules);
  }

  /** An option that makes one rule or, from a file, several. */
  record Rule(String option, String value) {}

  /**
   * Reads the files that are named, and makes the rules.
   *
   * @throws UsageException if a file cannot be read, or something is no rule
   */
  FilterOptions read() throws UsageException {
    return rules.isEmpty() && !ignoreFiles
        ? FilterOptions.NONE
        : new FilterOptions(FilterReader.read(rules), ignoreFiles, deletesExcluded);
  }
}
