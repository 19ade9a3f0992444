package dev.lockstep.engine;

import dev.lockstep.api.Durability;
import dev.lockstep.apply.Timing;
import dev.lockstep.fs.ReplicaTree;
import dev.lockstep.model.Entry;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sees to it that what a run writes is on the disk when it has to be: before it takes an old
 * version's place, before anything is deleted, and at the end. For any thread.
 *
 * <p>A flush that failed is never simply repeated: the system tells a failure once, and may by then
 * have forgotten what it could not write (Rebello and others, "Can Applications Recover from fsync
 * Failures?", USENIX ATC 2020). What it covered is in doubt until it was written again.
 */
final class Flushing {
  private final ReplicaTree tree;
  private final Durability durability;
  private final Unflushed unflushed;

  /** How many more files are flushed one by one. */
  private final AtomicInteger alone = new AtomicInteger();

  /** Not guarded by the lock, which a flush holds for as long as the disk takes. */
  private final AtomicLong failures = new AtomicLong();

  Flushing(ReplicaTree tree, Durability durability, Unflushed unflushed) {
    this.tree = tree;
    this.durability = durability;
    this.unflushed = unflushed;
  }

  /**
   * Has the next few files flushed one by one where they take an old version's place: they need not
   * wait for what others write to the same disk, nor for each other.
   */
  void flushAlone(int files) {
    alone.set(files);
  }

  /**
   * When a file gets its name.
   *
   * @param old what has the name now
   * @param isShown whether its folder shows, so that the file does at once
   */
  Timing timing(Entry subject, Optional<Entry> old, boolean isShown) {
    if (durability == Durability.NONE || !(subject instanceof Entry.File)) {
      return Timing.AT_ONCE;
    }
    boolean isToWait = old.isPresent() || durability == Durability.STRICT;
    if (!isToWait || !isShown) {
      return Timing.AT_ONCE_AND_FLUSHED;
    }
    return alone.getAndUpdate(left -> Math.max(0, left - 1)) > 0
        ? Timing.FLUSHED_ALONE
        : Timing.AFTER_FLUSH;
  }

  /** Whether a new folder shows before its files are in, which then wait for a flush each. */
  boolean showsFoldersEmpty() {
    return durability == Durability.STRICT;
  }

  /** Takes note that the replica was changed. */
  void written() {
    unflushed.written();
  }

  /** How many flushes have failed; whoever stages something remembers it until that is safe. */
  long failures() {
    return failures.get();
  }

  /**
   * Waits until all that was written so far is on the disk.
   *
   * @throws IOException if it is in doubt
   */
  void flush() throws IOException {
    flush(Long.MAX_VALUE);
  }

  /**
   * Waits until something that was staged is on the disk.
   *
   * @param since the failures there were when its staging began
   * @throws IOException if it is in doubt, also by a flush that failed for others meanwhile
   */
  synchronized void flush(long since) throws IOException {
    if (failures.get() > since) {
      throw new FileSystemException(null, null, "the disk failed to take it");
    }
    if (durability == Durability.NONE || !unflushed.takeWritten()) {
      return;
    }
    Unflushed.Covered covered = unflushed.cover();
    try {
      tree.flush();
      covered.isOnDisk();
    } catch (IOException e) {
      failures.incrementAndGet();
      covered.isInDoubt();
      throw e;
    }
  }
}
