package dev.lockstep.apply;

import dev.lockstep.fs.UncarriableException;
import dev.lockstep.model.Digest;
import dev.lockstep.model.FileId;
import dev.lockstep.model.LinkTarget;
import dev.lockstep.model.Name;
import dev.lockstep.model.Stamp;
import java.util.Optional;
import java.util.OptionalLong;

/** What came of putting a file or a link into the replica. */
public sealed interface Put {
  /**
   * It is there.
   *
   * @param size how many bytes of content it has, for files
   * @param digest of the content, for files that were read; one whose blocks were shared was not
   * @param target where it points, for symbolic links
   * @param displaced the staged name of what was there before, if that was to be displaced
   * @param lacking the metadata that this entry could not be given, if any
   * @param source what the source's entry was that it came from; empty for one more name of a
   *     replica's entry
   * @param replica what the replica's entry is, where its backend tells; only after the commit
   */
  record Done(
      OptionalLong size,
      Optional<Digest> digest,
      Optional<LinkTarget> target,
      Optional<Name> displaced,
      Optional<UncarriableException> lacking,
      Optional<Stamp> source,
      Optional<Stamp> replica)
      implements Put {
    /** Which entry of the source it is; unknown for one more name of a replica's entry. */
    public FileId sourceId() {
      return source.map(Stamp::id).orElse(FileId.UNKNOWN);
    }

    Done displacing(Name name) {
      return new Done(size, digest, target, Optional.of(name), lacking, source, replica);
    }

    Done committedAs(Optional<Stamp> stamp) {
      return new Done(size, digest, target, displaced, lacking, source, stamp);
    }
  }

  /**
   * It is staged whole, and waits for its commit.
   *
   * @param pending to be committed, or closed to undo it
   */
  record Ready(PendingCommit pending) implements Put {}

  /** The source's content is not what is known of it, though its stamp is; nothing was changed. */
  record Rotten() implements Put {}

  /** The source has it no more; nothing was changed. */
  record Vanished() implements Put {}

  /**
   * It could not be had in one piece; nothing was changed.
   *
   * @param how a clause such as {@code kept changing while it was read}
   */
  record Unstable(String how) implements Put {}
}
