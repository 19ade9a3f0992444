package dev.lockstep.index;

import dev.lockstep.spill.RecordSorter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.LongDataType;
import org.jspecify.annotations.Nullable;

/**
 * In which folders an inode of the source was seen: hints, for the pages say what is so. Folders
 * have numbers; inodes that lie near one another share a record, since what was made together has
 * inodes in a row.
 */
final class Places {
  /** So many low bits of an inode number are told apart within a record. */
  private static final int LOW_BITS = 8;

  private static final int LOW_MASK = (1 << LOW_BITS) - 1;

  private final MVMap<Long, byte[]> folders;
  private final MVMap<byte[], Long> numbers;
  private final MVMap<Long, byte[]> inodes;

  Places(MVStore store) {
    folders = store.openMap("folders", longsToBytes());
    numbers =
        store.openMap(
            "numbers",
            new MVMap.Builder<byte[], Long>()
                .keyType(ByteArrayDataType.INSTANCE)
                .valueType(LongDataType.INSTANCE));
    inodes = store.openMap("inodes", longsToBytes());
  }

  private static MVMap.Builder<Long, byte[]> longsToBytes() {
    return new MVMap.Builder<Long, byte[]>()
        .keyType(LongDataType.INSTANCE)
        .valueType(ByteArrayDataType.INSTANCE);
  }

  /** All that it consists of. */
  List<MVMap<?, ?>> maps() {
    return List.of(folders, numbers, inodes);
  }

  /** What came and went, to be sorted by inode. For one thread. */
  static final class Changes implements Closeable {
    private static final int MOST_BYTES = 1024 * 1024;
    private static final int GONE = 0;
    private static final int CAME = 1;

    private final RecordSorter<Change> sorter;

    Changes(Path spillFolder) {
      sorter =
          new RecordSorter<>(
              spillFolder,
              MOST_BYTES,
              (bytes, offset, length) -> {
                var record = PackedBytes.reading(bytes, offset);
                long inode = record.readLong();
                boolean came = record.readByte() == CAME;
                return new Change(inode, came, record.readLong());
              });
    }

    void gone(long inode, long folder) {
      add(inode, GONE, folder);
    }

    void came(long inode, long folder) {
      add(inode, CAME, folder);
    }

    private void add(long inode, int what, long folder) {
      var bytes = PackedBytes.empty();
      bytes.writeLong(inode);
      bytes.writeByte(what);
      bytes.writeLong(folder);
      byte[] record = bytes.written();
      sorter.add(record, 0, record.length);
    }

    @Override
    public void close() throws IOException {
      sorter.close();
    }
  }

  /** That an inode came into a folder or went from it. */
  private record Change(long inode, boolean came, long folder) {}

  /** That an inode is in a folder; once for each name that it has there. */
  private record Place(int low, long folder) {}

  /** The number of a folder, a new one if it has none. */
  long numberOf(byte[] folder) {
    Long known = numbers.get(folder);
    if (known != null) {
      return known;
    }
    Long last = folders.lastKey();
    long number = last == null ? 1 : last + 1;
    numbers.put(folder, number);
    folders.put(number, folder);
    return number;
  }

  /** Takes note that a folder has no pages any more. */
  void forget(byte[] folder) {
    Long number = numbers.remove(folder);
    if (number != null) {
      folders.remove(number);
    }
  }

  /** The keys of the folders in which this inode was seen. */
  List<byte[]> foldersOf(long inode) {
    List<byte[]> found = new ArrayList<>();
    for (Place place : read(inodes.get(inode >>> LOW_BITS))) {
      byte[] folder = place.low() == (inode & LOW_MASK) ? folders.get(place.folder()) : null;
      if (folder != null && !isLast(folder, found)) {
        found.add(folder);
      }
    }
    return found;
  }

  /** Changes come by folder, so one that has several names of an inode is told in a row, mostly. */
  private static boolean isLast(byte[] folder, List<byte[]> found) {
    return !found.isEmpty() && Arrays.equals(folder, found.getLast());
  }

  /** Makes changes part of the table. */
  void apply(Changes changes) throws IOException {
    changes.sorter.sort();
    long block = 0;
    List<Place> places = null;
    for (Change next = changes.sorter.next(); next != null; next = changes.sorter.next()) {
      long of = next.inode() >>> LOW_BITS;
      if (places == null || of != block) {
        write(block, places);
        block = of;
        places = read(inodes.get(block));
      }
      var place = new Place((int) (next.inode() & LOW_MASK), next.folder());
      if (next.came()) {
        places.add(place);
      } else {
        places.remove(place);
      }
    }
    write(block, places);
  }

  private void write(long block, @Nullable List<Place> places) {
    if (places == null) {
      return;
    }
    if (places.isEmpty()) {
      inodes.remove(block);
      return;
    }
    var bytes = PackedBytes.empty();
    bytes.writeUnsigned(places.size());
    long before = 0;
    for (Place place : places) {
      bytes.writeByte(place.low());
      bytes.writeSigned(place.folder() - before);
      before = place.folder();
    }
    inodes.put(block, bytes.written());
  }

  private static List<Place> read(byte @Nullable [] record) {
    List<Place> places = new ArrayList<>();
    if (record != null) {
      var bytes = PackedBytes.reading(record, 0);
      long folder = 0;
      for (long left = bytes.readUnsigned(); left > 0; left--) {
        int low = bytes.readByte();
        folder += bytes.readSigned();
        places.add(new Place(low, folder));
      }
    }
    return places;
  }
}
