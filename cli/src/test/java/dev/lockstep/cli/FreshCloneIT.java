package dev.lockstep.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher with the project's sources, the JDK and the Maven of this machine. */
@Tag("full")
class FreshCloneIT {
  private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();

  @TempDir private Path folder;

  @Test
  void isBuiltAndStartedWithoutHomeOrLocale() throws Exception {
    var clone = folder.resolve("a fresh clone");
    copySources(clone);

    assertThat(start(clone, "--version")).contains("lockstep: building Lockstep command");
    assertThat(start(clone, "--version")).isNotEmpty().doesNotContain("lockstep: building");
    assertThat(start(clone, "sync", "Bücher", "replica")).contains("Bücher");
    assertThat(archivesOf(clone)).hasSize(1);
  }

  private static String start(Path clone, String... words) throws Exception {
    var output = Files.createTempFile(clone.getParent(), "output", "");
    var command = Stream.concat(Stream.of("./lockstep"), Arrays.stream(words)).toList();
    var builder =
        new ProcessBuilder(command)
            .directory(clone.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    var path = System.getenv("PATH");
    builder.environment().clear();
    builder.environment().putAll(Map.of("PATH", path, "XDG_STATE_HOME", clone + "/state"));
    var process = builder.start();
    assertThat(process.waitFor(5, MINUTES)).isTrue();
    return Files.readString(output, UTF_8);
  }

  private static List<Path> archivesOf(Path clone) throws IOException {
    try (var files = Files.walk(clone.resolve(".build/builds"))) {
      return files.filter(file -> file.endsWith("classes.aot")).toList();
    }
  }

  /** What a clone has that a build reads. */
  private static void copySources(Path clone) throws IOException {
    try (var files = Files.walk(PROJECT)) {
      for (var file : files.filter(FreshCloneIT::isBuiltFrom).toList()) {
        var copy = clone.resolve(PROJECT.relativize(file));
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
  }

  private static boolean isBuiltFrom(Path file) {
    var path = "/" + PROJECT.relativize(file);
    return Files.isRegularFile(file)
        && !path.matches("/(\\.git|\\.build|[^/]*/target)/.*")
        && path.matches("/(lockstep|LICENSE|\\.mvn/.*)|(/[^/]*)?/pom\\.xml|/[^/]*/src/main/.*");
  }
}
