package dev.lockstep.cli;

import static dev.lockstep.testkit.TreeSpec.file;
import static dev.lockstep.testkit.TreeSpec.folder;
import static dev.lockstep.testkit.TreeSpec.hardLink;
import static dev.lockstep.testkit.TreeSpec.root;
import static dev.lockstep.testkit.TreeSpec.symlink;

import dev.lockstep.testkit.TreeSpec;
import dev.lockstep.testkit.TreeSpec.Folder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Two trees between which everything happens that a run can do: creating, updating, changing of
 * kinds, deleting, linking and unlinking, moving; and changes of metadata alone, of one sort for
 * each file, since several are set one after the other.
 */
final class Upheaval {
  /** So large that the largest file is a task of its own. */
  static final Upheaval WHOLE = new Upheaval(1, 1_000_000, 17 << 20);

  /** Of everything some, for tests that make very many runs. */
  static final Upheaval SMALL = new Upheaval(4, 50_000, 500_000);

  private final int divisor;
  private final int large;
  private final int huge;

  /**
   * Makes two trees.
   *
   * @param divisor by which there are fewer entries of each sort
   * @param large bytes of the large files
   * @param huge bytes of the largest one
   */
  private Upheaval(int divisor, int large, int huge) {
    this.divisor = divisor;
    this.large = large;
    this.huge = huge;
  }

  /** What the replica has before. */
  Folder before() {
    return root(
        folder("same", some(40, i -> file("f" + i, "same " + i))),
        folder("updated", some(60, i -> file("f" + i, "old " + i))),
        folder("modes", some(12, i -> file("f" + i, "same").mode(0600))),
        folder("times", some(12, i -> file("f" + i, "same"))),
        folder("large", many(3, i -> file("f" + i, bytes(i, large)))),
        folder("grown", many(5, i -> file("old" + i, "same"))),
        folder("shrunk", some(32, i -> earlier(file("gone" + i, "old")))),
        earlier(
            folder("gone", earlier(folder("deep", some(12, i -> earlier(file("f" + i, "old"))))))),
        folder("kinds", some(36, i -> ofKind(i % 3, "n" + i, Upheaval::earlier, "old"))),
        folder("linked", some(12, i -> file("f" + i, "same " + i / 3))),
        folder("unlinked", some(12, i -> inGroups("unlinked", i))),
        folder(
            "moved",
            file("a", "text of a"),
            file("b", "text of b"),
            file("log", "newest"),
            file("log.1", "newer"),
            file("log.2", "new"),
            file("over", "text over"),
            file("under", "text under"),
            file("big", bytes(6, large)),
            folder(
                "d",
                folder("sub", file("h", "text of h")),
                file("f", "text of f"),
                file("g", "text of g"),
                file("i", "text of i")),
            folder("e", file("j", "text of j"), file("k", "text of k")),
            folder("one", file("l", "text of l")),
            folder("two", file("m", "text of m"))),
        file("huge", bytes(7, huge)));
  }

  /** Where folders were that are moved as a whole, by their new paths. */
  static final Map<String, String> MOVED_FOLDERS =
      Map.of("moved/z", "moved/d", "moved/s", "moved/d/sub", "moved/new/e", "moved/e");

  /** A folder that was moved, and whose name another has, is missing for a moment. */
  static final String TAKEN = "moved/d";

  /** Renames what is moved; all else is done with what comes out of it. */
  static void rename(Path source) throws IOException {
    Path at = source.resolve("moved");
    swap(at, "a", "b");
    swap(at, "one", "two");
    rename(at, "log.1", "log.2");
    rename(at, "log", "log.1");
    rename(at, "over", "under");
    Files.createDirectories(at.resolve("new/er"));
    rename(at, "big", "new/er/big");
    rename(at, "e/j", "new/er/j");
    rename(at, "e", "new/e");
    rename(at, "d/sub", "s");
    rename(at, "d", "z");
  }

  private static void swap(Path at, String one, String other) throws IOException {
    rename(at, one, "swapped");
    rename(at, other, one);
    rename(at, "swapped", other);
  }

  private static void rename(Path at, String from, String to) throws IOException {
    Files.move(at.resolve(from), at.resolve(to), StandardCopyOption.REPLACE_EXISTING);
  }

  /** What the source has. */
  Folder after() {
    return root(
        folder("same", some(40, i -> file("f" + i, "same " + i))),
        folder("updated", some(60, i -> later(file("f" + i, "new " + i + " ".repeat(i % 2))))),
        folder("modes", some(12, i -> file("f" + i, "same").mode(0640))),
        folder("times", some(12, i -> later(file("f" + i, "same")))),
        folder("large", many(5, i -> later(file("f" + i, bytes(i + 10, large + i % 2))))),
        folder("grown", some(40, i -> i < 5 ? file("old" + i, "same") : file("new" + i, "new"))),
        folder("shrunk"),
        folder(
            "made",
            folder("one", some(60, i -> file("f" + i, "new " + i))),
            folder("two", folder("deep", some(20, i -> symlink("l" + i, "../one/f" + i))))),
        folder(
            "kinds", some(36, i -> ofKind((i + 1 + i / 3 % 2) % 3, "n" + i, spec -> spec, "new"))),
        folder("linked", some(24, i -> inGroups("linked", i))),
        folder("unlinked", some(12, i -> file("f" + i, i % 2 == 0 ? "same 0" : "new"))),
        folder(
            "moved",
            file("a", "text of b"),
            file("b", "text of a"),
            later(file("log", "fresh")),
            file("log.1", "newest"),
            file("log.2", "newer"),
            file("under", "text over"),
            folder("s", file("h", "text of h")),
            folder(
                "z",
                later(file("f", "another f")),
                file("i", "text of i"),
                file("added", "text added")),
            folder("d", file("new", "text of d")),
            folder(
                "new",
                folder("er", file("big", bytes(6, large)), file("j", "text of j")),
                folder("e", file("k", "text of k"))),
            folder("one", file("m", "text of m")),
            folder("two", file("l", "text of l"))),
        file(".lockstep-0123456789abcdef", "no run staged this"),
        later(file("huge", bytes(8, huge))));
  }

  private TreeSpec[] some(int count, IntFunction<TreeSpec> each) {
    return many(count / divisor, each);
  }

  private static TreeSpec[] many(int count, IntFunction<TreeSpec> each) {
    return IntStream.range(0, count).mapToObj(each).toArray(TreeSpec[]::new);
  }

  private static TreeSpec later(TreeSpec file) {
    return file.modified(TreeSpec.LONG_AGO.plus(Duration.ofDays(1)));
  }

  /**
   * Of another time than what is new, for what is to go: its inode may be given to something new,
   * which passes for it where a file system does not tell births.
   */
  private static TreeSpec earlier(TreeSpec gone) {
    return gone.modified(TreeSpec.LONG_AGO.minus(Duration.ofDays(1)));
  }

  private static TreeSpec ofKind(
      int kind, String name, UnaryOperator<TreeSpec> timed, String text) {
    return switch (kind) {
      case 0 -> timed.apply(file(name, text));
      case 1 -> symlink(name, text);
      default -> {
        TreeSpec deep = timed.apply(folder("deep", timed.apply(file("b", text))));
        yield timed.apply(folder(name, timed.apply(file("a", text)), deep));
      }
    };
  }

  /** Each three names are one file. */
  private static TreeSpec inGroups(String folder, int i) {
    return i % 3 == 0
        ? file("f" + i, "same " + i / 3)
        : hardLink("f" + i, folder + "/f" + (i - i % 3));
  }

  private static byte[] bytes(int seed, int size) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
