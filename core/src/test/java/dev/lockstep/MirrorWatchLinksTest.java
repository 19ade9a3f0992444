package dev.lockstep;

import static dev.lockstep.testkit.TreeSpec.file;
import static dev.lockstep.testkit.TreeSpec.folder;
import static dev.lockstep.testkit.TreeSpec.root;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.api.Check;
import dev.lockstep.api.MirrorException;
import dev.lockstep.api.MirrorOptions;
import dev.lockstep.api.MirrorReport;
import dev.lockstep.api.WatchTimes;
import dev.lockstep.model.Cancellation;
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
import dev.lockstep.testkit.TreeComparer;
import dev.lockstep.testkit.WatchedProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of several names, on either side, while a mirror hears of changes. */
class MirrorWatchLinksTest {
  private static final String ROOT_LISTED = "SOURCE " + RelativePath.ROOT;
  private static final FileTime BEFORE = FileTime.fromMillis(1_234_567_000L);

  @TempDir private Path home;

  private final Cancellation cancellation = new Cancellation();
  private final Steps steps = new Steps();
  private final SteppedClock clock = new SteppedClock(steps);
  private final Recorder heard = new Recorder();
  private final List<String> listed = Collections.synchronizedList(new ArrayList<>());
  private Roots roots;
  private WatchedProvider provider;
  private MirrorOptions options;
  private Steps.Step onMoved = () -> {};
  private final Map<String, Steps.Step> onListed = new ConcurrentHashMap<>();

  @BeforeEach
  void makeRoots() throws IOException {
    roots = Roots.in(home);
    root(file("a", "first"), folder("folder", file("b", "first"))).writeTo(roots.source());
    provider =
        new WatchedProvider(
            new FaultyProvider(Runs.portable(), roots, this::before), roots.source());
    options = roots.options().withStateDirectory(home.resolve("state"));
  }

  private void before(Operation operation) throws IOException {
    if (operation.verb() == Verb.LIST) {
      listed.add(operation.side() + " " + operation.path());
    }
    if (operation.is(Side.REPLICA, Verb.COMMIT, "moved")) {
      onMoved.take();
    }
    if (operation.side() == Side.SOURCE && operation.verb() == Verb.LIST) {
      Steps.@Nullable Step step = onListed.remove(operation.path().toString());
      if (step != null) {
        step.take();
      }
    }
  }

  @Test
  void aLinkInANewFolderIsOneInTheReplica() throws Exception {
    thenAfter(() -> {
      Files.createDirectories(path("new/below"));
      Files.createLink(path("new/below/more"), path("a"));
      Files.createLink(path("new/third"), path("folder/b"));
      tellTree("new");
    });
    MirrorReport last = watch();
    assertThat(listed).doesNotContain(ROOT_LISTED);
    assertThat(last.isExact()).isTrue();
    assertExact();
  }

  @Test
  void aLinkToAFileOfManyNamesIsOneWhereverTheOthersAre() throws Exception {
    Files.createLink(path("folder/a2"), path("a"));
    then(() -> {
      Files.createDirectories(path("new"));
      Files.createLink(path("new/a3"), path("a"));
      tellTree("new");
    });
    MirrorReport last = watch();
    assertThat(last.isExact()).isTrue();
    assertExact();
  }

  @Test
  void aLinkToWhatTheSameMarchHasJustCopiedIsOneInTheReplica() throws Exception {
    then(() -> {
      Files.createDirectories(path("new/a"));
      Files.createDirectories(path("new/y"));
      Files.createDirectories(path("new/z"));
      Files.writeString(path("new/a/file"), "first");
      onListed.put("new/y", () -> Files.createLink(path("new/y/link"), path("new/a/file")));
      onListed.put("new/z", () -> Files.createLink(path("new/z/link"), path("new/a/file")));
      tellTree("new");
    });
    then(() -> {
      tell("new/y/link");
      tell("new/z/link");
    });
    MirrorReport last = watch();
    assertThat(last.isExact()).isTrue();
    assertExact();
  }

  @Test
  void aNameThatGoesLeavesTheOtherOneOfItsFolderKnown() throws Exception {
    Files.createLink(path("folder/b2"), path("folder/b"));
    then(() -> {
      Files.delete(path("folder/b2"));
      tell("folder/b2");
    });
    thenAfter(() -> {
      Files.createLink(path("c"), path("folder/b"));
      tell("c");
    });
    MirrorReport last = watch();
    assertThat(listed).doesNotContain(ROOT_LISTED);
    assertThat(last.isExact()).isTrue();
    assertExact();
  }

  @Test
  void aNameThatIsMovedIsDeletedAtItsOldPlaceOnce() throws Exception {
    Files.createLink(path("a2"), path("a"));
    then(() -> {
      Files.move(path("a2"), path("folder/a2"));
      tell("a2");
      tell("folder/a2");
    });
    watch();
    assertThat(heard.reports().stream().mapToLong(report -> report.counts().deleted()).sum())
        .isEqualTo(1);
    assertThat(heard.problems()).isEmpty();
    assertExact();
  }

  @Test
  void whatWasFoundEqualWithoutADigestIsKnownByAllItsNames() throws Exception {
    Files.createLink(path("a2"), path("a"));
    Runs.engine(provider, clock).run(options, heard, cancellation);
    try (Stream<Path> state = Files.walk(home.resolve("state"))) {
      for (Path index : state.filter(each -> each.toString().contains("index")).toList()) {
        Files.delete(index);
      }
    }
    options = options.withCheck(Check.STAMP);
    then(() -> {
      Files.createLink(path("folder/a3"), path("a"));
      tell("folder/a3");
    });
    MirrorReport last = watch();
    assertThat(last.isExact()).isTrue();
    assertExact();
  }

  @Test
  void aNameOfTheReplicaThatSharesItsFileGetsOneOfItsOwn() throws Exception {
    Files.writeString(path("z"), "first");
    Files.setLastModifiedTime(path("a"), BEFORE);
    Files.setLastModifiedTime(path("z"), BEFORE);
    thenAfter(() -> {
      Files.delete(replica("z"));
      Files.createLink(replica("z"), replica("a"));
      Files.setLastModifiedTime(path("a"), FileTime.fromMillis(1_000_000_000L));
      tell("a");
    });
    MirrorReport last = watch();
    assertThat(listed).doesNotContain(ROOT_LISTED);
    assertThat(Files.getLastModifiedTime(replica("z"))).isEqualTo(BEFORE);
    assertThat(last.isExact()).isTrue();
    assertExact();
  }

  @Test
  void whatASnapshotSharesIsNotCopiedAsItsFolderIsMoved() throws Exception {
    Path snapshot = home.resolve("snapshot");
    then(() -> {
      Files.createLink(snapshot, replica("folder/b"));
      Files.move(path("folder"), path("renamed"));
      tell("folder");
      tellTree("renamed");
    });
    then(() -> tell("renamed/b"));
    watch();
    assertThat(heard.lines())
        .contains("move folder renamed (from folder)")
        .noneMatch(line -> line.startsWith("update"));
    assertThat(Files.isSameFile(snapshot, replica("renamed/b"))).isTrue();
    assertExact();
  }

  @Test
  void whatWasMovedIsNotCopiedThoughAnotherFileTookItsOldPlaceAtOnce() throws Exception {
    then(() -> {
      Files.move(path("folder/b"), path("moved"));
      Files.writeString(path("folder/b"), "next!");
      tell("moved");
      tell("folder/b");
    });
    watch();
    assertThat(heard.lines())
        .contains("move file moved (from folder/b)")
        .noneMatch(line -> line.startsWith("update file moved"));
    assertExact();
  }

  @Test
  void whatTakesTheOldPlaceOfAMovedFileHasNotEverythingLookedAt() throws Exception {
    thenAfter(() -> {
      Files.move(path("folder/b"), path("moved"));
      onMoved =
          () -> {
            Files.writeString(path("folder/b"), "next!"); // The replica has the moved one there.
            tell("folder/b");
          };
      tell("moved");
    });
    MirrorReport last = watch();
    assertThat(last.counts().moved()).isEqualTo(1);
    assertThat(listed).doesNotContain(ROOT_LISTED);
    assertThat(last.isExact()).isTrue();
    assertExact();
  }

  @Test
  void whileALinkMayHaveMoreNamesTheReplicaIsNotCalledExact() throws Exception {
    options = roots.options();
    then(() -> {
      Files.createLink(path("more"), path("a"));
      tell("more");
    });
    watch();
    assertThat(heard.reports())
        .extracting(MirrorReport::isExact)
        .containsExactly(true, false, true);
    assertExact();
  }

  @Test
  void whereTheIndexIsDamagedLinksAreRightAllTheSame() throws Exception {
    then(() -> {
      Files.writeString(index(), "damaged");
      Files.createLink(path("more"), path("a"));
      tell("more");
    });
    watch();
    assertExact();
  }

  private MirrorReport watch() throws MirrorException {
    return Runs.engine(provider, clock)
        .watch(
            new WatchTimes(Optional.empty(), Duration.ofDays(1)),
            options,
            heard,
            cancellation,
            new RunRequests());
  }

  private void then(Steps.Step step) {
    steps.add(step);
  }

  /** From then on it is taken note of what is listed. */
  private void thenAfter(Steps.Step step) {
    then(() -> {
      listed.clear();
      step.take();
    });
  }

  private Path path(String path) {
    return roots.source().resolve(path);
  }

  private Path replica(String path) {
    return roots.replica().resolve(path);
  }

  private Path index() throws IOException {
    try (Stream<Path> files = Files.walk(home.resolve("state"))) {
      return files
          .filter(path -> path.getFileName().toString().startsWith("index"))
          .findFirst()
          .orElseThrow();
    }
  }

  private void tell(String path) {
    provider.source().tell(changes -> changes.entry(RelativePath.of(path)));
  }

  private void tellTree(String folder) {
    provider.source().tell(changes -> changes.tree(RelativePath.of(folder)));
  }

  private void assertExact() throws IOException {
    assertThat(TreeComparer.mirror(roots.source(), roots.replica())).isEmpty();
  }
}
