package dev.lockstep.engine;

import dev.lockstep.filter.IgnoreFile;
import dev.lockstep.filter.PatternException;
import dev.lockstep.fs.ReadableDirectory;
import dev.lockstep.fs.ReadableFile;
import dev.lockstep.fs.WholeContent;
import dev.lockstep.model.Entry;
import dev.lockstep.model.RelativePath;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.Optional;

/** Reads the ignore files of folders. */
final class IgnoreFiles {
  /** Who needs more rules for one folder has another problem. */
  private static final int MOST_BYTES = 1024 * 1024;

  private IgnoreFiles() {}

  /**
   * The rules that a folder has for itself; none if it has no such file.
   *
   * @param path of the folder, from the root
   * @throws IgnoreFileException if there is such a file, and it cannot be read or understood
   */
  static IgnoreFile read(ReadableDirectory folder, RelativePath path) throws IOException {
    Optional<Entry> entry = folder.entry(IgnoreFile.NAME);
    if (entry.isEmpty()) {
      return IgnoreFile.NONE;
    }
    RelativePath file = path.resolve(IgnoreFile.NAME);
    if (!(entry.get() instanceof Entry.File)) {
      throw new IgnoreFileException(file + " is a " + entry.get().kind().word() + ", not a file");
    }
    try {
      return IgnoreFile.parse(content(folder, file), file.toString());
    } catch (PatternException e) {
      throw new IgnoreFileException(e.sentence());
    } catch (NoSuchFileException | IgnoreFileException e) {
      throw e;
    } catch (IOException e) {
      throw new IgnoreFileException(file + " cannot be read: " + Failures.reason(e));
    }
  }

  private static byte[] content(ReadableDirectory folder, RelativePath file) throws IOException {
    try (ReadableFile open = folder.openFile(IgnoreFile.NAME)) {
      Entry.File before = open.entry();
      if (before.size() > MOST_BYTES) {
        throw new IgnoreFileException(file + " has more than 1 MiB");
      }
      byte[] buffer = new byte[Math.toIntExact(before.size()) + 1];
      int length = new WholeContent(open, false).read(buffer);
      // RACE: what somebody is just writing anew may be read half, if it is changed in place and
      // not at this very moment; then what its other half excludes counts as included.
      if (length != before.size() || !open.entry().stamp().equals(before.stamp())) {
        throw new IgnoreFileException(file + " changed while it was read");
      }
      return Arrays.copyOf(buffer, length);
    }
  }
}
