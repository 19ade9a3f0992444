package dev.lockstep.index;

import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the folders held that were asked for last: what is moved comes in numbers out of a few. For
 * one thread at a time.
 */
final class RecentFolders {
  /** How many they are with what they hold, but for the last one alone; some 12 MB. */
  static final int MOST_ENTRIES = 24 * 1024;

  private final Map<ByteBuffer, FolderInodes> byKey = new LinkedHashMap<>(16, 0.75f, true);
  private int entries;

  /** What the folder of this key held. */
  FolderInodes get(ProofStore store, byte[] folder) {
    ByteBuffer key = ByteBuffer.wrap(folder);
    FolderInodes known = byKey.get(key);
    if (known == null) {
      known = FolderInodes.of(store, folder);
      makeRoom(known.size() + 1);
      byKey.put(key, known);
      entries += known.size() + 1;
    }
    return known;
  }

  private void makeRoom(int more) {
    Iterator<FolderInodes> oldest = byKey.values().iterator();
    while (entries + more > MOST_ENTRIES && oldest.hasNext()) {
      entries -= oldest.next().size() + 1;
      oldest.remove();
    }
  }

  /** Forgets them, since they may hold something else by now. */
  void clear() {
    byKey.clear();
    entries = 0;
  }
}
