package dev.lockstep.engine;

import dev.lockstep.index.Proof;
import dev.lockstep.index.ProofLog;
import dev.lockstep.index.ProofStore;
import dev.lockstep.model.Name;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What a run finds out for the index, until that has it. For any thread. */
final class ProofNews implements Closeable {
  private final Optional<ProofStore> store;
  private final Path spillFolder;

  // Guarded by this.

  /** What nobody asked for; it is gone when the run has found what was moved, and not before. */
  private ProofLog gone;

  private ProofLog proven;

  /**
   * Knows nothing yet.
   *
   * @param store what is to have it; empty: nothing is kept
   */
  ProofNews(Optional<ProofStore> store, Path spillFolder) {
    this.store = store;
    this.spillFolder = spillFolder;
    this.gone = new ProofLog(spillFolder);
    this.proven = new ProofLog(spillFolder);
  }

  /** Whether it is kept at all. */
  boolean areKept() {
    return store.isPresent();
  }

  /** Takes note of a proof, in place of what was said of that name before. */
  void put(FolderNode node, Name name, Proof proof) {
    if (areKept()) {
      proven().put(node.path(), name, proof);
    }
  }

  /** Takes note that a name, and all that it led to, is gone. */
  void gone(FolderNode node, Name name) {
    if (areKept()) {
      gone().gone(node.path(), name);
    }
  }

  private synchronized ProofLog gone() {
    return gone;
  }

  private synchronized ProofLog proven() {
    return proven;
  }

  /** Whether something was proven that the index does not have yet. */
  boolean hasProofs() {
    return !proven().isEmpty();
  }

  /** What was proven so far, for a flush to cover it before it is kept. */
  synchronized ProofLog take() {
    ProofLog taken = proven;
    proven = new ProofLog(spillFolder);
    return taken;
  }

  /**
   * Makes what was proven part of the index.
   *
   * @param covered all on the disk
   * @throws IOException if it cannot be
   */
  void keep(ProofLog covered) throws IOException {
    try (covered) {
      apply(covered);
    }
  }

  /**
   * Makes it part of the index that what nobody has asked for in the whole run is gone.
   *
   * @throws IOException if it cannot be
   */
  void forget() throws IOException {
    apply(gone());
  }

  /** Whether it is more than is good to have in memory. */
  boolean isLarge() {
    return proven().isLarge() || gone().isLarge();
  }

  /**
   * Makes both part of the index in memory, for what is marched next. No march is going on.
   *
   * @throws IOException if it cannot be
   */
  void hold() throws IOException {
    handOver(ProofStore::hold);
  }

  /**
   * Makes both part of the index, all of it being on the disk. No march is going on.
   *
   * @throws IOException if it cannot be
   */
  void keep() throws IOException {
    handOver(ProofStore::apply);
  }

  /** A way to make updates part of the index. */
  @FunctionalInterface
  private interface Way {
    void take(ProofStore store, ProofLog updates, Path spillFolder) throws IOException;
  }

  private void handOver(Way way) throws IOException {
    try (ProofLog forgotten = gone();
        ProofLog covered = take()) {
      synchronized (this) {
        gone = new ProofLog(spillFolder);
      }
      for (ProofLog log : List.of(forgotten, covered)) {
        if (store.isPresent() && !log.isEmpty()) {
          way.take(store.get(), log, spillFolder);
        }
      }
    }
  }

  private void apply(ProofLog updates) throws IOException {
    if (store.isPresent() && !updates.isEmpty()) {
      store.get().apply(updates, spillFolder);
    }
  }

  @Override
  public void close() throws IOException {
    try (var _ = gone();
        var _ = proven()) {
      // Nothing more is to come.
    }
  }
}
