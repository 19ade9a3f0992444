package dev.lockstep.index;

import dev.lockstep.model.Name;
import dev.lockstep.model.Stamp;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one folder of the source held, by inode. Immutable. */
final class FolderInodes {
  /** Of a folder that has more pages only what is in the first ones is found. */
  private static final int MOST_PAGES = 32;

  private final byte[] folder;
  private final Map<Long, Place> byInode;

  private FolderInodes(byte[] folder, Map<Long, Place> byInode) {
    this.folder = folder;
    this.byInode = byInode;
  }

  static FolderInodes of(ProofStore store, byte[] folder) {
    Map<Long, Place> byInode = new HashMap<>();
    byte[] key = folder;
    for (int pages = 0; key != null && pages < MOST_PAGES; pages++) {
      byte[] page = store.page(key);
      if (page != null) {
        read(new Page.Reader(key, page), folder, byInode);
      }
      key = store.keyAfter(key, folder);
    }
    return new FolderInodes(folder, byInode);
  }

  private static void read(Page.Reader page, byte[] folder, Map<Long, Place> byInode) {
    for (@Nullable Name name = page.next(); name != null; name = page.next()) {
      Proof proof = page.proof();
      byInode.put(
          proof.source().id().inode(), new Place(PageKey.folder(folder).resolve(name), proof));
    }
  }

  boolean isOf(byte[] other) {
    return Arrays.equals(folder, other);
  }

  Optional<Place> find(Stamp source) {
    return Optional.ofNullable(byInode.get(source.id().inode()))
        .filter(place -> Proof.isSameObject(place.proof().source(), source));
  }
}
