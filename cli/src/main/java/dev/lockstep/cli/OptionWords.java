package dev.lockstep.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.OptionSpec;

/**
 * An option as it is offered to who types it: its names from {@link Options}, the rest from {@link
 * HelpText}.
 *
 * @param names all of them, with their hyphens
 * @param value what the help calls its value; empty if it takes none
 * @param mayLackValue whether a value is given only after an equals sign
 * @param choices the words that the value is one of; empty if it is free
 * @param summary the first clause of its explanation
 */
record OptionWords(
    List<String> names, String value, boolean mayLackValue, List<String> choices, String summary) {
  private static final int MOST_LETTERS = 72;

  OptionWords {
    names = List.copyOf(names);
    choices = List.copyOf(choices);
  }

  /** All that are worth offering: those that are refused are not. */
  static List<OptionWords> all() {
    List<HelpOutline.Item> items =
        HelpOutline.of(HelpText.COMMAND).listings("What is ").stream()
            .flatMap(listing -> listing.items().stream())
            .toList();
    List<OptionWords> all = new ArrayList<>();
    for (OptionSpec option : Options.parser().getCommandSpec().options()) {
      if (!Options.REFUSED.containsKey(option.longestName())) {
        all.add(of(option, items));
      }
    }
    return all;
  }

  private static OptionWords of(OptionSpec option, List<HelpOutline.Item> items) {
    String name = option.longestName();
    Optional<HelpOutline.Item> item =
        items.stream().filter(any -> named(name).matcher(any.term()).find()).findFirst();
    return new OptionWords(
        List.of(option.names()),
        option.arity().max() == 0 ? "" : item.map(any -> value(name, any.term())).orElse("VALUE"),
        Options.withValues(List.of(name)).getFirst().endsWith("="),
        Options.choices(name),
        item.map(HelpOutline.Item::text).map(OptionWords::firstClause).orElse("always on"));
  }

  private static Pattern named(String name) {
    return Pattern.compile("(?<![\\w-])" + Pattern.quote(name) + "(?![\\w-])");
  }

  private static String value(String name, String term) {
    Matcher after =
        Pattern.compile(Pattern.quote(name) + "(?:\\[?=| )'?([A-Z][A-Z|%]*)").matcher(term);
    return after.find() ? after.group(1) : "VALUE";
  }

  private static String firstClause(String text) {
    String clause = text.replaceFirst("(?<!^with \\w{1,12})([;:] |\\. |, (and|or|but) ).*", "");
    int end = clause.length() <= MOST_LETTERS ? -1 : clause.lastIndexOf(' ', MOST_LETTERS);
    return end < 0 ? clause : clause.substring(0, end) + " ...";
  }

  boolean takesValue() {
    return !value.isEmpty();
  }

  boolean takesFolder() {
    return value.equals("DIR");
  }

  boolean takesFile() {
    return value.equals("FILE") || value.equals("PATH");
  }
}
