package dev.lockstep.apply;

import dev.lockstep.fs.UncarriableException;
import dev.lockstep.model.Digest;
import dev.lockstep.model.FileId;
import dev.lockstep.model.Name;
import java.util.Optional;
import java.util.OptionalLong;

/** What came of putting a file or a link into the replica. */
public sealed interface Put {
  /**
   * It is there.
   *
   * @param size how many bytes of content it has, for files
   * @param digest of the content, for files that were read; one whose blocks were shared was not
   * @param displaced the staged name of what was there before, if that was to be displaced
   * @param lacking the metadata that this entry could not be given, if any
   * @param source which entry of the source it is; unknown for one more name of a replica's entry
   */
  record Done(
      OptionalLong size,
      Optional<Digest> digest,
      Optional<Name> displaced,
      Optional<UncarriableException> lacking,
      FileId source)
      implements Put {
    Done displacing(Name name) {
      return new Done(size, digest, Optional.of(name), lacking, source);
    }
  }

  /**
   * It is staged whole, and waits for its commit.
   *
   * @param pending to be committed, or closed to undo it
   */
  record Ready(PendingCommit pending) implements Put {}

  /** The source has it no more; nothing was changed. */
  record Vanished() implements Put {}

  /**
   * It could not be had in one piece; nothing was changed.
   *
   * @param how a clause such as {@code kept changing while it was read}
   */
  record Unstable(String how) implements Put {}
}
