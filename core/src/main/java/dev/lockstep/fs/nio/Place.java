package dev.lockstep.fs.nio;

import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** Where a folder is. A staged folder moves once, by its commit, and all that lies in it. */
sealed interface Place {
  /** The path that leads there now. */
  Path path();

  /** Whether it shows under a staged name, so that nobody takes what is in it for finished. */
  boolean isStaged();

  /** The place of a folder in this one. */
  Place resolve(Path name);

  /** Takes note that an entry of the folder is begun. */
  void begin();

  /** Takes note that an entry that was begun is whole, or gone again. */
  void finish();

  /** A place that stays. */
  record Settled(Path path) implements Place {
    @Override
    public boolean isStaged() {
      return false;
    }

    @Override
    public Place resolve(Path name) {
      return new Settled(path.resolve(name));
    }

    @Override
    public void begin() {
      // Here an unfinished entry has a staged name of its own, which nobody takes for finished.
    }

    @Override
    public void finish() {
      // As above.
    }
  }

  /** A staged name, until the commit. */
  final class Staged implements Place {
    private volatile Path path;
    private volatile boolean staged = true;
    private final AtomicInteger unfinished = new AtomicInteger();

    Staged(Path path) {
      this.path = path;
    }

    @Override
    public Path path() {
      return path;
    }

    @Override
    public boolean isStaged() {
      return staged;
    }

    @Override
    public Place resolve(Path name) {
      return new Within(this, name);
    }

    @Override
    public void begin() {
      unfinished.incrementAndGet();
    }

    @Override
    public void finish() {
      unfinished.decrementAndGet();
    }

    /**
     * Returns unless an entry in there is neither whole nor gone.
     *
     * @throws FileSystemException if there is one, for it would show with the folder
     */
    void requireFinished() throws FileSystemException {
      if (unfinished.get() > 0) {
        throw new FileSystemException(
            path.toString(), null, "what failed in the new folder could not be removed again");
      }
    }

    void settle(Path committed) {
      path = committed;
      staged = false;
    }
  }

  /** A place in a staged folder, at whatever depth. */
  record Within(Staged base, Path relative) implements Place {
    @Override
    public Path path() {
      return base.path().resolve(relative);
    }

    @Override
    public boolean isStaged() {
      return base.isStaged();
    }

    @Override
    public Place resolve(Path name) {
      return new Within(base, relative.resolve(name));
    }

    @Override
    public void begin() {
      base.begin();
    }

    @Override
    public void finish() {
      base.finish();
    }
  }
}
