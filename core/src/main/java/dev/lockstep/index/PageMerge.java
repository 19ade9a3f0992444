package dev.lockstep.index;

import dev.lockstep.index.ProofLog.Update;
import dev.lockstep.model.Kind;
import dev.lockstep.model.Name;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Makes the updates of a log part of the pages; a page that has none is not touched. */
final class PageMerge {
  private final ProofStore store;
  private final Places places;
  private final Places.Changes moved;

  PageMerge(ProofStore store, Places places, Places.Changes moved) {
    this.store = store;
    this.places = places;
    this.moved = moved;
  }

  /** Merges all of a sorted log. */
  void merge(ProofLog log) throws IOException {
    var updates = new Updates(log);
    for (Update next = updates.peek(); next != null; next = updates.peek()) {
      mergeFolder(next.folder(), updates);
    }
  }

  /** The updates in order, the last of each name alone. */
  private static final class Updates {
    private final ProofLog log;
    private @Nullable Update next;
    private @Nullable Update after;

    Updates(ProofLog log) throws IOException {
      this.log = log;
      this.after = log.next();
      advance();
    }

    @Nullable Update peek() {
      return next;
    }

    void advance() throws IOException {
      next = after;
      after = log.next();
      while (next != null && after != null && isSameName(next, after)) {
        next = after;
        after = log.next();
      }
    }

    private static boolean isSameName(Update one, Update other) {
      return one.name().equals(other.name()) && Arrays.equals(one.folder(), other.folder());
    }

    /** The next update, if it is of this folder and before that name. */
    @Nullable Update next(byte[] folder, byte @Nullable [] before) {
      Update update = next;
      boolean isIn =
          update != null
              && Arrays.equals(update.folder(), folder)
              && (before == null || Arrays.compareUnsigned(update.name().toBytes(), before) < 0);
      return isIn ? update : null;
    }
  }

  private void mergeFolder(byte[] folder, Updates updates) throws IOException {
    long number = places.numberOf(folder);
    byte[] key = folder;
    while (key != null) {
      byte[] next = store.keyAfter(key, folder);
      byte[] before = next == null ? null : Arrays.copyOfRange(next, folder.length, next.length);
      if (updates.next(folder, before) != null) {
        new Merged(folder, key, number, next != null).merge(updates, before);
      }
      key = next;
    }
    if (store.page(folder) == null) {
      places.forget(folder);
    }
  }

  /** One page that becomes one or several, or none. */
  private final class Merged {
    private final byte[] folder;
    private final byte[] key;
    private final long number;
    private final boolean hasMore;
    private Page.Writer writer = new Page.Writer();
    private boolean isFirst = true;

    Merged(byte[] folder, byte[] key, long number, boolean hasMore) {
      this.folder = folder;
      this.key = key;
      this.number = number;
      this.hasMore = hasMore;
    }

    void merge(Updates updates, byte @Nullable [] before) throws IOException {
      byte[] page = store.page(key);
      Page.Reader old = page == null ? null : new Page.Reader(key, page);
      Name name = old == null ? null : old.next();
      Update update = updates.next(folder, before);
      while (name != null || update != null) {
        int order = name == null ? 1 : update == null ? -1 : name.compareTo(update.name());
        Proof known = order <= 0 && old != null ? old.proof() : null;
        if (order < 0 && known != null && name != null) {
          add(name, known);
        } else if (update != null) {
          change(update, known);
          updates.advance();
          update = updates.next(folder, before);
        }
        if (order <= 0 && old != null) {
          name = old.next();
        }
      }
      end();
    }

    private void change(Update update, @Nullable Proof known) {
      Proof now = update.proof();
      boolean wasFolder = known != null && known.kind() == Kind.DIRECTORY;
      if (wasFolder && (now == null || now.kind() != Kind.DIRECTORY)) {
        removeSubtree(update.name());
      }
      if (known != null && (now == null || !Proof.isSameObject(known.source(), now.source()))) {
        moved.gone(known.source().id().inode(), number);
      }
      if (now != null) {
        if (known == null || !Proof.isSameObject(known.source(), now.source())) {
          moved.came(now.source().id().inode(), number);
        }
        add(update.name(), now);
      }
    }

    /** What a folder held that is gone: its proofs lead nowhere. */
    private void removeSubtree(Name name) {
      byte[] prefix = PageKey.ofChild(folder, name);
      long in = 0;
      for (byte[] next = store.firstKey(prefix); next != null; next = store.firstKey(prefix)) {
        in = PageKey.isOfFirst(next) ? places.numberOf(next) : in;
        forget(next, in);
        store.removePage(next);
        places.forget(next);
      }
    }

    private void forget(byte[] key, long in) {
      byte[] page = store.page(key);
      if (page == null) {
        return;
      }
      var proofs = new Page.Reader(key, page);
      while (proofs.next() != null) {
        moved.gone(proofs.proof().source().id().inode(), in);
      }
    }

    private void add(Name name, Proof proof) {
      if (writer.count() == Page.MOST) {
        write();
      }
      writer.add(name, proof);
    }

    private void write() {
      Name first = writer.first();
      byte[] to = isFirst || first == null ? key : PageKey.of(folder, first);
      store.putPage(to, writer.pack(to));
      isFirst = false;
      writer = new Page.Writer();
    }

    /** A folder's first page stays, be it empty, as long as there are others. */
    private void end() {
      boolean isNeeded = Arrays.equals(key, folder) && hasMore;
      if (writer.count() > 0 || (isFirst && isNeeded)) {
        write();
      } else if (isFirst) {
        store.removePage(key);
      }
    }
  }
}
