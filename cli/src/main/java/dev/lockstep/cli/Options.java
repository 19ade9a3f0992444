package dev.lockstep.cli;

import dev.lockstep.api.Check;
import dev.lockstep.api.Durability;
import dev.lockstep.model.Part;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The options of the command. They are the same for every verb, and may stand anywhere among the
 * words.
 */
final class Options {
  static final String DRY_RUN = "--dry-run";
  static final String VERBOSE = "-v";
  static final String QUIET = "-q";
  static final String EVERY = "--every";
  static final String WATCH = "--watch";
  static final String FULL_EVERY = "--full-every";
  static final String LOG_FILE = "--log-file";
  static final String CHECK = "--check";
  static final String REHASH = "--rehash";
  static final String NO_INDEX = "--no-index";
  static final String SCRUB = "--scrub";
  static final String CHECKSUM = "-c";
  static final String JOBS = "--jobs";
  static final String BWLIMIT = "--bwlimit";
  static final String STATE_DIR = "--state-dir";
  static final String ONE_FILE_SYSTEM = "--one-file-system";
  static final String DURABILITY = "--durability";
  static final String MAX_DELETE = "--max-delete";
  static final String NO_DELETE = "--no-delete";
  static final String REPAIR = "--repair";
  static final String SOURCE_IS_RIGHT = "source-is-right";
  static final String JSON = "--json";
  static final String ROOT_DIGEST = "--root-digest";
  static final String YES = "--yes";
  static final String HELP = "--help";
  static final String VERSION = "--version";

  /** What each part is left alone by. */
  static final Map<Part, String> LEFT_ALONE =
      new EnumMap<>(
          Map.of(
              Part.OWNERS, "--no-owner",
              Part.MODES, "--no-perms",
              Part.TIMES, "--no-times",
              Part.ATTRIBUTES, "--no-xattrs",
              Part.ACLS, "--no-acls",
              Part.HARD_LINKS, "--no-hard-links"));

  /** What rsync has to be asked for and Lockstep always does. */
  static final List<String> ALWAYS_ON =
      List.of("-a", "-r", "-H", "-A", "-X", "-S", "--delete", "--numeric-ids");

  /** What rsync does on request and a mirror must not, with the reason. */
  static final Map<String, String> REFUSED =
      Map.of(
          "-z", "nothing travels over a network, so there is nothing to compress",
          "-u", "a replica that keeps newer files of its own is no exact mirror",
          "--inplace", "a file written in place is torn when the run is interrupted",
          "--ignore-errors", "what could not be listed is kept, for deleting it would be a guess");

  /** What other tools call what has another name here. */
  private static final Map<String, String> ELSEWHERE =
      Map.of(
          "--verbose", VERBOSE,
          "--quiet", QUIET,
          "--checksum", CHECKSUM,
          "--interval", EVERY,
          "--bandwidth", BWLIMIT,
          "--threads", JOBS);

  /** What makes no sense where only is read and compared, with what is done instead. */
  static final Map<String, String> NOT_OF_VERIFY =
      new TreeMap<>(
          Map.of(
              DRY_RUN, "changes nothing but with --repair",
              EVERY, "looks once",
              WATCH, "looks once",
              FULL_EVERY, "looks once",
              LOG_FILE, "keeps no log file: what it prints can be redirected",
              SCRUB, "reads all at once",
              BWLIMIT, "reads as fast as it can",
              MAX_DELETE, "deletes nothing",
              NO_DELETE, "deletes nothing"));

  private Options() {}

  /** A parser of these options and any number of other words. */
  static CommandLine parser() {
    CommandSpec spec = CommandSpec.create();
    spec.parser().expandAtFiles(false);
    for (String[] names :
        List.of(
            new String[] {"-n", DRY_RUN},
            new String[] {VERBOSE},
            new String[] {QUIET},
            new String[] {CHECKSUM},
            new String[] {REHASH},
            new String[] {NO_INDEX},
            new String[] {"-x", ONE_FILE_SYSTEM},
            new String[] {NO_DELETE},
            new String[] {WATCH},
            new String[] {JSON},
            new String[] {ROOT_DIGEST},
            new String[] {YES},
            new String[] {"-h", HELP},
            new String[] {"-V", VERSION})) {
      spec.addOption(flag(names));
    }
    LEFT_ALONE.values().forEach(name -> spec.addOption(flag(name)));
    ALWAYS_ON.forEach(name -> spec.addOption(flag(name)));
    REFUSED.keySet().forEach(name -> spec.addOption(flag(name)));
    spec.addOption(valued(EVERY)).addOption(valued(LOG_FILE)).addOption(valued(CHECK));
    spec.addOption(valued("-j", JOBS)).addOption(valued(BWLIMIT)).addOption(valued(STATE_DIR));
    spec.addOption(valued(DURABILITY)).addOption(valued(MAX_DELETE));
    spec.addOption(valued(SCRUB)).addOption(valued(REPAIR)).addOption(valued(FULL_EVERY));
    spec.addPositional(
        PositionalParamSpec.builder()
            .index("0..*")
            .arity("0..*")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .build());
    // Whether an option may be given twice is decided where the words are understood.
    return new CommandLine(spec).setOverwrittenOptionsAllowed(true);
  }

  /**
   * The words with an empty value for each option whose value may be left out, since the parser
   * would take the next word for it.
   */
  static List<String> withValues(List<String> words) {
    int end = words.indexOf("--");
    List<String> spelled = new ArrayList<>(words);
    spelled
        .subList(0, end < 0 ? words.size() : end)
        .replaceAll(word -> word.equals(REPAIR) ? REPAIR + "=" : word);
    return spelled;
  }

  /** The words that this option's value is one of; none if it is free. */
  static List<String> choices(String option) {
    return switch (option) {
      case CHECK -> Arrays.stream(Check.values()).map(Check::word).toList();
      case DURABILITY -> Arrays.stream(Durability.values()).map(Durability::word).toList();
      case REPAIR -> List.of(SOURCE_IS_RIGHT);
      default -> List.of();
    };
  }

  /** The option that this may have been meant to be: cut short, or misspelt. */
  static Optional<String> nearest(String word) {
    Optional<String> elsewhere = Optional.ofNullable(ELSEWHERE.get(word));
    return elsewhere.isPresent() ? elsewhere : nearestOwn(word);
  }

  private static Optional<String> nearestOwn(String word) {
    List<String> names =
        parser().getCommandSpec().options().stream()
            .map(OptionSpec::longestName)
            .filter(name -> name.startsWith("--") && !REFUSED.containsKey(name))
            .toList();
    return Misspelling.meant(word, names);
  }

  private static OptionSpec flag(String... names) {
    return OptionSpec.builder(names).type(boolean.class).build();
  }

  private static OptionSpec valued(String... names) {
    return OptionSpec.builder(names).arity("1").type(String.class).build();
  }
}
