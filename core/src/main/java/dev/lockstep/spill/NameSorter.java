package dev.lockstep.spill;

import dev.lockstep.model.Name;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Sorts the names of one listing by their unsigned bytes, on disk if memory does not suffice. For
 * one thread.
 */
public final class NameSorter implements Closeable {
  /**
   * How many bytes of names are held before they go to disk; about 150,000 names of usual length.
   */
  public static final int DEFAULT_BYTES = 4 * 1024 * 1024;

  private final RecordSorter<Name> names;
  private long added;

  /**
   * Makes an empty sorter.
   *
   * @param spillFolder where a file is made if memory does not suffice
   * @param mostBytes how many bytes of names are held in memory
   */
  public NameSorter(Path spillFolder, int mostBytes) {
    this.names = new RecordSorter<>(spillFolder, mostBytes, Name::copyOf);
  }

  /**
   * Adds a name; only before {@link #sort}.
   *
   * @throws java.io.UncheckedIOException if the spill file cannot be written
   */
  public void add(byte[] bytes, int offset, int length) {
    names.add(bytes, offset, length);
    added++;
  }

  /** How many names were added. */
  public long added() {
    return added;
  }

  /** Ends the adding: from now on {@link #next} hands the names out. */
  public void sort() throws IOException {
    names.sort();
  }

  /** The next name in order; null after the last. Only after {@link #sort}. */
  public @Nullable Name next() throws IOException {
    return names.next();
  }

  @Override
  public void close() throws IOException {
    names.close();
  }
}
