package dev.lockstep.testkit;

import dev.lockstep.testkit.TreeSpec.Folder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Makes trees by seeded chance: odd names, empty files and folders, deep chains, links that lead
 * nowhere. Equal seeds make equal trees.
 */
public final class RandomTrees {
  private static final int DEEPEST = 6;
  private static final int CHAIN = 12;

  private final Chance chance;

  /**
   * A maker of trees.
   *
   * @param unicode whether names may hold more than ASCII
   */
  public RandomTrees(long seed, boolean unicode) {
    this.chance = new Chance(seed, unicode);
  }

  /** A tree of about so many entries. */
  public Folder tree(int entries) {
    List<TreeSpec> children = new ArrayList<>(children(entries, 0));
    if (chance.onceIn(3)) {
      children.add(chain());
    }
    return withLooks(new Folder("", children, TreeSpec.root().looks()));
  }

  private List<TreeSpec> children(int entries, int depth) {
    List<TreeSpec> children = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    int left = entries;
    while (left > 0) {
      String name = chance.name();
      if (!taken.add(name)) {
        name = name.length() < 100 ? name + taken.size() + '.' + left : "n." + taken.size() + left;
      }
      taken.add(name);
      int within = depth < DEEPEST && chance.onceIn(3) ? chance.below(left) : 0;
      children.add(within > 0 || chance.onceIn(6) ? folder(name, within, depth) : leaf(name));
      left -= 1 + within;
    }
    return children;
  }

  private TreeSpec folder(String name, int entries, int depth) {
    return withLooks(new Folder(name, children(entries, depth + 1), TreeSpec.root().looks()));
  }

  private TreeSpec leaf(String name) {
    if (chance.onceIn(5)) {
      return TreeSpec.symlink(name, chance.target()).modified(chance.time());
    }
    return TreeSpec.file(name, chance.content()).mode(chance.fileMode()).modified(chance.time());
  }

  private Folder withLooks(Folder folder) {
    return folder.mode(chance.folderMode()).modified(chance.time());
  }

  private TreeSpec chain() {
    TreeSpec inner = leaf("bottom");
    for (int i = 0; i < CHAIN; i++) {
      inner = withLooks(TreeSpec.folder("chain", inner));
    }
    return withLooks(TreeSpec.folder("chained", inner));
  }
}
