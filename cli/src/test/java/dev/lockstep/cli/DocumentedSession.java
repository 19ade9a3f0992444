package dev.lockstep.cli;

import static java.util.concurrent.TimeUnit.SECONDS;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/**
 * Follows a document in a home of its own, in which {@code lockstep} and {@code ./lockstep} are the
 * packaged command, and compares what its commands print with what the document shows.
 *
 * <p>Lines are compared without times, sizes of time, process numbers and what root or this file
 * system makes of it, and in any order, since work is done in parallel. A line {@code …} stands for
 * any lines. {@code ^C} is an interrupt, and {@code # in another terminal:} a command meanwhile,
 * both as soon as what stands before was printed.
 */
final class DocumentedSession {
  private static final String SHOWN_HOME = "/home/ada";
  private static final String ANYTHING = "…";
  private static final String INTERRUPT = "^C";
  private static final String MEANWHILE = "# in another terminal: ";
  private static final int PATIENCE_SECONDS = 60;
  private static final String VARYING =
      "\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z"
          + "|; not carried: [^;]*"
          + "|(?<= in )\\d+\\.\\d s|(?<= pid )\\d+|(?<=\"took_ms\":)\\d+|(?<=\"not_carried\":)\\[.*?\\]";

  private final Path home;
  private final Path printed;
  private int lastExitCode;

  DocumentedSession(Path folder) throws IOException {
    home = Files.createDirectory(folder.resolve("home"));
    printed = folder.resolve("printed");
    Path programs = Files.createDirectory(folder.resolve("bin"));
    String java =
        CommandProcess.javaCommand().stream()
            .map(word -> "'" + word + "'")
            .collect(joining(" ", "#!/bin/sh\nexec ", " \"$@\"\n"));
    Path command =
        Files.createFile(
            programs.resolve("lockstep"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    Files.writeString(command, java);
    Files.createSymbolicLink(home.resolve("lockstep"), command);
  }

  /** The packaged command as one program. */
  Path command() {
    return home.resolveSibling("bin").resolve("lockstep");
  }

  void follow(List<Documented.Step> steps) throws IOException {
    for (Documented.Step step : steps) {
      switch (step) {
        case Documented.Preparation(String script) -> run(script);
        case Documented.Command command -> follow(command);
      }
    }
  }

  private void run(String script) throws IOException {
    Process process = start("set -e\n" + script);
    assertThat(await(process)).as(() -> script + "\n" + said()).isZero();
  }

  private void follow(Documented.Command command) throws IOException {
    int usual = ExitCode.EXACT.number();
    if (command.shown().contains(INTERRUPT)) {
      followUntilInterrupted(command);
      usual = ExitCode.STOPPED.number();
    } else {
      lastExitCode = await(start("(exit " + lastExitCode + ")\n" + command.words()));
      compare(command, command.shown());
    }
    if (!command.mayFail()) {
      assertThat(lastExitCode).as(() -> where(command) + "\n" + said()).isEqualTo(usual);
    }
  }

  private void followUntilInterrupted(Documented.Command command) throws IOException {
    Process process = start("exec " + command.words());
    try {
      List<String> shown = command.shown();
      for (int i = 0; i < shown.size(); i++) {
        String line = shown.get(i);
        if (line.startsWith(MEANWHILE) || line.equals(INTERRUPT)) {
          awaitLines(command, shown.subList(0, i));
        }
        if (line.startsWith(MEANWHILE)) {
          runMeanwhile(line.substring(MEANWHILE.length()));
        } else if (line.equals(INTERRUPT)) {
          CommandProcess.signal(process.toHandle(), "INT");
        }
      }
      lastExitCode = await(process);
      compare(command, shown);
    } finally {
      process.destroyForcibly().onExit().join();
    }
  }

  private void runMeanwhile(String words) throws IOException {
    Process process = prepared("set -e\n" + words).inheritIO().start();
    assertThat(await(process)).as(words).isZero();
  }

  private void awaitLines(Documented.Command command, List<String> shown) throws IOException {
    long lines = spoken(shown).size();
    Awaitility.await()
        .atMost(PATIENCE_SECONDS, SECONDS)
        .until(() -> CommandProcess.lines(printed).size() >= lines);
    compare(command, shown);
  }

  private void compare(Documented.Command command, List<String> shown) throws IOException {
    List<String> expected = comparable(spoken(shown));
    List<String> actual = comparable(CommandProcess.lines(printed));
    if (shown.contains(ANYTHING)) {
      assertThat(actual).as(where(command)).containsAll(expected);
    } else {
      assertThat(actual).as(where(command)).isEqualTo(expected);
    }
  }

  /** The lines that the command itself gives. */
  private static List<String> spoken(List<String> shown) {
    return shown.stream()
        .filter(line ->
            !line.equals(ANYTHING) && !line.equals(INTERRUPT) && !line.startsWith(MEANWHILE))
        .toList();
  }

  private List<String> comparable(List<String> lines) {
    return lines.stream()
        .map(line -> line.replace(home.toString(), SHOWN_HOME).replaceAll(VARYING, ""))
        .sorted()
        .toList();
  }

  private Process start(String script) throws IOException {
    return prepared(script).redirectErrorStream(true).redirectOutput(printed.toFile()).start();
  }

  private ProcessBuilder prepared(String script) throws IOException {
    // A shell in the background hands on that INT is ignored.
    var builder =
        new ProcessBuilder("env", "--default-signal=INT", "bash", "-c", script)
            .directory(home.toFile());
    CommandProcess.setEnvironment(builder, home);
    Map<String, String> environment = builder.environment();
    environment.put("HOME", home.toString());
    environment.put("XDG_STATE_HOME", home.resolve(".local/state").toString());
    environment.put("TZ", "UTC");
    environment.merge(
        "PATH", command().resolveSibling("").toString(), (rest, own) -> own + ":" + rest);
    return builder.redirectInput(Path.of("/dev/null").toFile());
  }

  private static int await(Process process) {
    try {
      if (!process.waitFor(PATIENCE_SECONDS, SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("still running: " + process.info());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private String said() {
    try {
      return String.join("\n", CommandProcess.lines(printed));
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static String where(Documented.Command command) {
    return "line " + command.line() + ": " + command.words();
  }
}
