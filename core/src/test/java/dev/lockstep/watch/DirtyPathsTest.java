package dev.lockstep.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.model.Problem;
import dev.lockstep.model.RelativePath;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class DirtyPathsTest {
  private long now = 1_000;
  private final AtomicInteger news = new AtomicInteger();
  private final DirtyPaths dirty = new DirtyPaths(() -> now, news::incrementAndGet);

  @Test
  void aChangeIsDueWhenItIsQuiet() {
    dirty.entry(path("a"));
    assertThat(dirty.take()).isEmpty();
    pass(Duration.ofNanos(dirty.due() - now));
    assertThat(dirty.take()).containsExactly(entry("a"));
    assertThat(dirty.take()).isEmpty();
    assertThat(dirty.due()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void aFolderThatIsNeverQuietIsServedAllTheSame() {
    long begun = now;
    while (dirty.take().isEmpty()) {
      dirty.entry(path("a"));
      pass(Duration.ofNanos(500_000));
    }
    assertThat(Duration.ofNanos(now - begun)).isLessThanOrEqualTo(Duration.ofMillis(101));
  }

  @Test
  void aFileThatIsWrittenWaitsUntilItIsClosed() {
    dirty.writing(path("a"));
    pass(Duration.ofMillis(900));
    assertThat(dirty.take()).isEmpty();
    dirty.entry(path("a"));
    pass(Duration.ofMillis(1));
    assertThat(dirty.take()).containsExactly(entry("a"));
    pass(Duration.ofMinutes(1));
    assertThat(dirty.take()).isEmpty();
  }

  @Test
  void aFileThatIsNeverClosedIsTakenWhenItsWriterPauses() {
    dirty.writing(path("a"));
    pass(Duration.ofMillis(900));
    dirty.writing(path("a"));
    pass(Duration.ofMillis(999));
    assertThat(dirty.take()).isEmpty();
    pass(Duration.ofMillis(1));
    assertThat(dirty.take()).containsExactly(entry("a"));
  }

  @Test
  void aFileThatIsWrittenWithoutAPauseIsTakenAfterHalfAMinute() {
    long begun = now;
    while (dirty.take().isEmpty()) {
      dirty.writing(path("a"));
      pass(Duration.ofMillis(500));
    }
    assertThat(Duration.ofNanos(now - begun))
        .isBetween(Duration.ofSeconds(30), Duration.ofSeconds(31));
  }

  @Test
  void whatATreeCoversIsNotSaidTwiceAndAllComesInOrder() {
    dirty.entry(path("b/x"));
    dirty.entry(path("b-"));
    dirty.tree(path("b"));
    dirty.entry(path("a/z"));
    dirty.entry(path("b"));
    pass(Duration.ofSeconds(1));
    assertThat(dirty.take())
        .containsExactly(entry("a/z"), new Dirty(path("b"), Depth.TREE), entry("b-"));
  }

  @Test
  void ofVeryManyTheFoldersAreRemembered() {
    for (int i = 0; i <= DirtyPaths.MOST; i++) {
      dirty.entry(path("folder" + i % 10 + "/" + i));
    }
    pass(Duration.ofSeconds(1));
    assertThat(dirty.take()).hasSize(10).allMatch(each -> each.depth() == Depth.LISTING);
  }

  @Test
  void ofVeryManyFoldersAllIsInDoubt() {
    for (int i = 0; i <= DirtyPaths.MOST; i++) {
      dirty.entry(path("folder" + i + "/file"));
    }
    assertThat(dirty.isAllInDoubt()).isTrue();
    assertThat(dirty.take()).isEmpty();
    dirty.beginAll();
    assertThat(dirty.isAllInDoubt()).isFalse();
  }

  @Test
  void aDoubtIsSaidWithItsReasonOnce() {
    dirty.everything("Too much.");
    dirty.everything("Too much.");
    assertThat(dirty.isAllInDoubt()).isTrue();
    assertThat(dirty.takeReasons()).containsExactly("Too much.");
    assertThat(dirty.takeReasons()).isEmpty();
  }

  @Test
  void whatChangesDuringAMarchThroughEverythingIsDirtyAfterwards() {
    dirty.doubt();
    dirty.beginAll();
    dirty.entry(path("a"));
    dirty.endAll(List.of());
    pass(Duration.ofSeconds(1));
    assertThat(dirty.take()).containsExactly(entry("a"));
  }

  @Test
  void whatFailedIsTriedAgainWithGrowingPauses() {
    dirty.endAll(List.of(problem("a")));
    for (int seconds = 1; seconds <= 8; seconds *= 2) {
      pass(Duration.ofSeconds(seconds).minusNanos(1));
      assertThat(dirty.take()).isEmpty();
      pass(Duration.ofNanos(1));
      List<Dirty> again = dirty.take();
      assertThat(again).containsExactly(new Dirty(path("a"), Depth.TREE));
      dirty.end(again, List.of(problem("a")));
    }
    assertThat(dirty.problems()).containsExactly(problem("a"));
    pass(Duration.ofMinutes(10));
    dirty.end(dirty.take(), List.of());
    assertThat(dirty.problems()).isEmpty();
    assertThat(dirty.due()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void whatFailedIsTriedAtOnceWithAllBelowWhenItChanges() {
    dirty.endAll(List.of(problem("a")));
    dirty.entry(path("a"));
    pass(Duration.ofMillis(1));
    List<Dirty> due = dirty.take();
    // It may be a folder, of which only the listing failed.
    assertThat(due).containsExactly(new Dirty(path("a"), Depth.TREE));
    dirty.end(due, List.of());
    assertThat(dirty.problems()).isEmpty();
  }

  @Test
  void whatIsWrongWithTheRootIsNotRightWhenItsEntryIs() {
    var problem = new Problem(RelativePath.ROOT, Problem.Cause.FAILED, "failed");
    dirty.endAll(List.of(problem));
    dirty.entry(RelativePath.ROOT);
    pass(Duration.ofMillis(1));
    List<Dirty> due = dirty.take();
    assertThat(due).containsExactly(new Dirty(RelativePath.ROOT, Depth.ENTRY));
    dirty.end(due, List.of());
    assertThat(dirty.problems()).containsExactly(problem);
    dirty.endAll(List.of());
    assertThat(dirty.problems()).isEmpty();
  }

  @Test
  void withItsRulesAFolderIsDirtyAndAllBelow() {
    dirty.rules(path("a/rules"));
    dirty.entry(path("a/b/c"));
    pass(Duration.ofSeconds(1));
    assertThat(dirty.take()).containsExactly(new Dirty(path("a"), Depth.TREE));
  }

  @Test
  void rulesThatAreWrittenWaitUntilTheirWriterPausesOrSomethingElseIsToldOfThem() {
    dirty.writingRules(path("a/rules"));
    pass(Duration.ofMillis(999));
    assertThat(dirty.take()).isEmpty();
    pass(Duration.ofMillis(1));
    assertThat(dirty.take()).containsExactly(new Dirty(path("a"), Depth.TREE));

    dirty.writingRules(path("a/rules"));
    dirty.writing(path("a/rules"));
    dirty.entry(path("a/rules"));
    pass(Duration.ofMillis(1));
    assertThat(dirty.take()).containsExactly(new Dirty(path("a"), Depth.TREE));
  }

  @Test
  void rulesOfTheRootPutAllInDoubt() {
    dirty.writingRules(path("rules"));
    pass(Duration.ofSeconds(1));
    assertThat(dirty.take()).isEmpty();
    assertThat(dirty.isAllInDoubt()).isTrue();
    dirty.beginAll();
    dirty.rules(path("rules"));
    assertThat(dirty.isAllInDoubt()).isTrue();
  }

  @Test
  void whatTheReplicaCannotHoldIsRememberedAndNotTriedAgain() {
    var fifo = new Problem(path("fifo"), Problem.Cause.NOT_CARRIED, "a fifo");
    dirty.endAll(List.of(fifo));
    assertThat(dirty.due()).isEqualTo(Long.MAX_VALUE);
    assertThat(dirty.problems()).containsExactly(fifo);
    dirty.endAll(List.of());
    assertThat(dirty.problems()).isEmpty();
  }

  @Test
  void aPassTriesAllThatFailed() {
    dirty.endAll(List.of(problem("a/b")));
    dirty.writing(path("c"));
    assertThat(dirty.takeAll()).containsExactly(new Dirty(path("a/b"), Depth.TREE), entry("c"));
  }

  @Test
  void whereVeryMuchFailedEverythingIsTriedAgain() {
    List<Problem> problems = new java.util.ArrayList<>();
    for (int i = 0; i <= DirtyPaths.MOST_FAILED; i++) {
      problems.add(problem("f" + i));
    }
    dirty.endAll(problems);
    assertThat(dirty.problems()).extracting(Problem::path).containsExactly(RelativePath.ROOT);
    assertThat(dirty.dueAgain()).isEqualTo(now + Duration.ofSeconds(1).toNanos());
    assertThat(dirty.due()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void whatFailedAsAWholeIsTriedAgainByAMarchThroughEverythingOnly() {
    dirty.endAll(List.of(new Problem(RelativePath.ROOT, Problem.Cause.FAILED, "the disk")));
    pass(Duration.ofSeconds(1));
    assertThat(dirty.dueAgain()).isEqualTo(now);
    assertThat(dirty.due()).isEqualTo(Long.MAX_VALUE);
    assertThat(dirty.take()).isEmpty();
    assertThat(dirty.takeAll()).isEmpty();
    dirty.entry(RelativePath.ROOT);
    pass(Duration.ofSeconds(1));
    dirty.end(dirty.take(), List.of());
    assertThat(dirty.problems()).hasSize(1);
    dirty.endAll(List.of());
    assertThat(dirty.dueAgain()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void whileAllIsInDoubtNothingIsDue() {
    dirty.endAll(List.of(problem("a")));
    dirty.doubt();
    pass(Duration.ofSeconds(1));
    assertThat(dirty.due()).isEqualTo(Long.MAX_VALUE);
    assertThat(dirty.take()).isEmpty();
    assertThat(dirty.takeAll()).isEmpty();
    assertThat(dirty.problems()).hasSize(1);
  }

  @Test
  void whatFailedAndIsLeftOutMeanwhileIsRememberedAndNotDue() {
    dirty.endAll(List.of(problem("mount")));
    dirty.leaveOut(path("mount")::equals);
    pass(Duration.ofSeconds(1));
    assertThat(dirty.take()).isEmpty();
    assertThat(dirty.due()).isEqualTo(Long.MAX_VALUE);
    assertThat(dirty.problems()).containsExactly(problem("mount"));
  }

  @Test
  void whatIsLeftOutIsOfNoInterest() {
    dirty.leaveOut(path("log")::equals);
    dirty.entry(path("log"));
    dirty.entry(path("log/below"));
    pass(Duration.ofSeconds(1));
    assertThat(dirty.take()).isEmpty();
  }

  @Test
  void whoWaitsHearsOfTheFirstChange() {
    dirty.entry(path("a"));
    dirty.entry(path("b"));
    assertThat(news).hasValue(1);
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }

  private static RelativePath path(String path) {
    return RelativePath.of(path);
  }

  private static Dirty entry(String path) {
    return new Dirty(path(path), Depth.ENTRY);
  }

  private static Problem problem(String path) {
    return new Problem(path(path), Problem.Cause.FAILED, "failed");
  }
}
