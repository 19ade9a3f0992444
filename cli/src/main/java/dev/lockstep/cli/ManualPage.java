package dev.lockstep.cli;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A manual page: a help text as man(1) shows it. */
final class ManualPage {
  private static final Pattern EXIT_CODE =
      Pattern.compile("(?<= )(\\d{1,2})  (\\S.*?)(?= {2,}\\d|$)", Pattern.MULTILINE);

  private final Roff roff = new Roff();
  private final String date;

  private ManualPage(String date) {
    this.date = date;
  }

  /**
   * All pages: one of the command, one of each verb.
   *
   * @param date of the release, such as 2026-11-29
   * @return from the names of their files to what is in them
   */
  static Map<String, String> all(String date) {
    Map<String, String> pages = new TreeMap<>();
    pages.put("lockstep.1", new ManualPage(date).ofCommand());
    for (Verb verb : explained()) {
      pages.put("lockstep-" + verb.word() + ".1", new ManualPage(date).ofVerb(verb));
    }
    return pages;
  }

  private static List<Verb> explained() {
    return Arrays.stream(Verb.values()).filter(verb -> verb != Verb.HELP).toList();
  }

  private String ofCommand() {
    HelpOutline outline = HelpOutline.of(HelpText.COMMAND);
    List<HelpOutline.Item> forms = outline.listings("").getFirst().items();
    begin("lockstep", HelpOutline.SUMMARY);
    forms.forEach(form -> roff.synopsis(form.term()));
    roff.section("DESCRIPTION");
    outline.blocks().forEach(this::description);
    roff.section("COMMANDS");
    forms.stream()
        .filter(form -> !form.text().isEmpty())
        .forEach(form -> roff.form(form.term(), form.text()));
    roff.section("OPTIONS");
    outline.blocks().forEach(this::options);
    exitCodes();
    outline.listings("Examples").forEach(this::examples);
    roff.section("ENVIRONMENT")
        .typed("XDG_STATE_HOME", "Where the state folder lies; see --state-dir.")
        .typed("LOCKSTEP_JAVA_OPTS", "More words for the Java that it runs on, split at blanks.")
        .typed("LOCKSTEP_DEBUG", "If it is set, the details of an unexpected error are printed.");
    String verbs =
        explained().stream()
            .map(verb -> "lockstep-" + verb.word())
            .collect(Collectors.joining(" "));
    roff.seeAlso(verbs + " rsync");
    return roff.toString();
  }

  private void description(HelpOutline.Block block) {
    if (block instanceof HelpOutline.Prose(String text) && !isOfOptions(text)) {
      text.lines().forEach(roff::paragraph);
    }
  }

  private void options(HelpOutline.Block block) {
    if (block instanceof HelpOutline.Listing listing && listing.title().startsWith("What is ")) {
      roff.subsection(listing.title());
      listing.items().forEach(item -> roff.form(item.term(), item.text()));
    } else if (block instanceof HelpOutline.Prose(String text) && isOfOptions(text)) {
      roff.subsection("For the fingers of rsync's users").prose(text);
    }
  }

  private static boolean isOfOptions(String text) {
    return text.startsWith("rsync's");
  }

  /** They stand in two columns. */
  private void exitCodes() {
    roff.section("EXIT STATUS");
    EXIT_CODE
        .matcher(HelpText.COMMAND.substring(HelpText.COMMAND.indexOf("\nExit codes")))
        .results()
        .sorted(Comparator.comparingInt(ManualPage::code))
        .forEach(code -> roff.typed(code.group(1), code.group(2)));
  }

  private static int code(MatchResult code) {
    return Integer.parseInt(code.group(1));
  }

  private String ofVerb(Verb verb) {
    List<HelpOutline.Block> blocks = HelpOutline.of(HelpText.of(Optional.of(verb))).blocks();
    begin("lockstep-" + verb.word(), HelpOutline.summary(verb));
    if (blocks.getFirst() instanceof HelpOutline.Prose(String forms)) {
      forms.lines().forEach(roff::synopsis);
    }
    roff.section("DESCRIPTION");
    blocks.subList(1, blocks.size()).forEach(this::explanation);
    roff.seeAlso("lockstep");
    return roff.toString();
  }

  private void explanation(HelpOutline.Block block) {
    switch (block) {
      case HelpOutline.Prose(String text) when text.startsWith("Exit code") ->
          roff.section("EXIT STATUS").paragraph(text);
      case HelpOutline.Prose(String text) -> roff.paragraph(text);
      case HelpOutline.Listing listing when listing.title().equals("Examples") -> examples(listing);
      case HelpOutline.Listing listing ->
          listing.items().forEach(item -> roff.form(item.term(), item.text()));
    }
  }

  private void examples(HelpOutline.Listing listing) {
    roff.section("EXAMPLES");
    listing.items().forEach(item -> roff.typed(item.term(), item.text()));
  }

  private void begin(String name, String summary) {
    roff.title(name.toUpperCase(Locale.ROOT), date, "lockstep " + VersionText.version());
    roff.section("NAME").request(name + " \\- " + summary).section("SYNOPSIS");
  }
}
