package dev.lockstep.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The classes of the command, archived once for all that the tests of this JVM start, which takes
 * half as long then. What is started is over before the better compiler would pay.
 */
final class ClassArchive {
  /** What the JVM is told of it. */
  static final List<String> FLAGS =
      List.of("-XX:TieredStopAtLevel=1", "-Xlog:disable", "-XX:SharedArchiveFile=" + made());

  private ClassArchive() {}

  private static Path made() {
    try {
      Path home = Files.createTempDirectory("lockstep-classes");
      Path archive = home.resolve("classes.jsa");
      Path source = Files.createDirectories(home.resolve("source/folder")).getParent();
      Files.writeString(source.resolve("folder/moved"), "content");
      Files.writeString(source.resolve("changed"), "content");
      Files.writeString(source.resolve("deleted"), "content");
      run(home, "-Xlog:disable");
      Files.move(source.resolve("folder"), source.resolve("renamed"));
      Files.writeString(source.resolve("changed"), "other content");
      Files.delete(source.resolve("deleted"));
      run(home, "-Xlog:disable", "-XX:ArchiveClassesAtExit=" + archive);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(home)));
      return archive;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void run(Path home, String... flags) throws IOException {
    List<String> line = new ArrayList<>(CommandProcess.bareCommand(List.of(flags)));
    line.addAll(List.of("source", "replica", "--state-dir", "state"));
    new ProcessBuilder(line)
        .directory(home.toFile())
        .redirectErrorStream(true)
        .redirectOutput(home.resolve("output").toFile())
        .start()
        .onExit()
        .join();
  }

  private static void delete(Path folder) {
    try (var all = Files.walk(folder)) {
      for (Path path : all.sorted((one, other) -> other.compareTo(one)).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      // Harmless: it lies in the temporary folder.
    }
  }
}
