package dev.lockstep.engine;

import dev.lockstep.digest.Workspace;
import dev.lockstep.model.Entry;
import dev.lockstep.model.Problem;
import dev.lockstep.model.RelativePath;
import dev.lockstep.verify.FileDigest;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/** A file that is to be read for its digest. */
final class FileReading implements ReadAhead.Reading {
  /** A file that is being written comes to rest soon, or not for long. */
  private static final int ATTEMPTS = 3;

  private final SharedFolder folder;
  private final RelativePath path;
  private final Entry.File file;

  /**
   * A reading.
   *
   * @param folder is let go of when it was read
   */
  FileReading(SharedFolder folder, RelativePath path, Entry.File file) {
    this.folder = folder;
    this.path = path;
    this.file = file;
  }

  @Override
  public Step read(Workspace workspace, FileDigest.Pause pause) {
    try {
      for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        Optional<FileDigest> read =
            FileDigest.of(folder.directory(), file.name(), workspace, pause);
        if (read.isPresent()) {
          return new Step.File(path, read.get().entry(), read.get().digest(), true);
        }
      }
      return trouble(Problem.Cause.UNSTABLE, "changed each time it was read");
    } catch (NoSuchFileException e) {
      return trouble(Problem.Cause.UNSTABLE, "vanished before it was read");
    } catch (IOException e) {
      return trouble(Problem.Cause.FAILED, "cannot be read: " + Failures.reason(e));
    } finally {
      folder.release();
    }
  }

  @Override
  public void drop() {
    folder.release();
  }

  private Step trouble(Problem.Cause cause, String message) {
    return new Step.Trouble(new Problem(path, cause, message));
  }
}
