package dev.lockstep.fs.linux;

import dev.lockstep.fs.NoSpaceException;
import dev.lockstep.fs.linux.libc.Constants;
import dev.lockstep.fs.linux.libc.Errno;
import dev.lockstep.fs.linux.libc.Libc;
import dev.lockstep.fs.linux.libc.Scratch;
import dev.lockstep.fs.linux.libc.Statx;
import dev.lockstep.model.Name;
import java.io.IOException;
import java.nio.file.FileSystemException;

/** What several classes need of the system: results checked, names put where calls find them. */
final class Calls {
  /** Opened entries are never followed, waited for, or made the terminal that signals come from. */
  static final int OPEN =
      Constants.O_NOFOLLOW | Constants.O_CLOEXEC | Constants.O_NOCTTY | Constants.O_NONBLOCK;

  private static final int LOOK = Constants.AT_SYMLINK_NOFOLLOW | Constants.AT_NO_AUTOMOUNT;
  private static final int UNTOUCHABLE =
      Constants.STATX_ATTR_IMMUTABLE | Constants.STATX_ATTR_APPEND;

  private Calls() {}

  /** The address of the name, NUL at its end; valid until this thread puts the next name. */
  static long name(Scratch scratch, Name name) {
    return scratch.name().put(name, Name::putInto);
  }

  /** The same in a second place, so that both are valid at once. */
  static long otherName(Scratch scratch, Name name) {
    return scratch.otherName().put(name, Name::putInto);
  }

  /**
   * Looks at an entry of a folder; a negated errno if it fails, else the statx buffer is filled.
   */
  static long look(Scratch scratch, int folder, Name name) {
    return Libc.statx(folder, name(scratch, name), LOOK, Looks.WANTED, scratch.statx());
  }

  /** Looks at what is open. */
  static void lookAt(Scratch scratch, int descriptor, Object shown) throws IOException {
    require(lookAt(scratch, descriptor), shown);
  }

  private static long lookAt(Scratch scratch, int descriptor) {
    return Libc.statx(
        descriptor, scratch.empty(), Constants.AT_EMPTY_PATH, Looks.WANTED, scratch.statx());
  }

  /** Writes all of this to a position; a call may write less than it was given. */
  static void writeAll(int file, long data, long size, long position, Object shown)
      throws FileSystemException {
    for (long done = 0; done < size; ) {
      done += require(Libc.pwrite(file, data + done, size - done, position + done), shown);
    }
  }

  /**
   * Passes a result on.
   *
   * @throws FileSystemException if it is a negated errno
   */
  static long require(long result, Object shown) throws FileSystemException {
    if (result < 0) {
      throw exception(result, shown);
    }
    return result;
  }

  /** What a call failed with: a negated errno as an exception. */
  static FileSystemException exception(long result, Object shown) {
    return switch ((int) -result) {
      case Errno.ENOSPC -> NoSpaceException.ofDisk(shown.toString());
      case Errno.EDQUOT -> NoSpaceException.ofQuota(shown.toString());
      default -> Errno.exception(result, shown.toString());
    };
  }

  /**
   * What a change of an entry failed with: where the system only says that it is not permitted, the
   * reason is looked for.
   */
  static FileSystemException refusal(long result, int folder, Name name) {
    if (result == -Errno.EPERM) {
      Scratch scratch = Scratch.ofThisThread();
      if (look(scratch, folder, name) == 0 && isUntouchable(scratch)) {
        return untouchable(name.toString(), "it is");
      }
      if (isUntouchable(scratch, folder)) {
        return untouchable(name.toString(), "its folder is");
      }
    }
    return exception(result, name);
  }

  /** What a change of what is open failed with, as {@link #refusal(long, int, Name)} tells it. */
  static FileSystemException refusal(long result, int descriptor, Object shown) {
    return result == -Errno.EPERM && isUntouchable(Scratch.ofThisThread(), descriptor)
        ? untouchable(shown.toString(), "it is")
        : exception(result, shown);
  }

  private static boolean isUntouchable(Scratch scratch, int descriptor) {
    return lookAt(scratch, descriptor) == 0 && isUntouchable(scratch);
  }

  private static boolean isUntouchable(Scratch scratch) {
    return (Statx.attributes(scratch.statx()) & UNTOUCHABLE) != 0;
  }

  private static FileSystemException untouchable(String shown, String what) {
    return new FileSystemException(
        shown, null, what + " immutable or append-only; chattr -i -a lifts that");
  }
}
