package dev.lockstep.cli;

import dev.lockstep.api.Check;
import dev.lockstep.api.Durability;
import dev.lockstep.model.Part;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
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
  static final String LOG_FORMAT = "--log-format";
  static final String LOG_MAX_SIZE = "--log-max-size";
  static final String LOG_MAX_AGE = "--log-max-age";
  static final String LOG_KEEP = "--log-keep";
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
  static final String INCLUDE = "--include";
  static final String EXCLUDE = "--exclude";
  static final String INCLUDE_FROM = "--include-from";
  static final String EXCLUDE_FROM = "--exclude-from";
  static final String FILTER = "--filter";
  static final String IGNORE_FILES = "--ignore-files";
  static final String DELETE_EXCLUDED = "--delete-excluded";
  static final String EXPLAIN_FILTER = "--explain-filter";
  static final String JSON = "--json";
  static final String PROGRESS = "--progress";
  static final String PROGRESS_LETTER = "-P";
  static final String ITEMIZE = "--itemize-changes";
  static final String STATS = "--stats";
  static final String ROOT_DIGEST = "--root-digest";
  static final String YES = "--yes";
  static final String HELP = "--help";
  static final String HELP_LETTER = "-h";
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
      List.of(
          "-a",
          "--archive",
          "-r",
          "-H",
          "--hard-links",
          "-A",
          "--acls",
          "-X",
          "--xattrs",
          "-S",
          "--delete",
          "--numeric-ids");

  private static final String NO_NETWORK =
      "nothing travels over a network, so there is nothing to compress";
  private static final String NO_UPDATE =
      "a replica that keeps newer files of its own is no exact mirror";

  /** What rsync does on request and a mirror must not, with the reason. */
  static final Map<String, String> REFUSED =
      Map.of(
          "-z", NO_NETWORK,
          "--compress", NO_NETWORK,
          "-u", NO_UPDATE,
          "--update", NO_UPDATE,
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
          Map.ofEntries(
              Map.entry(DRY_RUN, "changes nothing but with --repair"),
              Map.entry(EVERY, "looks once"),
              Map.entry(WATCH, "looks once"),
              Map.entry(FULL_EVERY, "looks once"),
              Map.entry(LOG_FORMAT, "writes no log file"),
              Map.entry(SCRUB, "reads all at once"),
              Map.entry(BWLIMIT, "reads as fast as it can"),
              Map.entry(MAX_DELETE, "deletes nothing"),
              Map.entry(DELETE_EXCLUDED, "deletes nothing"),
              Map.entry(EXPLAIN_FILTER, "has the filter of sync, which explains it"),
              Map.entry(NO_DELETE, "deletes nothing")));

  /** What the filter is made of. */
  private static final Set<String> OF_FILTER =
      Set.of(INCLUDE, EXCLUDE, INCLUDE_FROM, EXCLUDE_FROM, FILTER, IGNORE_FILES);

  /** What the verbs that ask about a pair of roots, or answer for it, have use for. */
  private static final Set<String> OF_PAIR =
      with(OF_FILTER, DELETE_EXCLUDED, ONE_FILE_SYSTEM, STATE_DIR);

  /** What the verbs have use for that have little, beside {@link #ALWAYS_ON}. */
  static final Map<Verb, Set<String>> READ_BY =
      new EnumMap<>(
          Map.of(
              Verb.STATUS,
              OF_PAIR,
              Verb.ADOPT,
              with(OF_PAIR, YES),
              Verb.APPROVE,
              with(OF_PAIR, YES),
              Verb.MANIFEST,
              with(
                  OF_FILTER,
                  CHECK,
                  ROOT_DIGEST,
                  REHASH,
                  CHECKSUM,
                  NO_INDEX,
                  ONE_FILE_SYSTEM,
                  JOBS,
                  STATE_DIR,
                  VERBOSE)));

  /** What is about the log file. */
  static final List<String> OF_LOG = List.of(LOG_FORMAT, LOG_MAX_SIZE, LOG_MAX_AGE, LOG_KEEP);

  /** What says how actions are told, which only {@code sync} and {@code diff} have. */
  static final List<String> OF_ACTIONS = List.of(ITEMIZE, STATS);

  private Options() {}

  /** A parser of these options and any number of other words. */
  static CommandLine parser() {
    return parser(_ -> {});
  }

  /**
   * The same.
   *
   * @param ruleOption hears of each option that makes rules of the filter, in their order
   */
  static CommandLine parser(Consumer<String> ruleOption) {
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
            new String[] {IGNORE_FILES},
            new String[] {JSON},
            new String[] {PROGRESS_LETTER},
            new String[] {"-i", ITEMIZE},
            new String[] {STATS},
            new String[] {ROOT_DIGEST},
            new String[] {YES},
            new String[] {HELP_LETTER},
            new String[] {HELP},
            new String[] {"-V", VERSION})) {
      spec.addOption(flag(names));
    }
    LEFT_ALONE.values().forEach(name -> spec.addOption(flag(name)));
    ALWAYS_ON.forEach(name -> spec.addOption(flag(name)));
    // After --delete, which is nearer to what may be meant by less.
    spec.addOption(flag(DELETE_EXCLUDED));
    REFUSED.keySet().forEach(name -> spec.addOption(flag(name)));
    spec.addOption(valued(EVERY)).addOption(valued(LOG_FILE)).addOption(valued(CHECK));
    spec.addOption(valued("-j", JOBS)).addOption(valued(BWLIMIT)).addOption(valued(STATE_DIR));
    spec.addOption(valued(DURABILITY)).addOption(valued(MAX_DELETE));
    spec.addOption(valued(SCRUB)).addOption(valued(REPAIR)).addOption(valued(FULL_EVERY));
    spec.addOption(valued(PROGRESS)).addOption(valued(EXPLAIN_FILTER));
    spec.addOption(ruled(ruleOption, INCLUDE)).addOption(ruled(ruleOption, EXCLUDE));
    spec.addOption(ruled(ruleOption, INCLUDE_FROM)).addOption(ruled(ruleOption, EXCLUDE_FROM));
    spec.addOption(ruled(ruleOption, "-f", FILTER));
    OF_LOG.forEach(name -> spec.addOption(valued(name)));
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
        .replaceAll(word -> word.equals(REPAIR) || word.equals(PROGRESS) ? word + "=" : word);
    return spelled;
  }

  /** The words that this option's value is one of; none if it is free. */
  static List<String> choices(String option) {
    return switch (option) {
      case CHECK -> Arrays.stream(Check.values()).map(Check::word).toList();
      case DURABILITY -> Arrays.stream(Durability.values()).map(Durability::word).toList();
      case REPAIR -> List.of(SOURCE_IS_RIGHT);
      case LOG_FORMAT -> List.of("text", "json");
      case PROGRESS -> List.of("auto", "always", "never");
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

  private static Set<String> with(Set<String> some, String... others) {
    Set<String> all = new HashSet<>(some);
    all.addAll(List.of(others));
    return Set.copyOf(all);
  }

  private static OptionSpec flag(String... names) {
    return OptionSpec.builder(names).type(boolean.class).build();
  }

  private static OptionSpec valued(String... names) {
    return OptionSpec.builder(names).arity("1").type(String.class).build();
  }

  /** The parser keeps the order of each option's values, and not that across options. */
  private static OptionSpec ruled(Consumer<String> ruleOption, String... names) {
    return OptionSpec.builder(names)
        .arity("1")
        .type(String.class)
        .preprocessor((_, _, option, _) -> {
          ruleOption.accept(((OptionSpec) option).longestName());
          return false;
        })
        .build();
  }
}
