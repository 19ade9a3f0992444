package dev.lockstep.guard;

import dev.lockstep.fs.FileSystemIdentity;
import dev.lockstep.fs.RootState;
import dev.lockstep.model.FileId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is known of one root: the file systems that it was found on, the latest last.
 *
 * @param known empty as long as none could be told
 * @param mountPoint whether something was mounted right at the root when it was last seen
 */
public record RootMemory(List<Known> known, boolean mountPoint) {
  /** Nothing yet. */
  static final RootMemory NOTHING = new RootMemory(List.of(), false);

  /**
   * A file system, and which of its folders the root was.
   *
   * @param folder inode and birth in words
   */
  public record Known(FileSystemIdentity fileSystem, String folder) {}

  public RootMemory {
    known = List.copyOf(known);
  }

  /** Whether this file system is another one than any that is known; in doubt not. */
  boolean isStranger(FileSystemIdentity fileSystem) {
    return fileSystem.isKnown() && !known.isEmpty() && find(fileSystem).isEmpty();
  }

  /** Whether what was mounted at the root is gone, so that it is an empty place. */
  boolean isUnmounted(RootState root) {
    return mountPoint && !(root instanceof RootState.Folder folder && folder.mountPoint());
  }

  /** Whether the root was another folder when it was last seen on this file system. */
  boolean isOtherFolder(RootState.Folder root) {
    return find(root.fileSystem())
        .filter(found -> !found.folder().isEmpty())
        .filter(found -> !isSame(found.folder(), folder(root.id())))
        .isPresent();
  }

  /** The same with what the root is now. */
  RootMemory with(RootState.Folder root) {
    return with(root.fileSystem(), folder(root.id()), root.mountPoint());
  }

  /** The same with a file system on which the root will be made. */
  RootMemory with(FileSystemIdentity fileSystem) {
    return with(fileSystem, "", false);
  }

  private RootMemory with(FileSystemIdentity fileSystem, String folder, boolean isMountPoint) {
    List<Known> all = new ArrayList<>(known);
    if (fileSystem.isKnown()) {
      all.removeIf(old -> old.fileSystem().key().equals(fileSystem.key()));
      all.add(new Known(fileSystem, folder));
    }
    return new RootMemory(all, isMountPoint);
  }

  /** The file systems, as people read them. */
  public String shown() {
    return String.join(" or ", known.stream().map(each -> each.fileSystem().shown()).toList());
  }

  private Optional<Known> find(FileSystemIdentity fileSystem) {
    return known.stream()
        .filter(each -> each.fileSystem().key().equals(fileSystem.key()))
        .findFirst();
  }

  private static String folder(FileId id) {
    if (!id.isKnown()) {
      return "";
    }
    return id.birth() == null ? Long.toString(id.inode()) : id.inode() + " " + id.birth();
  }

  /** Not each backend tells the birth. */
  private static boolean isSame(String one, String other) {
    return one.equals(other) || one.startsWith(other + " ") || other.startsWith(one + " ");
  }
}
