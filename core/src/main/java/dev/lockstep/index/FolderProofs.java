package dev.lockstep.index;

import dev.lockstep.model.Name;
import org.jspecify.annotations.Nullable;

/**
 * The proofs of one folder, in the order of their names. For one thread. What is damaged is not
 * there.
 */
public final class FolderProofs {
  /** Those of a folder of which nothing is known. */
  public static final FolderProofs NONE = new FolderProofs(null, new byte[0], (name, proof) -> {});

  private final @Nullable ProofStore store;
  private final byte[] folder;
  private final Passed passed;
  private byte @Nullable [] key;
  private Page.@Nullable Reader page;
  private @Nullable Name name;
  private @Nullable Proof proof;

  /** The last name that was come by: pages that are divided meanwhile have some once more. */
  private @Nullable Name last;

  private boolean ended;

  /** Hears of the proofs that nobody asked for. */
  @FunctionalInterface
  public interface Passed {
    void passed(Name name, Proof proof);
  }

  FolderProofs(@Nullable ProofStore store, byte[] folder, Passed passed) {
    this.store = store;
    this.folder = folder;
    this.passed = passed;
    this.ended = store == null;
  }

  /**
   * What was proven of a name; null if nothing was.
   *
   * @param wanted comes after all that were asked for before
   */
  public @Nullable Proof find(Name wanted) {
    while (!ended) {
      if (name == null) {
        advance();
        continue;
      }
      int order = name.compareTo(wanted);
      if (order > 0) {
        return null;
      }
      Proof found = proof;
      if (order == 0 || found == null) {
        comeBy(name);
        return found;
      }
      passed.passed(name, found);
      comeBy(name);
    }
    return null;
  }

  /** No other name will be asked for. */
  public void end() {
    while (!ended) {
      if (name != null && proof != null) {
        passed.passed(name, proof);
        comeBy(name);
      }
      advance();
    }
  }

  private void comeBy(Name now) {
    last = now;
    name = null;
  }

  private void advance() {
    ProofStore pages = store;
    if (pages == null) {
      ended = true;
      return;
    }
    name = null;
    proof = null;
    try {
      while (!ended && name == null) {
        if (page == null) {
          open(pages);
        } else {
          read(page);
        }
      }
    } catch (RuntimeException | OutOfMemoryError e) {
      pages.failed(e);
      name = null;
      ended = true;
    }
  }

  private void read(Page.Reader from) {
    Name next = from.next();
    if (next == null) {
      page = null;
      return;
    }
    proof = from.proof();
    name = last == null || next.compareTo(last) > 0 ? next : null;
  }

  private void open(ProofStore pages) {
    key = key == null ? folder : pages.keyAfter(key, folder);
    byte[] bytes = key == null ? null : pages.page(key);
    if (key == null || bytes == null) {
      ended = true;
    } else {
      page = new Page.Reader(key, bytes);
    }
  }
}
