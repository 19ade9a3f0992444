package dev.lockstep;

import static dev.lockstep.testkit.TreeSpec.file;
import static dev.lockstep.testkit.TreeSpec.folder;
import static dev.lockstep.testkit.TreeSpec.root;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.api.DeletionLimit;
import dev.lockstep.api.FilterOptions;
import dev.lockstep.api.FilterRule;
import dev.lockstep.api.MirrorException;
import dev.lockstep.api.MirrorOptions;
import dev.lockstep.api.MirrorReport;
import dev.lockstep.api.WatchTimes;
import dev.lockstep.model.Cancellation;
import dev.lockstep.model.Problem;
import dev.lockstep.model.RelativePath;
import dev.lockstep.model.RunRequests;
import dev.lockstep.testkit.FaultyProvider;
import dev.lockstep.testkit.Operation;
import dev.lockstep.testkit.Operation.Side;
import dev.lockstep.testkit.Operation.Verb;
import dev.lockstep.testkit.Recorder;
import dev.lockstep.testkit.Roots;
import dev.lockstep.testkit.Runs;
import dev.lockstep.testkit.SteppedClock;
import dev.lockstep.testkit.Steps;
import dev.lockstep.testkit.WatchedProvider;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a filter leaves out, and protects, while a mirror hears of changes. */
class MirrorWatchFilterTest {
  private static final String IGNORE = ".lockstepignore";

  @TempDir Path home;

  private final Cancellation cancellation = new Cancellation();
  private final Steps steps = new Steps();
  private final SteppedClock clock = new SteppedClock(steps);
  private final Recorder heard = new Recorder();
  private final List<String> listed = Collections.synchronizedList(new ArrayList<>());
  private Roots roots;
  private WatchedProvider provider;
  private MirrorOptions options;
  private FilterOptions filter = FilterOptions.NONE;
  private String refused = "";

  @BeforeEach
  void makeRoots() throws IOException {
    roots = Roots.in(home);
    root(
            file("a", "text of a"),
            file("a.o", "object"),
            folder("build", file("x", "made")),
            folder("d", file("b", "text of b"), file("b.o", "object"), folder("e", file("c", "c"))))
        .writeTo(roots.source());
    provider =
        new WatchedProvider(
            new FaultyProvider(Runs.backend(roots.source()), roots, this::before), roots.source());
    options = roots.options().withStateDirectory(home.resolve("state"));
  }

  private void before(Operation operation) throws IOException {
    if (operation.verb() == Verb.LIST) {
      listed.add(operation.side() + " " + operation.path());
    }
    if (operation.is(Side.SOURCE, Verb.OPEN_FILE, refused)) {
      throw new AccessDeniedException(refused);
    }
  }

  @Test
  void whatIsExcludedChangesAndNothingComesOfItOnEitherSide() throws Exception {
    filter("- *.o", "- /build/");
    then(() -> {
      listed.clear();
      save("a.o", "other");
      save("d/new.o", "new");
      save("build/x", "other");
      Files.createDirectories(path("new.o"));
      tellSource("new.o");
      Files.writeString(replica("d/own.o"), "own");
      Files.createDirectories(replica("build"));
      Files.writeString(replica("build/own"), "own");
      tellReplica("d/own.o", "build", "build/own");
    });
    then(() -> assertThat(listed).isEmpty());
    then(() -> {
      Files.delete(replica("d/own.o"));
      Files.delete(path("d/b.o"));
      tellReplica("d/own.o");
      tellSource("d/b.o");
    });
    MirrorReport last = watch();
    assertThat(lines(1)).isEmpty();
    assertThat(last.isExact()).isTrue();
    assertReplica(
        "a=text of a", "build/", "build/own=own", "d/", "d/b=text of b", "d/e/", "d/e/c=c");
  }

  @Test
  void theSummaryDoesNotForgetWhatIsExcluded() throws Exception {
    filter("- *.o");
    then(() -> save("a", "second"));
    MirrorReport last = watch();
    assertThat(heard.reports()).hasSize(2);
    assertThat(last.counts().leftOut()).isEqualTo(2);
  }

  @Test
  void whatIsExcludedInTheReplicaGoesWhereThatIsAskedFor() throws Exception {
    filter = new FilterOptions(rules("- *.o", "- /build/"), false, true);
    then(() -> {
      Files.writeString(replica("d/own.o"), "own");
      Files.createDirectories(replica("build/deep"));
      tellReplica("d/own.o", "build", "build/deep");
      save("a.o", "other");
    });
    watch();
    assertThat(lines(1))
        .contains("delete file d/own.o (excluded)", "delete folder build (excluded)");
    assertReplica("a=text of a", "d/", "d/b=text of b", "d/e/", "d/e/c=c");
  }

  @Test
  void aFolderThatIsGoneStaysForWhatIsExcludedInItAndGoesWithThat() throws Exception {
    filter("- *.o");
    then(() -> {
      Files.writeString(replica("d/own.o"), "own");
      tellReplica("d/own.o");
      delete("d");
      tellSource("d");
    });
    then(() -> {
      assertReplica("a=text of a", "build/", "build/x=made", "d/", "d/own.o=own");
      Files.writeString(replica("d/own.o"), "other");
      tellReplica("d/own.o");
    });
    then(() -> {
      assertThat(read("d/own.o")).isEqualTo("other");
      Files.delete(replica("d/own.o"));
      tellReplica("d/own.o");
    });
    MirrorReport last = watch();
    assertThat(last.isExact()).isTrue();
    assertThat(heard.notes())
        .filteredOn(note -> note.startsWith("d is kept in the replica"))
        .hasSize(1);
    assertReplica("a=text of a", "build/", "build/x=made");
  }

  @Test
  void whatAnIgnoreFileExcludesIsProtectedFromThenOnAndWhatItIncludesArrives() throws Exception {
    filter = new FilterOptions(rules("- /build/"), true, false);
    then(() -> {
      listed.clear();
      save("d/" + IGNORE, "*.o\n/e/\n");
    });
    then(() -> {
      assertThat(listed).isNotEmpty().allMatch(each -> each.contains(" d"));
      Files.delete(path("d/b.o"));
      tellSource("d/b.o");
      save("d/e/c", "second");
      save("d/e/new", "new");
      save("d/b", "second");
    });
    then(() -> {
      assertReplica(
          "a=text of a",
          "a.o=object",
          "d/",
          "d/.lockstepignore=*.o\n/e/\n",
          "d/b=second",
          "d/b.o=object",
          "d/e/",
          "d/e/c=c");
      save("d/" + IGNORE, "!*.o\n/b\n");
    });
    then(() -> {
      assertReplica(
          "a=text of a",
          "a.o=object",
          "d/",
          "d/.lockstepignore=!*.o\n/b\n",
          "d/b=second",
          "d/e/",
          "d/e/c=second",
          "d/e/new=new");
      save("d/b", "third");
    });
    then(() -> {
      Files.move(path("d/" + IGNORE), path("d/rules"));
      tellSource("d/" + IGNORE);
      tellSource("d/rules");
    });
    then(() -> save("d/e/" + IGNORE, "new"));
    then(() -> save("d/e/new", "second"));
    then(() -> {
      assertThat(read("d/e/new")).isEqualTo("new");
      Files.delete(path("d/e/" + IGNORE));
      tellSource("d/e/" + IGNORE);
    });
    MirrorReport last = watch();
    assertThat(last.isExact()).isTrue();
    assertReplica(
        "a=text of a",
        "a.o=object",
        "d/",
        "d/b=third",
        "d/e/",
        "d/e/c=second",
        "d/e/new=second",
        "d/rules=!*.o\n/b\n");
  }

  @Test
  void anIgnoreFileThatIsStillWrittenCountsWhenItsWriterPauses() throws Exception {
    filter = new FilterOptions(rules(), true, false);
    then(() -> {
      Files.writeString(path(IGNORE), "/build/\n*.o\n");
      provider.source().tell(changes -> changes.writing(RelativePath.of(IGNORE)));
    });
    then(() -> {
      assertThat(read(IGNORE)).isEqualTo("/build/\n*.o\n");
      delete("build");
      tellSource("build");
      Files.writeString(path("d/" + IGNORE), "b\n");
      provider.source().tell(changes -> changes.writing(RelativePath.of("d/" + IGNORE)));
    });
    then(() -> save("d/b", "second"));
    watch();
    assertThat(read("build/x")).isEqualTo("made");
    assertThat(read("d/b")).isEqualTo("text of b");
    assertThat(read("d/" + IGNORE)).isEqualTo("b\n");
  }

  @Test
  void theEchoOfAnIgnoreFileHasNothingLookedAtAnew() throws Exception {
    filter = new FilterOptions(rules(), true, false);
    then(() -> save("d/" + IGNORE, "nothing\n"));
    then(() -> {
      listed.clear();
      tellReplica("d/" + IGNORE);
    });
    then(() -> assertThat(listed).isEmpty());
    watch();
  }

  @Test
  void aFolderWhoseIgnoreFileCannotBeReadIsLeftAloneUntilItCan() throws Exception {
    filter = new FilterOptions(rules(), true, false);
    Files.writeString(path("d/" + IGNORE), "*.o\n");
    then(() -> {
      refused = "d/" + IGNORE;
      tellSource("d/" + IGNORE);
      delete("d/e");
      tellSource("d/e");
      save("d/b", "second");
      save("a", "second");
      Files.setLastModifiedTime(path("d"), FileTime.fromMillis(1_234_567_000L));
      tellSource("d");
      Files.delete(replica("d/b"));
      tellReplica("d/b");
    });
    then(() -> {
      assertUnruled("d");
      assertThat(read("a")).isEqualTo("second");
      assertThat(replica("d/b")).doesNotExist();
      assertThat(replica("d/e/c")).exists();
      tellSource("d");
      tellSource("d/b");
    });
    then(() -> {
      assertUnruled("d");
      assertThat(replica("d/b")).doesNotExist();
      refused = "";
      tellSource("d/" + IGNORE);
    });
    MirrorReport last = watch();
    assertThat(last.isExact()).isTrue();
    assertReplica(
        "a=second",
        "a.o=object",
        "build/",
        "build/x=made",
        "d/",
        "d/.lockstepignore=*.o\n",
        "d/b=second");
  }

  @Test
  void aRootWhoseIgnoreFileIsNoFileIsLeftAloneAndSaidOnce() throws Exception {
    filter = new FilterOptions(rules(), true, false);
    then(() -> {
      Files.createSymbolicLink(path(IGNORE), Path.of("a"));
      tellSource(IGNORE);
    });
    then(() -> {
      assertUnruled("");
      int told = heard.problems().size();
      save("a", "second");
      save("d/b", "second");
      tellSource("");
      then(() -> {
        assertUnruled("");
        assertThat(heard.problems()).hasSize(told + 1);
        assertThat(read("a")).isEqualTo("text of a");
        assertThat(read("d/b")).isEqualTo("text of b");
        Files.delete(path(IGNORE));
        tellSource(IGNORE);
      });
    });
    MirrorReport last = watch();
    assertThat(last.isExact()).isTrue();
    assertThat(read("a")).isEqualTo("second");
    assertThat(read("d/b")).isEqualTo("second");
  }

  @Test
  void whatIsExcludedIsNotMovedAwayAndItsNewPlaceIsACopy() throws Exception {
    filter = new FilterOptions(rules(), true, false);
    then(() -> save("d/" + IGNORE, "b\n"));
    then(() -> {
      Files.move(path("d/b"), path("moved"));
      tellSource("d/b");
      tellSource("moved");
    });
    then(() -> {
      Files.move(path("a"), path("d/a"));
      tellSource("a");
      tellSource("d/a");
    });
    MirrorReport last = watch();
    assertThat(last.isExact()).isTrue();
    assertThat(lines(2)).contains("create file moved (new)", "move file d/a (from a)");
    assertThat(read("d/b")).isEqualTo("text of b");
    assertThat(read("moved")).isEqualTo("text of b");
  }

  @Test
  void whatIsMovedToAnExcludedPlaceGoes() throws Exception {
    filter("- *.o");
    then(() -> {
      Files.move(path("a"), path("moved.o"));
      tellSource("a");
      tellSource("moved.o");
    });
    watch();
    assertThat(lines(1)).contains("delete file a (gone)");
    assertReplica("build/", "build/x=made", "d/", "d/b=text of b", "d/e/", "d/e/c=c");
  }

  @Test
  void aNameThatIsExcludedIsNoNameOfALinkedFile() throws Exception {
    filter("- *.o");
    Files.createLink(path("a2"), path("a"));
    Files.createLink(path("d/a.o"), path("a"));
    then(() -> {
      Files.writeString(path("a"), "second");
      tellSource("a");
      tellSource("d/a.o");
    });
    then(() -> {
      Files.createLink(path("d/a3"), path("a"));
      tellSource("d/a3");
    });
    MirrorReport last = watch();
    assertThat(last.isExact()).isTrue();
    assertReplica(
        "a=second",
        "a2=second",
        "build/",
        "build/x=made",
        "d/",
        "d/a3=second",
        "d/b=text of b",
        "d/e/",
        "d/e/c=c");
    assertThat(Files.isSameFile(replica("a"), replica("a2"))).isTrue();
    assertThat(Files.isSameFile(replica("a"), replica("d/a3"))).isTrue();
  }

  @Test
  void whatIsExcludedKeepsItsLooksThoughItIsOneFileWithAnotherName() throws Exception {
    filter("- *.o");
    FileTime changed = FileTime.fromMillis(1_234_567_000L);
    FileTime[] before = new FileTime[1];
    then(() -> {
      Files.createLink(replica("d/own.o"), replica("a"));
      before[0] = Files.getLastModifiedTime(replica("a"));
      Files.setLastModifiedTime(path("a"), changed);
      tellSource("a");
    });
    watch();
    assertThat(Files.getLastModifiedTime(replica("a"))).isEqualTo(changed);
    assertThat(Files.getLastModifiedTime(replica("d/own.o"))).isEqualTo(before[0]);
  }

  @Test
  void whatIsProtectedNoMoreWaitsForAYesAsAnyOtherDeletion() throws Exception {
    filter = new FilterOptions(rules(), true, false);
    options = options.withDeletionLimit(new DeletionLimit.Entries(1));
    Files.writeString(path("d/" + IGNORE), "own*\n");
    then(() -> {
      Files.writeString(replica("d/own1"), "own");
      Files.writeString(replica("d/own2"), "own");
      tellReplica("d/own1", "d/own2");
    });
    then(() -> {
      assertThat(lines(1)).isEmpty();
      Files.delete(path("d/" + IGNORE));
      tellSource("d/" + IGNORE);
    });
    MirrorReport last = watch();
    assertThat(last.spared().withheld()).isEqualTo(3);
    assertThat(replica("d/own1")).exists();
  }

  private MirrorReport watch() throws MirrorException {
    return Runs.engine(provider, clock)
        .watch(
            new WatchTimes(Optional.empty(), Duration.ofDays(1)),
            options.withFilter(filter),
            heard,
            cancellation,
            new RunRequests());
  }

  private void then(Steps.Step step) {
    steps.add(step);
  }

  private void filter(String... rules) {
    filter = new FilterOptions(rules(rules), false, false);
  }

  private static List<FilterRule> rules(String... rules) {
    List<FilterRule> all = new ArrayList<>();
    for (String rule : rules) {
      byte[] pattern = rule.substring(2).getBytes(UTF_8);
      all.add(
          rule.startsWith("-")
              ? FilterRule.exclude(pattern, rule)
              : FilterRule.include(pattern, rule));
    }
    return all;
  }

  private Path path(String path) {
    return roots.source().resolve(path);
  }

  private Path replica(String path) {
    return roots.replica().resolve(path);
  }

  private String read(String path) throws IOException {
    return Files.readString(replica(path));
  }

  private void save(String path, String text) throws IOException {
    Files.writeString(path(path), text);
    tellSource(path);
  }

  private void tellSource(String path) {
    RelativePath changed = relative(path);
    provider.source().tell(changes -> changes.entry(changed));
  }

  private void tellReplica(String... paths) {
    for (String path : paths) {
      RelativePath changed = relative(path);
      provider.replica().tell(changes -> changes.entry(changed));
    }
  }

  private static RelativePath relative(String path) {
    return path.isEmpty() ? RelativePath.ROOT : RelativePath.of(path);
  }

  private void delete(String folder) throws IOException {
    try (Stream<Path> all = Files.walk(path(folder))) {
      for (Path each : all.sorted(Collections.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  private void assertUnruled(String folder) {
    assertThat(heard.reports().getLast().isExact()).isFalse();
    assertThat(heard.reports().getLast().problems())
        .extracting(Problem::path)
        .containsExactly(relative(folder));
    assertThat(heard.problems())
        .allMatch(problem -> problem.message().startsWith("is left alone on both sides: "));
  }

  /** What was done since so many runs, but for the looks of folders. */
  private List<String> lines(int runs) {
    long before =
        heard.reports().subList(0, runs).stream().mapToLong(r -> r.counts().actions()).sum();
    var recorder = new Recorder();
    heard.actions().stream().skip(before).forEach(recorder::action);
    return recorder.lines().stream().filter(line -> !line.startsWith("meta folder")).toList();
  }

  /** Paths, a slash after folders, the text after files, sorted. */
  private void assertReplica(String... entries) throws IOException {
    List<String> all = new ArrayList<>();
    try (Stream<Path> paths = Files.walk(roots.replica())) {
      for (Path each : paths.filter(at -> !at.equals(roots.replica())).toList()) {
        String shown = roots.replica().relativize(each).toString();
        all.add(Files.isDirectory(each) ? shown + "/" : shown + "=" + Files.readString(each));
      }
    }
    all.sort(null);
    assertThat(all).containsExactlyInAnyOrder(entries);
  }
}
