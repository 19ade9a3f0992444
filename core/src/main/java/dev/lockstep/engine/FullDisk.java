package dev.lockstep.engine;

import dev.lockstep.fs.FileSystemIdentity;
import dev.lockstep.guard.PairFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;

/**
 * Whether the last run found the replica's disk full. Outlives a run, and where there is a folder
 * of the pair, the process: else each run of an interval would fill the disk once more with a file
 * that does not fit. Losing it costs such an attempt. For any thread; runs follow one another.
 */
final class FullDisk {
  private static final String FILE = "full";

  private final Optional<PairFolder> folder;
  private final String file;
  private boolean isFull;
  private boolean isFoundNow;

  private FullDisk(Optional<PairFolder> folder, FileSystemIdentity disk) {
    this.folder = folder;
    this.file = PairFolder.nameFor(FILE, disk);
    this.isFull = folder.filter(pair -> Files.exists(pair.file(file))).isPresent();
  }

  /** What is known of a pair on this disk of the replica. */
  static FullDisk of(Optional<PairFolder> folder, FileSystemIdentity disk) {
    return new FullDisk(folder, disk);
  }

  /** Whether it was found full, in this run or the last one. */
  synchronized boolean isFull() {
    return isFull;
  }

  /** Takes note that something did not fit. */
  synchronized void found() {
    isFoundNow = true;
    if (!isFull) {
      isFull = true;
      keep();
    }
  }

  /** A run has come to its end: the disk is full if it was found so once more. */
  synchronized void end() {
    if (isFull && !isFoundNow) {
      isFull = false;
      keep();
    }
    isFoundNow = false;
  }

  private void keep() {
    try {
      if (folder.isPresent() && isFull) {
        folder.get().write(file, _ -> {});
      } else if (folder.isPresent()) {
        Files.deleteIfExists(folder.get().file(file));
      }
    } catch (IOException e) {
      // Harmless: the next process finds out by itself.
    }
  }
}
