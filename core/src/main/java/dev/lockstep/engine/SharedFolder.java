package dev.lockstep.engine;

import dev.lockstep.fs.SourceDirectory;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/** An open folder that is closed when the last of its users lets go of it. For any thread. */
final class SharedFolder {
  private final SourceDirectory directory;
  private final AtomicInteger allOpen;
  private final AtomicInteger users = new AtomicInteger(1);

  /**
   * Takes over a folder; who makes this is the first user.
   *
   * @param allOpen counts those that are open
   */
  SharedFolder(SourceDirectory directory, AtomicInteger allOpen) {
    this.directory = directory;
    this.allOpen = allOpen;
    allOpen.incrementAndGet();
  }

  SourceDirectory directory() {
    return directory;
  }

  /** One more user, beside one that there is. */
  SharedFolder hold() {
    users.incrementAndGet();
    return this;
  }

  void release() {
    if (users.decrementAndGet() == 0) {
      allOpen.decrementAndGet();
      try {
        directory.close();
      } catch (IOException e) {
        // Harmless: nothing was written.
      }
    }
  }
}
