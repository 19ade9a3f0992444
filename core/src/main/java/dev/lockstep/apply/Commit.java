package dev.lockstep.apply;

import dev.lockstep.fs.Staged;
import dev.lockstep.fs.StagedFile;
import dev.lockstep.fs.UncarriableException;
import dev.lockstep.model.Digest;
import dev.lockstep.model.LinkTarget;
import dev.lockstep.model.Metadata;
import dev.lockstep.model.Stamp;
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
    return commit(staged, done(content, dress(staged, metadata)), displacing);
  }

  /** Lets something appear that has its metadata. */
  static Put.Done commit(Staged staged, Content content, boolean displacing) throws IOException {
    return commit(staged, done(content, Optional.empty()), displacing);
  }

  /** Gives a file its metadata, so that only its commit is left to be done. */
  static PendingCommit prepare(
      StagedFile staged, Metadata metadata, Content content, boolean displacing)
      throws IOException {
    return new PendingCommit(staged, displacing, done(content, dress(staged, metadata)));
  }

  static Put.Done commit(Staged staged, Put.Done done, boolean displacing) throws IOException {
    if (displacing) {
      return done.displacing(staged.commitDisplacing()).committedAs(stamp(staged));
    }
    staged.commit();
    return done.committedAs(stamp(staged));
  }

  /** What cannot be looked at is there all the same, and has no proof. */
  private static Optional<Stamp> stamp(Staged staged) {
    try {
      return staged.stamp();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Put.Done done(Content content, Optional<UncarriableException> lacking) {
    return new Put.Done(
        content.size(),
        content.digest(),
        content.target(),
        Optional.empty(),
        lacking,
        content.source(),
        Optional.empty());
  }

  /**
   * What a staged entry holds.
   *
   * @param size in bytes, of files
   * @param digest of files
   * @param target of symbolic links
   * @param source what the source's entry was that it came from
   */
  record Content(
      OptionalLong size,
      Optional<Digest> digest,
      Optional<LinkTarget> target,
      Optional<Stamp> source) {
    /** A file. */
    static Content ofFile(long size, Optional<Digest> digest, Stamp source) {
      return new Content(OptionalLong.of(size), digest, Optional.empty(), Optional.of(source));
    }

    /** What is no file. */
    static Content of(Optional<LinkTarget> target, Stamp source) {
      return new Content(OptionalLong.empty(), Optional.empty(), target, Optional.of(source));
    }

    /** One more name of what the replica has. */
    static Content ofLink() {
      return new Content(
          OptionalLong.empty(), Optional.empty(), Optional.empty(), Optional.empty());
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
