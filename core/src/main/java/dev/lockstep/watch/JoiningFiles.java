package dev.lockstep.watch;

import dev.lockstep.model.RelativePath;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Entries of the source that change while a march through everything goes on, which can join it and
 * need not wait for its end. What does not fit is not lost: all of them are dirty afterwards. For
 * any thread.
 */
public final class JoiningFiles {
  /** How many wait at a time; of a burst, the others come after the march. */
  static final int MOST = 100;

  // Guarded by this.
  private final Set<RelativePath> changed = new LinkedHashSet<>();
  private boolean isMarching;

  /** A march through everything begins. */
  public synchronized void begin() {
    changed.clear();
    isMarching = true;
  }

  /** It has ended. */
  public synchronized void end() {
    changed.clear();
    isMarching = false;
  }

  /** An entry came, went or changed. */
  public synchronized void entry(RelativePath path) {
    if (isMarching && changed.size() < MOST && !path.isRoot()) {
      changed.add(path);
    }
  }

  /** These were taken, and have not been dealt with. */
  public synchronized void putBack(List<RelativePath> paths) {
    paths.forEach(this::entry);
  }

  /** Takes those that have changed since, each once. */
  public synchronized List<RelativePath> take() {
    List<RelativePath> taken = List.copyOf(changed);
    changed.clear();
    return taken;
  }
}
