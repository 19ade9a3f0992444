package dev.lockstep.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * The packaged command as a process of its own, in a folder that also keeps its state and what it
 * prints. Closing it ends the process, by force if need be.
 */
final class CommandProcess implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 60;

  private final Process process;
  private final Path output;
  private final Path errors;

  private CommandProcess(Process process, Path output, Path errors) {
    this.process = process;
    this.output = output;
    this.errors = errors;
  }

  /** How a command ended. */
  record Outcome(int exitCode, List<String> output, List<String> errors) {}

  /** Runs the command with these words in this folder to its end. */
  static Outcome run(Path folder, String... words) throws IOException {
    return run(folder, List.of(), words);
  }

  /** The same, by another command that runs it, such as {@code setpriv}. */
  static Outcome run(Path folder, List<String> prefix, String... words) throws IOException {
    try (CommandProcess command = start(folder, prefix, words)) {
      return command.outcome();
    }
  }

  /** Starts the command with these words in this folder. */
  static CommandProcess start(Path folder, List<String> prefix, String... words)
      throws IOException {
    List<String> line = new ArrayList<>(prefix);
    line.addAll(javaCommand());
    line.addAll(List.of(words));
    return start(folder, line);
  }

  /** Runs a line of the shell to its end; in it {@code "$@"} stands for the command. */
  static Outcome shell(Path folder, String script) throws IOException {
    List<String> line = new ArrayList<>(List.of("sh", "-c", script, "sh"));
    line.addAll(javaCommand());
    try (CommandProcess command = start(folder, line)) {
      return command.outcome();
    }
  }

  /**
   * Starts the command on a terminal of its own. What is closed then is the terminal, and the
   * system tells the command by a HUP.
   */
  static CommandProcess startOnTerminal(Path folder, String... words) throws IOException {
    return shellOnTerminal(folder, "exec \"$@\"", words);
  }

  /**
   * Starts a line of the shell on a terminal of its own; in it {@code "$@"} stands for the command
   * with these words.
   */
  static CommandProcess shellOnTerminal(Path folder, String script, String... words)
      throws IOException {
    List<String> line = new ArrayList<>(List.of("sh", "-c", script, "sh"));
    line.addAll(javaCommand());
    line.addAll(List.of(words));
    String quoted = line.stream().map(word -> "'" + word + "'").collect(joining(" "));
    return start(
        folder, List.of("env", "--default-signal=HUP,INT", "script", "-qec", quoted, "/dev/null"));
  }

  private static CommandProcess start(Path folder, List<String> line) throws IOException {
    Path output = Files.createTempFile(folder, "output", ".txt");
    Path errors = Files.createTempFile(folder, "errors", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .directory(folder.toFile())
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile());
    setEnvironment(builder, folder);
    Process process = builder.start();
    process.getOutputStream().close();
    return new CommandProcess(process, output, errors);
  }

  /** Gives a command the environment of tests, its state being kept in this folder. */
  static void setEnvironment(ProcessBuilder builder, Path folder) {
    Map<String, String> environment = builder.environment();
    environment.keySet().removeAll(List.of("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS"));
    environment.put("LC_ALL", "C.UTF-8");
    environment.put("XDG_STATE_HOME", folder.resolve("state").toString());
  }

  /** What starts the command as its launcher does, without its words. */
  static List<String> javaCommand() {
    return javaCommand(Backend.LINUX);
  }

  /** The same with this backend and these other flags of the JVM. */
  static List<String> javaCommand(Backend backend, String... flags) {
    List<String> all = new ArrayList<>(ClassArchive.flags(backend));
    all.addAll(List.of(flags));
    return bareCommand(all);
  }

  /** What starts the command with no other flags than these. */
  static List<String> bareCommand(List<String> flags) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classes = Path.of("target", "dist", "lib").toAbsolutePath() + "/*";
    List<String> line = new ArrayList<>(List.of(java, "-XX:+UseSerialGC", "-XX:-UsePerfData"));
    line.addAll(flags);
    line.addAll(List.of("-cp", classes, Lockstep.class.getName()));
    return line;
  }

  /** Sends it a signal such as {@code TERM}. */
  void signal(String name) throws IOException {
    signal(process.toHandle(), name);
  }

  /** Sends it to that process. */
  static void signal(ProcessHandle process, String name) throws IOException {
    Process kill =
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).inheritIO().start();
    kill.onExit().join();
  }

  /** The command itself, where others have started it, such as a terminal. */
  ProcessHandle itself() {
    return process
        .descendants()
        .filter(child -> child.info().command().orElse("").endsWith("/java"))
        .findFirst()
        .orElseThrow();
  }

  /** Waits until what it printed to standard output is as wished. */
  void awaitOutput(Predicate<List<String>> wish) {
    Awaitility.await()
        .atMost(PATIENCE_SECONDS, SECONDS)
        .until(() -> wish.test(lines(output)) || !process.isAlive());
  }

  /** Has something done when it ended, by some other thread. */
  void onEnd(Runnable action) {
    var _ = process.onExit().thenRun(action);
  }

  boolean isRunning() {
    return process.isAlive();
  }

  long pid() {
    return process.pid();
  }

  /** Waits for its end. */
  Outcome outcome() throws IOException {
    try {
      if (!process.waitFor(PATIENCE_SECONDS, SECONDS)) {
        throw new AssertionError("still running: " + lines(output) + lines(errors));
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return new Outcome(process.exitValue(), lines(output), lines(errors));
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }

  /** The lines of a file. */
  static List<String> lines(Path file) throws IOException {
    try (Stream<String> lines = Files.lines(file, UTF_8)) {
      return lines.toList();
    }
  }
}
