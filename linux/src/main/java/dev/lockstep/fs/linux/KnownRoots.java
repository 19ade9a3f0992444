package dev.lockstep.fs.linux;

import dev.lockstep.fs.RootState;
import dev.lockstep.fs.linux.libc.Memory;
import dev.lockstep.fs.linux.libc.Scratch;
import dev.lockstep.fs.linux.libc.Statx;
import dev.lockstep.fs.nio.UuidProbe;
import dev.lockstep.model.FileId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What was found where roots stand, with the signs by which one that is still the same can be told
 * from another: who waits for changes looks at its roots for each of them. For any thread.
 *
 * <p>Only roots on file systems that tell a UUID of their own are remembered, and only those below
 * which nothing is mounted: a disk that was taken out and another that was put in look the same to
 * the table of mounts.
 */
final class KnownRoots {
  private static final Path MOUNTS = Path.of("/proc/self/mountinfo");
  private static final int MOST = 8;

  private final Uuids uuids;

  // Guarded by this.
  private final Map<Path, Known> known = new HashMap<>();

  KnownRoots(Uuids uuids) {
    this.uuids = uuids;
  }

  private record Known(Signs signs, RootState.Folder folder) {}

  /**
   * What an open root shows. Where all of it is the same, so is what a thorough look finds.
   *
   * @param place where it really is, in bytes
   * @param mounts the whole table of mounts
   */
  record Signs(
      ByteBuffer place,
      FileId id,
      int mode,
      int user,
      int group,
      boolean readable,
      boolean writable,
      UuidProbe.Answer uuid,
      ByteBuffer mounts) {}

  /** The signs of a root; empty where there are none to be trusted. */
  Optional<Signs> signs(Path root) {
    try (Handle handle = LinuxTreeProvider.open(root)) {
      Scratch scratch = Scratch.ofThisThread();
      UuidProbe.Answer uuid = uuids.ask(handle);
      if (!(uuid instanceof UuidProbe.Answer.Uuid)) {
        return Optional.empty();
      }
      long buffer = scratch.io();
      long length = Calls.require(handle.readPlace(buffer, Scratch.IO_SIZE), root);
      ByteBuffer place = ByteBuffer.wrap(Memory.toBytes(buffer, (int) length));
      Calls.lookAt(scratch, handle.number(), root);
      long statx = scratch.statx();
      return Optional.of(
          new Signs(
              place,
              Looks.id(statx),
              Statx.mode(statx),
              Statx.uid(statx),
              Statx.gid(statx),
              Files.isReadable(root) && Files.isExecutable(root),
              Files.isWritable(root),
              uuid,
              ByteBuffer.wrap(Files.readAllBytes(MOUNTS))));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** What was found with these very signs, if anything was. */
  synchronized Optional<RootState.Folder> find(Path root, Signs signs) {
    return Optional.ofNullable(known.get(root))
        .filter(each -> each.signs().equals(signs))
        .map(Known::folder);
  }

  /** Remembers what a thorough look has found since the signs were read. */
  synchronized void keep(Path root, Signs signs, RootState.Folder folder) {
    if (!folder.mounts().isEmpty() || !folder.id().equals(signs.id())) {
      return;
    }
    if (known.size() >= MOST) {
      known.clear();
    }
    known.put(root, new Known(signs, folder));
  }
}
