package dev.lockstep.fs.nio;

import dev.lockstep.fs.UncarriableException;
import dev.lockstep.model.Carried;
import dev.lockstep.model.Kind;
import dev.lockstep.model.Metadata;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

/** Gives entries of a replica the metadata that it carries; what they have already stays. */
final class MetadataWriter {
  private static final int OWNER_READ = 0400;

  /** From 1970 to 2038 every file system can tell the second. */
  private static final Instant SURE_UNTIL = Instant.ofEpochSecond(Integer.MAX_VALUE);

  private final Attributes attributes;
  private final Carried carried;

  MetadataWriter(Attributes attributes, Carried carried) {
    this.attributes = attributes;
    this.carried = carried;
  }

  /**
   * Gives the entry its owner and mode, and the time last.
   *
   * @throws UncarriableException if it cannot have this very time; it has all the rest, and a time
   *     near it
   */
  void write(Path path, Kind kind, Metadata wanted) throws IOException {
    Found found = attributes.look(path);
    Kinds.require(kind, found.kind(), path);
    if (kind == Kind.SPECIAL) {
      throw new UncarriableException("the portable backend cannot change special files");
    }
    boolean gaveOwner = giveOwner(path, found.metadata(), wanted);
    boolean givesTime =
        carried.times().of(kind)
            && !wanted.modified().equals(Metadata.UNKNOWN_TIME)
            && !found.metadata().modified().equals(wanted.modified());
    if (kind == Kind.SYMLINK) {
      if (givesTime) {
        giveTime(path, wanted.modified());
      }
      return;
    }
    int mode =
        carriesMode(wanted) ? wanted.mode() & attributes.modeBits() : found.metadata().mode();
    // A new owner may have cost the entry its setuid and setgid.
    boolean givesMode = mode != Metadata.UNKNOWN && (gaveOwner || mode != found.metadata().mode());
    if (givesTime && mode != Metadata.UNKNOWN && (mode & OWNER_READ) == 0) {
      giveTimeToUnreadable(path, mode, wanted.modified());
      return;
    }
    if (givesMode) {
      attributes.setMode(path, mode);
    }
    if (givesTime) {
      giveTime(path, wanted.modified());
    }
  }

  private boolean carriesMode(Metadata wanted) {
    return carried.modes() && wanted.mode() != Metadata.UNKNOWN;
  }

  private boolean giveOwner(Path path, Metadata has, Metadata wanted) throws IOException {
    int owner = wanted.owner() == Metadata.UNKNOWN ? has.owner() : wanted.owner();
    int group = wanted.group() == Metadata.UNKNOWN ? has.group() : wanted.group();
    if (!carried.owners() || (owner == has.owner() && group == has.group())) {
      return false;
    }
    attributes.setOwner(path, owner, group);
    return true;
  }

  /** The JDK opens for reading what it sets the time of, so the mode comes last. */
  private void giveTimeToUnreadable(Path path, int mode, Instant time) throws IOException {
    attributes.setMode(path, mode | OWNER_READ);
    try {
      giveTime(path, time);
    } finally {
      attributes.setMode(path, mode);
    }
  }

  private void giveTime(Path path, Instant time) throws IOException {
    if (!time.isBefore(Instant.EPOCH) && !time.isAfter(SURE_UNTIL)) {
      attributes.setTimes(path, FileTime.from(time), null);
      return;
    }
    giveUnusualTime(path, time);
  }

  /**
   * Sets a time that may be beyond what the file system has, or the JDK can hand on: it turns a
   * time before 1970 that is no whole second into 1970, and one after 2262 into 2262, unasked.
   */
  private void giveUnusualTime(Path path, Instant time) throws IOException {
    boolean isEarly = time.isBefore(Instant.EPOCH);
    FileTime near = FileTime.from(isEarly ? Instant.ofEpochSecond(time.getEpochSecond()) : time);
    // A time of access like that would spoil the other one: with both given, none is read.
    attributes.setTimes(path, near, isEarly ? near : null);
    Instant got = attributes.look(path).metadata().modified();
    if (!carried.sameTime(time, got)) {
      throw new UncarriableException("its time can only be " + got + ", not " + time);
    }
  }
}
