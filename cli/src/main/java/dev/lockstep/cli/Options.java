package dev.lockstep.cli;

import java.util.List;
import java.util.Map;
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
  static final String LOG_FILE = "--log-file";
  static final String CHECK = "--check";
  static final String CHECKSUM = "-c";
  static final String JOBS = "--jobs";
  static final String STATE_DIR = "--state-dir";
  static final String HELP = "--help";
  static final String VERSION = "--version";

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
            new String[] {"-h", HELP},
            new String[] {"-V", VERSION})) {
      spec.addOption(flag(names));
    }
    ALWAYS_ON.forEach(name -> spec.addOption(flag(name)));
    REFUSED.keySet().forEach(name -> spec.addOption(flag(name)));
    spec.addOption(valued(EVERY)).addOption(valued(LOG_FILE)).addOption(valued(CHECK));
    spec.addOption(valued("-j", JOBS)).addOption(valued(STATE_DIR));
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

  private static OptionSpec flag(String... names) {
    return OptionSpec.builder(names).arity("0").type(boolean.class).build();
  }

  private static OptionSpec valued(String... names) {
    return OptionSpec.builder(names).arity("1").type(String.class).build();
  }
}
