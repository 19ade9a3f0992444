package dev.lockstep.apply;

import dev.lockstep.fs.Staged;
import dev.lockstep.fs.UncarriableException;
import dev.lockstep.model.Digest;
import dev.lockstep.model.FileId;
import dev.lockstep.model.Metadata;
import dev.lockstep.model.Name;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/** The last steps of everything that is staged. */
final class Commit {
  private Commit() {}

  /**
   * Gives it its metadata and lets it appear.
   *
   * @param content what it holds
   * @param displacing whether what has the name gets a staged one
   */
  static Put.Done commit(Staged staged, Metadata metadata, Content content, boolean displacing)
      throws IOException {
    return commit(staged, content, dress(staged, metadata), displacing);
  }

  /** Lets something appear that has its metadata. */
  static Put.Done commit(Staged staged, Content content, boolean displacing) throws IOException {
    return commit(staged, content, Optional.empty(), displacing);
  }

  private static Put.Done commit(
      Staged staged, Content content, Optional<UncarriableException> lacking, boolean displacing)
      throws IOException {
    Optional<Name> displaced = Optional.empty();
    if (displacing) {
      displaced = Optional.of(staged.commitDisplacing());
    } else {
      staged.commit();
    }
    return new Put.Done(content.size(), content.digest(), displaced, lacking, content.source());
  }

  /**
   * What a staged entry holds.
   *
   * @param size in bytes, of files
   * @param digest of files
   * @param source which entry of the source it came from
   */
  record Content(OptionalLong size, Optional<Digest> digest, FileId source) {
    /** What is no file. */
    static Content of(FileId source) {
      return new Content(OptionalLong.empty(), Optional.empty(), source);
    }
  }

  /** An entry that lacks what cannot be carried is better than none. */
  private static Optional<UncarriableException> dress(Staged staged, Metadata metadata)
      throws IOException {
    try {
      staged.setMetadata(metadata);
      return Optional.empty();
    } catch (UncarriableException e) {
      return Optional.of(e);
    }
  }
}
