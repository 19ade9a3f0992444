package dev.lockstep.guard;

import dev.lockstep.fs.FileSystemIdentity;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * What is withheld of a pair on one of the replica's disks, and what of that was approved. Without
 * a folder of the pair it is remembered as long as this lives. For one thread; other processes may
 * approve at any time.
 */
public final class WithheldStore {
  private static final String WITHHELD = "withheld";
  private static final String APPROVED = "approved";

  /** What a run has begun to carry out; it counts until the run comes to its end. */
  private static final String TAKEN = "approved.taken";

  private final Optional<PairFolder> folder;
  private final String withheldName;
  private final String approvedName;
  private final String takenName;
  private Optional<byte[]> memory = Optional.empty();
  private boolean isKept;
  private boolean isLost;

  /**
   * Makes the store.
   *
   * @param disk which file system the replica is on: each has a list of its own
   */
  public WithheldStore(Optional<PairFolder> folder, FileSystemIdentity disk) {
    this.folder = folder;
    this.withheldName = PairFolder.nameFor(WITHHELD, disk);
    this.approvedName = PairFolder.nameFor(APPROVED, disk);
    this.takenName = PairFolder.nameFor(TAKEN, disk);
  }

  /**
   * What was withheld last; empty if nothing was.
   *
   * @throws IOException if nobody can tell
   */
  public Optional<WithheldList> withheld() throws IOException {
    if (memory.isPresent()) {
      return Optional.of(WithheldList.read(new ByteArrayInputStream(memory.get())));
    }
    if (isLost) {
      throw new IOException("it could not be kept");
    }
    Optional<WithheldList> list = folder.isPresent() ? read(file(withheldName)) : Optional.empty();
    if (list.isEmpty() && isKept) {
      throw new NoSuchFileException(file(withheldName).toString());
    }
    return list;
  }

  /**
   * Keeps what is withheld now.
   *
   * @throws IOException if it cannot be written; then nobody can tell any more, as long as this
   *     lives
   */
  public void keep(WithheldList.Entries entries) throws IOException {
    if (folder.isEmpty()) {
      var bytes = new ByteArrayOutputStream();
      WithheldList.write(bytes, entries);
      memory = Optional.of(bytes.toByteArray());
      return;
    }
    isLost = true;
    folder.get().write(withheldName, out -> WithheldList.write(out, entries));
    isLost = false;
    isKept = true;
  }

  /** Nothing is withheld any more. */
  public void forget() throws IOException {
    memory = Optional.empty();
    isKept = false;
    isLost = false;
    delete(withheldName);
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
    Path approved = file(approvedName);
    Path begun = file(takenName);
    if (taken && Files.exists(approved)) {
      Files.move(
          approved, begun, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
    Optional<WithheldList> list = taken ? Optional.empty() : read(approved);
    return list.isPresent() ? list : read(begun);
  }

  /** Whether something was approved that no run has begun to carry out. */
  public boolean isApproved() {
    return folder.isPresent() && Files.exists(file(approvedName));
  }

  /** What was approved has been carried out. */
  public void carriedOut() throws IOException {
    delete(takenName);
  }

  /** Approves these. */
  public void approve(WithheldList.Entries entries) throws IOException {
    folder
        .orElseThrow(() -> new IOException("there is no state folder"))
        .write(approvedName, out -> WithheldList.write(out, entries));
  }

  private void delete(String name) throws IOException {
    if (folder.isPresent() && Files.exists(file(name))) {
      Files.delete(file(name));
    }
  }

  private Path file(String name) {
    return folder.orElseThrow().file(name);
  }

  /** What may be there and cannot be reached is not taken for nothing. */
  private static Optional<WithheldList> read(Path file) throws IOException {
    return Files.notExists(file)
        ? Optional.empty()
        : Optional.of(WithheldList.read(Files.newInputStream(file)));
  }
}
