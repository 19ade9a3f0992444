package dev.lockstep.engine;

import dev.lockstep.api.FilterOptions;
import dev.lockstep.api.FilterRule;
import dev.lockstep.api.MirrorException;
import dev.lockstep.api.MirrorException.Reason;
import dev.lockstep.filter.Filter;
import dev.lockstep.filter.PatternException;
import dev.lockstep.filter.Rule;
import java.util.ArrayList;
import java.util.List;

/** Makes the filter that was asked for. */
final class Filters {
  private Filters() {}

  /**
   * That of these options.
   *
   * @throws MirrorException if a pattern is malformed or can match nothing
   */
  static Filter of(FilterOptions options) throws MirrorException {
    if (options.rules().isEmpty() && !options.ignoreFiles()) {
      return Filter.NOTHING;
    }
    List<Rule> rules = new ArrayList<>();
    for (FilterRule rule : options.rules()) {
      try {
        rules.add(Rule.of(rule.pattern(), rule.excludes(), rule.place()));
      } catch (PatternException e) {
        throw new MirrorException(Reason.USAGE, e.sentence() + ".");
      }
    }
    return Filter.of(rules, options.ignoreFiles(), options.deletesExcluded());
  }
}
