package dev.lockstep;

import static dev.lockstep.testkit.TreeSpec.file;
import static dev.lockstep.testkit.TreeSpec.folder;
import static dev.lockstep.testkit.TreeSpec.root;
import static dev.lockstep.testkit.TreeSpec.symlink;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.api.Check;
import dev.lockstep.api.ManifestListener;
import dev.lockstep.api.ManifestOptions;
import dev.lockstep.api.ManifestReport;
import dev.lockstep.api.MirrorException;
import dev.lockstep.api.MirrorListener;
import dev.lockstep.fs.TreeProvider;
import dev.lockstep.model.Cancellation;
import dev.lockstep.model.Problem;
import dev.lockstep.testkit.FaultyProvider;
import dev.lockstep.testkit.Gate;
import dev.lockstep.testkit.Machine;
import dev.lockstep.testkit.ManifestOracle;
import dev.lockstep.testkit.OddNames;
import dev.lockstep.testkit.Operation.Verb;
import dev.lockstep.testkit.Roots;
import dev.lockstep.testkit.Runs;
import dev.lockstep.testkit.TreeSpec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a manifest says of a folder: the judges are coreutils, and a program in another language.
 */
class ManifestTest {
  private static final int DEEP = 150;
  private static final int MANY_FOLDERS = 600;

  @TempDir Path home;

  private Roots roots;
  private Path source;
  private Path state;
  private final List<String> problems = new ArrayList<>();

  @BeforeEach
  void makeHome() throws IOException {
    home = home.toRealPath();
    roots = Roots.in(home);
    source = roots.source();
    state = home.resolve("state");
  }

  @ParameterizedTest
  @ValueSource(strings = {"md5", "sha256"})
  void coreutilsTakeItsLinesOfOddNames(String algorithm) throws Exception {
    writeOddNames();
    Path lines = home.resolve("lines");
    Files.writeString(lines, lines(options(source).withCheck(check(algorithm))), ISO_8859_1);

    String program = algorithm + "sum";
    assertThat(ManifestOracle.check(program, source, lines)).isEmpty();
    assertThat(ManifestOracle.sorted(Files.readString(lines, ISO_8859_1)))
        .isEqualTo(ManifestOracle.lines(program, source));
  }

  @Test
  void itsLinesAreInTheOrderOfNamesFolderByFolder() throws Exception {
    root(
            file("a.b", "1"),
            folder("a", file("z", "2"), folder("b", file("c", "3"))),
            file("a b", "4"),
            file("B", "5"))
        .writeTo(source);

    assertThat(lines(options(source)).lines().map(line -> line.substring(34)))
        .containsExactly("B", "a/b/c", "a/z", "a b", "a.b");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 64})
  void itIsTheSameHoweverManyWorkersReadAndHoweverTheTreeIsShaped(int jobs) throws Exception {
    writeShapes();
    ManifestOptions options = options(source).withJobs(jobs);

    String lines = lines(options);
    assertThat(lines.lines()).hasSize(2 * DEEP + MANY_FOLDERS + 1);
    assertThat(ManifestOracle.sorted(lines)).isEqualTo(ManifestOracle.lines("md5sum", source));
    assertThat(lines).isEqualTo(lines(options.withJobs(2)));
    assertThat(digest(options)).isEqualTo(ManifestOracle.treeDigest("md5", source));
    assertThat(Machine.openBelow(source)).isEmpty();
  }

  @Test
  void anEmptyFolderHasNoLines() throws Exception {
    Files.createDirectory(source);

    assertThat(lines(options(source))).isEmpty();
    assertThat(digest(options(source))).isEqualTo(ManifestOracle.treeDigest("md5", source));
  }

  @Test
  void whatAMirrorHasProvenIsNotReadAgainOnEitherSide() throws Exception {
    writeTree(source);
    mirror();
    String read = lines(options(source));
    for (Path folder : List.of(source, roots.replica())) {
      ManifestOptions known = options(folder).withStateDirectory(state);
      assertThat(filesOpened(known)).isEmpty();
      assertThat(lines(known)).isEqualTo(read);
      assertThat(digest(known)).isEqualTo(digest(options(folder)));
      assertThat(filesOpened(known.withRehash(true))).hasSize(4);
      assertThat(filesOpened(known.withCheck(Check.SHA256))).hasSize(4);
    }
  }

  @Test
  void whatAMirrorHasProvenServesAFolderInARoot() throws Exception {
    writeTree(source);
    mirror();
    for (Path base : List.of(source, roots.replica())) {
      Path folder = base.resolve("fol der%é");
      ManifestOptions known = options(folder).withStateDirectory(state);
      assertThat(filesOpened(known)).isEmpty();
      assertThat(lines(known)).isEqualTo(lines(options(folder))).contains("  deep/c\n");
    }
  }

  @Test
  void aFileChangedBehindItsTimesIsReadAnew() throws Exception {
    writeTree(source);
    mirror();
    for (Path base : List.of(source, roots.replica())) {
      rewrite(base.resolve("fol der%é/b"), "TEXT of b");
      ManifestOptions known = options(base).withStateDirectory(state);
      assertThat(filesOpened(known)).containsExactly("fol der%é/b");
      assertThat(lines(known)).isEqualTo(lines(options(base)));
    }
  }

  @Test
  void theProofsOfTheSourceServeWithoutTheReplica() throws Exception {
    writeTree(source);
    mirror();
    Files.move(roots.replica(), home.resolve("away"));

    assertThat(filesOpened(options(source).withStateDirectory(state))).isEmpty();
    assertThat(filesOpened(options(home.resolve("away")).withStateDirectory(state))).hasSize(4);
  }

  @Test
  void stateOfAnEarlierVersionServesFromItsNextRunOn() throws Exception {
    writeTree(source);
    mirror();
    ManifestOptions known = options(source).withStateDirectory(state);
    for (Path paths : statePaths("paths")) {
      Files.delete(paths);
    }
    assertThat(filesOpened(known)).hasSize(4);
    mirror();
    assertThat(filesOpened(known)).isEmpty();
  }

  @Test
  void damagedStateCostsTimeOnly() throws Exception {
    writeTree(source);
    mirror();
    ManifestOptions known = options(source).withStateDirectory(state);
    String lines = lines(options(source));
    for (Path index : statePaths("index")) {
      Files.writeString(index, "no index at all".repeat(1_000));
    }
    assertThat(lines(known)).isEqualTo(lines);
    for (Path paths : statePaths("paths")) {
      Files.writeString(paths, "lockstep paths 1\nsource\t%zz:\nend\n");
    }
    assertThat(lines(known)).isEqualTo(lines);
  }

  @Test
  void theStateIsOnlyRead() throws Exception {
    writeTree(source);
    mirror();
    List<String> before = contents(state);
    lines(options(source).withStateDirectory(state));
    assertThat(contents(state)).isEqualTo(before);
  }

  @Test
  void theDigestOfATreeIsThatOfItsCopies() throws Exception {
    writeOddNames();
    writeTree(source.resolve("tree"));
    Machine.run("mkfifo", "-m", "600", source.resolve("fifo").toString());
    Path copy = home.resolve("copy");
    Machine.run("cp", "-a", source.toString(), copy.toString());
    Path other = Files.createTempDirectory(Path.of("/dev/shm"), "lockstep");
    try {
      Machine.run("rsync", "-a", source + "/", other + "/");
      for (String algorithm : List.of("md5", "sha256")) {
        Check check = check(algorithm);
        String digest = digest(options(source).withCheck(check));
        assertThat(digest).isEqualTo(ManifestOracle.treeDigest(algorithm, source));
        assertThat(digest(options(copy).withCheck(check))).isEqualTo(digest);
        assertThat(digest(options(other).withCheck(check))).isEqualTo(digest);
      }
    } finally {
      Machine.run("rm", "-r", other.toString());
    }
  }

  /** What may become of a tree, of which the digest has to tell. */
  enum Mutation {
    CONTENT {
      @Override
      void make(Path root) throws IOException {
        rewrite(root.resolve("a"), "TEXT of a");
      }
    },
    NAME {
      @Override
      void make(Path root) throws IOException {
        Files.move(root.resolve("a"), root.resolve("A"));
      }
    },
    PLACE {
      @Override
      void make(Path root) throws IOException {
        Files.move(root.resolve("a"), root.resolve("empty/a"));
      }
    },
    MODE_OF_A_FILE {
      @Override
      void make(Path root) throws IOException {
        Machine.run("chmod", "u+s", root.resolve("a").toString());
      }
    },
    MODE_OF_A_FOLDER {
      @Override
      void make(Path root) throws IOException {
        Machine.run("chmod", "+t", root.resolve("empty").toString());
      }
    },
    MODE_OF_THE_ROOT {
      @Override
      void make(Path root) throws IOException {
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
      }
    },
    KIND {
      @Override
      void make(Path root) throws IOException {
        Path folder = root.resolve("empty");
        Files.delete(folder);
        Files.writeString(folder, "");
        Machine.run("chmod", "755", folder.toString());
      }
    },
    LINK_TARGET {
      @Override
      void make(Path root) throws IOException {
        Files.delete(root.resolve("link"));
        Files.createSymbolicLink(root.resolve("link"), Path.of("b"));
      }
    },
    EMPTY_FOLDER_ADDED {
      @Override
      void make(Path root) throws IOException {
        Files.createDirectory(root.resolve("fol der%é/new"));
      }
    },
    EMPTY_FOLDER_REMOVED {
      @Override
      void make(Path root) throws IOException {
        Files.delete(root.resolve("empty"));
      }
    },
    FILE_REMOVED {
      @Override
      void make(Path root) throws IOException {
        Files.delete(root.resolve("fol der%é/deep/c"));
      }
    },
    FIFO_ADDED {
      @Override
      void make(Path root) throws IOException {
        Machine.run("mkfifo", root.resolve("fifo").toString());
      }
    };

    abstract void make(Path root) throws IOException;
  }

  @ParameterizedTest
  @EnumSource(Mutation.class)
  void theDigestOfATreeTellsEachMutation(Mutation mutation) throws Exception {
    writeTree(source);
    String before = digest(options(source));
    mutation.make(source);

    assertThat(digest(options(source)))
        .isNotEqualTo(before)
        .isEqualTo(ManifestOracle.treeDigest("md5", source));
  }

  @Test
  void theDigestOfATreeDoesNotTellTimes() throws Exception {
    writeTree(source);
    String before = digest(options(source));
    Files.setLastModifiedTime(source.resolve("a"), FileTime.fromMillis(0));
    Files.setLastModifiedTime(source.resolve("empty"), FileTime.fromMillis(0));

    assertThat(digest(options(source))).isEqualTo(before);
  }

  @Test
  void whatCannotBeReadIsAProblemAndAllElseHasItsLine() throws Exception {
    writeTree(source);
    Gate gate =
        operation -> {
          if (operation.verb() == Verb.OPEN_FILE && operation.path().toString().equals("a")) {
            throw new AccessDeniedException("a");
          }
          if (operation.verb() == Verb.LIST && operation.path().toString().endsWith("deep")) {
            throw new IOException("no disk");
          }
        };

    var out = new ByteArrayOutputStream();
    ManifestReport report = manifest(guarded(gate), options(source), out);
    assertThat(problems)
        .containsExactly(
            "a: cannot be read: permission denied", "fol der%é/deep: cannot be listed: no disk");
    assertThat(report.failed()).isEqualTo(2);
    assertThat(report.unstable()).isZero();
    assertThat(report.files()).isEqualTo(2);
    assertThat(out.toString(ISO_8859_1).lines()).hasSize(2);
    assertThat(treeDigest(guarded(gate), options(source)).tree()).isEmpty();
  }

  @Test
  void aFileThatVanishesOrKeepsChangingIsUnstable() throws Exception {
    writeTree(source);
    Gate gate =
        operation -> {
          boolean isRead = operation.verb() == Verb.READ;
          if (isRead && operation.path().toString().equals("a")) {
            Files.writeString(source.resolve("a"), "text " + System.identityHashCode(new Object()));
          }
          if (operation.verb() == Verb.OPEN_FILE && operation.path().toString().endsWith("/b")) {
            throw new NoSuchFileException("b");
          }
        };

    ManifestReport report = manifest(guarded(gate), options(source), new ByteArrayOutputStream());
    assertThat(problems)
        .containsExactly(
            "a: changed each time it was read", "fol der%é/b: vanished before it was read");
    assertThat(report.failed()).isZero();
    assertThat(report.unstable()).isEqualTo(2);
    assertThat(treeDigest(guarded(gate), options(source)).tree()).isEmpty();
  }

  @Test
  void aFileThatChangesOnceIsReadAgain() throws Exception {
    writeTree(source);
    var changed = new ArrayList<String>();
    Gate gate =
        operation -> {
          if (operation.verb() == Verb.READ
              && operation.path().toString().equals("a")
              && changed.isEmpty()) {
            changed.add("a");
            Files.writeString(source.resolve("a"), "other text");
          }
        };

    var out = new ByteArrayOutputStream();
    assertThat(manifest(guarded(gate), options(source), out).isWhole()).isTrue();
    assertThat(changed).hasSize(1);
    assertThat(out.toString(ISO_8859_1)).isEqualTo(lines(options(source)));
  }

  @Test
  void linesThatCannotBeWrittenEndItAtOnce() throws Exception {
    writeShapes();
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("no room");
          }
        };

    assertThatThrownBy(() -> manifest(backend(), options(source), full))
        .isInstanceOf(IOException.class)
        .hasMessage("no room");
    assertThat(Machine.openBelow(source)).isEmpty();
  }

  @Test
  void itStopsWhenAsked() throws Exception {
    writeShapes();
    var cancellation = new Cancellation();
    Gate gate =
        operation -> {
          if (operation.verb() == Verb.OPEN_FILE) {
            cancellation.cancel();
          }
        };

    ManifestReport report =
        Runs.manifest(
            guarded(gate),
            options(source),
            new ByteArrayOutputStream(),
            ManifestListener.NONE,
            cancellation);
    assertThat(report.cancelled()).isTrue();
    assertThat(report.files()).isLessThan(MANY_FOLDERS);
    assertThat(Machine.openBelow(source)).isEmpty();
  }

  @Test
  void whatItIsWrittenToIsLeftOut() throws Exception {
    writeTree(source);
    String before = lines(options(source));
    Path own = Files.writeString(source.resolve("fol der%é/own"), "text");

    assertThat(lines(options(source).withLeftOut(List.of(own)))).isEqualTo(before);
  }

  @Test
  void aFolderThatIsNoneIsRefused() throws Exception {
    assertThatThrownBy(() -> lines(options(source)))
        .isInstanceOf(MirrorException.class)
        .hasMessageStartingWith("The folder ")
        .hasMessageContaining("does not exist");
    Files.writeString(source, "text");
    assertThatThrownBy(() -> lines(options(source)))
        .hasMessageContaining("is a file, not a folder");
  }

  private static void writeTree(Path to) throws IOException {
    Files.createDirectories(to);
    root(
            file("a", "text of a"),
            folder("empty"),
            folder("fol der%é", file("b", "text of b"), folder("deep", file("c", "text of c"))),
            symlink("link", "a"),
            file("new\nline", "text"))
        .writeTo(to);
  }

  private void writeOddNames() throws IOException {
    List<TreeSpec> files = new ArrayList<>();
    Stream.concat(OddNames.ASCII.stream(), OddNames.UNICODE.stream())
        .filter(name -> Machine.speaksUtf8() || OddNames.ASCII.contains(name))
        .forEach(name -> files.add(file(name, "content of " + name)));
    files.add(folder("-a\\\n\r folder", file("b\\", "b"), file("plain", "p")));
    files.add(symlink("link", "new\nline"));
    root(files.toArray(TreeSpec[]::new)).writeTo(source);
    String script =
        "cd \"$1\" && printf 1 > \"$(printf 'B\\374cher')\" && mkdir \"$(printf '\\377')\""
            + " && printf 2 > \"$(printf '\\377/\\\\\\200')\"";
    Machine.run("sh", "-c", script, "sh", source.toString());
  }

  /** Deeper, and more folders, than are kept open at a time; each level has files on both sides. */
  private void writeShapes() throws IOException {
    Files.createDirectory(source);
    Path at = source;
    for (int i = 0; i < DEEP; i++) {
      Files.writeString(at.resolve("a" + i), "before " + i);
      Files.writeString(at.resolve("z" + i), "after " + i);
      at = Files.createDirectory(at.resolve("deep"));
    }
    for (int i = 0; i < MANY_FOLDERS; i++) {
      Path folder = Files.createDirectory(source.resolve("folder " + i));
      Files.writeString(folder.resolve("file"), "content " + i);
    }
    Files.write(source.resolve("large"), new byte[3_000_000]);
  }

  /** The same size, and the same time. */
  private static void rewrite(Path file, String text) throws IOException {
    FileTime time = Files.getLastModifiedTime(file);
    Files.writeString(file, text);
    Files.setLastModifiedTime(file, time);
  }

  private void mirror() throws MirrorException {
    assertThat(
            Runs.mirror(roots.options().withStateDirectory(state), MirrorListener.NONE).isExact())
        .isTrue();
  }

  private static ManifestOptions options(Path folder) {
    return ManifestOptions.of(folder).withJobs(2);
  }

  private static Check check(String word) {
    return Check.ofWord(word).orElseThrow();
  }

  private TreeProvider backend() {
    return Runs.backend(source);
  }

  private TreeProvider guarded(Gate gate) {
    return new FaultyProvider(backend(), roots, gate);
  }

  private String lines(ManifestOptions options) throws Exception {
    var out = new ByteArrayOutputStream();
    ManifestReport report = manifest(backend(), options, out);
    assertThat(problems).isEmpty();
    assertThat(report.isWhole()).isTrue();
    return out.toString(ISO_8859_1);
  }

  private String digest(ManifestOptions options) throws Exception {
    ManifestReport report = treeDigest(backend(), options);
    assertThat(problems).isEmpty();
    return report.tree().orElseThrow().hex();
  }

  private List<String> filesOpened(ManifestOptions options) throws Exception {
    List<String> opened = Collections.synchronizedList(new ArrayList<>());
    Gate counting =
        operation -> {
          if (operation.verb() == Verb.OPEN_FILE) {
            opened.add(operation.path().toString());
          }
        };
    ManifestReport report = manifest(guarded(counting), options, new ByteArrayOutputStream());
    assertThat(problems).isEmpty();
    assertThat(report.read()).isEqualTo(opened.size());
    return opened;
  }

  private ManifestReport manifest(TreeProvider provider, ManifestOptions options, OutputStream out)
      throws Exception {
    problems.clear();
    return Runs.manifest(provider, options, out, listener(), new Cancellation());
  }

  private ManifestReport treeDigest(TreeProvider provider, ManifestOptions options)
      throws Exception {
    problems.clear();
    return Runs.treeDigest(provider, options, listener());
  }

  private ManifestListener listener() {
    return new ManifestListener() {
      @Override
      public void problem(Problem problem) {
        problems.add(problem.toString());
      }
    };
  }

  private List<Path> statePaths(String prefix) throws IOException {
    try (Stream<Path> all = Files.walk(state)) {
      return all.filter(path -> path.getFileName().toString().startsWith(prefix)).toList();
    }
  }

  private static List<String> contents(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      List<String> contents = new ArrayList<>();
      for (Path path : all.sorted().toList()) {
        contents.add(
            path + (Files.isRegularFile(path) ? ": " + Files.readString(path, ISO_8859_1) : ""));
      }
      return contents;
    }
  }
}
