package dev.lockstep.apply;

import dev.lockstep.fs.Staged;
import dev.lockstep.model.Name;
import java.io.IOException;
import java.util.Optional;

/** The last step of everything that is staged. */
final class Commit {
  private Commit() {}

  /**
   * Lets it appear; gives the staged name of what was there before, if that was to be displaced.
   */
  static Optional<Name> commit(Staged staged, boolean displacing) throws IOException {
    if (displacing) {
      return Optional.of(staged.commitDisplacing());
    }
    staged.commit();
    return Optional.empty();
  }
}
