package dev.lockstep.verify;

import dev.lockstep.digest.Hasher;
import dev.lockstep.digest.Workspace;
import dev.lockstep.fs.FolderPair;
import dev.lockstep.fs.ReadableDirectory;
import dev.lockstep.fs.ReadableFile;
import dev.lockstep.fs.WholeContent;
import dev.lockstep.model.Cancellation;
import dev.lockstep.model.Digest;
import dev.lockstep.model.Entry;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.Optional;

/** What came of reading a file whole. */
public sealed interface Content {
  /** It was read, in one version: the one that was looked at before. */
  record Read(Digest digest) implements Content {}

  /** It is gone, or was another version when it was read. */
  record Changed() implements Content {}

  /** It could not be read. */
  record Unreadable(IOException failure) implements Content {}

  /**
   * Reads a file.
   *
   * @param seen as it was looked at before
   * @throws java.util.concurrent.CancellationException if cancelled meanwhile
   */
  static Content of(
      ReadableDirectory folder, Entry.File seen, Cancellation cancellation, Workspace workspace) {
    try (ReadableFile file = folder.openFile(seen.name())) {
      file.forgetCached();
      Digest digest = digest(file, seen.sparse(), cancellation, workspace);
      return file.entry().stamp().equals(seen.stamp()) ? new Read(digest) : new Changed();
    } catch (NoSuchFileException e) {
      return new Changed();
    } catch (IOException e) {
      return new Unreadable(e);
    }
  }

  /**
   * Reads two files beside each other, which costs one digest instead of two where they are equal.
   *
   * @param source as it was looked at before, in the source's folder
   * @param replica likewise, in the replica's
   * @return what both came to; empty if they are not equal, or anything was in the way, so that
   *     each is to be read by itself
   * @throws java.util.concurrent.CancellationException if cancelled meanwhile
   */
  static Optional<Content> ofEqual(
      FolderPair folder,
      Entry.File source,
      Entry.File replica,
      Cancellation cancellation,
      Workspace workspace) {
    if (source.size() != replica.size()) {
      return Optional.empty();
    }
    try (ReadableFile file = folder.source().openFile(source.name());
        ReadableFile copy = folder.replica().openFile(replica.name())) {
      file.forgetCached();
      copy.forgetCached();
      Hasher hasher = workspace.hasher();
      var content = new WholeContent(file, source.sparse());
      var copied = new WholeContent(copy, replica.sparse());
      workspace.meter().begin();
      int length;
      do {
        cancellation.check();
        length = content.read(workspace.source());
        int other = copied.read(workspace.replica());
        workspace.meter().read(length);
        workspace.meter().readOther(other);
        if (!Arrays.equals(workspace.source(), 0, length, workspace.replica(), 0, other)) {
          return Optional.empty();
        }
        hasher.update(workspace.source(), 0, length);
      } while (length == workspace.source().length);
      boolean isStill =
          file.entry().stamp().equals(source.stamp())
              && copy.entry().stamp().equals(replica.stamp());
      return isStill ? Optional.of(new Read(hasher.finish())) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // Reading them one by one tells which it was.
    }
  }

  private static Digest digest(
      ReadableFile file, boolean sparse, Cancellation cancellation, Workspace workspace)
      throws IOException {
    Hasher hasher = workspace.hasher();
    var content = new WholeContent(file, sparse);
    byte[] buffer = workspace.source();
    workspace.meter().begin();
    int length;
    do {
      cancellation.check();
      length = content.read(buffer);
      hasher.update(buffer, 0, length);
      workspace.meter().read(length);
    } while (length == buffer.length);
    return hasher.finish();
  }
}
