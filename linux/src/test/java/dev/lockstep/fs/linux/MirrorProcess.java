package dev.lockstep.fs.linux;

import dev.lockstep.api.DeletionLimit;
import dev.lockstep.api.MirrorException;
import dev.lockstep.api.MirrorOptions;
import dev.lockstep.api.MirrorReport;
import dev.lockstep.fs.JavaProcess;
import dev.lockstep.fs.TreeProvider;
import dev.lockstep.model.Cancellation;
import dev.lockstep.testkit.Recorder;
import dev.lockstep.testkit.Runs;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;

/** One run of the Linux backend in a process of its own, where less is allowed than here. */
final class MirrorProcess {
  private static final String MOST_DELETIONS = "lockstep.tests.deletions";
  private static final List<Class<?>> NEEDED =
      List.of(TreeProvider.class, LinuxTreeProvider.class, Runs.class);

  private MirrorProcess() {}

  /**
   * What came of a run.
   *
   * @param lines what it printed: {@code action}, {@code problem}, {@code lacks}, {@code refused},
   *     {@code exact}, each with what belongs to it
   */
  record Outcome(List<String> lines) {
    boolean isExact() {
      return lines.contains("exact true");
    }

    List<String> problems() {
      return after("problem ");
    }

    List<String> actions() {
      return after("action ");
    }

    List<String> lacks() {
      return after("lacks ");
    }

    List<String> refusals() {
      return after("refused ");
    }

    private List<String> after(String word) {
      return lines.stream()
          .filter(line -> line.startsWith(word))
          .map(line -> line.substring(word.length()))
          .toList();
    }
  }

  /** Mirrors as a user who is not root, and deletes no more entries than this. */
  static Outcome asOrdinaryUserWithin(long mostDeletions, Path source, Path replica)
      throws IOException, URISyntaxException {
    return run(
        JavaProcess.ordinaryUser(),
        List.of("-D" + MOST_DELETIONS + "=" + mostDeletions),
        source,
        replica);
  }

  /** Mirrors as a user who is not root. */
  static Outcome asOrdinaryUser(Path source, Path replica) throws IOException, URISyntaxException {
    return run(JavaProcess.ordinaryUser(), List.of(), source, replica);
  }

  /** Mirrors with no more than so many files open. */
  static Outcome withOpenFiles(int most, Path source, Path replica)
      throws IOException, URISyntaxException {
    return run(
        List.of("prlimit", "--nofile=" + most + ":" + most, "--"),
        List.of("-XX:-MaxFDLimit"),
        source,
        replica);
  }

  private static Outcome run(List<String> wrapper, List<String> flags, Path source, Path replica)
      throws IOException, URISyntaxException {
    String printed =
        JavaProcess.runBy(
            wrapper, flags, MirrorProcess.class, NEEDED, source.toString(), replica.toString());
    return new Outcome(printed.lines().toList());
  }

  public static void main(String[] args) {
    var options =
        MirrorOptions.of(Path.of(args[0]), Path.of(args[1]))
            .withJobs(2)
            .withDeletionLimit(
                Long.getLong(MOST_DELETIONS) == null
                    ? DeletionLimit.NO_LIMIT
                    : new DeletionLimit.Entries(Long.getLong(MOST_DELETIONS)));
    var heard = new Recorder();
    try {
      MirrorReport report =
          Runs.mirror(new LinuxTreeProvider(), options, heard, new Cancellation());
      heard.lines().forEach(line -> System.out.println("action " + line));
      heard
          .problems()
          .forEach(problem ->
              System.out.println("problem " + problem.path() + ": " + problem.message()));
      report.notCarried().forEach(what -> System.out.println("lacks " + what));
      System.out.println("exact " + report.isExact());
    } catch (MirrorException e) {
      System.out.println("refused " + e.getMessage());
    }
  }
}
