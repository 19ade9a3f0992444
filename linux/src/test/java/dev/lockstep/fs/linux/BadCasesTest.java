package dev.lockstep.fs.linux;

import static dev.lockstep.testkit.TreeSpec.file;
import static dev.lockstep.testkit.TreeSpec.folder;
import static dev.lockstep.testkit.TreeSpec.root;
import static dev.lockstep.testkit.TreeSpec.symlink;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.api.MirrorReport;
import dev.lockstep.fs.TreeProvider;
import dev.lockstep.fs.linux.libc.Errno;
import dev.lockstep.model.Cancellation;
import dev.lockstep.testkit.ExactComparer;
import dev.lockstep.testkit.FaultyProvider;
import dev.lockstep.testkit.Gate;
import dev.lockstep.testkit.Lstat;
import dev.lockstep.testkit.Machine;
import dev.lockstep.testkit.Mounted;
import dev.lockstep.testkit.Operation.Side;
import dev.lockstep.testkit.Operation.Verb;
import dev.lockstep.testkit.Recorder;
import dev.lockstep.testkit.Roots;
import dev.lockstep.testkit.Runs;
import dev.lockstep.testkit.Snapshot;
import dev.lockstep.testkit.TreeComparer;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes wrong on real disks concerns its path only, is told with its reason, and ends. */
final class BadCasesTest {
  private static final int SOMEONE = 12_345;
  private static final int ROUNDS = 20;
  private static final int TOO_LARGE = 8 << 20;

  @TempDir private Path home;

  private Roots roots;
  private Recorder heard;

  @BeforeEach
  void open() {
    roots = Roots.in(home);
    heard = new Recorder();
  }

  @Test
  void namesThatToolsStumbleOverAreMirrored() throws Exception {
    String longest = "x".repeat(255);
    root(
            file("-rf", "text"),
            file("..x", "text"),
            file("new\nline", "text"),
            file(longest, "text"),
            folder("--", symlink("-", "-rf"), folder(longest, file(longest, "text"))))
        .writeTo(roots.source());
    assertThat(mirror(roots).isExact()).isTrue();
    assertThat(TreeComparer.mirror(roots.source(), roots.replica())).isEmpty();
    root().writeTo(home.resolve("empty"));
    assertThat(mirror(new Roots(home.resolve("empty"), roots.replica())).isExact()).isTrue();
    assertThat(roots.replica()).isEmptyDirectory();
  }

  @ParameterizedTest
  @CsvSource({
    Errno.EDQUOT + ", the disk quota is used up",
    Errno.EIO + ", input/output error; check the disk",
    Errno.ENOSPC + ", no space left on the device",
    Errno.EMFILE + ", too many open files; raise the limit with ulimit -n"
  })
  void aFailedWriteKeepsTheOldFileAndIsTold(int errno, String reason) throws Exception {
    root(file("a", "new"), file("b", "new"), file("c", "new")).writeTo(roots.source());
    root(file("a", "old"), file("b", "old"), file("gone", "old")).writeTo(roots.replica());
    Gate gate =
        operation -> {
          if (operation.is(Side.REPLICA, Verb.WRITE, "b")) {
            throw Errno.exception(-errno, "b");
          }
        };
    mirror(new FaultyProvider(new LinuxTreeProvider(), roots, gate), roots);
    assertThat(problems()).containsExactly("b: cannot be updated: " + reason);
    assertThat(Snapshot.of(roots.replica()).items()).containsOnlyKeys(".", "a", "b", "c");
    assertThat(roots.replica().resolve("b")).hasContent("old");
  }

  @Test
  @Tag("full")
  void anImmutableFileIsOneProblemThatNamesTheWayOut() throws Exception {
    try (Mounted mounted = Machine.loopMounted("ext4", 20)) {
      Roots there = Roots.in(mounted.folder());
      root(file("a", "new"), file("content", "new"), file("mode", "text").mode(0600))
          .writeTo(there.source());
      root(file("content", "old"), file("gone", "old"), file("mode", "text"))
          .writeTo(there.replica());
      List<String> untouchable = List.of("content", "gone", "mode");
      try (Closeable _ = immutable(there.replica(), untouchable)) {
        mirror(there);
        String reason = "it is immutable or append-only; chattr -i -a lifts that";
        assertThat(problems())
            .containsExactlyInAnyOrder(
                "content: cannot be updated: " + reason,
                "gone: cannot be deleted: " + reason,
                "mode: its metadata cannot be set: " + reason);
        assertThat(Snapshot.of(there.replica()).items())
            .containsOnlyKeys(".", "a", "content", "gone", "mode");
        assertThat(there.replica().resolve("content")).hasContent("old");
      }
      assertConverges(there);
    }
  }

  @Test
  @Tag("full")
  void aFullDiskCostsNothingThatWasThere() throws Exception {
    try (Mounted mounted = Machine.loopMounted("ext4", 6)) {
      Roots there = new Roots(roots.source(), mounted.folder().resolve("replica"));
      root(
              file("a", "new"),
              file("large", new byte[TOO_LARGE]),
              folder("new", file("inner", "new"), file("large", new byte[TOO_LARGE])),
              file("z", "new"))
          .writeTo(there.source());
      root(file("a", "old"), file("gone", "old"), file("large", "old"), file("z", "old"))
          .writeTo(there.replica());
      mirror(there);
      assertThat(problems())
          .hasSize(2)
          .anyMatch(problem -> problem.startsWith("large: does not fit: it needs 8,388,608 bytes"))
          .anyMatch(problem -> problem.startsWith("new/large: does not fit: "));
      assertThat(Snapshot.of(there.replica()).items())
          .containsOnlyKeys(".", "a", "large", "new", "new/inner", "z");
      assertThat(there.replica().resolve("large")).hasContent("old");
      assertThat(there.replica().resolve("z")).hasContent("new");
      Files.write(there.source().resolve("large"), new byte[1]);
      Files.write(there.source().resolve("new/large"), new byte[1]);
      assertConverges(there);
    }
  }

  @Test
  @Tag("full")
  void aReadOnlyReplicaIsToldAndLeftAsItIs() throws Exception {
    root(file("a", "new"), file("b", "new")).writeTo(roots.source());
    root(file("a", "old"), file("gone", "old")).writeTo(roots.replica());
    Snapshot before = Snapshot.of(roots.replica());
    try (Closeable _ = Machine.mount(roots.replica(), roots.replica(), "-o", "bind,ro")) {
      try {
        mirror(roots);
        assertThat(problems())
            .isNotEmpty()
            .allMatch(problem -> problem.contains("the file system is mounted read-only"));
      } catch (dev.lockstep.api.MirrorException e) {
        assertThat(e).hasMessageContaining("replica");
      }
    }
    assertThat(TreeComparer.sinceThen(before, roots.replica())).isEmpty();
  }

  @Test
  @Tag("full")
  void rightsAreNeverWiderThanTheOldOrTheNewOnes() throws Exception {
    root(
            file("private", "new").mode(0600),
            file("narrowed", "same").mode(0600),
            file("setuid", "new").owner(SOMEONE, SOMEONE).mode(06755),
            file("made setuid", "same").owner(SOMEONE, SOMEONE).mode(06755),
            file("given away", "same").owner(SOMEONE, SOMEONE).mode(06755),
            folder("new", file("private", "new").mode(0600)),
            folder("setuid folder", file("setuid", "new").owner(SOMEONE, SOMEONE).mode(06755)))
        .writeTo(roots.source());
    Set<String> seen = new ConcurrentSkipListSet<>();
    try (var watcher = new Swapper(random -> look(roots.replica(), true, seen))) {
      for (int round = 0; round < ROUNDS; round++) {
        Machine.run("rm", "-rf", roots.replica().toString());
        // Written elsewhere, since the writing is nobody's concern here.
        Path prepared = home.resolve("prepared");
        root(
                file("private", "old").mode(0600),
                file("narrowed", "same").mode(0600),
                file("setuid", "old"),
                file("made setuid", "same"),
                file("given away", "same").mode(06755).owner(SOMEONE, SOMEONE))
            .writeTo(prepared);
        Files.move(prepared, roots.replica());
        Gate gate = operation -> look(roots.replica(), true, seen);
        mirror(new FaultyProvider(new LinuxTreeProvider(), roots, gate), roots);
      }
      assertThat(watcher.swaps()).isPositive();
    }
    assertThat(seen).isEmpty();
    assertThat(heard.problems()).isEmpty();
    assertThat(TreeComparer.mirror(roots.source(), roots.replica())).isEmpty();
  }

  /** Notes files that others reach and may read though they are private, and wrong setuids. */
  private static boolean look(Path at, boolean isReachable, Set<String> seen) throws IOException {
    try {
      Lstat look = Lstat.of(at);
      String name = at.getFileName().toString();
      if (Files.isDirectory(at, LinkOption.NOFOLLOW_LINKS)) {
        boolean isOpen = isReachable && (look.mode() & 0011) != 0;
        try (var children = Files.newDirectoryStream(at)) {
          for (Path child : children) {
            look(child, isOpen, seen);
          }
        }
      } else {
        note(name, look, isReachable, seen);
      }
    } catch (NoSuchFileException | java.nio.file.DirectoryIteratorException e) {
      // It has gone meanwhile, as staged names do.
    }
    return true;
  }

  private static void note(String name, Lstat look, boolean isReachable, Set<String> seen) {
    boolean isPrivate = name.equals("private") || name.startsWith(".lockstep-");
    boolean isSetuid = (look.mode() & 06000) != 0;
    String what = name + " " + Integer.toOctalString(look.mode()) + " of " + look.owner();
    if (isSetuid && look.owner() != SOMEONE) {
      seen.add("wrong setuid: " + what);
    }
    if (isReachable && isPrivate && !isSetuid && (look.mode() & 0077) != 0) {
      seen.add("open: " + what);
    }
  }

  private void assertConverges(Roots there) throws Exception {
    heard = new Recorder();
    assertThat(mirror(there).isExact()).isTrue();
    assertThat(ExactComparer.differences(there.source(), there.replica())).isEmpty();
  }

  private List<String> problems() {
    return heard.problems().stream()
        .map(problem -> problem.path() + ": " + problem.message())
        .toList();
  }

  private MirrorReport mirror(Roots there) throws Exception {
    return mirror(new LinuxTreeProvider(), there);
  }

  private MirrorReport mirror(TreeProvider provider, Roots there) throws Exception {
    return Runs.mirror(provider, there.options(), heard, new Cancellation());
  }

  private static Closeable immutable(Path folder, List<String> names) throws IOException {
    for (String name : names) {
      Machine.run("chattr", "+i", folder.resolve(name).toString());
    }
    return () -> {
      for (String name : names) {
        Machine.run("chattr", "-i", folder.resolve(name).toString());
      }
    };
  }
}
