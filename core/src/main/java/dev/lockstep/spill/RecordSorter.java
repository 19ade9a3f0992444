package dev.lockstep.spill;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Sorts records by their unsigned bytes; equal ones stay in the order in which they were added.
 * What does not fit in memory is sorted in runs on disk, which are merged while the records are
 * taken out. For one thread.
 *
 * <p>Records lie packed, four bytes of length before each, since an object for each of a million
 * would cost several times its bytes.
 *
 * @param <T> what is made of a record when it is taken out
 */
public final class RecordSorter<T> implements Closeable {
  private static final int FIRST_BYTES = 1024;
  private static final int LENGTH_BYTES = Integer.BYTES;
  private static final VarHandle LENGTH =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private final Maker<T> maker;
  private final Path spillFolder;
  private final int mostBytes;
  private final List<Run> runs = new ArrayList<>();
  private byte[] packed = new byte[FIRST_BYTES];
  private int used;
  private int[] starts = new int[FIRST_BYTES / 16];
  private int count;
  private int taken;
  private @Nullable SpillFile file;
  private @Nullable PriorityQueue<RunReader> merge;

  /** Where records that are in order lie in the file. */
  private record Run(long start, long end) {}

  /** Makes something of the bytes of a record, which are valid only during the call. */
  @FunctionalInterface
  public interface Maker<T> {
    T make(byte[] bytes, int offset, int length);
  }

  /**
   * Makes an empty sorter.
   *
   * @param spillFolder where a file is made if memory does not suffice
   * @param mostBytes how many bytes of records are held in memory
   * @param maker makes of a record what is taken out
   */
  public RecordSorter(Path spillFolder, int mostBytes, Maker<T> maker) {
    this.maker = maker;
    this.spillFolder = spillFolder;
    this.mostBytes = mostBytes;
  }

  /**
   * Adds a record; only before {@link #sort}.
   *
   * @throws UncheckedIOException if the spill file cannot be written
   */
  public void add(byte[] bytes, int offset, int length) {
    int needed = Math.addExact(length, LENGTH_BYTES);
    if (count > 0 && needed > mostBytes - used) {
      spill();
    }
    if (needed > packed.length - used) {
      packed = Arrays.copyOf(packed, Math.max(2 * packed.length, Math.addExact(used, needed)));
    }
    if (count == starts.length) {
      starts = Arrays.copyOf(starts, 2 * count);
    }
    starts[count++] = used;
    LENGTH.set(packed, used, length);
    System.arraycopy(bytes, offset, packed, used + LENGTH_BYTES, length);
    used += needed;
  }

  /**
   * Ends the adding: from now on {@link #next} hands the records out.
   *
   * @throws IOException if the spill file cannot be written
   */
  public void sort() throws IOException {
    sortMemory();
    if (file == null) {
      return;
    }
    try {
      spill();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    packed = new byte[0];
    merge = new PriorityQueue<>((one, other) -> one.compareTo(other));
    for (Run run : runs) {
      merge.add(new RunReader(file, run.start(), run.end(), merge.size(), runs.size()));
    }
  }

  /** What the next record in order makes; null after the last. Only after {@link #sort}. */
  public @Nullable T next() throws IOException {
    if (merge == null) {
      return taken < count ? made(starts[taken++]) : null;
    }
    RunReader lowest = merge.poll();
    if (lowest == null) {
      return null;
    }
    byte[] record = lowest.current();
    if (lowest.advance()) {
      merge.add(lowest);
    }
    return maker.make(record, 0, record.length);
  }

  @Override
  public void close() throws IOException {
    if (file != null) {
      file.close();
    }
  }

  private T made(int start) {
    return maker.make(packed, start + LENGTH_BYTES, lengthAt(start));
  }

  private void spill() {
    sortMemory();
    try {
      if (file == null) {
        file = SpillFile.create(spillFolder);
      }
      long start = file.end();
      byte[] ordered = new byte[used];
      int at = 0;
      for (int i = 0; i < count; i++) {
        int length = lengthAt(starts[i]) + LENGTH_BYTES;
        System.arraycopy(packed, starts[i], ordered, at, length);
        at += length;
      }
      file.append(ordered, 0, at);
      if (at > 0) {
        runs.add(new Run(start, file.end()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    used = 0;
    count = 0;
  }

  private void sortMemory() {
    mergeSort(Arrays.copyOf(starts, count), starts, 0, count);
  }

  /** Top-down merge sort of {@code to}, whose elements {@code from} holds too. */
  private void mergeSort(int[] from, int[] to, int low, int high) {
    if (high - low < 2) {
      return;
    }
    int middle = (low + high) >>> 1;
    mergeSort(to, from, low, middle);
    mergeSort(to, from, middle, high);
    int left = low;
    int right = middle;
    for (int at = low; at < high; at++) {
      boolean takeLeft = right >= high || (left < middle && compare(from[left], from[right]) <= 0);
      to[at] = takeLeft ? from[left++] : from[right++];
    }
  }

  private int compare(int one, int other) {
    int oneFrom = one + LENGTH_BYTES;
    int otherFrom = other + LENGTH_BYTES;
    return Arrays.compareUnsigned(
        packed, oneFrom, oneFrom + lengthAt(one), packed, otherFrom, otherFrom + lengthAt(other));
  }

  private int lengthAt(int start) {
    return (int) LENGTH.get(packed, start);
  }
}
