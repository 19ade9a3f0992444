package dev.lockstep.engine;

import dev.lockstep.fs.NoSpaceException;
import dev.lockstep.fs.ReplicaDirectory;
import dev.lockstep.model.Entry;
import dev.lockstep.model.Problem;
import dev.lockstep.model.RelativePath;
import dev.lockstep.spill.Fields;
import dev.lockstep.spill.RecordLog;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Files for which there was no room, to be tried once more after the deletions. From the first of
 * them on, and in the runs that follow, a file that is larger than what is free is not even begun:
 * filling the disk again and again would only hinder others. For any thread.
 */
final class NoRoom implements Closeable {
  private final RecordLog files;
  private final FullDisk disk;

  NoRoom(Path spillFolder, FullDisk disk) {
    this.files = new RecordLog(spillFolder);
    this.disk = disk;
  }

  /** Does something with a file. */
  @FunctionalInterface
  interface Attempt {
    void make(RelativePath file) throws IOException;
  }

  /**
   * Refuses a file that is known not to fit.
   *
   * @throws NoSpaceException if it would not
   */
  void check(Entry entry, ReplicaDirectory folder) throws IOException {
    boolean isTold = disk.isFull() && entry instanceof Entry.File file && !file.sparse();
    if (isTold && entry.stamp().size() > folder.freeBytes()) {
      throw NoSpaceException.ofDisk(entry.name().toString());
    }
  }

  /** Takes note that something did not fit. */
  void found() {
    disk.found();
  }

  /** Keeps a file for another attempt. */
  void add(RelativePath file) throws IOException {
    files.add(out -> Fields.writePath(out, file));
  }

  boolean isEmpty() {
    return files.count() == 0;
  }

  /** Hands out every file that was kept. */
  void forEach(Attempt attempt) throws IOException {
    files.forEach(in -> attempt.make(Fields.readPath(in)));
  }

  /** The problem that a file does not fit, with the figures. */
  Problem problem(
      RelativePath path,
      Entry entry,
      Optional<Entry> old,
      ReplicaDirectory folder,
      NoSpaceException failure) {
    long size = entry.stamp().size();
    String kept =
        old.map(there -> "; its old version of %,d bytes is kept".formatted(there.stamp().size()))
            .orElse("");
    return new Problem(
        path,
        Problem.Cause.FAILED,
        "does not fit: it needs %,d bytes and %s%s; make room in the replica"
            .formatted(size, failure.isOfQuota() ? failure.getReason() : free(folder), kept));
  }

  private static String free(ReplicaDirectory folder) {
    try {
      return "%,d are free".formatted(folder.freeBytes());
    } catch (IOException e) {
      return "there is no room";
    }
  }

  @Override
  public void close() throws IOException {
    files.close();
  }
}
