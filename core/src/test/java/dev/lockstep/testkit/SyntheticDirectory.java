package dev.lockstep.testkit;

import dev.lockstep.fs.NameSink;
import dev.lockstep.fs.ReadableDirectory;
import dev.lockstep.fs.ReadableFile;
import dev.lockstep.model.Entry;
import dev.lockstep.model.FileId;
import dev.lockstep.model.LinkTarget;
import dev.lockstep.model.Metadata;
import dev.lockstep.model.Name;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.util.Arrays;
import java.util.Optional;

/** The reading half of a folder of a {@link SyntheticTree}. */
abstract class SyntheticDirectory implements ReadableDirectory {
  /** A prime, so that a listing by this stride meets every number once, in no order. */
  private static final long STRIDE = 7_368_787;

  private final SyntheticTree.Place place;

  SyntheticDirectory(SyntheticTree.Place place) {
    this.place = place;
  }

  final SyntheticTree.Place place() {
    return place;
  }

  /** The place of a folder in this one. */
  final SyntheticTree.Place childPlace(Name name) throws NotDirectoryException {
    long child = place.isRoot() ? place.numberIn(name) : -1;
    if (child < 0) {
      throw new NotDirectoryException(name.toString());
    }
    return place.child(child);
  }

  @Override
  public void list(NameSink sink) throws IOException {
    byte[] prefix = place.prefix().getBytes(StandardCharsets.US_ASCII);
    byte[] name = Arrays.copyOf(prefix, prefix.length + SyntheticTree.DIGITS);
    int size = place.size();
    for (long i = 0; i < size; i++) {
      long number = i * STRIDE % size;
      for (int at = name.length - 1; at >= prefix.length; at--) {
        name[at] = (byte) ('0' + number % 10);
        number /= 10;
      }
      sink.name(name, 0, name.length);
    }
  }

  @Override
  public Optional<Entry> entry(Name name) throws IOException {
    return place.entry(name);
  }

  @Override
  public ReadableFile openFile(Name name) throws IOException {
    long child = place.isRoot() ? -1 : place.numberIn(name);
    if (child < 0) {
      throw new NoSuchFileException(name.toString());
    }
    return new SyntheticFile(place.file(name, child));
  }

  @Override
  public LinkTarget readSymlink(Name name) throws IOException {
    throw new NotLinkException(name.toString());
  }

  @Override
  public FileId id() throws IOException {
    return place.id();
  }

  @Override
  public Metadata metadata() throws IOException {
    return place.metadata();
  }

  @Override
  public boolean isFileSystemRoot() throws IOException {
    return false;
  }

  @Override
  public void close() throws IOException {
    // Nothing is held.
  }

  private static final class SyntheticFile implements ReadableFile {
    private final Entry.File entry;
    private long left;

    SyntheticFile(Entry.File entry) {
      this.entry = entry;
      this.left = entry.size();
    }

    @Override
    public Entry.File entry() {
      return entry;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      if (left == 0) {
        return -1;
      }
      int got = (int) Math.min(length, left);
      Arrays.fill(buffer, offset, offset + got, (byte) entry.stamp().id().inode());
      left -= got;
      return got;
    }

    @Override
    public void close() {
      // Nothing is held.
    }
  }
}
