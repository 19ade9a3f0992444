package dev.lockstep.testkit;

import dev.lockstep.testkit.Snapshot.Item;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Compares two trees by its own lights: nothing here is shared with what it judges. */
public final class TreeComparer {
  private TreeComparer() {}

  /** In what a replica differs from its source, as far as a mirror carries things. */
  public static List<Mismatch> mirror(Path source, Path replica) throws IOException {
    return between(Snapshot.of(source), Snapshot.of(replica), Respect.mirrored());
  }

  /** In what a tree differs from what it was, were it only that the same was written again. */
  public static List<Mismatch> sinceThen(Snapshot then, Path root) throws IOException {
    return between(then, Snapshot.of(root), Respect.untouched());
  }

  /** In what the second tree differs from the first: names, kinds and these respects. */
  public static List<Mismatch> between(Snapshot first, Snapshot second, Set<Respect> respects) {
    SortedSet<String> paths = new TreeSet<>(first.items().keySet());
    paths.addAll(second.items().keySet());
    List<Mismatch> mismatches = new ArrayList<>();
    for (String path : paths) {
      Item one = first.items().get(path);
      Item other = second.items().get(path);
      if (one == null) {
        mismatches.add(new Mismatch(path, "only the second has this " + other.kind().word()));
      } else if (other == null) {
        mismatches.add(new Mismatch(path, "only the first has this " + one.kind().word()));
      } else {
        compare(path, one, other, respects, mismatches);
      }
    }
    return mismatches;
  }

  /** Whether the two entries are equal in kind and in these respects. */
  static boolean same(Item one, Item other, Set<Respect> respects) {
    List<Mismatch> mismatches = new ArrayList<>();
    compare("", one, other, respects, mismatches);
    return mismatches.isEmpty();
  }

  private static void compare(
      String path, Item one, Item other, Set<Respect> respects, List<Mismatch> mismatches) {
    if (one.kind() != other.kind()) {
      mismatches.add(
          new Mismatch(path, "kind " + one.kind().word() + " against " + other.kind().word()));
      return;
    }
    for (Respect respect : respects) {
      String first = respect.of(one);
      String second = respect.of(other);
      if (!first.equals(second)) {
        mismatches.add(new Mismatch(path, respect + " " + first + " against " + second));
      }
    }
  }
}
