package dev.lockstep;

import static dev.lockstep.testkit.TreeSpec.file;
import static dev.lockstep.testkit.TreeSpec.folder;
import static dev.lockstep.testkit.TreeSpec.root;
import static dev.lockstep.testkit.TreeSpec.symlink;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lockstep.api.MirrorReport;
import dev.lockstep.testkit.Gate;
import dev.lockstep.testkit.Lstat;
import dev.lockstep.testkit.Machine;
import dev.lockstep.testkit.Operation.Side;
import dev.lockstep.testkit.Operation.Verb;
import dev.lockstep.testkit.Recorder;
import dev.lockstep.testkit.Roots;
import dev.lockstep.testkit.Runs;
import dev.lockstep.testkit.TreeComparer;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hard links of a source that changes, and of a replica that refuses some. */
class MirrorLinkRacesTest {
  @TempDir private Path home;

  private Roots roots;

  @BeforeEach
  void open() {
    roots = Roots.in(home);
  }

  @Test
  void aLeaderThatIsSavedAnewWhileItIsCopiedLeadsNobody() throws Exception {
    root(file("a", "old text")).writeTo(roots.source());
    link("a", "b", "c");
    mirror(once(Side.SOURCE, Verb.READ, "a", this::saveAnew));
    assertThat(replica("b")).hasContent("old text");
    assertThat(replica("c")).hasContent("old text");
    assertThat(Files.isSameFile(replica("b"), replica("c"))).isTrue();
    assertThat(replica("a")).hasContent("new text of a alone");
  }

  @Test
  void aSymlinkThatIsExchangedWhileItIsReadLeadsNobody() throws Exception {
    root(symlink("a", "old")).writeTo(roots.source());
    link("a", "b");
    mirror(
        once(
            Side.SOURCE,
            Verb.READ_SYMLINK,
            "a",
            () -> {
              Files.delete(source("a"));
              Files.createSymbolicLink(source("a"), Path.of("new"));
            }));
    assertThat(Files.readSymbolicLink(replica("b"))).hasToString("old");
  }

  @Test
  void aLateLeaderThatIsSavedAnewLeadsNobody() throws Exception {
    root(file("a", "old text")).writeTo(roots.source());
    link("a", "b");
    root(folder("a", file("x", "x")), folder("b", file("x", "x"))).writeTo(roots.replica());
    mirror(once(Side.SOURCE, Verb.READ, "a", this::saveAnew));
    assertThat(replica("b")).hasContent("old text");
  }

  @Test
  void aFolderInTheWayThatVanishesIsToldAndTheRunGoesOn() throws Exception {
    root(file("z", "text")).writeTo(roots.source());
    link("z", "a");
    root(folder("a"), file("z", "text")).writeTo(roots.replica());
    MirrorReport report =
        mirror(once(Side.REPLICA, Verb.STAGE_LINK, "a", () -> Files.delete(replica("a"))));
    assertThat(report.isExact()).isFalse();
    assertThat(mirror(Gate.OPEN).isExact()).isTrue();
    assertThat(Files.isSameFile(replica("a"), replica("z"))).isTrue();
  }

  @Test
  void aNameThatMovesToAnotherGroupDuringTheRunIsNotCalledExact() throws Exception {
    root(file("a", "one"), file("b", "two!")).writeTo(roots.source());
    link("a", "a2");
    link("b", "b2");
    var looks = new AtomicInteger();
    MirrorReport report =
        mirror(operation -> {
          if (operation.is(Side.SOURCE, Verb.ENTRY, "a") && looks.incrementAndGet() == 2) {
            Files.delete(source("a"));
            Files.createLink(source("a"), source("b"));
          }
        });
    assertThat(looks.get()).isGreaterThan(1);
    assertThat(report.isExact()).isFalse();
    assertThat(mirror(Gate.OPEN).isExact()).isTrue();
    assertThat(TreeComparer.mirror(roots.source(), roots.replica())).isEmpty();
  }

  /** The replica takes both for one: played by giving it whichever name is asked for. */
  @Test
  void namesThatTheReplicaTakesForOneAreNotCalledExact() throws Exception {
    root(file("A", "one"), file("a", "two!")).writeTo(roots.source());
    link("A", "x");
    link("a", "y");
    MirrorReport report =
        mirror(operation -> {
          String path = operation.path().toString();
          if (operation.side() == Side.REPLICA && (path.equals("A") || path.equals("x"))) {
            rename("a", "A");
          }
          if (operation.side() == Side.REPLICA && (path.equals("a") || path.equals("y"))) {
            rename("A", "a");
          }
        });
    assertThat(report.isExact()).isFalse();
    assertThat(replica("x")).hasContent("one");
  }

  @Test
  @Tag("full")
  void whatLiesBeyondABorderIsNotChangedThroughAnotherName() throws Exception {
    assumeTrue(Machine.isRoot(), "only root can mount");
    root(folder("disk"), file("g", "text")).writeTo(roots.source());
    Lstat.setMode(source("g"), 0600);
    root(folder("disk"), file("g", "text").mode(0644)).writeTo(roots.replica());
    Machine.run("touch", "-r", source("g").toString(), replica("g").toString());
    Files.createLink(replica("disk/f"), replica("g"));
    int before = Lstat.of(replica("disk/f")).mode();
    try (Closeable _ = Machine.mount(Path.of("none"), source("disk"), "-t", "tmpfs")) {
      Runs.mirror(roots.options().withOneFileSystem(true), new Recorder());
    }
    assertThat(Lstat.of(replica("disk/f")).mode()).isEqualTo(before);
    assertThat(Lstat.of(replica("g")).mode() & 0777).isEqualTo(0600);
  }

  @Test
  @Tag("full")
  void aGroupAcrossMountsOfTheReplicaIsCopiedThereAndKeptUpToDate() throws Exception {
    assumeTrue(Machine.isRoot(), "only root can mount");
    linkAcrossFolders();
    try (Closeable _ = Machine.mount(Path.of("none"), replica("y"), "-t", "tmpfs")) {
      Files.createDirectory(replica("y/f"));
      Files.writeString(replica("y/f/old"), "in the way");
      mirror(Gate.OPEN);
      mirror(Gate.OPEN);
      assertThat(replica("y/f")).hasContent("old");
      Files.writeString(source("x/f"), "newer content");
      mirror(Gate.OPEN);
      assertThat(replica("y/f")).hasContent("newer content");
    }
  }

  @Test
  @Tag("full")
  void aCopyInALinksPlaceChangesNoOtherFile() throws Exception {
    assumeTrue(Machine.isRoot(), "only root can mount");
    linkAcrossFolders();
    Files.writeString(source("y/a"), "old");
    Machine.run("touch", "-r", source("x/f").toString(), source("y/a").toString());
    Lstat.setMode(source("x/f"), 0600);
    Lstat.setMode(source("y/a"), 0644);
    try (Closeable _ = Machine.mount(Path.of("none"), replica("y"), "-t", "tmpfs")) {
      Files.writeString(replica("y/a"), "old");
      Lstat.setMode(replica("y/a"), 0644);
      Machine.run("touch", "-r", source("y/a").toString(), replica("y/a").toString());
      Files.createLink(replica("y/f"), replica("y/a"));
      mirror(Gate.OPEN);
      assertThat(Files.isSameFile(replica("y/a"), replica("y/f"))).isFalse();
      assertThat(Lstat.of(replica("y/a")).mode() & 0777).isEqualTo(0644);
    }
  }

  /** A group of two names in two folders, of which the replica has the folders. */
  private void linkAcrossFolders() throws IOException {
    root(folder("x", file("f", "old")), folder("y")).writeTo(roots.source());
    link("x/f", "y/f");
    root(folder("x"), folder("y")).writeTo(roots.replica());
  }

  private void saveAnew() throws IOException {
    Path anew = Files.writeString(home.resolve("new"), "new text of a alone");
    Files.move(
        anew, source("a"), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private void rename(String from, String to) throws IOException {
    if (Files.exists(replica(from)) && !Files.exists(replica(to))) {
      Files.move(replica(from), replica(to));
    }
  }

  private void link(String existing, String... names) throws IOException {
    for (String name : names) {
      Files.createLink(source(name), source(existing));
    }
  }

  private Path source(String path) {
    return roots.source().resolve(path);
  }

  private Path replica(String path) {
    return roots.replica().resolve(path);
  }

  private MirrorReport mirror(Gate gate) throws Exception {
    return Runs.mirror(roots, gate, new Recorder());
  }

  /** Something done in between. */
  @FunctionalInterface
  private interface Deed {
    void run() throws IOException;
  }

  private static Gate once(Side side, Verb verb, String path, Deed deed) {
    var count = new AtomicInteger();
    return operation -> {
      if (operation.is(side, verb, path) && count.getAndIncrement() == 0) {
        deed.run();
      }
    };
  }
}
