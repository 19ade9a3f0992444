package dev.lockstep.engine;

import dev.lockstep.fs.RootState;
import dev.lockstep.guard.PairFolder;
import dev.lockstep.index.ProofStore;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Where the index of a pair lies: in a file of its own for each file system that the replica is on,
 * since disks may rotate. What cannot be used costs a sentence and time, nothing else.
 */
final class IndexFile {
  private static final String NAME = "index";

  private IndexFile() {}

  /**
   * Opens the index for a run that keeps it up.
   *
   * @param notes hears why there is none
   */
  static Optional<ProofStore> open(
      PairFolder pair, RootState.Folder replica, Consumer<String> notes) {
    Path file = pair.file(name(replica));
    try {
      return Optional.of(ProofStore.open(file));
    } catch (ProofStore.InUseException e) {
      notes.accept("The index is not used in this run, since another program uses it.");
      return Optional.empty();
    } catch (ProofStore.UnusableException e) {
      return anew(file, e, notes);
    } catch (IOException e) {
      return none(file, e, notes);
    }
  }

  private static Optional<ProofStore> anew(Path file, IOException why, Consumer<String> notes) {
    try {
      Files.deleteIfExists(file);
      ProofStore store = ProofStore.open(file);
      notes.accept(
          "The index could not be used (%s) and begins anew, so all content is read this time."
              .formatted(Failures.reason(why)));
      return Optional.of(store);
    } catch (IOException e) {
      return none(file, e, notes);
    }
  }

  private static Optional<ProofStore> none(Path file, IOException why, Consumer<String> notes) {
    notes.accept(
        "No index is kept, so each run reads all content: %s cannot be written (%s)."
            .formatted(file, Failures.reason(why)));
    return Optional.empty();
  }

  /** Opens the index to be read only, beside who may be writing it. */
  static Optional<ProofStore> openCopy(PairFolder pair, RootState replica, Path spillFolder) {
    if (!(replica instanceof RootState.Folder folder)) {
      return Optional.empty();
    }
    try {
      return Optional.of(ProofStore.openCopy(pair.file(name(folder)), spillFolder));
    } catch (IOException e) {
      return Optional.empty(); // There is none, or it costs time only; who writes it tells.
    }
  }

  /** Opens, in the same way, the index of whichever of the replica's disks was used last. */
  static Optional<ProofStore> openLastCopy(PairFolder pair, Path spillFolder) {
    Path last = null;
    FileTime lastTime = null;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(pair.path(), IndexFile::isIndex)) {
      for (Path file : files) {
        FileTime time = Files.getLastModifiedTime(file);
        if (lastTime == null || time.compareTo(lastTime) > 0) {
          last = file;
          lastTime = time;
        }
      }
      return last == null ? Optional.empty() : Optional.of(ProofStore.openCopy(last, spillFolder));
    } catch (IOException | DirectoryIteratorException e) {
      return Optional.empty(); // As above.
    }
  }

  private static boolean isIndex(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.equals(NAME) || (name.startsWith(NAME + "-") && !name.contains("."));
  }

  private static String name(RootState.Folder replica) {
    return PairFolder.nameFor(NAME, replica.fileSystem());
  }
}
