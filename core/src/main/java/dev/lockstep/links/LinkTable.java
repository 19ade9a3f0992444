package dev.lockstep.links;

import dev.lockstep.links.Records.Line;
import dev.lockstep.links.Records.OfMember;
import dev.lockstep.links.Records.Sharer;
import dev.lockstep.model.FileId;
import dev.lockstep.model.RelativePath;
import dev.lockstep.model.Stamp;
import dev.lockstep.spill.RecordSorter;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;

/**
 * Names that the march holds back, since they may be one file with others, on either side. Adding
 * is for any thread; one takes the groups out when all has been added.
 */
public final class LinkTable implements Closeable {
  /** How many bytes of records are held before they go to disk; some 5,000 names. */
  public static final int DEFAULT_BYTES = 1024 * 1024;

  private final RecordSorter<Sharer> sharers;
  private final RecordSorter<Line> groups;
  private boolean isInDoubt;

  /**
   * Makes an empty table.
   *
   * @param spillFolder where files are made if memory does not suffice
   * @param mostBytes how many bytes of records are held in memory, twice
   */
  public LinkTable(Path spillFolder, int mostBytes) {
    this.sharers = new RecordSorter<>(spillFolder, mostBytes, Records::sharer);
    this.groups = new RecordSorter<>(spillFolder, mostBytes, Records::line);
  }

  /**
   * Holds a name back.
   *
   * @param isShared whether the replica's file has more names
   */
  public void add(HeldName name, boolean isShared) throws IOException {
    if (isShared) {
      addSharer(new Sharer(name, true));
    } else {
      addLine(new OfMember(new LinkMember(name, name.replica().isKnown())));
    }
  }

  /**
   * Takes note of a name that is not held back, but may be one file with names that are.
   *
   * @param replica which file of the replica it is
   */
  public void addOther(RelativePath path, FileId replica) throws IOException {
    var source = new Stamp(FileId.UNKNOWN, 0, Instant.EPOCH, null);
    var name = new HeldName(path, FileId.UNKNOWN, source, replica, Likeness.NONE);
    addSharer(new Sharer(name, false));
  }

  /** Takes note that there may be names which are not in the table, in the replica itself. */
  public synchronized void doubt() {
    isInDoubt = true;
  }

  /** Hands out every group in turn; only once. */
  public synchronized void forEach(LinkGroup.Work work) throws IOException {
    try {
      var sharing = new Sharing(isInDoubt, line -> add(groups, Records.bytes(line)));
      sharers.sort();
      for (Sharer sharer = sharers.next(); sharer != null; sharer = sharers.next()) {
        sharing.add(sharer);
      }
      groups.sort();
      LinkGroup.forEach(groups, work);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  @Override
  public synchronized void close() throws IOException {
    try (sharers;
        groups) {
      // Closing is all there is to do.
    }
  }

  private void addSharer(Sharer sharer) throws IOException {
    addSafely(sharers, Records.bytes(sharer));
  }

  private void addLine(Line line) throws IOException {
    addSafely(groups, Records.bytes(line));
  }

  private synchronized void addSafely(RecordSorter<?> to, byte[] record) throws IOException {
    try {
      add(to, record);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static void add(RecordSorter<?> to, byte[] record) {
    to.add(record, 0, record.length);
  }
}
