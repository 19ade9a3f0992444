package dev.lockstep.fs.linux.libc;

/**
 * System calls, each under the name of its manual page. {@code dirfd} is the open folder that a
 * relative path starts from, or {@link Constants#AT_FDCWD}; a {@code path}, a {@code name} and
 * every buffer is an address; paths and names end with NUL.
 *
 * <p>A call answers what the manual page says, or its errno negated: see {@link Errno}. It throws
 * nothing and allocates nothing. EINTR is answered only by calls that may not simply be repeated.
 * Any thread may call; {@link Native#unavailable} tells beforehand whether calls work here.
 */
public final class Libc {
  private Libc() {}

  /**
   * openat(2): opens a file, and answers its descriptor. {@code mode} matters with O_CREAT and
   * O_TMPFILE only. Add O_CLOEXEC.
   */
  public static int openat(int dirfd, long path, int flags, int mode) {
    return (int) Syscall.repeat(Numbers.OPENAT, dirfd, path, flags, mode);
  }

  /** close(2). Never repeated, not even after EINTR: the descriptor is free in any case. */
  public static int close(int fd) {
    return (int) Syscall.call(Numbers.CLOSE, fd);
  }

  /** read(2): answers how many bytes were read, 0 at the end. */
  public static long read(int fd, long buffer, long size) {
    return Syscall.repeat(Numbers.READ, fd, buffer, size);
  }

  /** write(2): answers how many bytes were written, which may be fewer. */
  public static long write(int fd, long buffer, long size) {
    return Syscall.repeat(Numbers.WRITE, fd, buffer, size);
  }

  /** pread(2): as {@link #read}, but from an offset, leaving the descriptor's own where it is. */
  public static long pread(int fd, long buffer, long size, long offset) {
    return Syscall.repeat(Numbers.PREAD64, fd, buffer, size, offset);
  }

  /** pwrite(2): as {@link #write}, but to an offset, leaving the descriptor's own where it is. */
  public static long pwrite(int fd, long buffer, long size, long offset) {
    return Syscall.repeat(Numbers.PWRITE64, fd, buffer, size, offset);
  }

  /**
   * pwritev2(2), of one piece, which {@link Scratch#putPiece} puts, with RWF_ flags; EOPNOTSUPP
   * where the file system or the kernel does not know one of them.
   */
  public static long pwritev2(int fd, long piece, long offset, int flags) {
    return Syscall.repeat(Numbers.PWRITEV2, fd, piece, 1, offset, 0, flags);
  }

  /** lseek(2): answers the new offset; ENXIO when SEEK_DATA finds none. */
  public static long lseek(int fd, long offset, int whence) {
    return Syscall.call(Numbers.LSEEK, fd, offset, whence);
  }

  /**
   * copy_file_range(2): answers how many bytes were copied, 0 at the end. An offset is the address
   * of a long, which is advanced, or 0 for the descriptor's own.
   */
  public static long copy_file_range(
      int fdIn, long offsetIn, int fdOut, long offsetOut, long length, int flags) {
    return Syscall.repeat(Numbers.COPY_FILE_RANGE, fdIn, offsetIn, fdOut, offsetOut, length, flags);
  }

  /** ioctl(2), for requests that may be repeated after EINTR, such as FICLONE. */
  public static int ioctl(int fd, long request, long argument) {
    return (int) Syscall.repeat(Numbers.IOCTL, fd, request, argument);
  }

  /** flock(2), with LOCK_ bits; not repeated, since a signal may mean to end the waiting. */
  public static int flock(int fd, int operation) {
    return (int) Syscall.call(Numbers.FLOCK, fd, operation);
  }

  /** fallocate(2): allocates space, or by {@code mode} punches a hole; in bytes. */
  public static int fallocate(int fd, int mode, long offset, long length) {
    return (int) Syscall.repeat(Numbers.FALLOCATE, fd, mode, offset, length);
  }

  /** ftruncate(2): sets the size in bytes. */
  public static int ftruncate(int fd, long length) {
    return (int) Syscall.repeat(Numbers.FTRUNCATE, fd, length);
  }

  /** fsync(2): waits until content and metadata are on the disk. */
  public static int fsync(int fd) {
    return (int) Syscall.repeat(Numbers.FSYNC, fd);
  }

  /** fdatasync(2): waits until the content is on the disk, with the metadata needed to read it. */
  public static int fdatasync(int fd) {
    return (int) Syscall.repeat(Numbers.FDATASYNC, fd);
  }

  /** posix_fadvise(2): says how a range of a file will be used; all of it where both are 0. */
  public static int posix_fadvise(int fd, long offset, long size, int advice) {
    return (int) Syscall.repeat(Numbers.FADVISE64, fd, offset, size, advice);
  }

  /** syncfs(2): waits until all of the file system that holds the file is on the disk. */
  public static int syncfs(int fd) {
    return (int) Syscall.repeat(Numbers.SYNCFS, fd);
  }

  /**
   * statx(2): fills the {@link Statx} at the address. {@code mask} is what is asked for, in STATX_
   * bits.
   */
  public static int statx(int dirfd, long path, int flags, int mask, long statx) {
    return (int) Syscall.repeat(Numbers.STATX, dirfd, path, flags, mask, statx, 0);
  }

  /** fstatfs(2): fills the {@link Statfs} at the address. */
  public static int fstatfs(int fd, long statfs) {
    return (int) Syscall.repeat(Numbers.FSTATFS, fd, statfs);
  }

  /** getdents64(2): fills the buffer with {@link Dirents}; answers how many bytes, 0 at the end. */
  public static int getdents64(int fd, long buffer, int size) {
    return (int) Syscall.repeat(Numbers.GETDENTS64, fd, buffer, size);
  }

  /**
   * readlinkat(2): answers the target's length in bytes, without NUL; {@code size} if it was cut.
   */
  public static int readlinkat(int dirfd, long path, long buffer, int size) {
    return (int) Syscall.repeat(Numbers.READLINKAT, dirfd, path, buffer, size);
  }

  /**
   * faccessat2(2): whether R_OK, W_OK and X_OK are granted, to the effective user with AT_EACCESS.
   * Linux 5.8.
   */
  public static int faccessat2(int dirfd, long path, int mode, int flags) {
    return (int) Syscall.repeat(Numbers.FACCESSAT2, dirfd, path, mode, flags);
  }

  /** mkdirat(2). */
  public static int mkdirat(int dirfd, long path, int mode) {
    return (int) Syscall.call(Numbers.MKDIRAT, dirfd, path, mode);
  }

  /** unlinkat(2): a folder with AT_REMOVEDIR, anything else without. */
  public static int unlinkat(int dirfd, long path, int flags) {
    return (int) Syscall.call(Numbers.UNLINKAT, dirfd, path, flags);
  }

  /** renameat2(2), with RENAME_ flags. */
  public static int renameat2(int fromFd, long from, int toFd, long to, int flags) {
    return (int) Syscall.call(Numbers.RENAMEAT2, fromFd, from, toFd, to, flags, 0);
  }

  /** linkat(2): a hard link {@code to}, for what {@code from} names. */
  public static int linkat(int fromFd, long from, int toFd, long to, int flags) {
    return (int) Syscall.call(Numbers.LINKAT, fromFd, from, toFd, to, flags, 0);
  }

  /** symlinkat(2). */
  public static int symlinkat(long target, int dirfd, long path) {
    return (int) Syscall.call(Numbers.SYMLINKAT, target, dirfd, path);
  }

  /**
   * mknodat(2): {@code mode} tells the type, too; {@code device} is as {@link Statx#rdev} tells it.
   */
  public static int mknodat(int dirfd, long path, int mode, long device) {
    return (int) Syscall.call(Numbers.MKNODAT, dirfd, path, mode, device);
  }

  /** fchown(2); -1 leaves owner or group as it is. */
  public static int fchown(int fd, int owner, int group) {
    return (int) Syscall.call(Numbers.FCHOWN, fd, owner, group);
  }

  /** fchownat(2); -1 leaves owner or group as it is. */
  public static int fchownat(int dirfd, long path, int owner, int group, int flags) {
    return (int) Syscall.call(Numbers.FCHOWNAT, dirfd, path, owner, group, flags, 0);
  }

  /** fchmod(2). */
  public static int fchmod(int fd, int mode) {
    return (int) Syscall.call(Numbers.FCHMOD, fd, mode);
  }

  /** fchmodat(2): follows links. */
  public static int fchmodat(int dirfd, long path, int mode) {
    return (int) Syscall.call(Numbers.FCHMODAT, dirfd, path, mode);
  }

  /** fchmodat2(2): unlike fchmodat, it heeds AT_SYMLINK_NOFOLLOW. Linux 6.6, otherwise ENOSYS. */
  public static int fchmodat2(int dirfd, long path, int mode, int flags) {
    return (int) Syscall.call(Numbers.FCHMODAT2, dirfd, path, mode, flags);
  }

  /**
   * utimensat(2): {@code times} as {@link Scratch#putTimes} puts them; {@code path} 0 is the
   * descriptor.
   */
  public static int utimensat(int dirfd, long path, long times, int flags) {
    return (int) Syscall.call(Numbers.UTIMENSAT, dirfd, path, times, flags);
  }

  /**
   * listxattr(2): writes the names of a file, links followed, each with its NUL; answers how many
   * bytes, ERANGE if they do not fit. With {@code size} 0 it only measures.
   */
  public static long listxattr(long path, long list, long size) {
    return Syscall.repeat(Numbers.LISTXATTR, path, list, size);
  }

  /**
   * getxattr(2): writes a value of a file, links followed; answers its length in bytes, ENODATA if
   * there is none, ERANGE if it does not fit. With {@code size} 0 it only measures.
   */
  public static long getxattr(long path, long name, long value, long size) {
    return Syscall.repeat(Numbers.GETXATTR, path, name, value, size);
  }

  /** setxattr(2): of a file, links followed; {@code flags} is 0, XATTR_CREATE or XATTR_REPLACE. */
  public static int setxattr(long path, long name, long value, long size, int flags) {
    return (int) Syscall.call(Numbers.SETXATTR, path, name, value, size, flags, 0);
  }

  /** removexattr(2): of a file, links followed; ENODATA if there is none. */
  public static int removexattr(long path, long name) {
    return (int) Syscall.call(Numbers.REMOVEXATTR, path, name);
  }

  /** llistxattr(2): as {@link #listxattr}, of a file or link itself. */
  public static long llistxattr(long path, long list, long size) {
    return Syscall.repeat(Numbers.LLISTXATTR, path, list, size);
  }

  /** lgetxattr(2): as {@link #getxattr}, of a file or link itself. */
  public static long lgetxattr(long path, long name, long value, long size) {
    return Syscall.repeat(Numbers.LGETXATTR, path, name, value, size);
  }

  /** lsetxattr(2): of a file or link itself; {@code flags} is 0, XATTR_CREATE or XATTR_REPLACE. */
  public static int lsetxattr(long path, long name, long value, long size, int flags) {
    return (int) Syscall.call(Numbers.LSETXATTR, path, name, value, size, flags, 0);
  }

  /** lremovexattr(2): of a file or link itself; ENODATA if there is none. */
  public static int lremovexattr(long path, long name) {
    return (int) Syscall.call(Numbers.LREMOVEXATTR, path, name);
  }

  /** flistxattr(2): as {@link #listxattr}, of an open file. */
  public static long flistxattr(int fd, long list, long size) {
    return Syscall.repeat(Numbers.FLISTXATTR, fd, list, size);
  }

  /** fgetxattr(2): as {@link #getxattr}, of an open file. */
  public static long fgetxattr(int fd, long name, long value, long size) {
    return Syscall.repeat(Numbers.FGETXATTR, fd, name, value, size);
  }

  /** fsetxattr(2): of an open file; {@code flags} is 0, XATTR_CREATE or XATTR_REPLACE. */
  public static int fsetxattr(int fd, long name, long value, long size, int flags) {
    return (int) Syscall.call(Numbers.FSETXATTR, fd, name, value, size, flags, 0);
  }

  /** fremovexattr(2): of an open file; ENODATA if there is none. */
  public static int fremovexattr(int fd, long name) {
    return (int) Syscall.call(Numbers.FREMOVEXATTR, fd, name);
  }

  /** inotify_init1(2): makes a queue of events; EMFILE where the user has too many. */
  public static int inotify_init1(int flags) {
    return (int) Syscall.call(Numbers.INOTIFY_INIT1, flags);
  }

  /**
   * inotify_add_watch(2): answers the number of the watch, which is the same one for the same
   * inode; ENOSPC where the user has too many.
   */
  public static int inotify_add_watch(int fd, long path, int mask) {
    return (int) Syscall.call(Numbers.INOTIFY_ADD_WATCH, fd, path, mask);
  }

  /** inotify_rm_watch(2): EINVAL if the watch has gone by itself. */
  public static int inotify_rm_watch(int fd, int wd) {
    return (int) Syscall.call(Numbers.INOTIFY_RM_WATCH, fd, wd);
  }

  /** fanotify_init(2): makes a queue of events. EPERM to whom may not. */
  public static int fanotify_init(int flags, int eventFlags) {
    return (int) Syscall.call(Numbers.FANOTIFY_INIT, flags, eventFlags);
  }

  /** fanotify_mark(2): asks for the events of {@code mask}, in FAN_ bits. */
  public static int fanotify_mark(int fd, int flags, long mask, int dirfd, long path) {
    return (int) Syscall.call(Numbers.FANOTIFY_MARK, fd, flags, mask, dirfd, path, 0);
  }

  /**
   * name_to_handle_at(2): fills the {@link FileHandle} at the address, of which the room has been
   * said, and the int at the address {@code mountId}.
   */
  public static int name_to_handle_at(int dirfd, long path, long handle, long mountId, int flags) {
    return (int) Syscall.repeat(Numbers.NAME_TO_HANDLE_AT, dirfd, path, handle, mountId, flags, 0);
  }

  /**
   * open_by_handle_at(2): opens what the {@link FileHandle} stands for, seen through the mount of
   * an open entry; ESTALE if that is gone. Add O_CLOEXEC.
   */
  public static int open_by_handle_at(int mountFd, long handle, int flags) {
    return (int) Syscall.repeat(Numbers.OPEN_BY_HANDLE_AT, mountFd, handle, flags, 0);
  }

  /**
   * ppoll(2): waits until one of {@code count} entries is {@link Pollfd#revents ready}, and answers
   * how many are. The timeout is a struct timespec, of which the kernel leaves what is left; hence
   * it may be repeated.
   */
  public static int ppoll(long pollfds, int count, long timeout) {
    return (int) Syscall.repeat(Numbers.PPOLL, pollfds, count, timeout, 0);
  }

  /** eventfd2(2): makes a counter that can be waited for until it is read. */
  public static int eventfd2(int count, int flags) {
    return (int) Syscall.call(Numbers.EVENTFD2, count, flags);
  }

  /** geteuid(2): the effective user's number, unsigned. Never fails. */
  public static int geteuid() {
    return (int) Syscall.call(Numbers.GETEUID, 0);
  }

  /** getegid(2): the effective group's number, unsigned. Never fails. */
  public static int getegid() {
    return (int) Syscall.call(Numbers.GETEGID, 0);
  }
}
