package dev.lockstep.guard;

import dev.lockstep.fs.RootState;
import dev.lockstep.fs.TreeProvider;
import dev.lockstep.model.FileId;
import dev.lockstep.model.RelativePath;
import dev.lockstep.model.Shown;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Sees to it that what was found where a root should be is still there when something is about to
 * be deleted: the same folder, of the same file system, with the same mounts below it.
 */
public final class RootWatch {
  private final TreeProvider provider;
  private final Path root;
  private final RootState.Folder before;

  /** Watches over a root that was found to be this. */
  public RootWatch(TreeProvider provider, Path root, RootState.Folder before) {
    this.provider = provider;
    this.root = root;
    this.before = before;
  }

  /** What became of the root in the meantime, as a clause; empty if it is as it was. */
  public Optional<String> change() {
    try {
      return provider.inspect(root) instanceof RootState.Folder now
          ? change(now)
          : Optional.of("is not there any more");
    } catch (IOException e) {
      return Optional.of("cannot be looked at again: " + Shown.text(String.valueOf(e)));
    }
  }

  /** Whether an open folder is not the one that was found. */
  public boolean isOther(FileId open) {
    return before.id().isKnown() && !before.id().equals(open);
  }

  private Optional<String> change(RootState.Folder now) {
    if (isOther(now.id()) || before.fileSystem().differsFrom(now.fileSystem())) {
      return Optional.of("is another folder by now, or its disk was unmounted");
    }
    Set<RelativePath> gone = new HashSet<>();
    before.mounts().forEach(mount -> gone.add(mount.path()));
    now.mounts().forEach(mount -> gone.remove(mount.path()));
    return gone.stream().map(path -> "has lost what was mounted at " + path).findFirst();
  }
}
