package dev.lockstep.fs.linux;

import static dev.lockstep.testkit.TreeSpec.file;
import static dev.lockstep.testkit.TreeSpec.folder;
import static dev.lockstep.testkit.TreeSpec.root;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.fs.JavaProcess;
import dev.lockstep.fs.linux.MirrorProcess.Outcome;
import dev.lockstep.testkit.Lstat;
import dev.lockstep.testkit.Machine;
import dev.lockstep.testkit.Roots;
import dev.lockstep.testkit.Snapshot;
import dev.lockstep.testkit.TreeComparer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs of a user whom modes and owners forbid things. */
@Tag("full")
final class OrdinaryUserMirrorTest {
  @TempDir private Path home;

  private Roots roots;

  @BeforeEach
  void open() throws IOException {
    roots = Roots.in(home);
    Lstat.setMode(home, 0755);
  }

  @Test
  void whatMayNotBeReadIsAProblemAndTheRestArrives() throws Exception {
    root(
            file("a", "text"),
            file("closed", "text").mode(0),
            folder("shut", file("inner", "text")).mode(0),
            folder("open", file("closed", "text").mode(0), file("inner", "text")),
            file("z", "text"))
        .writeTo(roots.source());
    root().writeTo(roots.replica());
    giveToOrdinaryUser(roots.source(), roots.replica());
    String[] problems = {
      "closed: cannot be created: permission denied",
      "open/closed: cannot be created: permission denied",
      "shut: cannot be listed: permission denied"
    };
    Outcome first = mirror();
    assertThat(first.problems()).containsExactlyInAnyOrder(problems);
    assertThat(Snapshot.of(roots.replica()).items())
        .containsOnlyKeys(".", "a", "open", "open/inner", "z");
    Outcome second = mirror();
    assertThat(second.problems()).containsExactlyInAnyOrder(problems);
    assertThat(second.actions()).isEmpty();
  }

  @Test
  void foldersThatForbidWritingAreKeptUpToDateAndLeftWithTheSourcesMode() throws Exception {
    root(
            folder("listed", file("inner", "text"), folder("deep", file("x", "text")).mode(0500))
                .mode(0555),
            folder("gone", file("inner", "text"), folder("deep", file("x", "text")).mode(0))
                .mode(0555),
            folder("shut", file("inner", "text")).mode(0700))
        .writeTo(roots.source());
    root().writeTo(roots.replica());
    Lstat.setMode(roots.source().resolve("gone/deep"), 0555);
    giveToOrdinaryUser(roots.source(), roots.replica());
    assertThat(mirror().isExact()).isTrue();

    // Done by root, whom modes do not bind.
    Files.writeString(roots.source().resolve("listed/inner"), "other");
    Files.writeString(roots.source().resolve("listed/deep/x"), "other");
    Files.delete(roots.source().resolve("gone/deep/x"));
    Files.delete(roots.source().resolve("gone/deep"));
    Files.writeString(roots.source().resolve("shut/inner"), "other");
    Lstat.setMode(roots.replica().resolve("shut"), 0);
    Lstat.setMode(roots.replica().resolve("gone/deep"), 0);
    assertConverges();
    Machine.run("rm", "-r", roots.source().resolve("gone").toString());
    assertConverges();
  }

  @Test
  void whatALockedFolderHoldsCountsBeforeItIsDeleted() throws Exception {
    root(file("a", "text"), folder("gone", folder("deep"))).writeTo(roots.source());
    for (int i = 0; i < 150; i++) {
      Files.writeString(roots.source().resolve("gone/deep/" + i), "text");
    }
    root().writeTo(roots.replica());
    giveToOrdinaryUser(roots.source(), roots.replica());
    assertThat(mirror().isExact()).isTrue();
    Lstat.setMode(roots.replica().resolve("gone/deep"), 0);
    Machine.run("rm", "-r", roots.source().resolve("gone").toString());

    Outcome outcome = MirrorProcess.asOrdinaryUserWithin(100, roots.source(), roots.replica());

    assertThat(outcome.actions()).noneMatch(action -> action.startsWith("delete"));
    assertThat(roots.replica().resolve("gone/deep/149")).exists();
    assertThat(Lstat.of(roots.replica().resolve("gone/deep")).mode()).isZero();
  }

  @Test
  void ownersAreNotKeptNorWhatGivesTheirRights() throws Exception {
    root(
            file("setuid", "text").mode(04755),
            file("setgid", "text").mode(02755),
            folder("folder", file("inner", "text")).mode(02755),
            file("plain", "text"))
        .writeTo(roots.source());
    root().writeTo(roots.replica());
    giveToOrdinaryUser(roots.replica());
    Outcome first = mirror();
    assertThat(first.problems()).isEmpty();
    assertThat(first.lacks()).contains("owners (not root)");
    assertThat(Lstat.of(roots.replica().resolve("setuid")).mode()).isEqualTo(0755);
    assertThat(Lstat.of(roots.replica().resolve("setgid")).mode()).isEqualTo(0755);
    assertThat(Lstat.of(roots.replica().resolve("folder/inner")).mode()).isEqualTo(0644);
    assertThat(mirror().actions()).isEmpty();
  }

  @Test
  void aRootOfSomebodyElseIsOneLineAndTheRestArrives() throws Exception {
    root(file("a", "text"), folder("folder", file("inner", "text"))).writeTo(roots.source());
    root().writeTo(roots.replica());
    Lstat.setMode(roots.replica(), 0777);
    Outcome first = mirror();
    assertThat(first.problems()).hasSize(1);
    assertThat(first.problems().getFirst()).startsWith(".: ");
    assertThat(roots.replica().resolve("folder/inner")).hasContent("text");
    Outcome second = mirror();
    assertThat(second.problems()).isEqualTo(first.problems());
    assertThat(second.actions()).isEmpty();
  }

  private Outcome mirror() throws Exception {
    return MirrorProcess.asOrdinaryUser(roots.source(), roots.replica());
  }

  private void assertConverges() throws Exception {
    giveToOrdinaryUser(roots.source());
    Outcome outcome = mirror();
    assertThat(outcome.problems()).isEmpty();
    assertThat(outcome.isExact()).isTrue();
    assertThat(TreeComparer.mirror(roots.source(), roots.replica())).isEmpty();
    assertThat(mirror().actions()).isEmpty();
  }

  private static void giveToOrdinaryUser(Path... trees) throws IOException {
    String user = JavaProcess.NOBODY + ":" + JavaProcess.NOBODY;
    for (Path tree : trees) {
      Machine.run("chown", "-R", "-h", user, tree.toString());
    }
  }
}
