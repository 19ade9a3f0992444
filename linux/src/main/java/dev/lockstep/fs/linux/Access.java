package dev.lockstep.fs.linux;

import dev.lockstep.fs.linux.libc.Constants;
import dev.lockstep.fs.linux.libc.Errno;
import dev.lockstep.fs.linux.libc.Libc;

/**
 * How entries of one tree are opened for reading: leaving their time of access alone, as long as
 * the system lets this user do so. For any thread.
 */
final class Access {
  private volatile int leavingTimesAlone = Constants.O_NOATIME;

  /** Opens an entry of a folder; gives a descriptor, or a negated errno. */
  long openForReading(int folder, long name, int flags) {
    int noatime = leavingTimesAlone;
    long result = Libc.openat(folder, name, Constants.O_RDONLY | flags | noatime, 0);
    if (result == -Errno.EPERM && noatime != 0) {
      // Only an entry's owner may ask for it. Others' come in numbers, so it is not tried again.
      leavingTimesAlone = 0;
      result = Libc.openat(folder, name, Constants.O_RDONLY | flags, 0);
    }
    return result;
  }
}
