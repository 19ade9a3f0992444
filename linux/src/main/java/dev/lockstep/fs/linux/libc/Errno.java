package dev.lockstep.fs.linux.libc;

import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/**
 * Why a call failed: the numbers of the kernel's {@code asm-generic/errno-base.h} and {@code
 * asm-generic/errno.h}, which x86-64 and arm64 share. Calls answer them negated.
 */
public final class Errno {
  public static final int EPERM = 1;
  public static final int ENOENT = 2;
  public static final int EINTR = 4;
  public static final int EIO = 5;
  public static final int ENXIO = 6;
  public static final int E2BIG = 7;
  public static final int EBADF = 9;
  public static final int EAGAIN = 11;
  public static final int ENOMEM = 12;
  public static final int EACCES = 13;
  public static final int EBUSY = 16;
  public static final int EEXIST = 17;
  public static final int EXDEV = 18;
  public static final int ENODEV = 19;
  public static final int ENOTDIR = 20;
  public static final int EISDIR = 21;
  public static final int EINVAL = 22;
  public static final int ENFILE = 23;
  public static final int EMFILE = 24;
  public static final int ENOTTY = 25;
  public static final int ETXTBSY = 26;
  public static final int EFBIG = 27;
  public static final int ENOSPC = 28;
  public static final int EROFS = 30;
  public static final int EMLINK = 31;
  public static final int ERANGE = 34;
  public static final int ENAMETOOLONG = 36;
  public static final int ENOSYS = 38;
  public static final int ENOTEMPTY = 39;
  public static final int ELOOP = 40;
  public static final int ENODATA = 61;
  public static final int EOVERFLOW = 75;
  public static final int EILSEQ = 84;
  public static final int EOPNOTSUPP = 95;
  public static final int ETIMEDOUT = 110;
  public static final int ESTALE = 116;
  public static final int EUCLEAN = 117;
  public static final int EDQUOT = 122;
  public static final int EMEDIUMTYPE = 124;

  private Errno() {}

  /**
   * What java.nio.file would throw.
   *
   * @param negated what the call answered
   * @param what the path that the message begins with
   * @throws IllegalArgumentException if the call did not fail
   */
  public static FileSystemException exception(long negated, String what) {
    if (negated >= 0) {
      throw new IllegalArgumentException("not a failure: " + negated);
    }
    int errno = (int) -negated;
    return switch (errno) {
      case ENOENT -> new NoSuchFileException(what);
      case EEXIST -> new FileAlreadyExistsException(what);
      case EACCES -> new AccessDeniedException(what);
      case EPERM -> new AccessDeniedException(what, null, "operation not permitted");
      case ENOTDIR -> new NotDirectoryException(what);
      case ENOTEMPTY -> new DirectoryNotEmptyException(what);
      case ELOOP -> new FileSystemLoopException(what);
      default -> new FileSystemException(what, null, reason(errno));
    };
  }

  /** A clause for a user, with what he can do where that is known. */
  private static String reason(int errno) {
    return switch (errno) {
      case EINTR -> "interrupted by a signal";
      case EIO -> "input/output error; check the disk";
      case ENXIO -> "no such device or address";
      case E2BIG -> "too large";
      case EBADF -> "the descriptor is not open for this";
      case EAGAIN -> "temporarily unavailable; try again";
      case ENOMEM -> "out of memory";
      case EBUSY -> "in use by the system or by another process";
      case EXDEV -> "on another file system";
      case ENODEV -> "no such device";
      case EISDIR -> "it is a folder";
      case EINVAL -> "the file system does not take this";
      case ENFILE -> "too many open files in the whole system";
      case EMFILE -> "too many open files; raise the limit with ulimit -n";
      case ENOTTY -> "not supported by the file system";
      case ETXTBSY -> "a program that is running";
      case EFBIG -> "too large a file for the file system";
      case ENOSPC -> "no space left on the device";
      case EROFS -> "the file system is mounted read-only";
      case EMLINK -> "too many hard links to one file";
      case ERANGE -> "too large for the buffer";
      case ENAMETOOLONG -> "the name is too long";
      case ENOSYS -> "not supported by this kernel";
      case ENODATA -> "no such extended attribute";
      case EOVERFLOW -> "too large a value";
      case EILSEQ -> "the file system does not take this name";
      case EOPNOTSUPP -> "not supported by the file system";
      case ETIMEDOUT -> "the server did not answer in time";
      case ESTALE -> "the server no longer knows the file; mount it again";
      case EUCLEAN -> "the file system is damaged; check it with fsck";
      case EDQUOT -> "the disk quota is used up";
      case EMEDIUMTYPE -> "wrong type of medium";
      default -> "error number " + errno;
    };
  }
}
