package dev.lockstep.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The packaged command as a process whose output, errors too, is read as it comes, so that it can
 * be struck at a moment of its run. Closing it ends the process, by force if need be.
 */
final class WatchedCommand implements AutoCloseable {
  private final Process process;
  private final BufferedReader printed;
  private final List<String> lines = new ArrayList<>();

  private WatchedCommand(Process process) {
    this.process = process;
    this.printed = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
  }

  /**
   * Starts the command.
   *
   * @param folder where it runs and keeps its state
   * @param prefix another command that runs it; empty for none
   */
  static WatchedCommand start(Path folder, List<String> prefix, Backend backend, String... words)
      throws IOException {
    List<String> line = new ArrayList<>(prefix);
    line.addAll(CommandProcess.javaCommand(backend, "-Xmx128m"));
    line.addAll(List.of(words));
    ProcessBuilder builder =
        new ProcessBuilder(line).directory(folder.toFile()).redirectErrorStream(true);
    CommandProcess.setEnvironment(builder, folder);
    Process process = builder.start();
    process.getOutputStream().close();
    return new WatchedCommand(process);
  }

  /** Reads so many more lines; false if the output ended before. */
  boolean awaitLines(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      if (!readLine()) {
        return false;
      }
    }
    return true;
  }

  /** Reads up to the first line like this; false if the output ended before. */
  boolean awaitLine(Predicate<String> such) throws IOException {
    while (readLine()) {
      if (such.test(lines.getLast())) {
        return true;
      }
    }
    return false;
  }

  private boolean readLine() throws IOException {
    String line = printed.readLine();
    if (line != null) {
      lines.add(line);
    }
    return line != null;
  }

  /**
   * Kills it, as {@code kill -9} does; what it printed can be read afterwards.
   *
   * @return whether it was still at work
   */
  boolean kill() {
    process.toHandle().destroyForcibly();
    int byKill = 128 + 9;
    return process.onExit().join().exitValue() == byKill;
  }

  /** Sends it a signal such as {@code STOP}. */
  void signal(String name) throws IOException {
    Process kill =
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).inheritIO().start();
    kill.onExit().join();
  }

  boolean isRunning() {
    return process.isAlive();
  }

  /** Waits for its end. */
  int exitCode() throws IOException {
    awaitLines(Integer.MAX_VALUE);
    return process.onExit().join().exitValue();
  }

  /** What was read so far. */
  List<String> lines() {
    return List.copyOf(lines);
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
