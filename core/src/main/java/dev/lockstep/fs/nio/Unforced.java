package dev.lockstep.fs.nio;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Folders that were settled since the last flush, and files that were given other metadata: their
 * names and metadata may not be on the disk yet. For any thread.
 */
final class Unforced {
  /** How many are remembered; beyond, the next one flushes them first. */
  private static final int MOST = 10_000;

  private static final Set<OpenOption> HOW =
      Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

  private Set<Path> entries = new HashSet<>();
  private Optional<IOException> failed = Optional.empty();

  /** Takes note of one. What goes wrong with others here, the next {@link #flush} tells. */
  void add(Path entry) {
    if (!isOnDisk(entry)) {
      return;
    }
    Set<Path> full = Set.of();
    synchronized (this) {
      entries.add(entry);
      if (entries.size() > MOST) {
        full = take();
      }
    }
    Optional<IOException> failure = force(full);
    synchronized (this) {
      failed = failed.or(() -> failure);
    }
  }

  /**
   * Waits until all of them are on the disk.
   *
   * @throws IOException if one of them may not be
   */
  void flush() throws IOException {
    Set<Path> all;
    Optional<IOException> before;
    synchronized (this) {
      all = take();
      before = failed;
      failed = Optional.empty();
    }
    Optional<IOException> failure = force(all);
    if (before.or(() -> failure).isPresent()) {
      throw before.or(() -> failure).get();
    }
  }

  private Set<Path> take() {
    Set<Path> taken = entries;
    entries = new HashSet<>();
    return taken;
  }

  /** Other systems than Unix do not let a folder be opened like a file. */
  private static boolean isOnDisk(Path entry) {
    FileSystem fileSystem = entry.getFileSystem();
    return fileSystem.equals(FileSystems.getDefault())
        && fileSystem.supportedFileAttributeViews().contains("unix");
  }

  /** Forces all, whatever goes wrong with some; gives the first failure. */
  private static Optional<IOException> force(Set<Path> entries) {
    Optional<IOException> failure = Optional.empty();
    for (Path entry : entries) {
      try (FileChannel channel = FileChannel.open(entry, HOW)) {
        channel.force(true);
      } catch (NoSuchFileException e) {
        // It is gone by now, or its parent has another name, and is among these itself.
      } catch (AccessDeniedException e) {
        // What may not be read cannot be forced by itself; its folder's names are not in doubt.
      } catch (IOException e) {
        failure = failure.or(() -> Optional.of(e));
      }
    }
    return failure;
  }
}
