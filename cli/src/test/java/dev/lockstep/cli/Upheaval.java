package dev.lockstep.cli;

import static dev.lockstep.testkit.TreeSpec.file;
import static dev.lockstep.testkit.TreeSpec.folder;
import static dev.lockstep.testkit.TreeSpec.hardLink;
import static dev.lockstep.testkit.TreeSpec.root;
import static dev.lockstep.testkit.TreeSpec.symlink;

import dev.lockstep.testkit.TreeSpec;
import dev.lockstep.testkit.TreeSpec.Folder;
import java.time.Duration;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Two trees between which everything happens that a run can do: creating, updating, changing of
 * kinds, deleting, linking and unlinking; and changes of metadata alone, of one sort for each file,
 * since several are set one after the other.
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
        folder("shrunk", some(32, i -> file("gone" + i, "old"))),
        folder("gone", folder("deep", some(12, i -> file("f" + i, "old")))),
        folder("kinds", some(36, i -> ofKind(i % 3, "n" + i, "old"))),
        folder("linked", some(12, i -> file("f" + i, "same " + i / 3))),
        folder("unlinked", some(12, i -> inGroups("unlinked", i))),
        file("huge", bytes(7, huge)));
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
        folder("kinds", some(36, i -> ofKind((i + 1 + i / 3 % 2) % 3, "n" + i, "new"))),
        folder("linked", some(24, i -> inGroups("linked", i))),
        folder("unlinked", some(12, i -> file("f" + i, i % 2 == 0 ? "same 0" : "new"))),
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

  private static TreeSpec ofKind(int kind, String name, String text) {
    return switch (kind) {
      case 0 -> file(name, text);
      case 1 -> symlink(name, text);
      default -> folder(name, file("a", text), folder("deep", file("b", text)));
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
