package dev.lockstep.fs.nio;

import java.nio.file.Path;

/** Where a folder is. A staged folder moves once, by its commit, and all that lies in it. */
sealed interface Place {
  /** The path that leads there now. */
  Path path();

  /** Whether it shows under a staged name, so that nobody takes what is in it for finished. */
  boolean isStaged();

  /** The place of a folder in this one. */
  Place resolve(Path name);

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
  }

  /** A staged name, until the commit. */
  final class Staged implements Place {
    private volatile Path path;
    private volatile boolean staged = true;

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
  }
}
