package dev.lockstep.index;

import dev.lockstep.model.Name;
import dev.lockstep.model.RelativePath;
import dev.lockstep.model.Stamp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one folder of the source held, by inode. Immutable. */
final class FolderInodes {
  /** Of a folder that has more pages only what is in the first ones is found. */
  private static final int MOST_PAGES = 32;

  private final RelativePath folder;
  private final Map<Long, Named> byInode;
  private final int size;

  private FolderInodes(RelativePath folder, Map<Long, Named> byInode, int size) {
    this.folder = folder;
    this.byInode = byInode;
    this.size = size;
  }

  /** A name, and another one of the same inode. */
  private record Named(Name name, Proof proof, @Nullable Named other) {}

  static FolderInodes of(ProofStore store, byte[] folder) {
    Map<Long, Named> byInode = new HashMap<>();
    int size = 0;
    byte[] key = folder;
    for (int pages = 0; key != null && pages < MOST_PAGES; pages++) {
      byte[] page = store.page(key);
      if (page != null) {
        size += read(new Page.Reader(key, page), byInode);
      }
      key = store.keyAfter(key, folder);
    }
    return new FolderInodes(PageKey.folder(folder), byInode, size);
  }

  private static int read(Page.Reader page, Map<Long, Named> byInode) {
    int count = 0;
    for (@Nullable Name name = page.next(); name != null; name = page.next()) {
      Proof proof = page.proof();
      long inode = proof.source().id().inode();
      byInode.put(inode, new Named(name, proof, byInode.get(inode)));
      count++;
    }
    return count;
  }

  /** How many entries. */
  int size() {
    return size;
  }

  /** Under which names it held an entry. */
  List<Place> find(Stamp source) {
    @Nullable Named first = byInode.get(source.id().inode());
    if (first == null) {
      return List.of();
    }
    List<Place> places = new ArrayList<>(1);
    for (@Nullable Named named = first; named != null; named = named.other()) {
      if (Proof.isSameObject(named.proof().source(), source)) {
        places.add(new Place(folder.resolve(named.name()), named.proof()));
      }
    }
    return places;
  }
}
