package dev.lockstep.model;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The names that lead from a root to an entry; the root itself has none.
 *
 * <p>A path shares its parent's names, so a child costs the same at any depth. No operation
 * recurses: paths of thousands of names are in order.
 */
public final class RelativePath {
  /** The path of a root. */
  public static final RelativePath ROOT = new RelativePath(null, null);

  /**
   * An odd number near 2^32 divided by the golden ratio (Knuth, The Art of Computer Programming,
   * volume 3, section 6.4). By 31, as in lists, numbered files of numbered folders would share few
   * values: it is the weight of a digit too.
   */
  private static final int SPREAD = 0x9e3779b1;

  private final @Nullable RelativePath parent;
  private final @Nullable Name name;
  private final int depth;

  private RelativePath(@Nullable RelativePath parent, @Nullable Name name) {
    this.parent = parent;
    this.name = name;
    this.depth = parent == null ? 0 : parent.depth + 1;
  }

  /** The path of these names, slash between them; empty text is the root. */
  public static RelativePath of(String text) {
    RelativePath path = ROOT;
    for (String part : text.split("/", -1)) {
      if (!text.isEmpty()) {
        path = path.resolve(Name.of(part));
      }
    }
    return path;
  }

  /** The entry of this name in the folder that this path leads to. */
  public RelativePath resolve(Name child) {
    return new RelativePath(this, child);
  }

  /** Whether this is the path of the root. */
  public boolean isRoot() {
    return parent == null;
  }

  /**
   * The path of the folder that holds the entry.
   *
   * @throws IllegalStateException for the root
   */
  public RelativePath parent() {
    if (parent == null) {
      throw new IllegalStateException("the root has no parent");
    }
    return parent;
  }

  /**
   * The last name.
   *
   * @throws IllegalStateException for the root
   */
  public Name name() {
    if (name == null) {
      throw new IllegalStateException("the root has no name");
    }
    return name;
  }

  /** How many names there are; 0 for the root. */
  public int depth() {
    return depth;
  }

  /** The names from the root down. */
  public Iterable<Name> names() {
    Deque<Name> names = new ArrayDeque<>(depth);
    for (RelativePath at = this; !at.isRoot(); at = at.parent()) {
      names.addFirst(at.name());
    }
    return names;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (!(other instanceof RelativePath path) || path.depth != depth) {
      return false;
    }
    RelativePath mine = this;
    RelativePath theirs = path;
    while (mine != theirs && !mine.isRoot()) {
      if (!mine.name().equals(theirs.name())) {
        return false;
      }
      mine = mine.parent();
      theirs = theirs.parent();
    }
    return true;
  }

  @Override
  public int hashCode() {
    int hash = depth;
    for (RelativePath at = this; !at.isRoot(); at = at.parent()) {
      hash = (hash ^ Objects.hashCode(at.name)) * SPREAD;
    }
    return hash;
  }

  /** The path as it may be shown on a terminal, {@code .} for the root: see {@link Shown}. */
  @Override
  public String toString() {
    if (isRoot()) {
      return ".";
    }
    var shown = new StringBuilder();
    for (Iterator<Name> names = names().iterator(); names.hasNext(); ) {
      shown.append(names.next());
      if (names.hasNext()) {
        shown.append('/');
      }
    }
    return shown.toString();
  }
}
