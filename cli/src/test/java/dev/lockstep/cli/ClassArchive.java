package dev.lockstep.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What the JVM keeps of a run of the command, its classes loaded and linked, made once for all that
 * the tests of this JVM start, which takes half as long then. There is one for each backend, since
 * the JVM takes none that was made under other words on native access. What is started is over
 * before the better compiler would pay.
 */
final class ClassArchive {
  private static final Map<Backend, Path> MADE = new EnumMap<>(Backend.class);

  private ClassArchive() {}

  /** What the JVM is told of it, and of the backend. */
  static synchronized List<String> flags(Backend backend) {
    Path archive = MADE.computeIfAbsent(backend, ClassArchive::make);
    return List.of(
        backend.flag(), "-XX:TieredStopAtLevel=1", "-Xlog:disable", "-XX:AOTCache=" + archive);
  }

  private static Path make(Backend backend) {
    try {
      Path home = Files.createTempDirectory("lockstep-classes");
      Path archive = home.resolve("classes.aot");
      Path source = Files.createDirectories(home.resolve("source/folder")).getParent();
      Files.writeString(source.resolve("folder/moved"), "content");
      Files.writeString(source.resolve("changed"), "content");
      Files.writeString(source.resolve("deleted"), "content");
      run(home, backend.flag(), "-Xlog:disable");
      Files.move(source.resolve("folder"), source.resolve("renamed"));
      Files.writeString(source.resolve("changed"), "other content");
      Files.delete(source.resolve("deleted"));
      run(home, backend.flag(), "-Xlog:disable", "-XX:AOTCacheOutput=" + archive);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(home)));
      return archive;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void run(Path home, String... flags) throws IOException {
    List<String> line = new ArrayList<>(CommandProcess.bareCommand(List.of(flags)));
    line.addAll(List.of("source", "replica", "--state-dir", "state"));
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("output").toFile());
    CommandProcess.setEnvironment(builder, home);
    builder.start().onExit().join();
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
