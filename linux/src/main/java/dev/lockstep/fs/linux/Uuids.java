package dev.lockstep.fs.linux;

import dev.lockstep.fs.linux.libc.Constants;
import dev.lockstep.fs.linux.libc.Errno;
import dev.lockstep.fs.linux.libc.Fd;
import dev.lockstep.fs.linux.libc.Libc;
import dev.lockstep.fs.linux.libc.Memory;
import dev.lockstep.fs.linux.libc.Scratch;
import dev.lockstep.fs.nio.ByteSpelling;
import dev.lockstep.fs.nio.UuidProbe;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.UUID;

/**
 * Asks file systems for their UUID, which on btrfs is one for all subvolumes and snapshots. For any
 * thread.
 */
final class Uuids implements UuidProbe {
  private static final int UUID_SIZE = 16;

  /** In {@code struct fsuuid2} of linux/fs.h, after its length in one byte. */
  private static final int AT_FSUUID2 = 1;

  /** In {@code struct btrfs_ioctl_fs_info_args} of linux/btrfs.h, after two long numbers. */
  private static final int AT_BTRFS_INFO = 16;

  @Override
  public Answer ask(Path folder) {
    Scratch scratch = Scratch.ofThisThread();
    int flags = Constants.O_RDONLY | Constants.O_DIRECTORY | Calls.OPEN;
    int opened =
        Libc.openat(
            Constants.AT_FDCWD, scratch.path().put(ByteSpelling.absoluteBytes(folder)), flags, 0);
    if (opened < 0) {
      return new Answer.Untold();
    }
    try (var fd = new Fd(opened)) {
      return ask(fd.number(), scratch.xattrValue());
    }
  }

  /** The same of the file system of an open folder. */
  Answer ask(Handle folder) {
    // Behind a path nothing is asked: the answer would be an error.
    return ask(folder.number(), Scratch.ofThisThread().xattrValue());
  }

  private static Answer ask(int descriptor, long buffer) {
    if (Libc.ioctl(descriptor, Integer.toUnsignedLong(Constants.BTRFS_IOC_FS_INFO), buffer) == 0) {
      return answer(buffer + AT_BTRFS_INFO);
    }
    long result =
        Libc.ioctl(descriptor, Integer.toUnsignedLong(Constants.FS_IOC_GETFSUUID), buffer);
    if (result == 0 && Memory.getByte(buffer) == UUID_SIZE) {
      return answer(buffer + AT_FSUUID2);
    }
    boolean hasNone = result == 0 || result == -Errno.ENOTTY;
    return hasNone ? new Answer.None() : new Answer.Untold();
  }

  private static Answer answer(long address) {
    ByteBuffer bytes = ByteBuffer.wrap(Memory.toBytes(address, UUID_SIZE));
    var uuid = new UUID(bytes.getLong(), bytes.getLong());
    boolean isZero = uuid.getMostSignificantBits() == 0 && uuid.getLeastSignificantBits() == 0;
    return isZero ? new Answer.None() : new Answer.Uuid(uuid.toString());
  }
}
