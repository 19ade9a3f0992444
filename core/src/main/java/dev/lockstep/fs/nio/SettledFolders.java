package dev.lockstep.fs.nio;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;

/**
 * Folders that were settled since the last flush: what they hold has its names, which the disk may
 * not know yet. For any thread.
 */
final class SettledFolders {
  /** How many are remembered; beyond, the next one flushes them first. */
  private static final int MOST = 10_000;

  private Set<Path> folders = new HashSet<>();

  /** Takes note of a folder. */
  void add(Path folder) throws IOException {
    if (!isOnDisk(folder)) {
      return;
    }
    Set<Path> full = Set.of();
    synchronized (this) {
      folders.add(folder);
      if (folders.size() > MOST) {
        full = folders;
        folders = new HashSet<>();
      }
    }
    flush(full);
  }

  /** Waits until all of them are on the disk. */
  void flush() throws IOException {
    Set<Path> all;
    synchronized (this) {
      all = folders;
      folders = new HashSet<>();
    }
    flush(all);
  }

  /** Other systems than Unix do not let a folder be opened like a file. */
  private static boolean isOnDisk(Path folder) {
    FileSystem fileSystem = folder.getFileSystem();
    return fileSystem.equals(FileSystems.getDefault())
        && fileSystem.supportedFileAttributeViews().contains("unix");
  }

  private static void flush(Set<Path> folders) throws IOException {
    for (Path folder : folders) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      } catch (NoSuchFileException e) {
        // It is gone by now, or its parent has another name, and is among these itself.
      }
    }
  }
}
