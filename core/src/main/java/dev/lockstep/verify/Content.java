package dev.lockstep.verify;

import dev.lockstep.digest.Hasher;
import dev.lockstep.digest.Workspace;
import dev.lockstep.fs.ReadableDirectory;
import dev.lockstep.fs.ReadableFile;
import dev.lockstep.fs.WholeContent;
import dev.lockstep.model.Cancellation;
import dev.lockstep.model.Digest;
import dev.lockstep.model.Entry;
import java.io.IOException;
import java.nio.file.NoSuchFileException;

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

  private static Digest digest(
      ReadableFile file, boolean sparse, Cancellation cancellation, Workspace workspace)
      throws IOException {
    Hasher hasher = workspace.hasher();
    var content = new WholeContent(file, sparse);
    byte[] buffer = workspace.source();
    int length;
    do {
      cancellation.check();
      length = content.read(buffer);
      hasher.update(buffer, 0, length);
    } while (length == buffer.length);
    return hasher.finish();
  }
}
