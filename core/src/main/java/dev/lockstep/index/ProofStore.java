package dev.lockstep.index;

import dev.lockstep.model.RelativePath;
import dev.lockstep.model.Stamp;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.LongDataType;
import org.h2.mvstore.type.StringDataType;
import org.jspecify.annotations.Nullable;

/**
 * The proofs of one pair of roots, in a file. Reading is safe for several threads; one at a time
 * may write. What cannot be read any more is told by {@link #trouble} and then as good as absent;
 * what is written next begins anew.
 *
 * <p>The file is one of H2 MVStore, a tree that is only appended to: what a crash cuts off leaves
 * the version before. It tells most damages of its own pages; each of ours has a checksum besides.
 */
public final class ProofStore implements Closeable {
  /** Changed with the form of keys and pages. */
  private static final int FORMAT = 2;

  /** What was proven in older circumstances than so many is proven again. */
  private static final int MOST_CIRCUMSTANCES = 1_000;

  private static final String DAMAGED = "it is damaged";

  private static final int CACHE_MIB = 4;

  /** What is written is kept in memory up to this. */
  static final long MOST_UNSAVED_BYTES = 8L * 1024 * 1024;

  /** What opening says of a file that is locked. */
  private static final int LOCKED = DataUtils.ERROR_FILE_LOCKED;

  private final MVStore store;
  private final Path file;
  private final boolean isCopy;
  private final MVMap<byte[], byte[]> pages;
  private final MVMap<Long, String> circumstances;
  private final Places places;
  private final Map<Integer, Circumstances> known = new ConcurrentHashMap<>();
  private volatile @Nullable Trouble trouble;
  private final RecentFolders recent = new RecentFolders();

  /** Whether what was changed last may be in memory only. */
  private boolean isHeld;

  private ProofStore(MVStore store, Path file, boolean isCopy) {
    this.store = store;
    this.file = file;
    this.isCopy = isCopy;
    this.pages = bytes("pages");
    this.circumstances =
        store.openMap(
            "circumstances",
            new MVMap.Builder<Long, String>()
                .keyType(LongDataType.INSTANCE)
                .valueType(StringDataType.INSTANCE));
    this.places = new Places(store);
  }

  /** Has the classes loaded that the first store needs. */
  public static void warmUp() {
    try (MVStore store = new MVStore.Builder().autoCommitDisabled().open()) {
      new Places(store);
    }
  }

  /**
   * Opens the store in this file, which is made if it is not there.
   *
   * @throws IOException if it cannot be used: because another program does, say, or its content is
   *     no store of this format
   */
  public static ProofStore open(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    ProofStore store = open(file, false);
    Compaction.cleanUp(file);
    return store;
  }

  /**
   * Opens a copy of the store in this file, which another program may be writing; nothing of it is
   * changed.
   *
   * @param spillFolder where the copy is made, until this is closed
   */
  public static ProofStore openCopy(Path file, Path spillFolder) throws IOException {
    Path copy = Files.createTempFile(spillFolder, "lockstep", ".index");
    try {
      try (var in = Files.newInputStream(file);
          var out = Files.newOutputStream(copy)) {
        in.transferTo(out);
      }
      ProofStore store = open(copy, true);
      unlink(copy);
      return store;
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(copy);
      throw e;
    }
  }

  /** Where it can be, a copy is as good as gone while it is used, so that none outlives us. */
  private static void unlink(Path copy) {
    try {
      Files.deleteIfExists(copy);
    } catch (IOException e) {
      // Some systems do not part with what is open; closing it does that, then.
    }
  }

  private static ProofStore open(Path file, boolean isCopy) throws IOException {
    MVStore store;
    try {
      store = builder(file).open();
    } catch (MVStoreException e) {
      throw e.getErrorCode() == LOCKED ? new InUseException(e) : unusable(e);
    } catch (RuntimeException | OutOfMemoryError e) {
      throw unusable(e);
    }
    try {
      store.setVersionsToKeep(0);
      if (store.getStoreVersion() == 0 && store.getMapNames().isEmpty()) {
        store.setStoreVersion(FORMAT);
      }
      if (store.getStoreVersion() != FORMAT) {
        throw new UnusableException("it was written by another version", null);
      }
      return new ProofStore(store, file, isCopy);
    } catch (IOException e) {
      store.closeImmediately();
      throw e;
    } catch (RuntimeException | OutOfMemoryError e) {
      store.closeImmediately();
      throw unusable(e);
    }
  }

  /** Where the system refuses to open a file, its content is not to blame. */
  private static IOException unusable(Throwable why) {
    return why.getCause() instanceof FileSystemException refusal
        ? refusal
        : new UnusableException(DAMAGED, why);
  }

  /** What a file holds is no store of this format, or not any more. */
  public static final class UnusableException extends IOException {
    private static final long serialVersionUID = 1;

    private UnusableException(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /** A store that writes when it is told to, and at no other time: neither late nor full. */
  static MVStore.Builder builder(Path file) {
    return new MVStore.Builder()
        .fileName(file.toString())
        .autoCommitDisabled()
        .autoCommitBufferSize(0)
        .cacheSize(CACHE_MIB);
  }

  /** Another program has the store open. */
  public static final class InUseException extends IOException {
    private static final long serialVersionUID = 1;

    private InUseException(MVStoreException cause) {
      super("another program uses it", cause);
    }
  }

  private MVMap<byte[], byte[]> bytes(String name) {
    return store.openMap(
        name,
        new MVMap.Builder<byte[], byte[]>()
            .keyType(ByteArrayDataType.INSTANCE)
            .valueType(ByteArrayDataType.INSTANCE));
  }

  /**
   * The proofs of a folder.
   *
   * @param passed hears of those that nobody asks for
   */
  public FolderProofs folder(RelativePath folder, FolderProofs.Passed passed) {
    return trouble == null ? new FolderProofs(this, PageKey.of(folder), passed) : FolderProofs.NONE;
  }

  /** Where an entry of the source was when its proofs were made; empty if nobody knows. */
  public Optional<Place> place(Stamp source) {
    return places(source, 1).stream().findFirst();
  }

  /**
   * All the places of a file of several names, as far as they are known; of those in very large
   * folders some may not be.
   */
  public List<Place> places(Stamp source) {
    return places(source, Integer.MAX_VALUE);
  }

  private List<Place> places(Stamp source, int enough) {
    List<Place> found = new ArrayList<>(1);
    if (trouble != null) {
      return found;
    }
    try {
      for (byte[] folder : places.foldersOf(source.id().inode())) {
        found.addAll(recent(folder).find(source));
        if (found.size() >= enough) {
          break;
        }
      }
    } catch (RuntimeException | OutOfMemoryError e) {
      failed(e);
    }
    return found;
  }

  private synchronized FolderInodes recent(byte[] folder) {
    return recent.get(this, folder);
  }

  /** The circumstances of this number; null if there are none. */
  public @Nullable Circumstances circumstances(int number) {
    Circumstances found = known.get(number);
    if (found != null || trouble != null) {
      return found;
    }
    try {
      String text = circumstances.get((long) number);
      if (text == null) {
        return null;
      }
      found = Circumstances.ofText(number, text);
      known.put(number, found);
      return found;
    } catch (RuntimeException | OutOfMemoryError e) {
      failed(e);
      return null;
    }
  }

  /** The number of these circumstances, a new one if they are new. */
  public synchronized int number(Circumstances wanted) {
    if (trouble != null) {
      return 0;
    }
    try {
      for (Map.Entry<Long, String> entry : circumstances.entrySet()) {
        if (Circumstances.ofText(entry.getKey(), entry.getValue()).equals(wanted)) {
          return entry.getKey().intValue();
        }
      }
      Long last = circumstances.lastKey();
      long number = last == null ? 1 : last + 1;
      circumstances.put(number, wanted.toText(number));
      if (circumstances.sizeAsLong() > MOST_CIRCUMSTANCES) {
        circumstances.remove(circumstances.firstKey());
      }
      return (int) number;
    } catch (RuntimeException | OutOfMemoryError e) {
      failed(e);
      return 0;
    }
  }

  /** What has become of the store, a sentence; empty if it is in order. */
  public Optional<String> trouble() {
    return Optional.ofNullable(trouble).map(Trouble::sentence);
  }

  /**
   * Makes what was proven part of the store, and puts it on the disk; where that fails, {@link
   * #trouble} tells, and the store may have part of it.
   *
   * @throws IOException if the log or the spill folder failed; the same holds
   */
  public synchronized void apply(ProofLog log, Path spillFolder) throws IOException {
    isHeld = false;
    merge(log, spillFolder);
    commit();
  }

  /**
   * Makes what was proven part of the store in memory, until {@link #commit}. What is claimed there
   * may not be on the replica's disk yet.
   *
   * @throws IOException if the log or the spill folder failed; the store may have part of it
   */
  public synchronized void hold(ProofLog log, Path spillFolder) throws IOException {
    isHeld = true;
    merge(log, spillFolder);
  }

  private void merge(ProofLog log, Path spillFolder) throws IOException {
    if (trouble != null) {
      return;
    }
    recent.clear();
    try (var moved = new Places.Changes(spillFolder)) {
      log.sort();
      new PageMerge(this, places, moved).merge(log);
      places.apply(moved);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } catch (RuntimeException | OutOfMemoryError e) {
      failed(e);
    }
  }

  /** Puts what the store has on the disk; where that fails, {@link #trouble} tells. */
  public synchronized void commit() {
    if (trouble != null) {
      return;
    }
    try {
      store.commit();
      store.sync();
      isHeld = false;
    } catch (RuntimeException | OutOfMemoryError e) {
      failed(e);
    }
  }

  /** Whether something is in memory only. */
  public synchronized boolean isHolding() {
    return isHeld;
  }

  /** Whether it is more than is good to have in memory only. */
  public synchronized boolean isFull() {
    return isHeld && store.getUnsavedMemory() >= MOST_UNSAVED_BYTES;
  }

  /** Closes the store without what is in memory only. */
  public synchronized void abandon() {
    store.closeImmediately();
  }

  byte @Nullable [] page(byte[] key) {
    return pages.get(key);
  }

  /** The key of the next page of the folder; null if there is none. */
  byte @Nullable [] keyAfter(byte[] key, byte[] folder) {
    byte[] next = pages.higherKey(key);
    return next != null && PageKey.beginsWith(next, folder) ? next : null;
  }

  /** The first key that begins so; null if there is none. */
  byte @Nullable [] firstKey(byte[] prefix) {
    byte[] first = pages.ceilingKey(prefix);
    return first != null && PageKey.beginsWith(first, prefix) ? first : null;
  }

  void putPage(byte[] key, byte[] page) {
    pages.put(key, page);
    if (!isHeld && store.getUnsavedMemory() >= MOST_UNSAVED_BYTES) {
      // All that is written here was on the replica's disk before, so that any part may be kept.
      store.commit();
    }
  }

  void removePage(byte[] key) {
    pages.remove(key);
  }

  /**
   * Takes note that the store cannot be used any more. Damaged lengths ask for more memory than
   * there is; nothing else that is asked for here is large.
   */
  void failed(Throwable why) {
    if (trouble == null) {
      trouble = Trouble.of(why);
    }
  }

  @Override
  public void close() throws IOException {
    Trouble had = trouble;
    try {
      if (isCopy || had != null || isCompacted()) {
        store.closeImmediately();
      } else {
        store.close();
      }
    } catch (RuntimeException | OutOfMemoryError e) {
      store.closeImmediately();
      throw new IOException(DAMAGED, e);
    } finally {
      if (isCopy || (had != null && had.isDamage())) {
        Files.deleteIfExists(file);
      }
    }
  }

  private List<MVMap<?, ?>> maps() {
    List<MVMap<?, ?>> maps = new ArrayList<>(places.maps());
    maps.add(pages);
    maps.add(circumstances);
    return maps;
  }

  /** Whether another file, which has all of this, has taken the place of this one. */
  private boolean isCompacted() {
    if (!Compaction.isDue(store)) {
      return false;
    }
    try {
      Compaction.replace(file, store, maps());
      return true;
    } catch (IOException e) {
      return false; // It stays as large as it is.
    }
  }
}
