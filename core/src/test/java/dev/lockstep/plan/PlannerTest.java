package dev.lockstep.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.model.Action;
import dev.lockstep.model.Action.Delete.Why;
import dev.lockstep.model.Aspect;
import dev.lockstep.model.Difference;
import dev.lockstep.model.Entry;
import dev.lockstep.model.FileId;
import dev.lockstep.model.Kind;
import dev.lockstep.model.Metadata;
import dev.lockstep.model.Name;
import dev.lockstep.model.Node;
import dev.lockstep.model.Pair;
import dev.lockstep.model.Stamp;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of what is done about which pair. */
final class PlannerTest {
  private static final Difference NONE = Difference.NONE;
  private static final Difference KIND = Difference.in(Aspect.KIND);
  private static final Difference CONTENT = Difference.in(Aspect.CONTENT);
  private static final Difference CONTENT_AND_TIMES = Difference.in(Aspect.CONTENT, Aspect.TIMES);
  private static final Difference MODE = Difference.in(Aspect.MODE);
  private static final Difference OWNER_AND_GROUP = Difference.in(Aspect.OWNER, Aspect.GROUP);

  private static final Entry FILE = entry(Kind.FILE, "x");
  private static final Entry FOLDER = entry(Kind.DIRECTORY, "x");
  private static final Entry LINK = entry(Kind.SYMLINK, "x");
  private static final Entry SPECIAL = entry(Kind.SPECIAL, "x");
  private static final Entry STAGED = entry(Kind.FILE, ".lockstep-0123456789abcdef");

  private static final Set<Kind> NO_SPECIALS = EnumSet.of(Kind.FILE, Kind.DIRECTORY, Kind.SYMLINK);

  static Stream<Arguments> table() {
    return Stream.of(
        row(new Pair.SourceOnly(FILE), NONE, act(new Action.Create(FILE))),
        row(new Pair.SourceOnly(FOLDER), NONE, act(new Action.Create(FOLDER))),
        row(new Pair.SourceOnly(LINK), NONE, act(new Action.Create(LINK))),
        row(new Pair.SourceOnly(SPECIAL), NONE, new Plan.NotCarried(SPECIAL, false)),
        row(new Pair.SourceOnly(STAGED), NONE, act(new Action.Create(STAGED))),
        row(new Pair.ReplicaOnly(FILE), NONE, act(new Action.Delete(FILE, Why.GONE))),
        row(new Pair.ReplicaOnly(FOLDER), NONE, act(new Action.Delete(FOLDER, Why.GONE))),
        row(new Pair.ReplicaOnly(LINK), NONE, act(new Action.Delete(LINK, Why.GONE))),
        row(new Pair.ReplicaOnly(SPECIAL), NONE, act(new Action.Delete(SPECIAL, Why.GONE))),
        row(new Pair.ReplicaOnly(STAGED), NONE, act(new Action.Delete(STAGED, Why.LEFTOVER))),
        row(new Pair.Both(FILE, FILE), NONE, new Plan.Keep(FILE)),
        row(new Pair.Both(FOLDER, FOLDER), NONE, new Plan.Keep(FOLDER)),
        row(new Pair.Both(LINK, LINK), NONE, new Plan.Keep(LINK)),
        row(new Pair.Both(SPECIAL, SPECIAL), NONE, new Plan.NotCarried(SPECIAL, false)),
        row(new Pair.Both(STAGED, STAGED), NONE, new Plan.Keep(STAGED)),
        row(new Pair.Both(FILE, FILE), CONTENT, act(new Action.Update(FILE, FILE, CONTENT))),
        row(
            new Pair.Both(FILE, FILE),
            CONTENT_AND_TIMES,
            act(new Action.Update(FILE, FILE, CONTENT_AND_TIMES))),
        row(new Pair.Both(LINK, LINK), CONTENT, act(new Action.Update(LINK, LINK, CONTENT))),
        row(new Pair.Both(FILE, FILE), MODE, act(new Action.Meta(FILE, MODE))),
        row(new Pair.Both(FOLDER, FOLDER), MODE, act(new Action.Meta(FOLDER, MODE))),
        row(
            new Pair.Both(LINK, LINK),
            OWNER_AND_GROUP,
            act(new Action.Meta(LINK, OWNER_AND_GROUP))),
        row(new Pair.Both(FILE, FOLDER), KIND, act(new Action.Replace(FILE, FOLDER))),
        row(new Pair.Both(FILE, LINK), KIND, act(new Action.Replace(FILE, LINK))),
        row(new Pair.Both(FILE, SPECIAL), KIND, act(new Action.Replace(FILE, SPECIAL))),
        row(new Pair.Both(FOLDER, FILE), KIND, act(new Action.Replace(FOLDER, FILE))),
        row(new Pair.Both(FOLDER, LINK), KIND, act(new Action.Replace(FOLDER, LINK))),
        row(new Pair.Both(FOLDER, SPECIAL), KIND, act(new Action.Replace(FOLDER, SPECIAL))),
        row(new Pair.Both(LINK, FILE), KIND, act(new Action.Replace(LINK, FILE))),
        row(new Pair.Both(LINK, FOLDER), KIND, act(new Action.Replace(LINK, FOLDER))),
        row(new Pair.Both(LINK, SPECIAL), KIND, act(new Action.Replace(LINK, SPECIAL))),
        row(new Pair.Both(SPECIAL, FILE), KIND, new Plan.NotCarried(SPECIAL, true)),
        row(new Pair.Both(SPECIAL, FOLDER), KIND, new Plan.NotCarried(SPECIAL, true)));
  }

  @ParameterizedTest
  @MethodSource("table")
  void eachPairWithEachDifferenceHasItsPlan(Pair pair, Difference difference, Plan expected) {
    assertThat(new Planner(NO_SPECIALS, Set.of()).plan(pair, difference)).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void whatTheReplicaCanHoldIsCreated(Kind kind) {
    Entry entry = entry(kind, "x");
    var planner = new Planner(EnumSet.allOf(Kind.class), Set.of(Node.Type.FIFO));
    assertThat(planner.plan(new Pair.SourceOnly(entry), NONE))
        .isEqualTo(new Plan.Act(new Action.Create(entry)));
  }

  @Test
  void linksAreNotMadeWhereTheReplicaHasNone() {
    var planner = new Planner(EnumSet.of(Kind.FILE, Kind.DIRECTORY), Set.of());
    assertThat(planner.plan(new Pair.SourceOnly(LINK), NONE))
        .isEqualTo(new Plan.NotCarried(LINK, false));
  }

  private static Arguments row(Pair pair, Difference difference, Plan expected) {
    return Arguments.of(pair, difference, expected);
  }

  private static Plan act(Action action) {
    return new Plan.Act(action);
  }

  private static Entry entry(Kind kind, String text) {
    Name name = Name.of(text);
    var metadata = new Metadata(0644, 0, 0, Instant.EPOCH);
    var stamp = new Stamp(FileId.UNKNOWN, 0, Instant.EPOCH, null);
    return switch (kind) {
      case FILE -> new Entry.File(name, metadata, stamp, 1, false);
      case DIRECTORY -> new Entry.Directory(name, metadata, stamp);
      case SYMLINK -> new Entry.Symlink(name, metadata, stamp, 1);
      case SPECIAL -> new Entry.Special(name, metadata, stamp, 1, new Node(Node.Type.FIFO, 0, 0));
    };
  }
}
