package dev.lockstep;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.lockstep.api.DeletionLimit;
import dev.lockstep.api.FilterOptions;
import dev.lockstep.api.FilterRule;
import dev.lockstep.api.MirrorListener;
import dev.lockstep.api.MirrorOptions;
import dev.lockstep.api.MirrorReport;
import dev.lockstep.testkit.Machine;
import dev.lockstep.testkit.Roots;
import dev.lockstep.testkit.Rsync;
import dev.lockstep.testkit.Runs;
import dev.lockstep.testkit.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * By the same rules, rsync makes the same replica of the same trees; and of the same ignore files,
 * git makes the same. What a name is does not differ between the trees: there they part.
 */
class FilterOracleTest {
  private static final List<String> NAMES =
      List.of("a", "b", "c", "ab", "abc", "a.o", "b.o", "B", "a b", "[x]", "7", ".h", "a*");
  private static final List<String> PIECES =
      List.of(
          "a",
          "b",
          "c",
          "ab",
          "a.o",
          "*",
          "*",
          "?",
          "a*",
          "*.o",
          "*b*",
          "?b",
          "[ab]",
          "[!a]*",
          "[a-c]",
          "[[:digit:]]",
          "[[:alpha:].]*",
          "\\[x\\]",
          "a\\*",
          "a b",
          ".*");

  @TempDir private Path home;

  private Roots roots;

  static LongStream seeds() {
    return Seeds.some(40);
  }

  @BeforeEach
  void nameRoots() {
    roots = Roots.in(home);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void rsyncMirrorsTheSameByTheSameRules(long seed) throws Exception {
    Rsync.assumePresent();
    var random = new Random(seed);
    SortedMap<String, String> all = tree(random);
    writeSome(random, all, "source", roots.source());
    writeSome(random, all, "replica", roots.replica());
    Path theirs = home.resolve("theirs");
    Machine.run("cp", "-a", roots.replica().toString(), theirs.toString());
    List<String> rules = rules(random);
    boolean deletesExcluded = random.nextInt(3) == 0;

    rsync(rules, deletesExcluded, theirs);
    MirrorReport report = mirror(rules(rules), false, deletesExcluded);

    assertThat(report.isExact()).as("exact, by %s: %s", rules, report.problems()).isTrue();
    assertThat(read(roots.replica())).as("the replica by %s", rules).isEqualTo(read(theirs));
    assertThat(mirror(rules(rules), false, deletesExcluded).counts().actions())
        .as("what a second run does by %s", rules)
        .isZero();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void gitLeavesOutTheSameByTheSameIgnoreFiles(long seed) throws Exception {
    assumeGit();
    var random = new Random(seed);
    SortedMap<String, String> all = tree(random);
    for (String path : new ArrayList<>(all.keySet())) {
      if (all.get(path).isEmpty() && random.nextInt(3) == 0) {
        all.put(path + "/.lockstepignore", ignoreFile(random));
      }
    }
    all.put(".lockstepignore", ignoreFile(random));
    write(all, roots.source());
    Path repository = home.resolve("git");
    Machine.run("git", "init", "-q", "--bare", repository.toString());
    String listed =
        Machine.run(
            "git",
            "--git-dir=" + repository,
            "--work-tree=" + roots.source(),
            "-C",
            roots.source().toString(),
            "ls-files",
            "-z",
            "--others",
            "--exclude-per-directory=.lockstepignore");

    MirrorReport report = mirror(List.of(), true, false);

    assertThat(report.isExact()).as("%s", report.problems()).isTrue();
    List<String> mirrored = new ArrayList<>();
    read(roots.replica())
        .forEach((path, content) -> {
          if (!content.isEmpty()) {
            mirrored.add(path);
          }
        });
    assertThat(mirrored)
        .containsExactlyInAnyOrder(listed.isEmpty() ? new String[0] : listed.split("\0"));
  }

  @Test
  void theOracleSeesARuleThatIsReadOtherwise() throws Exception {
    Rsync.assumePresent();
    SortedMap<String, String> all = new TreeMap<>();
    all.put("a", "");
    all.put("a/b", "x");
    all.put("b", "x");
    write(all, roots.source());
    Files.createDirectories(roots.replica());
    rsync(List.of("- /b"), false, roots.replica());
    mirror(rules(List.of("- b")), false, true);
    assertThat(read(roots.replica())).containsOnlyKeys("a");
    rsync(List.of("- /b"), false, roots.replica());
    assertThat(read(roots.replica())).containsOnlyKeys("a", "a/b");
  }

  private static void assumeGit() {
    try {
      Machine.run("git", "--version");
    } catch (IOException e) {
      abort("there is no git here to ask: " + e.getMessage());
    }
  }

  private MirrorReport mirror(List<FilterRule> rules, boolean ignoreFiles, boolean deletesExcluded)
      throws Exception {
    MirrorOptions options =
        roots
            .options()
            .withDeletionLimit(new DeletionLimit.Share(100))
            .withFilter(new FilterOptions(rules, ignoreFiles, deletesExcluded));
    return Runs.mirror(options, MirrorListener.NONE);
  }

  private void rsync(List<String> rules, boolean deletesExcluded, Path replica) throws IOException {
    List<String> command = new ArrayList<>(List.of("rsync", "-a", "--checksum", "--delete"));
    if (deletesExcluded) {
      command.add("--delete-excluded");
    }
    rules.forEach(rule -> command.add("--filter=" + rule));
    command.addAll(List.of(roots.source() + "/", replica + "/"));
    Machine.run(command.toArray(String[]::new));
  }

  private static List<FilterRule> rules(List<String> rules) {
    return rules.stream()
        .map(rule -> {
          byte[] pattern = rule.substring(2).getBytes(UTF_8);
          return rule.startsWith("-")
              ? FilterRule.exclude(pattern, rule)
              : FilterRule.include(pattern, rule);
        })
        .toList();
  }

  private static List<String> rules(Random random) {
    List<String> rules = new ArrayList<>();
    for (int i = 1 + random.nextInt(5); i > 0; i--) {
      rules.add((random.nextInt(3) == 0 ? "+ " : "- ") + pattern(random, true));
    }
    return rules;
  }

  private static String ignoreFile(Random random) {
    var lines = new StringBuilder("# rules\n\n");
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      lines.append(random.nextInt(4) == 0 ? "!" : "").append(pattern(random, false)).append('\n');
    }
    return lines.toString();
  }

  private static String pattern(Random random, boolean isRsyncs) {
    var pattern = new StringBuilder(random.nextInt(4) == 0 ? "/" : "");
    int names = 1 + (random.nextInt(2) == 0 ? random.nextInt(3) : 0);
    for (int i = 0; i < names; i++) {
      pattern.append(i == 0 ? "" : "/");
      boolean isDeep = random.nextInt(6) == 0;
      pattern.append(isDeep ? "**" : PIECES.get(random.nextInt(PIECES.size())));
      if (isRsyncs && isDeep && random.nextBoolean()) {
        pattern.append(PIECES.get(random.nextInt(PIECES.size())));
      }
    }
    if (isRsyncs && random.nextInt(8) == 0) {
      return pattern.append("/***").toString();
    }
    return pattern.append(random.nextInt(5) == 0 ? "/" : "").toString();
  }

  /** Paths with the contents of files; folders have none. */
  private static SortedMap<String, String> tree(Random random) {
    SortedMap<String, String> tree = new TreeMap<>();
    List<String> folders = new ArrayList<>(List.of(""));
    for (int i = 0; i < 60; i++) {
      String folder = folders.get(random.nextInt(folders.size()));
      String path = folder + NAMES.get(random.nextInt(NAMES.size()));
      if (!tree.containsKey(path)) {
        boolean isFolder = random.nextInt(3) == 0;
        tree.put(path, isFolder ? "" : "x");
        if (isFolder) {
          folders.add(path + "/");
        }
      }
    }
    return tree;
  }

  private static void writeSome(
      Random random, SortedMap<String, String> all, String content, Path root) throws IOException {
    SortedMap<String, String> some = new TreeMap<>();
    all.forEach((path, what) -> {
      int slash = path.lastIndexOf('/');
      boolean hasParent = slash < 0 || some.containsKey(path.substring(0, slash));
      if (hasParent && random.nextInt(4) != 0) {
        some.put(path, what.isEmpty() ? "" : content);
      }
    });
    write(some, root);
  }

  private static void write(SortedMap<String, String> tree, Path root) throws IOException {
    Files.createDirectories(root);
    for (var entry : tree.entrySet()) {
      Path path = root.resolve(entry.getKey());
      if (entry.getValue().isEmpty()) {
        Files.createDirectories(path);
      } else {
        Files.createDirectories(path.getParent());
        Files.writeString(path, entry.getValue());
      }
    }
  }

  private static SortedMap<String, String> read(Path root) throws IOException {
    SortedMap<String, String> tree = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : paths.filter(each -> !each.equals(root)).toList()) {
        tree.put(
            root.relativize(path).toString(),
            Files.isDirectory(path) ? "" : Files.readString(path));
      }
    }
    return tree;
  }
}
