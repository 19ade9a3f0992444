package dev.lockstep.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A checkout with nothing but the launcher and one source, on a machine with nothing but the tools
 * that the launcher names. Its JDKs and its Maven are scripts: a JDK prints how it was started,
 * Maven counts its builds, and waits or fails when told to.
 */
final class LauncherSandbox {
  /** How a start went. */
  record Outcome(int exitCode, String output, String errors) {}

  /** Every program that the launcher starts; script is ours, for a terminal. */
  private static final List<String> TOOLS =
      List.of(
          "cat",
          "chown",
          "date",
          "find",
          "flock",
          "grep",
          "mkdir",
          "mv",
          "readlink",
          "rm",
          "script",
          "sed",
          "sh",
          "sleep",
          "tee",
          "timeout",
          "tr");

  private static final String JAVA =
      """
      #!/bin/sh
      for word do
        case $word in
          -XX:AOTCacheOutput=*) : >"${word#*=}"; exit ;;
        esac
      done
      echo "version VERSION"
      echo "process $$"
      echo "locale ${LC_ALL-}"
      printf '<%s>\\n' "$@"
      case "$*" in
        *" stay") while [ -e "HOME/run" ]; do sleep 0.02; done ;;
      esac
      """;

  private static final String MAVEN =
      """
      #!/bin/sh
      echo build >>"HOME/builds"
      while [ -e "HOME/hold" ]; do sleep 0.02; done
      if [ -e "HOME/broken" ]; then
        echo '[ERROR] it does not compile'
        exit 1
      fi
      for word do
        case $word in
          -Dlockstep.launcher=*) work=${word#*=} ;;
        esac
      done
      mkdir -p "$work/lockstep-cli/dist/lib"
      : >"$work/lockstep-cli/dist/lib/lockstep-cli-1.jar"
      echo '[INFO] Building Lockstep command 0.1.0 [5/5]'
      """;

  private final Path home;
  private final Path checkout;
  private final Path tools;
  private final Map<String, String> environment = new HashMap<>();

  LauncherSandbox(Path home) throws IOException {
    this.home = home.toRealPath();
    this.checkout = this.home.resolve("a check  out");
    this.tools = Files.createDirectory(this.home.resolve("tools"));
    environment.put("PATH", tools.toString());
    for (var tool : TOOLS) {
      Files.createSymbolicLink(tools.resolve(tool), onThisMachine(tool));
    }
    installMaven();
    copyLauncher();
    write(source(), "class Mirror {}");
    write(checkout.resolve("pom.xml"), "<project/>");
    age(checkout, Duration.ofHours(2));
  }

  private static Path onThisMachine(String tool) {
    return Stream.of("/usr/bin", "/bin", "/usr/local/bin")
        .map(folder -> Path.of(folder, tool))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no " + tool + " on this machine"));
  }

  /**
   * The real launcher, but for the folders where it looks for JDKs, and with a trial of 3 files
   * instead of 3,000: making them is most of a build in which all else is a script.
   */
  private void copyLauncher() throws IOException {
    var text = Files.readString(Path.of("..", "lockstep"));
    var moved = text.replaceFirst("(?m)^JVM_FOLDERS=.*$", "JVM_FOLDERS=" + home + "/jvm");
    writeProgram(launcher(), moved.replace("digits=\"0 1 2 3 4 5 6 7 8 9\"", "digits=0"));
  }

  Path home() {
    return home;
  }

  Path launcher() {
    return checkout.resolve("lockstep");
  }

  Path pom() {
    return checkout.resolve("pom.xml");
  }

  Path source() {
    return checkout.resolve("core/src/main/java/dev/Mirror.java");
  }

  /** Puts a JDK where the launcher looks when nothing else is said. */
  Path installJdk(String version) throws IOException {
    return installJdk(home.resolve("jvm"), version);
  }

  Path installJdk(Path parent, String version) throws IOException {
    var jdk = parent.resolve("jdk " + version);
    write(
        jdk.resolve("release"),
        "IMPLEMENTOR=\"Somebody\"\nJAVA_VERSION=\"%s\"\nLIBC=\"gnu\"\n".formatted(version));
    writeProgram(jdk.resolve("bin/javac"), "#!/bin/sh\n");
    writeProgram(
        jdk.resolve("bin/java"), JAVA.replace("VERSION", version).replace("HOME", home.toString()));
    return jdk;
  }

  /** Lets java on the PATH be a link to this JDK's. */
  void putOnPath(Path jdk) throws IOException {
    Files.createSymbolicLink(tools.resolve("java"), jdk.resolve("bin/java"));
  }

  void installMaven() throws IOException {
    writeProgram(tools.resolve("mvn"), MAVEN.replace("HOME", home.toString()));
  }

  void removeMaven() throws IOException {
    Files.delete(tools.resolve("mvn"));
  }

  void set(String variable, String value) {
    environment.put(variable, value);
  }

  /**
   * Lets the scripts see a file of that name. While there is hold, Maven waits; with broken, it
   * fails; while there is run, a command that was told to stay does.
   */
  void raise(String flag) throws IOException {
    write(home.resolve(flag), "");
  }

  void lower(String flag) throws IOException {
    Files.delete(home.resolve(flag));
  }

  /** How often Maven was asked to build. */
  int builds() throws IOException {
    var counted = home.resolve("builds");
    return Files.exists(counted) ? Files.readAllLines(counted).size() : 0;
  }

  List<Path> keptBuilds() throws IOException {
    try (var kept = Files.list(checkout.resolve(".build/builds"))) {
      return kept.sorted().toList();
    }
  }

  /** Lets everything be as if some time had passed, and the source be edited since. */
  void editSource() throws IOException {
    age(checkout, Duration.ofHours(1));
    Files.setLastModifiedTime(source(), FileTime.from(Instant.now().minusSeconds(1800)));
  }

  private static void age(Path folder, Duration age) throws IOException {
    var then = FileTime.from(Instant.now().minus(age));
    try (var files = Files.walk(folder)) {
      for (var file : files.toList()) {
        Files.setLastModifiedTime(file, then);
      }
    }
  }

  Outcome start(String... words) throws Exception {
    return start(home, launcher(), words);
  }

  Outcome start(Path workingFolder, Path launcher, String... words) throws Exception {
    return begin(workingFolder, launcher, words).outcome();
  }

  /** Starts without waiting for the end. */
  Running begin(Path workingFolder, Path program, String... words) throws IOException {
    var command = Stream.concat(Stream.of(program.toString()), Arrays.stream(words)).toList();
    var output = Files.createTempFile(home, "output", "");
    var errors = Files.createTempFile(home, "errors", "");
    var builder =
        new ProcessBuilder(command)
            .directory(workingFolder.toFile())
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    return new Running(builder.start(), output, errors);
  }

  /** Starts with a terminal for standard input, output and errors. */
  Outcome startOnTerminal() throws Exception {
    var command = "'" + launcher() + "'";
    return start(home, tools.resolve("script"), "-qec", command, "/dev/null");
  }

  /** A start that may still be going on. */
  record Running(Process process, Path output, Path errors) {
    Outcome outcome() throws Exception {
      if (!process.waitFor(60, SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("still running after a minute: " + errorsSoFar());
      }
      return new Outcome(process.exitValue(), outputSoFar(), errorsSoFar());
    }

    String outputSoFar() {
      return read(output);
    }

    String errorsSoFar() {
      return read(errors);
    }

    private static String read(Path file) {
      try {
        return Files.readString(file, UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static void writeProgram(Path file, String text) throws IOException {
    write(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
