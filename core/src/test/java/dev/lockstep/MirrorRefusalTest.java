package dev.lockstep;

import static dev.lockstep.testkit.TreeSpec.file;
import static dev.lockstep.testkit.TreeSpec.folder;
import static dev.lockstep.testkit.TreeSpec.root;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.api.MirrorException;
import dev.lockstep.api.MirrorException.Reason;
import dev.lockstep.api.MirrorListener;
import dev.lockstep.api.MirrorOptions;
import dev.lockstep.testkit.Roots;
import dev.lockstep.testkit.Runs;
import dev.lockstep.testkit.Snapshot;
import dev.lockstep.testkit.TreeComparer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Roots that are not in order are refused before anything is touched. */
class MirrorRefusalTest {
  @TempDir private Path home;

  private Roots roots;

  @BeforeEach
  void open() {
    roots = Roots.in(home);
  }

  @Test
  void aLogInTheReplicaIsRefused() throws Exception {
    root(file("a", "text")).writeTo(roots.source());
    root(file("old", "text")).writeTo(roots.replica());
    Path log = roots.replica().resolve("lockstep.log");
    assertRefused(roots.options().withLeftOut(List.of(log)), Reason.USAGE);
  }

  @Test
  void aReplicaInTheStateFolderIsRefused() throws Exception {
    root(file("a", "text")).writeTo(roots.source());
    root(file("old", "text")).writeTo(roots.replica());
    Path state = roots.replica().getParent();
    assertRefused(roots.options().withStateDirectory(state), Reason.USAGE);
  }

  @Test
  void aMissingSourceIsRefused() throws Exception {
    root(file("kept", "text")).writeTo(roots.replica());
    assertRefused(roots.options(), Reason.REFUSED);
  }

  @Test
  void aSourceThatIsAFileIsRefused() throws Exception {
    Files.writeString(roots.source(), "text");
    root(file("kept", "text")).writeTo(roots.replica());
    assertRefused(roots.options(), Reason.REFUSED);
  }

  @Test
  void aRootInsideTheOtherIsRefused() throws Exception {
    root(folder("inner", file("a", "text"))).writeTo(roots.source());
    Path outer = roots.source();
    Path inner = outer.resolve("inner");
    assertRefused(MirrorOptions.of(outer, inner), Reason.REFUSED);
    assertRefused(MirrorOptions.of(inner, outer), Reason.REFUSED);
    assertRefused(MirrorOptions.of(inner, inner), Reason.REFUSED);
  }

  @Test
  void aRootInsideTheOtherIsRefusedThroughALinkToo() throws Exception {
    root(folder("inner", file("a", "text"))).writeTo(roots.source());
    Path link = Files.createSymbolicLink(roots.replica(), roots.source().resolve("inner"));
    assertRefused(MirrorOptions.of(roots.source(), link), Reason.REFUSED);
    assertRefused(MirrorOptions.of(link, roots.source()), Reason.REFUSED);
    assertRefused(MirrorOptions.of(roots.source(), link.resolve("new")), Reason.REFUSED);
  }

  @Test
  void aReplicaThatIsAFileIsRefused() throws Exception {
    root(file("a", "text")).writeTo(roots.source());
    Files.writeString(roots.replica(), "text");
    assertRefused(roots.options(), Reason.REFUSED);
  }

  @Test
  void aReplicaThatIsALinkToNowhereIsRefused() throws Exception {
    root(file("a", "text")).writeTo(roots.source());
    Files.createSymbolicLink(roots.replica(), Path.of("nowhere"));
    assertRefused(roots.options(), Reason.REFUSED);
  }

  /** Refused, and nothing near the roots was touched. */
  private void assertRefused(MirrorOptions options, Reason reason) throws IOException {
    Snapshot before = Snapshot.of(home);
    assertThatThrownBy(() -> Runs.mirror(options, MirrorListener.NONE))
        .isInstanceOfSatisfying(
            MirrorException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    assertThat(TreeComparer.sinceThen(before, home)).isEmpty();
  }
}
