package dev.lockstep.guard;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * What is withheld of a pair, and what of that was approved. Without a folder of the pair it is
 * remembered as long as this lives, and nobody can approve. For one thread; other processes may
 * approve at any time.
 */
public final class WithheldStore {
  private static final String WITHHELD = "withheld";
  private static final String APPROVED = "approved";

  /** What a run has begun to carry out; it counts until the run comes to its end. */
  private static final String TAKEN = "approved.taken";

  private final Optional<PairFolder> folder;
  private Optional<byte[]> memory = Optional.empty();

  public WithheldStore(Optional<PairFolder> folder) {
    this.folder = folder;
  }

  /** What was withheld last; empty if nothing was, or nobody can read it any more. */
  public Optional<WithheldList> withheld() throws IOException {
    if (folder.isPresent()) {
      return read(folder.get().file(WITHHELD));
    }
    return memory.isPresent()
        ? Optional.of(WithheldList.read(new ByteArrayInputStream(memory.get())))
        : Optional.empty();
  }

  /** Keeps what is withheld now. */
  public void keep(WithheldList.Entries entries) throws IOException {
    if (folder.isPresent()) {
      folder.get().write(WITHHELD, out -> WithheldList.write(out, entries));
    } else {
      var bytes = new ByteArrayOutputStream();
      WithheldList.write(bytes, entries);
      memory = Optional.of(bytes.toByteArray());
    }
  }

  /** Nothing is withheld any more. */
  public void forget() throws IOException {
    memory = Optional.empty();
    delete(WITHHELD);
  }

  /**
   * What was approved.
   *
   * @param taken whether it will be carried out now, so that it counts once
   */
  public Optional<WithheldList> approved(boolean taken) throws IOException {
    if (folder.isEmpty()) {
      return Optional.empty();
    }
    Path approved = folder.get().file(APPROVED);
    Path begun = folder.get().file(TAKEN);
    if (taken && Files.exists(approved)) {
      Files.move(
          approved, begun, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
    Optional<WithheldList> list = taken ? Optional.empty() : read(approved);
    return list.isPresent() ? list : read(begun);
  }

  /** What was approved has been carried out. */
  public void carriedOut() throws IOException {
    delete(TAKEN);
  }

  /** Approves these. */
  public void approve(WithheldList.Entries entries) throws IOException {
    folder
        .orElseThrow(() -> new IOException("there is no state folder"))
        .write(APPROVED, out -> WithheldList.write(out, entries));
  }

  /** Where nothing can be written nothing is, either. */
  private void delete(String name) throws IOException {
    if (folder.isPresent() && Files.exists(folder.get().file(name))) {
      Files.delete(folder.get().file(name));
    }
  }

  private static Optional<WithheldList> read(Path file) throws IOException {
    return Files.exists(file)
        ? Optional.of(WithheldList.read(Files.newInputStream(file)))
        : Optional.empty();
  }
}
