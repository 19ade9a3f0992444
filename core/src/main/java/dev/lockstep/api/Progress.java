package dev.lockstep.api;

import dev.lockstep.model.RelativePath;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How far a run is, at one moment. What the whole will be is known when the march has ended, and
 * not before: until then there is only what was found so far, and what there was the last time.
 *
 * @param stage what it is at
 * @param entries the source's entries that were come upon, those that wait included
 * @param known how many entries of the source there are at least
 * @param expected how many entries the last run through everything has found; empty if that is not
 *     known, or not everything is marched through
 * @param bytesRead bytes of content that were read to compare them or for their digest; in
 *     verifying those of both sides
 * @param bytesCopied bytes of content that were copied, of files that are not finished too; in a
 *     dry run those that would have been
 * @param filesWaiting how many large files were come upon and are not finished
 * @param bytesWaiting how many bytes of them are not gone through; they need not be if the files
 *     turn out to be equal
 * @param file the file that is being gone through for the longest time, if that is a second or more
 */
public record Progress(
    Stage stage,
    long entries,
    long known,
    OptionalLong expected,
    long bytesRead,
    long bytesCopied,
    long filesWaiting,
    long bytesWaiting,
    Optional<LongFile> file) {
  /** What a run is at, in this order; what there is nothing of is passed by. */
  public enum Stage {
    /** Marching through both trees, and dealing with what is found. */
    MARCHING,
    /** Moving what was moved in the source. */
    MOVING,
    /** Making hard links. */
    LINKING,
    /** Waiting until the disk has what was written. */
    FLUSHING,
    /** Deleting. */
    DELETING
  }

  /**
   * A file that takes long.
   *
   * @param since for how long it is being gone through
   * @param position how much of it was, this time: one that changes meanwhile begins again, and one
   *     that differs is copied after it was compared
   */
  public record LongFile(RelativePath path, Duration since, long position, long size) {}
}
