package dev.lockstep.engine;

import dev.lockstep.api.MirrorException;
import dev.lockstep.apply.Put;
import dev.lockstep.fs.UncarriableException;
import dev.lockstep.model.Action;
import dev.lockstep.model.Problem;
import dev.lockstep.model.RelativePath;
import dev.lockstep.model.Shown;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Optional;

/** What went wrong with a path, in words for people. */
final class Failures {
  private Failures() {}

  /** What failed where this action did. */
  static String operation(Action action) {
    return switch (action) {
      case Action.Create create -> "cannot be created";
      case Action.Update update -> "cannot be updated";
      case Action.Meta meta -> "its metadata cannot be set";
      case Action.Replace replace -> "cannot be replaced";
      case Action.Hardlink hardlink -> "cannot be linked";
      case Action.Move move -> "cannot be moved";
      case Action.Delete delete -> "cannot be deleted";
    };
  }

  /** The problem that this failure is. */
  static Problem problem(RelativePath path, String operation, IOException failure) {
    var cause =
        failure instanceof UncarriableException ? Problem.Cause.NOT_CARRIED : Problem.Cause.FAILED;
    return new Problem(path, cause, operation + ": " + reason(failure));
  }

  /** The problem that an entry could not be had in one piece. */
  static Problem unstable(RelativePath path, Put.Unstable unstable) {
    return new Problem(path, Problem.Cause.UNSTABLE, unstable.how() + "; the next run tries again");
  }

  /** The problem that an entry arrived without all that it should have, if it did. */
  static Optional<Problem> lacking(RelativePath path, Put.Done done) {
    return done.lacking().map(e -> problem(path, "arrived without all its metadata", e));
  }

  /** Why it failed, as one clause that may be shown. */
  static String reason(IOException failure) {
    return switch (failure) {
      case AccessDeniedException e -> "permission denied";
      case NoSuchFileException e -> "no such file or folder";
      case DirectoryNotEmptyException e -> "the folder is not empty";
      case FileAlreadyExistsException e -> "the name is taken";
      case NotDirectoryException e -> "not a folder";
      case IgnoreFileException e -> String.valueOf(e.getMessage()); // It may be shown as it is.
      case FileSystemException e when e.getReason() != null -> Shown.text(e.getReason());
      default -> {
        String message = failure.getMessage();
        yield Shown.text(message == null ? failure.getClass().getSimpleName() : message);
      }
    };
  }

  /** The program is wrong; that must not end the mirror of who relies on it. */
  static MirrorException unexpected(RuntimeException failure) {
    return new MirrorException(
        MirrorException.Reason.INTERNAL, "Unexpected error: " + failure, failure);
  }

  /** The content of a source's file changed, and its stamp did not. */
  static Problem rotten(RelativePath path) {
    return new Problem(
        path,
        Problem.Cause.ROTTEN,
        "the source's content has changed although its times have not, so it may be damaged; the"
            + " replica is kept as it is (if the source is right: touch it, or verify with"
            + " --repair=source-is-right)");
  }

  /** The same where the replica had nothing. */
  static Problem copiedRotten(RelativePath path) {
    return new Problem(
        path,
        Problem.Cause.ROTTEN,
        "the source's content has changed although its times have not, so it may be damaged; it"
            + " was copied, since the replica had nothing of that name");
  }

  /** Both sides were proven equal and have not changed by their stamps, but the contents differ. */
  static Problem oneRotten(RelativePath path) {
    return new Problem(
        path,
        Problem.Cause.ROTTEN,
        "the contents differ although neither side's times have changed since they were equal, so"
            + " one of them may be damaged; the replica is kept as it is (if the source is right:"
            + " touch it)");
  }
}
