package dev.lockstep.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The words of the command line, options told from the others; picocli's part ends here. */
final class Words {
  private final ParseResult parsed;

  /** The options that make rules, as often as they were given. */
  private final List<String> ruleOptions;

  private Words(ParseResult parsed, List<String> ruleOptions) {
    this.parsed = parsed;
    this.ruleOptions = ruleOptions;
  }

  /**
   * Sorts these words.
   *
   * @throws UsageException if one is no option, or lacks its value
   */
  static Words of(List<String> words) throws UsageException {
    try {
      List<String> ruleOptions = new ArrayList<>();
      String[] spelled = Options.withValues(words).toArray(String[]::new);
      var sorted = new Words(Options.parser(ruleOptions::add).parseArgs(spelled), ruleOptions);
      sorted.refuseValuesOfFlags();
      sorted.refuseUnknownAmong(words);
      return sorted;
    } catch (UnmatchedArgumentException e) {
      throw unknown(e.getUnmatched().getFirst());
    } catch (MissingParameterException e) {
      throw withoutValue(e.getMissing().getFirst());
    } catch (ParameterException e) {
      throw new UsageException(mistake(e));
    }
  }

  /** The words that are neither options nor their values. */
  List<String> others() {
    return parsed.matchedPositionals().isEmpty()
        ? List.of()
        : parsed.matchedPositionals().getFirst().originalStringValues();
  }

  /** The options that make rules with their values, in their order. */
  List<FilterWords.Rule> rules() {
    List<FilterWords.Rule> rules = new ArrayList<>();
    Map<String, Integer> taken = new HashMap<>();
    for (String option : ruleOptions) {
      int which = taken.merge(option, 1, Integer::sum) - 1;
      String value = parsed.matchedOption(option).originalStringValues().get(which);
      rules.add(new FilterWords.Rule(option, value));
    }
    return rules;
  }

  boolean has(String option) {
    return parsed.hasMatchedOption(option);
  }

  /** The options that were given, by their longest names. */
  List<String> options() {
    return parsed.matchedOptions().stream().map(OptionSpec::longestName).toList();
  }

  /** How often the option was given. */
  int count(String option) {
    OptionSpec matched = parsed.matchedOption(option);
    return matched == null ? 0 : matched.originalStringValues().size();
  }

  /**
   * The option's value, if it was given.
   *
   * @throws UsageException if it was given twice
   */
  Optional<String> value(String option) throws UsageException {
    if (count(option) > 1) {
      throw new UsageException(option + " is given twice; once is enough.");
    }
    return Optional.ofNullable(parsed.matchedOption(option))
        .map(matched -> matched.originalStringValues().getFirst());
  }

  /** picocli lets flags be set, as in {@code --dry-run=false}. */
  private void refuseValuesOfFlags() throws UsageException {
    for (OptionSpec option : parsed.matchedOptions()) {
      if (option.arity().max() == 0 && option.originalStringValues().contains("false")) {
        throw new UsageException(option.longestName() + " takes no value.");
      }
    }
  }

  /**
   * picocli takes {@code -5} for a word; it can only be one after {@code --}, or as an interval.
   */
  private void refuseUnknownAmong(List<String> words) throws UsageException {
    int ended = words.indexOf("--");
    int literal = ended < 0 ? 0 : words.size() - ended - 1;
    List<String> others = others();
    for (int i = 0; i < Math.min(others.size() - literal, 2); i++) {
      if (others.get(i).length() > 1 && others.get(i).startsWith("-")) {
        throw new UsageException(
            "Unknown option " + ShownPlace.of(others.get(i)) + "; see lockstep --help.");
      }
    }
  }

  private static UsageException unknown(String word) throws UsageException {
    if (looksLikeNumber(word)) {
      IntervalWord.parse(word);
    }
    String name = word.startsWith("--") ? word.replaceFirst("(?s)=.*", "") : word;
    String remedy =
        Options.nearest(name)
            .map(near -> "did you mean " + near + "?")
            .orElse("see lockstep --help.");
    return new UsageException("Unknown option " + ShownPlace.of(name) + "; " + remedy);
  }

  private static boolean looksLikeNumber(String word) {
    return word.length() > 1 && word.charAt(1) >= '0' && word.charAt(1) <= '9';
  }

  private static UsageException withoutValue(ArgSpec option) {
    return new UsageException(name(option) + " needs a value; see lockstep --help.");
  }

  private static String mistake(ParameterException e) {
    @Nullable ArgSpec option = e.getArgSpec();
    return option == null
        ? "The words cannot be understood; see lockstep --help."
        : name(option) + " takes no value.";
  }

  private static String name(ArgSpec option) {
    return option instanceof OptionSpec named ? named.longestName() : "An option";
  }
}
