package dev.lockstep.engine;

import dev.lockstep.fs.FolderPair;
import dev.lockstep.fs.SourceDirectory;
import dev.lockstep.march.FreshListing;
import dev.lockstep.model.Action;
import dev.lockstep.model.Entry;
import dev.lockstep.model.Name;
import dev.lockstep.model.Problem;
import dev.lockstep.model.RelativePath;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/**
 * What to make of names that the source had and that are not found any more: only what a fresh
 * listing lacks as well is gone. Anything else is in doubt, and doubt keeps what the replica has.
 */
final class Vanishing {
  private Vanishing() {}

  /**
   * What is to be told of a name that was not found; empty if it is gone.
   *
   * @param folder the source's folder, which was just looked into
   */
  static Optional<Problem> doubt(SourceDirectory folder, RelativePath path) {
    try {
      return FreshListing.shows(folder, path.name())
          ? Optional.of(inDoubt(path))
          : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.of(unstable(path, "vanished from the source with its folder"));
    } catch (IOException e) {
      String how = "was not found, and its folder cannot be listed anew: " + Failures.reason(e);
      return Optional.of(unstable(path, how));
    }
  }

  /** The source has an entry no more: what the replica has of it goes, unless there is doubt. */
  static void tell(
      RunParts run, FolderNode node, FolderPair folder, RelativePath path, Optional<Entry> replica)
      throws IOException {
    Optional<Problem> doubt = doubt(folder.source(), path);
    if (doubt.isPresent()) {
      run.tally().problem(doubt.get());
    } else if (replica.isPresent()) {
      run.wishes().add(node, replica.get(), Action.Delete.Why.GONE);
    }
  }

  /** The problem that a name is listed, even anew, and not found. */
  static Problem inDoubt(RelativePath path) {
    return unstable(path, "is listed in the source, but not found there");
  }

  /** The problem that a folder vanished that the replica got in this very run. */
  static Problem tooLate(RelativePath path) {
    return unstable(path, "vanished from the source while it was mirrored");
  }

  /**
   * The highest folder, of this one and those above, that the source has no more.
   *
   * @return empty if the source has this one
   * @throws IOException if that cannot be told, or what is not found is listed
   */
  static Optional<FolderNode> gone(Handles handles, FolderNode node) throws IOException {
    FolderNode parent = node.parent();
    if (parent == null) {
      return Optional.empty();
    }
    try (Handles.Lease lease = handles.open(parent)) {
      SourceDirectory source = lease.folder().source();
      Name name = node.path().name();
      if (source.entry(name).isPresent()) {
        return Optional.empty();
      }
      if (FreshListing.shows(source, name)) {
        throw new IOException("it is listed in the source, but not found there");
      }
      return Optional.of(node);
    } catch (NoSuchFileException e) {
      // The folder above cannot be opened or listed any more, perhaps since it is gone itself.
      return gone(handles, parent);
    }
  }

  private static Problem unstable(RelativePath path, String how) {
    return new Problem(path, Problem.Cause.UNSTABLE, how + "; the next run tries again");
  }
}
