package dev.lockstep.engine;

import dev.lockstep.fs.FileSystemIdentity;
import dev.lockstep.guard.PairFolder;
import dev.lockstep.guard.WithheldStore;
import java.util.Optional;

/**
 * What the runs before this one, of earlier processes too, have left of a pair on one of the
 * replica's disks.
 *
 * @param folder where it is kept; empty: as long as this lives
 */
record Remembered(
    Optional<PairFolder> folder,
    FileSystemIdentity disk,
    WithheldStore withheld,
    Judgement judgement,
    Unflushed unflushed,
    FullDisk fullDisk,
    Arrears arrears) {
  static Remembered of(Optional<PairFolder> folder, FileSystemIdentity disk) {
    return new Remembered(
        folder,
        disk,
        new WithheldStore(folder, disk),
        Judgement.of(folder),
        Unflushed.of(folder, disk),
        FullDisk.of(folder, disk),
        Arrears.of(folder));
  }

  boolean isOf(Optional<PairFolder> otherFolder, FileSystemIdentity otherDisk) {
    return folder.equals(otherFolder) && disk.isSame(otherDisk);
  }
}
