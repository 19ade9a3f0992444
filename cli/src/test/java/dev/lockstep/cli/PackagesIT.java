package dev.lockstep.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.testkit.ExactComparer;
import dev.lockstep.testkit.TortureTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packages, made of the jars that were just built, and used as they are meant to be. */
@Tag("full")
class PackagesIT {
  private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
  private static final Path UNIT = PROJECT.resolve("packaging/systemd/lockstep@.service");

  @TempDir private static Path packages;

  @TempDir private Path folder;

  @BeforeAll
  static void build() throws IOException {
    var jars = Path.of("target", "dist", "lib").toAbsolutePath().toString();
    var built =
        run(
            packages,
            "env",
            "LOCKSTEP_JAVA_HOME=" + System.getProperty("java.home"),
            "DPKG_DEB_COMPRESSOR_LEVEL=0", // It is for this test alone.
            PROJECT.resolve("packaging/build").toString(),
            "--jars",
            jars,
            packages.resolve("made").toString());
    assertThat(built).contains("SHA256SUMS").doesNotContain("warning");
  }

  @Test
  void theArchiveMirrorsWithNoJavaAndAnEmptyPath() throws Exception {
    var home = unpacked("linux-");
    Files.createDirectories(folder.resolve("source/sub"));
    Files.writeString(folder.resolve("source/sub/file"), "content");
    var command = home.resolve("bin/lockstep").toString();

    var options = "LOCKSTEP_JAVA_OPTS=-Xlog:class+load:file=" + folder + "/classes";
    assertThat(
            run(
                folder,
                "env",
                "-i",
                "PATH=",
                options,
                command,
                "source",
                "replica",
                "--state-dir",
                "state"))
        .contains("exact: 2 entries; 3 created");
    assertThat(folder.resolve("replica/sub/file")).hasContent("content");
    assertThat(Files.readAllLines(folder.resolve("classes")))
        .anyMatch(line -> line.contains("Session source: shared objects file"))
        .anyMatch(line -> line.contains("java.lang.String source: shared objects file"));

    Files.createSymbolicLink(folder.resolve("linked"), home.resolve("bin/lockstep"));
    assertThat(run(folder, "env", "-i", folder + "/linked", "--version")).startsWith("lockstep ");
  }

  @Test
  void whatWasKeptOfOtherJarsIsNotUsed() throws Exception {
    var home = unpacked("linux-");
    String command = home.resolve("bin/lockstep").toString();
    var lib = home.resolve("lib");
    var jar = filesOf(lib).stream().filter(name -> name.startsWith("lockstep-core-")).findFirst();
    assertThat(run(folder, "sh", "-x", command, "--version")).contains("-XX:AOTCache=");
    Files.setLastModifiedTime(lib.resolve(jar.orElseThrow()), FileTime.from(Instant.now()));
    assertThat(run(folder, "sh", "-x", command, "--version")).doesNotContain("-XX:AOTCache=");
  }

  @Test
  void theArchiveHoldsNoPathsOfWhereItWasBuilt() throws Exception {
    var home = unpacked("linux-");
    for (var path : List.of(PROJECT, Path.of(System.getProperty("user.home"), ".m2"), packages)) {
      assertThat(run(home, "sh", "-c", "grep -rlF '" + path + "' . || true")).isEmpty();
    }
    assertThat(home.resolve("share/man/man1/lockstep-verify.1")).exists();
    assertThat(home.resolve("NOTICE")).exists();
    assertThat(home.resolve("runtime/legal/java.base")).isDirectory();
  }

  @Test
  void theCapabilitiesOfTheServiceSufficeForAnExactMirror() throws Exception {
    var home = unpacked("linux-");
    var source = folder.resolve("source");
    Files.createDirectory(source);
    TortureTree.build(source, TortureTree.Plan.small(5));
    var bounds =
        Arrays.stream(setting("CapabilityBoundingSet").split(" "))
            .map(name -> "+" + name.substring("CAP_".length()).toLowerCase(Locale.ROOT))
            .collect(joining(","));
    assertThat(
            run(
                folder,
                "setpriv",
                "--bounding-set=-all," + bounds,
                "--inh-caps=-all",
                "--no-new-privs",
                home.resolve("bin/lockstep").toString(),
                "source",
                "replica",
                "--state-dir",
                "state",
                "-q"))
        .contains("exact: ")
        .doesNotContain("not carried");
    assertThat(ExactComparer.differences(source, folder.resolve("replica"))).isEmpty();
    TortureTree.delete(source);
    TortureTree.delete(folder.resolve("replica"));
  }

  @Test
  void theServiceIsUnderstoodBySystemd() throws Exception {
    var unit = folder.resolve("lockstep@.service");
    var text = Files.readString(UNIT);
    Files.writeString(unit, text.replace("/usr/bin/lockstep", "/bin/true"));
    assertThat(run(folder, "systemd-analyze", "verify", "--man=no", "./lockstep@x.service"))
        .doesNotContain("lockstep");
    assertThat(text).contains("ExecStart=/usr/bin/lockstep sync ${SOURCE} ${REPLICA} --every ");
  }

  private static String setting(String name) throws IOException {
    return Files.readAllLines(UNIT).stream()
        .filter(line -> line.startsWith(name + "="))
        .map(line -> line.substring(name.length() + 1))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theDebIsInstalledRunsAndIsRemovedWithoutATrace() throws Exception {
    var root = folder.resolve("root");
    makeSystem(root);
    Files.createDirectories(root.resolve("srv/source"));
    Files.writeString(root.resolve("srv/source/file"), "content");
    var before = filesOf(root);

    dpkg(root, "--install", deb());
    assertThat(root.resolve("usr/share/man/man1/lockstep.1.gz")).exists();
    assertThat(root.resolve("usr/share/bash-completion/completions/lockstep")).exists();
    assertThat(root.resolve("usr/share/zsh/vendor-completions/_lockstep")).exists();
    assertThat(root.resolve("usr/lib/systemd/system/lockstep@.service")).exists();
    assertThat(root.resolve("etc/lockstep")).isDirectory();
    var inside = "mount --bind /proc root/proc && mount --bind /dev root/dev && exec chroot root";
    assertThat(
            run(
                folder,
                "env",
                "-i",
                "PATH=/usr/sbin:/usr/bin:/sbin:/bin",
                "LOCKSTEP_JAVA_OPTS=-Xlog:class+load:file=/srv/classes",
                "unshare",
                "--mount",
                "sh",
                "-c",
                inside + " /usr/bin/lockstep /srv/source /srv/replica"))
        .contains("exact: 1 entry")
        .doesNotContain("portable");
    assertThat(Files.readAllLines(root.resolve("srv/classes")))
        .anyMatch(line -> line.contains("Session source: shared objects file"));

    dpkg(root, "--remove", "lockstep");
    var left = filesOf(root);
    left.removeAll(before);
    assertThat(left)
        .allMatch(path -> path.matches("etc/logrotate.d/lockstep|(srv|var/lib/lockstep)/.*"));
    dpkg(root, "--purge", "lockstep");
    left = filesOf(root);
    left.removeAll(before);
    assertThat(left).containsExactly("srv/classes", "srv/replica/file");
  }

  private static String deb() throws IOException {
    return made("lockstep_").toString();
  }

  private void dpkg(Path root, String... words) throws IOException {
    var command =
        Stream.concat(Stream.of("dpkg", "--root=" + root, "--force-depends"), Arrays.stream(words));
    assertThat(run(folder, command.toArray(String[]::new))).doesNotContain("error");
  }

  /** A system with a shell, what maintainer scripts call, and the C library. */
  private void makeSystem(Path root) throws IOException {
    var script =
        """
        mkdir -p usr/bin usr/lib usr/lib64 proc dev tmp var/lib/dpkg/info var/lib/dpkg/updates
        ln -s usr/bin bin; ln -s usr/lib lib; ln -s usr/lib64 lib64
        touch var/lib/dpkg/status
        cp /bin/dash usr/bin/sh
        cp /bin/rm usr/bin/rm
        for library in $(ldd /bin/dash /bin/rm "$1/bin/java" "$1/lib/server/libjvm.so" |
            grep -o '/[^ :]*\\.so[^ :]*' | grep -v "^$1"); do
          mkdir -p ".${library%/*}"
          cp -L "$library" ".$library"
        done
        """;
    Files.createDirectory(root);
    run(root, "sh", "-ec", script, "sh", System.getProperty("java.home"));
  }

  /** All that is no folder and not dpkg's own. */
  private static Set<String> filesOf(Path root) throws IOException {
    try (var all = Files.walk(root)) {
      return all.filter(path -> !Files.isDirectory(path))
          .map(path -> root.relativize(path).toString())
          .filter(path -> !path.startsWith("var/lib/dpkg/") && !path.startsWith("var/log/dpkg"))
          .collect(TreeSet::new, TreeSet::add, TreeSet::addAll);
    }
  }

  @Test
  void theLibraryServesAnotherMavenProject() throws Exception {
    var example = folder.resolve("example");
    run(folder, "cp", "-r", PROJECT.resolve("example").toString(), example.toString());
    var version = made("lockstep-").getFileName().toString().replaceFirst("-library.*", "");
    var home = localRepository(unpacked("library"));
    run(
        example,
        "env",
        "JAVA_HOME=" + System.getProperty("java.home"),
        "mvn",
        "-o",
        "-B",
        "-q",
        "-Dmaven.repo.local=" + home,
        "-Dlockstep.version=" + version.substring("lockstep-".length()),
        "process-classes");
    assertThat(example.resolve("target/dependency").toFile().list())
        .hasSize(5)
        .noneMatch(jar -> jar.contains("log"));

    Files.createDirectories(folder.resolve("source/sub"));
    Files.writeString(folder.resolve("source/sub/file"), "content");
    var tour = "example.Tour";
    assertThat(launched(example, "--enable-native-access=ALL-UNNAMED", tour))
        .isEqualTo(
            """
            .
            sub
            sub/file
            diff 3
            run 1 exact true
            run 2 exact true
            run 1 exact true
            verified true
            approved 0\
            """);
    var backup = "example.Backup";
    assertThat(launched(example, "--enable-native-access=ALL-UNNAMED", backup))
        .isEqualTo("exact\n0 actions []");
    assertThat(launched(example, "-Dfile.encoding=UTF-8", backup))
        .contains("exact\n0 actions [portable backend (the Linux backend is unavailable, because")
        .contains("start java with --enable-native-access=ALL-UNNAMED");
    assertThat(folder.resolve("tmp")).isEmptyDirectory();
    assertThat(folder.resolve("home")).isEmptyDirectory();
  }

  private String launched(Path example, String flag, String main) throws IOException {
    Files.createDirectories(folder.resolve("tmp"));
    Files.createDirectories(folder.resolve("home"));
    return run(
        folder,
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:-UsePerfData",
        "-Djava.io.tmpdir=" + folder.resolve("tmp"),
        "-Duser.home=" + folder.resolve("home"),
        flag,
        "-cp",
        example + "/target/classes:" + example + "/target/dependency/*",
        main,
        "source",
        "replica",
        "state");
  }

  /** This machine's, with the library in it as if it had been published. */
  private Path localRepository(Path library) throws IOException {
    var here =
        Path.of(
            System.getProperty(
                "localRepository", System.getProperty("user.home") + "/.m2/repository"));
    var repository = Files.createDirectory(folder.resolve("repository"));
    try (var groups = Files.list(here)) {
      for (var group : groups.toList()) {
        if (!group.endsWith("dev")) {
          Files.createSymbolicLink(repository.resolve(group.getFileName()), group);
        }
      }
    }
    Files.createSymbolicLink(repository.resolve("dev"), library.resolve("dev"));
    return repository;
  }

  @Test
  void theLibraryBringsItsSourcesAndItsDocumentation() throws Exception {
    var library = unpacked("library").resolve("dev/lockstep");
    for (var module : List.of("lockstep-core", "lockstep-linux")) {
      var files = filesOf(library.resolve(module));
      assertThat(files).hasSize(4);
      assertThat(files).anyMatch(file -> file.endsWith(".pom"));
      assertThat(listed(library.resolve(module), "-sources.jar"))
          .contains("module-info.java", "package-info.java");
    }
    assertThat(listed(library.resolve("lockstep-core"), "-javadoc.jar"))
        .contains("dev/lockstep/Mirror.html")
        .doesNotContain("dev/lockstep/engine");
  }

  private static String listed(Path module, String end) throws IOException {
    var jar =
        module
            + "/"
            + filesOf(module).stream().filter(file -> file.endsWith(end)).findFirst().orElseThrow();
    return run(module, System.getProperty("java.home") + "/bin/jar", "--list", "--file", jar);
  }

  /** What is in the archive whose name holds this. */
  private Path unpacked(String name) throws IOException {
    run(folder, "tar", "-xzf", made("-" + name).toString());
    try (var found = Files.list(folder)) {
      return found
          .filter(path -> path.getFileName().toString().contains("-" + name))
          .findFirst()
          .orElseThrow();
    }
  }

  private static Path made(String name) throws IOException {
    try (var all = Files.list(packages.resolve("made"))) {
      return all.filter(path -> path.getFileName().toString().contains(name))
          .sorted()
          .findFirst()
          .orElseThrow();
    }
  }

  /** Runs a command that has to succeed, and returns what it said. */
  private static String run(Path folder, String... command) throws IOException {
    var output = Files.createTempFile("packages", ".txt");
    try {
      var process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      process.getOutputStream().close();
      var code = process.onExit().join().exitValue();
      var said = Files.readString(output, UTF_8).strip();
      assertThat(code).as(String.join(" ", command) + "\n" + said).isZero();
      return said;
    } finally {
      Files.delete(output);
    }
  }
}
