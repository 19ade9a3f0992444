package dev.lockstep.index;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.FileStore;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;

/**
 * Gives back the room of what was replaced, which a store's file keeps: what counts is written into
 * a file of its own, in order, which then takes the place of the first. It costs as much as is
 * kept, and is done only when at least half as much is to be given back, so that no more is written
 * by this than was written before.
 */
final class Compaction {
  private static final String SUFFIX = ".new";

  /** A smaller file is not worth it. */
  private static final long LEAST_BYTES = 1024 * 1024;

  /** With so much of it live a file of 60 bytes for each entry has 90. */
  private static final int LEAST_LIVE_PERCENT = 66;

  private static final int WHOLE_PERCENT = 100;

  private Compaction() {}

  /** Removes what one that was cut off has left, of a store that nobody else has open. */
  static void cleanUp(Path file) {
    try {
      Files.deleteIfExists(beside(file));
    } catch (IOException e) {
      // Harmless: it takes room only, until the next one writes over it.
    }
  }

  /** Whether a store, of which all is in its file, has much in it that does not count. */
  static boolean isDue(MVStore store) {
    FileStore<?> file = store.getFileStore();
    long inUse = (long) file.getFillRate() * file.getChunksFillRate() / WHOLE_PERCENT;
    return file.size() >= LEAST_BYTES && inUse < LEAST_LIVE_PERCENT;
  }

  /**
   * Has a smaller file take the place of a store's, which is open and locked until that is done;
   * nothing is to be written to it any more. At each moment the one or the other is there, whole.
   *
   * <p>RACE: a program that opened the old file before and locks it after this has a store of which
   * nothing remains: at worst what it proves is proven again.
   *
   * @param maps all that the store has
   * @throws IOException if that failed; the old file is still there, then
   */
  static void replace(Path file, MVStore store, List<MVMap<?, ?>> maps) throws IOException {
    Path fresh = beside(file);
    Files.deleteIfExists(fresh);
    try {
      copy(store, maps, fresh);
      // DURABLE: the new file is whole on the disk before it has the name.
      force(fresh);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (MVStoreException e) {
      throw new IOException(e);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  private static Path beside(Path file) {
    return file.resolveSibling(file.getFileName() + SUFFIX);
  }

  private static void copy(MVStore from, List<MVMap<?, ?>> maps, Path file) {
    try (MVStore to = ProofStore.builder(file).open()) {
      to.setStoreVersion(from.getStoreVersion());
      for (MVMap<?, ?> map : maps) {
        copy(map, to);
      }
    }
  }

  private static <K, V> void copy(MVMap<K, V> from, MVStore store) {
    MVMap<K, V> to =
        store.openMap(
            from.getName(),
            new MVMap.Builder<K, V>().keyType(from.getKeyType()).valueType(from.getValueType()));
    Cursor<K, V> cursor = from.cursor(null);
    while (cursor.hasNext()) {
      K key = cursor.next();
      to.put(key, cursor.getValue());
      if (store.getUnsavedMemory() >= ProofStore.MOST_UNSAVED_BYTES) {
        store.commit();
      }
    }
  }

  private static void force(Path file) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }
}
