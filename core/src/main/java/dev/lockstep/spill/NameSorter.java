package dev.lockstep.spill;

import dev.lockstep.model.Name;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Sorts the names of one listing by their unsigned bytes. What does not fit in memory is sorted in
 * runs on disk, which are merged while the names are taken out. For one thread.
 *
 * <p>Names lie packed, two bytes of length before each, since an object for each of a million names
 * would cost several times its bytes.
 */
public final class NameSorter implements Closeable {
  /**
   * How many bytes of names are held before they go to disk; about 150,000 names of usual length.
   */
  public static final int DEFAULT_BYTES = 4 * 1024 * 1024;

  private static final int FIRST_BYTES = 1024;
  private static final int LONGEST_NAME = 0xffff;

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

  /** Where names that are in order lie in the file. */
  private record Run(long start, long end) {}

  /**
   * Makes an empty sorter.
   *
   * @param spillFolder where a file is made if memory does not suffice
   * @param mostBytes how many bytes of names are held in memory
   */
  public NameSorter(Path spillFolder, int mostBytes) {
    this.spillFolder = spillFolder;
    this.mostBytes = mostBytes;
  }

  /**
   * Adds a name; only before {@link #sort}.
   *
   * @throws UncheckedIOException if the spill file cannot be written
   */
  public void add(byte[] bytes, int offset, int length) {
    if (length > LONGEST_NAME) {
      throw new IllegalArgumentException("a name of " + length + " bytes");
    }
    if (used + length + 2 > mostBytes && count > 0) {
      spill();
    }
    if (used + length + 2 > packed.length) {
      packed = Arrays.copyOf(packed, Math.max(2 * packed.length, used + length + 2));
    }
    if (count == starts.length) {
      starts = Arrays.copyOf(starts, 2 * count);
    }
    starts[count++] = used;
    packed[used] = (byte) (length >>> 8);
    packed[used + 1] = (byte) length;
    System.arraycopy(bytes, offset, packed, used + 2, length);
    used += length + 2;
  }

  /** Ends the adding: from now on {@link #next} hands the names out. */
  public void sort() throws IOException {
    sortMemory();
    if (file == null) {
      return;
    }
    spill();
    packed = new byte[0];
    merge = new PriorityQueue<>(Comparator.comparing(RunReader::current));
    for (Run run : runs) {
      merge.add(new RunReader(file, run.start(), run.end()));
    }
  }

  /** The next name in order; null after the last. Only after {@link #sort}. */
  public @Nullable Name next() throws IOException {
    if (merge == null) {
      return taken < count ? nameAt(starts[taken++]) : null;
    }
    RunReader lowest = merge.poll();
    if (lowest == null) {
      return null;
    }
    Name name = lowest.current();
    if (lowest.advance()) {
      merge.add(lowest);
    }
    return name;
  }

  @Override
  public void close() throws IOException {
    if (file != null) {
      file.close();
    }
  }

  private Name nameAt(int start) {
    return Name.copyOf(packed, start + 2, lengthAt(packed, start));
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
        int length = lengthAt(packed, starts[i]) + 2;
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
    int oneFrom = one + 2;
    int otherFrom = other + 2;
    return Arrays.compareUnsigned(
        packed,
        oneFrom,
        oneFrom + lengthAt(packed, one),
        packed,
        otherFrom,
        otherFrom + lengthAt(packed, other));
  }

  private static int lengthAt(byte[] packed, int start) {
    return (packed[start] & 0xff) << 8 | (packed[start + 1] & 0xff);
  }
}
