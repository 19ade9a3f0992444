package dev.lockstep.cli;

import java.util.Optional;

/** What the words of a command ask for. */
sealed interface Request {
  /** To mirror, or to tell what mirroring would do. */
  record Mirroring(Arguments arguments) implements Request {}

  /** To read both sides whole and compare them. */
  record Verifying(VerifyArguments arguments) implements Request {}

  /** To say what is known of a pair of roots, or to answer for it. */
  record OfPair(PairArguments arguments) implements Request {}

  /** To say by digests what a folder holds. */
  record OfFolder(ManifestArguments arguments) implements Request {}

  /** To explain the command, or one verb of it. */
  record Help(Optional<Verb> topic) implements Request {}

  /** To say which version this is. */
  record Version() implements Request {}
}
