package dev.lockstep.index;

import dev.lockstep.model.Name;
import dev.lockstep.model.RelativePath;
import dev.lockstep.model.Stamp;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one folder of the source held, by inode. Immutable. */
final class FolderInodes {
  /** Of a folder that has more pages only what is in the first ones is found. */
  private static final int MOST_PAGES = 32;

  private final RelativePath folder;
  private final Map<Long, Named> byInode;

  private FolderInodes(RelativePath folder, Map<Long, Named> byInode) {
    this.folder = folder;
    this.byInode = byInode;
  }

  private record Named(Name name, Proof proof) {}

  static FolderInodes of(ProofStore store, byte[] folder) {
    Map<Long, Named> byInode = new HashMap<>();
    byte[] key = folder;
    for (int pages = 0; key != null && pages < MOST_PAGES; pages++) {
      byte[] page = store.page(key);
      if (page != null) {
        read(new Page.Reader(key, page), byInode);
      }
      key = store.keyAfter(key, folder);
    }
    return new FolderInodes(PageKey.folder(folder), byInode);
  }

  private static void read(Page.Reader page, Map<Long, Named> byInode) {
    for (@Nullable Name name = page.next(); name != null; name = page.next()) {
      Proof proof = page.proof();
      byInode.put(proof.source().id().inode(), new Named(name, proof));
    }
  }

  /** How many entries. */
  int size() {
    return byInode.size();
  }

  Optional<Place> find(Stamp source) {
    return Optional.ofNullable(byInode.get(source.id().inode()))
        .filter(found -> Proof.isSameObject(found.proof().source(), source))
        .map(found -> new Place(folder.resolve(found.name()), found.proof()));
  }
}
