package dev.lockstep.fs.linux;

import dev.lockstep.fs.linux.libc.Constants;
import dev.lockstep.fs.linux.libc.Errno;
import dev.lockstep.fs.linux.libc.Libc;
import dev.lockstep.fs.linux.libc.Scratch;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writing that leaves nothing in the page cache: the disk begins at once, and a page is free again
 * when it is written. It takes no memory from others, and the same few pages serve a file of any
 * size.
 */
final class Streaming {
  /**
   * From this size on it takes no longer to the end of a flush, measured on ext4; several times as
   * long without it where a virtual machine has to be given each page that is used first. Below,
   * the many small writes to the disk cost more.
   */
  static final long WORTH_BYTES = 256 * 1024;

  /** Of smaller pieces, as a limited rate makes them, one would push out what the next adds to. */
  static final int LEAST_BYTES = 64 * 1024;

  /**
   * Before, in Linux 6.14 and 6.15, a page that was written to once more meanwhile might be dropped
   * with it ("mm/filemap: gate dropbehind invalidate on folio !dirty && !writeback").
   */
  private static final int SOUND_SINCE = version(6, 16);

  private static final boolean IS_SOUND = isSound(System.getProperty("os.version"));

  private Streaming() {}

  /** Whether a file of so many bytes is better written so. */
  static boolean isWorth(long size) {
    return IS_SOUND && size >= WORTH_BYTES;
  }

  /**
   * Writes all of this to a position.
   *
   * @return whether it was; if not, this cannot be done here, and nothing was written
   */
  static boolean writeAll(int file, long data, long size, long position, Object shown)
      throws IOException {
    for (long done = 0; done < size; ) {
      long piece = Scratch.ofThisThread().putPiece(data + done, size - done);
      long result = Libc.pwritev2(file, piece, position + done, Constants.RWF_DONTCACHE);
      if (done == 0 && isRefused(result)) {
        return false;
      }
      done += Calls.require(result, shown);
    }
    return true;
  }

  /** By the file system, or by whoever says which calls this process may make. */
  private static boolean isRefused(long result) {
    return result == -Errno.EOPNOTSUPP
        || result == -Errno.ENOSYS
        || result == -Errno.EPERM
        || result == -Errno.EINVAL;
  }

  /** Whether a kernel is, by what uname(2) calls its release. */
  static boolean isSound(String release) {
    Matcher numbers = Pattern.compile("(\\d{1,4})\\.(\\d{1,4}).*").matcher(release);
    return numbers.matches()
        && version(Integer.parseInt(numbers.group(1)), Integer.parseInt(numbers.group(2)))
            >= SOUND_SINCE;
  }

  private static int version(int major, int minor) {
    return major * 10_000 + minor;
  }
}
