package dev.lockstep;

import static dev.lockstep.testkit.TreeSpec.file;
import static dev.lockstep.testkit.TreeSpec.folder;
import static dev.lockstep.testkit.TreeSpec.root;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.api.Check;
import dev.lockstep.api.DeletionLimit;
import dev.lockstep.api.MirrorException;
import dev.lockstep.api.MirrorOptions;
import dev.lockstep.api.MirrorReport;
import dev.lockstep.api.Spared;
import dev.lockstep.api.WatchTimes;
import dev.lockstep.fs.FileSystemIdentity;
import dev.lockstep.fs.NestedMount;
import dev.lockstep.index.ProofStore;
import dev.lockstep.model.Cancellation;
import dev.lockstep.model.Name;
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
import dev.lockstep.testkit.TreeComparer;
import dev.lockstep.testkit.WatchedProvider;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A mirror that hears of changes, as the test has them told, under a clock that it moves. */
class MirrorWatchTest {
  private static final String ROOT_LISTED = "SOURCE " + RelativePath.ROOT;
  private static final Duration DAY = Duration.ofDays(1);

  /** Enough for a file to be dealt with by itself. */
  private static final int LARGE = 32 << 20;

  @TempDir private Path home;

  private final Cancellation cancellation = new Cancellation();
  private final RunRequests requests = new RunRequests();
  private final Steps steps = new Steps();
  private final SteppedClock clock = new SteppedClock(steps);
  private final Recorder heard = new Recorder();
  private final List<String> opened = Collections.synchronizedList(new ArrayList<>());
  private final List<String> listed = Collections.synchronizedList(new ArrayList<>());
  private Roots roots;
  private WatchedProvider provider;
  private MirrorOptions options;
  private Optional<Duration> every = Optional.empty();
  private String refused = "";
  private Steps.Step onFull = () -> {};
  private Steps.Step onFlush = () -> {};
  private Steps.Step onOpen = () -> {};
  private Steps.Step onLarge = () -> {};

  @BeforeEach
  void open() throws IOException {
    open(Roots.inMemory());
  }

  private void open(Roots at) throws IOException {
    roots = at;
    root(file("a", "first"), folder("folder", file("b", "first"), file("c", "first")))
        .writeTo(roots.source());
    provider =
        new WatchedProvider(
            new FaultyProvider(Runs.portable(), roots, this::before), roots.source());
    options = roots.options();
  }

  @AfterEach
  void close() throws IOException {
    roots.close();
  }

  private void before(Operation operation) throws IOException {
    if (operation.verb() == Verb.LIST) {
      listed.add(operation.side() + " " + operation.path());
    }
    if (operation.is(Side.SOURCE, Verb.LIST, "")) {
      onFull.take();
    }
    if (operation.verb() == Verb.OPEN_FILE) {
      opened.add(operation.side() + " " + operation.path());
    }
    if (operation.is(Side.REPLICA, Verb.FLUSH, "")) {
      onFlush.take();
    }
    if (operation.is(Side.SOURCE, Verb.OPEN_FILE, "a")) {
      onOpen.take();
    }
    if (operation.is(Side.SOURCE, Verb.OPEN_FILE, "large")) {
      Steps.Step step = onLarge;
      onLarge = () -> {};
      step.take();
    }
    if (!refused.isEmpty()
        && operation.side() == Side.SOURCE
        && operation.verb() == Verb.OPEN_FILE
        && operation.path().toString().startsWith(refused)) {
      throw new AccessDeniedException(refused);
    }
  }

  @Test
  void whatIsSavedArrivesAndNothingElseIsLookedAt() throws Exception {
    then(() -> {
      listed.clear();
      save("folder/b", "second");
    });
    then(() -> assertThat(listed).isEmpty());
    MirrorReport last = watch();
    assertThat(linesWithoutFolders(1)).containsExactly("update file folder/b (content, times)");
    assertThat(last.isExact()).isTrue();
    assertThat(last.counts().entries()).isEqualTo(4);
    assertExact();
  }

  @Test
  void aNewFolderArrivesWithAllThatItHolds() throws Exception {
    then(() -> {
      Files.createDirectories(path("new/below"));
      Files.writeString(path("new/below/file"), "text");
      tellSource("new", true);
    });
    watch();
    assertExact();
  }

  @Test
  void aFolderThatCameBeforeItsParentWasSeenArrivesOnce() throws Exception {
    then(() -> {
      Files.createDirectories(path("new/below"));
      Files.writeString(path("new/below/file"), "text");
      tellSource("new/below/file", false);
      tellSource("new/below", true);
    });
    watch();
    assertThat(heard.problems()).isEmpty();
    assertExact();
  }

  @Test
  void whatIsDeletedGoes() throws Exception {
    then(() -> {
      Files.delete(path("folder/b"));
      tellSource("folder/b", false);
    });
    MirrorReport last = watch();
    assertThat(linesWithoutFolders(1)).containsExactly("delete file folder/b (gone)");
    assertThat(last.counts().entries()).isEqualTo(3);
    assertExact();
  }

  @Test
  void whatIsDeletedWithItsFolderGoes() throws Exception {
    then(() -> {
      Files.delete(path("folder/b"));
      Files.delete(path("folder/c"));
      Files.delete(path("folder"));
      tellSource("folder/b", false);
      tellSource("folder/c", false);
      tellSource("folder", false);
    });
    watch();
    assertThat(heard.problems()).isEmpty();
    assertExact();
  }

  @Test
  void aFileThatCameAndWentLeavesNoTrace() throws Exception {
    then(() -> {
      Files.writeString(path("folder/tmp"), "text");
      Files.delete(path("folder/tmp"));
      tellSource("folder/tmp", false);
    });
    watch();
    assertThat(heard.problems()).isEmpty();
    assertExact();
  }

  @Test
  void whatTakesAnotherKindIsReplaced() throws Exception {
    then(() -> {
      Files.delete(path("a"));
      Files.createDirectory(path("a"));
      Files.writeString(path("a/file"), "text");
      tellSource("a", false);
      tellSource("a", true);
    });
    then(() -> {
      Files.delete(path("a/file"));
      Files.delete(path("a"));
      Files.writeString(path("a"), "text");
      tellSource("a/file", false);
      tellSource("a", false);
    });
    watch();
    assertThat(heard.problems()).isEmpty();
    assertExact();
  }

  @Test
  void theMetadataOfAFolderIsFollowedAndOfTheRoot() throws Exception {
    FileTime time = FileTime.fromMillis(1_234_567_000L);
    then(() -> {
      listed.clear();
      Files.setLastModifiedTime(path("folder"), time);
      tellSource("folder", false);
    });
    then(() -> {
      Files.setLastModifiedTime(roots.source(), time);
      provider.source().tell(changes -> changes.entry(RelativePath.ROOT));
    });
    then(() -> assertThat(listed).isEmpty());
    watch();
    assertExact();
  }

  @Test
  void whatSomebodyChangesInTheReplicaIsRepaired() throws Exception {
    then(() -> {
      Files.writeString(roots.replica().resolve("a"), "drift");
      Files.delete(roots.replica().resolve("folder/c"));
      Files.writeString(roots.replica().resolve("more"), "more");
      for (String name : List.of("a", "folder/c", "more")) {
        provider.replica().tell(changes -> changes.entry(RelativePath.of(name)));
      }
    });
    watch();
    assertExact();
  }

  @Test
  void theEchoOfOwnFilesIsNoChange() throws Exception {
    then(() ->
        provider
            .replica()
            .tell(changes -> changes.entry(RelativePath.of(".lockstep-0123456789abcdef"))));
    watch();
    assertThat(heard.reports()).hasSize(1);
  }

  @Test
  void whereMoreHasChangedThanWasToldEverythingIsLookedAtAndItIsSaid() throws Exception {
    then(() -> {
      Files.writeString(path("a"), "second");
      provider.source().tell(changes -> changes.everything("Too much has changed."));
    });
    watch();
    assertThat(heard.notes()).contains("Too much has changed.");
    assertThat(heard.reports()).hasSize(2);
    assertExact();
  }

  @Test
  void whatChangesWhileEverythingIsLookedAtIsFoundAfterwards() throws Exception {
    provider =
        new WatchedProvider(
            new FaultyProvider(
                Runs.portable(),
                roots,
                operation -> {
                  // The folder has been passed by the time its sibling is created.
                  if (operation.is(Side.REPLICA, Verb.FLUSH, "") && heard.reports().isEmpty()) {
                    Files.writeString(path("folder/late"), "late");
                    tellSource("folder/late", false);
                  }
                }),
            roots.source());
    then(() -> {});
    watch();
    assertExact();
  }

  @Test
  void whatIsSavedWhileEverythingIsLookedAtNeedNotWaitForLargeFiles() throws Exception {
    roots.close();
    open(
        Roots.in(home)); // In memory, new folders are closed to their owner until they are settled.
    Files.write(path("large"), new byte[LARGE]);
    List<String> arrived = Collections.synchronizedList(new ArrayList<>());
    onLarge =
        () -> {
          save("a", "second");
          save("new", "second");
          arrived.add(awaitInReplica("a", "second"));
          arrived.add(awaitInReplica("new", "second"));
        };
    then(() -> {});
    watch();
    assertThat(arrived).containsExactly("second", "second");
    assertThat(heard.reports().getFirst().isExact()).isTrue();
    assertExact();
  }

  @Test
  void whatIsSavedInAFolderThatIsInWorkWaitsForItAndIsNoProblem() throws Exception {
    roots.close();
    open(Roots.in(home));
    int others = 1_000; // So that the march is not over at once.
    for (int i = 0; i < others; i++) {
      Files.createFile(path("m" + i));
    }
    Files.writeString(path("z"), "first");
    onOpen =
        () -> {
          onOpen = () -> {};
          save("z", "second");
        };
    then(() -> {});
    watch();
    assertThat(heard.reports().getFirst().problems()).isEmpty();
    assertThat(heard.reports().getFirst().counts().created()).isEqualTo(others + 6);
    assertExact();
  }

  @Test
  void whatIsNotPlainWaitsForTheEndOfTheMarch() throws Exception {
    List<String> there = Collections.synchronizedList(new ArrayList<>());
    then(() -> {
      Files.write(path("large"), new byte[LARGE]);
      onLarge =
          () -> {
            Files.delete(path("folder/b"));
            tellSource("folder/b", false);
            Files.createDirectory(path("folder/other"));
            save("folder/other/new", "second");
            save("a", "second");
            there.add(awaitInReplica("a", "second"));
            for (String path : List.of("folder/b", "folder/other")) {
              there.add(path + " " + Files.exists(roots.replica().resolve(path)));
            }
          };
      requests.request();
    });
    then(() -> {});
    watch();
    assertThat(there).containsExactly("second", "folder/b true", "folder/other false");
    assertExact();
  }

  /** What is in a file of the replica as soon as it is that; else what is there after long. */
  private String awaitInReplica(String path, String text) throws IOException {
    Path file = roots.replica().resolve(path);
    for (int i = 0; i < 3_000; i++) {
      if (Files.exists(file) && Files.readString(file).equals(text)) {
        return text;
      }
      LockSupport.parkNanos(10_000_000);
    }
    return Files.exists(file) ? Files.readString(file) : "nothing";
  }

  @Test
  void whereVeryMuchFailsEverythingIsTriedAgainInAShareOfTheTime() throws Exception {
    Duration each = Duration.ofMinutes(1);
    for (int i = 0; i <= MirrorReport.MOST_PROBLEMS; i++) {
      Files.createFile(path("no" + i));
    }
    refused = "no";
    onFull = () -> clock.advance(each);
    then(() -> {
      long took = listed.stream().filter(ROOT_LISTED::equals).count();
      listed.clear();
      clock.advance(each.multipliedBy(20 * took - 1));
    });
    then(() -> {
      assertThat(listed).doesNotContain(ROOT_LISTED);
      refused = "";
      clock.advance(each);
    });
    MirrorReport last = watch();
    assertThat(listed).containsOnlyOnce(ROOT_LISTED);
    assertThat(last.isExact()).isTrue();
    assertExact();
  }

  @Test
  void whatFailsIsTriedAgainAndTheSummaryDoesNotForgetIt() throws Exception {
    then(() -> {
      refused = "a";
      save("a", "second");
    });
    then(() -> save("folder/b", "second"));
    then(() -> {
      assertThat(heard.reports().getLast().isExact()).isFalse();
      assertThat(heard.reports().getLast().problems())
          .extracting(Problem::path)
          .containsExactly(RelativePath.of("a"));
      refused = "";
      clock.advance(Duration.ofMinutes(1));
    });
    MirrorReport last = watch();
    assertThat(last.isExact()).isTrue();
    assertExact();
  }

  @Test
  void aPassLooksAtNothingThatIsKnownToBeUnchanged() throws Exception {
    every = Optional.of(Duration.ofMinutes(5));
    then(() -> {
      listed.clear();
      clock.advance(Duration.ofMinutes(5));
    });
    then(() -> assertThat(listed).isEmpty());
    MirrorReport last = watch();
    assertThat(heard.reports()).hasSize(2);
    assertThat(last.isExact()).isTrue();
    assertThat(last.counts().actions()).isZero();
  }

  @Test
  void aPassThatHasNothingToLookAtSeesThatARootIsGone() throws Exception {
    every = Optional.of(Duration.ofMinutes(5));
    Path away = roots.source().resolveSibling("away");
    then(() -> {
      Files.move(roots.source(), away);
      clock.advance(Duration.ofMinutes(5));
    });
    then(() -> {
      assertThat(heard.failures()).isNotEmpty();
      assertThat(heard.reports()).hasSize(1);
      Files.move(away, roots.source());
      clock.advance(Duration.ofMinutes(5));
    });
    assertThat(watch().isExact()).isTrue();
    assertExact();
  }

  @Test
  void everythingIsLookedAtOnceADay() throws Exception {
    then(() -> {
      Files.writeString(path("a"), "nobody told"); // as by a mapping in memory
      clock.advance(DAY);
    });
    watch();
    assertExact();
  }

  @Test
  void everythingIsLookedAtWhenAskedFor() throws Exception {
    then(() -> {
      Files.writeString(path("a"), "nobody told");
      requests.request();
    });
    watch();
    assertExact();
  }

  @Test
  void aSourceThatGoesAndComesBackIsWatchedAnew() throws Exception {
    Path away = roots.source().resolveSibling("away");
    then(() -> {
      Files.move(roots.source(), away);
      provider.source().fail();
    });
    then(() -> {
      assertThat(heard.failures()).isNotEmpty();
      Files.move(away, roots.source());
      Files.writeString(path("a"), "meanwhile");
      clock.advance(Duration.ofMinutes(2));
    });
    then(() -> save("folder/b", "second"));
    watch();
    assertThat(provider.sources()).isGreaterThan(1);
    assertExact();
  }

  @Test
  void whatIsMountedLaterIsLookedAtAndWatchedFromThenOn() throws Exception {
    then(() -> {
      var path = RelativePath.of("folder");
      provider.mount(new NestedMount(path, FileSystemIdentity.UNKNOWN));
      Files.writeString(path("folder/c"), "nobody told");
      clock.advance(Duration.ofMinutes(1));
    });
    then(() -> {
      assertThat(provider.sources()).isEqualTo(2);
      clock.advance(Duration.ofMinutes(1));
    });
    watch();
    assertThat(provider.sources()).isEqualTo(2);
    assertExact();
  }

  @Test
  void aFeedThatEndsByAnErrorIsHeardAnew() throws Exception {
    then(() -> {
      Files.writeString(path("a"), "nobody told");
      provider.source().failAsByLackOfMemory();
    });
    then(() -> save("folder/b", "second"));
    watch();
    assertThat(provider.sources()).isEqualTo(2);
    assertExact();
  }

  @Test
  void whereNothingIsToldItIsLookedForAndThatIsSaidOnce() throws Exception {
    provider.beUnfit();
    for (int i = 0; i < 3; i++) {
      String text = "text " + i;
      then(() -> {
        Files.writeString(path("a"), text);
        clock.advance(Duration.ofMinutes(1));
      });
    }
    watch();
    assertThat(heard.notes()).filteredOn(note -> note.contains("the test says so")).hasSize(2);
    assertThat(provider.scopes()).hasSize(2 * heard.reports().size());
    assertExact();
  }

  @Test
  void whereNotAllIsToldTheRestIsLookedFor() throws Exception {
    then(() -> {
      provider.source().tell(changes -> changes.incomplete("Too many folders."));
      Files.writeString(path("a"), "nobody told");
      clock.advance(Duration.ofMinutes(1));
    });
    then(() -> {});
    watch();
    assertThat(heard.notes()).contains("Too many folders.");
    assertExact();
  }

  @Test
  void whatIsNotHeardOfWhollyIsHeardOfAnewAfterAWhile() throws Exception {
    String why = "Too many folders.";
    then(() -> {
      provider.source().tell(changes -> changes.incomplete(why));
      clock.advance(Duration.ofMinutes(1));
    });
    then(() -> {
      assertThat(provider.sources()).isEqualTo(1);
      clock.advance(Duration.ofMinutes(10));
    });
    then(() -> {
      assertThat(provider.sources()).isEqualTo(2);
      provider.source().tell(changes -> changes.incomplete(why));
    });
    watch();
    assertThat(heard.notes()).containsOnlyOnce(why);
  }

  @Test
  void whatIsProvenOfAFolderServesWhereItsListingAndItsNamesAreTold() throws Exception {
    keepIndex();
    then(() -> clock.advance(DAY));
    then(() -> {
      opened.clear();
      provider
          .source()
          .tell(changes -> {
            for (int i = 0; i <= 100_000; i++) {
              changes.entry(RelativePath.of("folder/no" + i));
            }
            changes.entry(RelativePath.of("folder/b"));
          });
    });
    watch();
    assertThat(opened).isEmpty();
  }

  @Test
  void whoSavesByRenamingOverTheOldVersionLeavesAsManyEntries() throws Exception {
    keepIndex();
    then(() -> save("new", "second"));
    then(() -> {
      Files.move(path("new"), path("a"), StandardCopyOption.REPLACE_EXISTING);
      tellSource("new", false);
      tellSource("a", false);
    });
    MirrorReport last = watch();
    assertThat(last.counts().moved()).isEqualTo(1);
    long first = heard.reports().getFirst().counts().entries();
    assertThat(heard.reports())
        .extracting(report -> report.counts().entries())
        .containsExactly(first, first + 1, first);
  }

  @Test
  void whatWasWithheldIsNotForgottenByTheNextPart() throws Exception {
    options = options.withDeletionLimit(new DeletionLimit.Entries(1));
    then(() -> deleteBAndC());
    then(() -> save("a", "second"));
    MirrorReport last = watch();
    assertThat(last.counts().updated()).isEqualTo(1);
    assertThat(last.spared().withheld()).isEqualTo(2);
    assertThat(last.isExact()).isFalse();
  }

  @Test
  void whatIsWithheldAgainAndAgainCountsOnce() throws Exception {
    options = options.withDeletionLimit(new DeletionLimit.Entries(1));
    then(() -> deleteBAndC());
    thenAtOnce(() -> tellBAndC());
    thenAtOnce(() -> tellBAndC());
    then(() -> requests.request());
    then(() -> tellBAndC());
    watch();
    assertThat(heard.reports())
        .extracting(report -> report.spared().withheld())
        .containsExactly(0L, 2L, 2L, 2L);
  }

  @Test
  void whatIsKeptByAsMuchAsIsWithheldHidesNothing() {
    var withheld = new Spared(2, "2 of 4 entries", true, 0);
    var kept = new Spared(0, "", false, 3);
    assertThat(withheld.orMore(kept)).isEqualTo(new Spared(2, "2 of 4 entries", true, 3));
    assertThat(kept.orMore(withheld)).isEqualTo(new Spared(2, "2 of 4 entries", true, 3));
  }

  @Test
  void whyTheyAreWithheldIsNotForgottenByTheNextPart() throws Exception {
    options = options.withDeletionLimit(new DeletionLimit.Entries(1));
    then(() -> deleteBAndC());
    thenAtOnce(() -> tellSource("folder/c", false));
    MirrorReport last = watch();
    assertThat(last.spared().withheld()).isEqualTo(2);
    assertThat(last.spared().reason()).startsWith("2 of ");
  }

  @Test
  void whatIsKeptAgainAndAgainCountsOnce() throws Exception {
    options = options.withDeletes(false);
    then(() -> deleteBAndC());
    thenAtOnce(() -> tellBAndC());
    then(() -> tellBAndC());
    MirrorReport last = watch();
    assertThat(last.spared().kept()).isEqualTo(2);
  }

  private void deleteBAndC() throws IOException {
    Files.delete(path("folder/b"));
    Files.delete(path("folder/c"));
    tellBAndC();
  }

  private void tellBAndC() {
    tellSource("folder/b", false);
    tellSource("folder/c", false);
  }

  @Test
  void deletionsInSlicesAreSummedOverAnHour() throws Exception {
    options = options.withDeletionLimit(new DeletionLimit.Entries(3));
    for (String name : List.of("x0", "x1", "x2", "x3", "x4", "x5")) {
      Files.writeString(path(name), "text");
    }
    for (String name : List.of("x0", "x1", "x2", "x3")) {
      then(() -> {
        Files.delete(path(name));
        tellSource(name, false);
      });
    }
    MirrorReport last = watch();
    assertThat(roots.replica().resolve("x2")).doesNotExist();
    assertThat(roots.replica().resolve("x3")).exists();
    assertThat(last.spared().withheld()).isEqualTo(1);
    assertThat(last.isExact()).isFalse();
  }

  @Test
  void slicesOfOneRunAreNoMoreThanTheShareOfWhatThereWasBefore() throws Exception {
    options = options.withDeletionLimit(new DeletionLimit.Share(50));
    for (int i = 0; i < 20; i++) {
      Files.writeString(path("x" + i), "text");
    }
    then(() -> delete(0, 5));
    thenAtOnce(() -> delete(5, 10));
    thenAtOnce(() -> delete(10, 15));
    MirrorReport last = watch();
    assertThat(heard.reports()).hasSize(2);
    assertThat(roots.replica().resolve("x9")).doesNotExist();
    assertThat(roots.replica().resolve("x10")).exists();
    assertThat(last.spared().withheld()).isEqualTo(5);
  }

  private void delete(int from, int to) throws IOException {
    for (int i = from; i < to; i++) {
      Files.delete(path("x" + i));
      tellSource("x" + i, false);
    }
  }

  @Test
  void whileMoreMayHaveChangedTheReplicaIsNotCalledExact() throws Exception {
    then(() -> save("a", "second"));
    thenAtOnce(() -> provider.source().tell(changes -> changes.everything("Too much.")));
    MirrorReport last = watch();
    assertThat(heard.reports())
        .extracting(MirrorReport::isExact)
        .containsExactly(true, false, true);
    assertThat(last.isExact()).isTrue();
  }

  @Test
  void changesWithoutAPauseAreFlushedAndToldAllTheSame() throws Exception {
    int[] left = {100};
    then(() -> {
      onOpen =
          () -> {
            if (left[0]-- > 0) {
              save("a", "text " + left[0]);
              clock.advance(Duration.ofSeconds(1));
            }
          };
      save("a", "second");
    });
    watch();
    assertThat(heard.reports()).hasSizeGreaterThan(4);
    assertExact();
  }

  @Test
  void aRootThatIsWatchedOnlyAfterTheRunIsLookedAtOnceMore() throws Exception {
    provider.fail(4); // Both roots, before the run and at its start.
    onFlush =
        () -> {
          if (heard.reports().isEmpty()) {
            Files.writeString(path("folder/late"), "late");
          }
        };
    watch();
    assertThat(heard.reports()).hasSize(2);
    assertExact();
  }

  @Test
  void whatSomebodyAddsToAReplicaAsItIsMadeIsHeardOf() throws Exception {
    onFlush =
        () -> {
          if (heard.reports().isEmpty()) {
            Files.writeString(roots.replica().resolve("more"), "more");
            provider.replica().tell(changes -> changes.entry(RelativePath.of("more")));
          }
        };
    then(() -> {});
    watch();
    assertExact();
  }

  @Test
  void aReplicaThatTheRunMadeIsNotLookedAtOnceMore() throws Exception {
    watch();
    assertThat(heard.reports()).hasSize(1);
  }

  @Test
  void aRunInWhichNothingHappenedIsNotGoingOnForEver() throws Exception {
    keepIndex();
    options = options.withCheck(Check.STAMP);
    then(() -> tellSource("a", false));
    then(() -> {});
    watch();
    assertThat(Runs.engine(provider, clock).status(options).going()).isEmpty();
  }

  @Test
  void whereTheIndexIsDamagedOnlyWhatChangesIsRead() throws Exception {
    keepIndex();
    then(() -> {
      Files.writeString(index(), "damaged");
      opened.clear();
      save("folder/b", "second");
    });
    then(() -> {
      save("folder/b", "third");
    });
    watch();
    assertThat(opened).containsOnly("SOURCE folder/b");
    assertExact();
  }

  @Test
  void whatAStoppedRunHasNotFlushedIsNotClaimed() throws Exception {
    keepIndex();
    then(() -> save("folder/b", "second"));
    thenAtOnce(() -> {
      onOpen = cancellation::cancel;
      save("a", "second");
    });
    watch();
    assertThat(provenSize("folder", "b")).isEqualTo("first".length());
  }

  @Test
  void whatARunThatFailedHasNotFlushedIsNotClaimed() throws Exception {
    keepIndex();
    then(() -> save("folder/b", "second"));
    thenAtOnce(() -> {
      throw new IOException("as the test asks");
    });
    assertThatThrownBy(this::watch).hasRootCauseMessage("as the test asks");
    assertThat(provenSize("folder", "b")).isEqualTo("first".length());
  }

  @Test
  void whatARunHasFlushedIsClaimed() throws Exception {
    keepIndex();
    then(() -> save("folder/b", "second"));
    watch();
    assertThat(provenSize("folder", "b")).isEqualTo("second".length());
  }

  private void keepIndex() throws IOException {
    roots.close();
    open(Roots.in(home));
    options = options.withStateDirectory(home.resolve("state"));
  }

  private Path index() throws IOException {
    try (Stream<Path> files = Files.walk(home.resolve("state"))) {
      return files
          .filter(path -> path.getFileName().toString().startsWith("index"))
          .findFirst()
          .orElseThrow();
    }
  }

  private long provenSize(String folder, String name) throws IOException {
    try (var store = ProofStore.open(index())) {
      var proofs = store.folder(RelativePath.of(folder), (_, _) -> {});
      return Objects.requireNonNull(proofs.find(Name.of(name))).source().size();
    }
  }

  @Test
  void aFirstRunThatCannotBeMadeEndsIt() throws Exception {
    Path away = roots.source().resolveSibling("away");
    Files.move(roots.source(), away);
    assertThatThrownBy(this::watch).isInstanceOf(MirrorException.class);
  }

  @Test
  void whoStopsItNeedNotWaitUntilAllFoldersAreWatched() throws Exception {
    RelativePath folder = RelativePath.of("folder");
    then(() ->
        assertThat(provider.scopes()).hasSize(2).allMatch(scope -> scope.isEntered().test(folder)));
    watch();
    assertThat(provider.scopes()).noneMatch(scope -> scope.isEntered().test(folder));
  }

  @Test
  void whoStopsItIsHeardAndNothingStaysWatched() throws Exception {
    watch();
    assertThat(provider.source().isClosed()).isTrue();
    assertThat(provider.replica().isClosed()).isTrue();
  }

  private MirrorReport watch() throws MirrorException {
    return Runs.engine(provider, clock)
        .watch(new WatchTimes(every, DAY), options, heard, cancellation, requests);
  }

  private void then(Steps.Step step) {
    steps.add(step);
  }

  /** Before the run that mirrors the step before has ended. */
  private void thenAtOnce(Steps.Step step) {
    clock.addSoon(step);
  }

  private Path path(String path) {
    return roots.source().resolve(path);
  }

  private void save(String path, String text) throws IOException {
    Files.writeString(path(path), text);
    tellSource(path, false);
  }

  private void tellSource(String path, boolean isTree) {
    RelativePath changed = RelativePath.of(path);
    provider
        .source()
        .tell(changes -> {
          if (isTree) {
            changes.tree(changed);
          } else {
            changes.entry(changed);
          }
        });
  }

  /** What was done since so many runs, but for the times of folders. */
  private List<String> linesWithoutFolders(int runs) {
    long before =
        heard.reports().subList(0, runs).stream().mapToLong(r -> r.counts().actions()).sum();
    var recorder = new Recorder();
    heard.actions().stream().skip(before).forEach(recorder::action);
    return recorder.lines().stream().filter(line -> !line.startsWith("meta folder")).toList();
  }

  private void assertExact() throws IOException {
    assertThat(TreeComparer.mirror(roots.source(), roots.replica())).isEmpty();
  }
}
