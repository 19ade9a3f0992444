package dev.lockstep.filter;

import dev.lockstep.model.Name;
import dev.lockstep.model.RelativePath;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rules for what lies in one folder. Immutable. */
public final class FolderRules {
  private final Filter filter;
  private final RelativePath folder;
  private final Set<Name> own;

  /** Those of the nearest folder above that has an ignore file, if there is one. */
  private final @Nullable FolderRules above;

  private final IgnoreFile ignores;

  /** How many bytes the folder's path has, with a slash before each name and one at the end. */
  private final int length;

  private FolderRules(
      Filter filter,
      RelativePath folder,
      @Nullable FolderRules above,
      IgnoreFile ignores,
      int length) {
    this.filter = filter;
    this.folder = folder;
    this.own = filter.ownIn(folder);
    this.above = above;
    this.ignores = ignores;
    this.length = length;
  }

  static FolderRules root(Filter filter, IgnoreFile ignores) {
    return new FolderRules(filter, RelativePath.ROOT, null, ignores, 1);
  }

  /** Those that hold everywhere. */
  static FolderRules of(Filter filter, RelativePath folder) {
    int length = 1;
    for (RelativePath at = folder; !filter.hasNoRules() && !at.isRoot(); at = at.parent()) {
      length += at.name().length() + 1;
    }
    return new FolderRules(filter, folder, null, IgnoreFile.NONE, length);
  }

  /** The rules of a folder in this one, which has this ignore file. */
  public FolderRules below(Name name, IgnoreFile itsIgnores) {
    return new FolderRules(
        filter,
        folder.resolve(name),
        ignores.rules().isEmpty() ? above : this,
        itsIgnores,
        length + name.length() + 1);
  }

  /** The folder, from the root. */
  public RelativePath folder() {
    return folder;
  }

  /** The filter that they are of. */
  public Filter filter() {
    return filter;
  }

  /** Who decides by them; for one thread. */
  public Judge judge() {
    return new Judge(this);
  }

  boolean isOwn(Name name) {
    return own.contains(name);
  }

  @Nullable FolderRules above() {
    return above;
  }

  IgnoreFile ignores() {
    return ignores;
  }

  int length() {
    return length;
  }
}
