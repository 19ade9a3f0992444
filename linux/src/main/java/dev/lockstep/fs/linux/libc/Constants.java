package dev.lockstep.fs.linux.libc;

/**
 * Flags and other constants of the calls in {@link Libc}, under the names of the manual pages; the
 * comments tell the header of the kernel or the C library that defines them. Where x86-64 and arm64
 * differ, those of this machine.
 */
public final class Constants {
  // Open flags: asm-generic/fcntl.h; arm64 has its own in asm/fcntl.h.
  public static final int O_RDONLY = 0;
  public static final int O_WRONLY = 1;
  public static final int O_RDWR = 2;
  public static final int O_CREAT = 0x40;
  public static final int O_EXCL = 0x80;
  public static final int O_NOCTTY = 0x100;
  public static final int O_TRUNC = 0x200;
  public static final int O_APPEND = 0x400;
  public static final int O_NONBLOCK = 0x800;
  public static final int O_DSYNC = 0x1000;
  public static final int O_DIRECT = Machine.choose(0x4000, 0x10000);
  public static final int O_LARGEFILE = Machine.choose(0x8000, 0x20000);
  public static final int O_DIRECTORY = Machine.choose(0x10000, 0x4000);
  public static final int O_NOFOLLOW = Machine.choose(0x20000, 0x8000);
  public static final int O_NOATIME = 0x40000;
  public static final int O_CLOEXEC = 0x80000;
  public static final int O_PATH = 0x200000;
  public static final int O_TMPFILE = 0x400000 | O_DIRECTORY;

  // Where paths start and links are followed: linux/fcntl.h.
  public static final int AT_FDCWD = -100;
  public static final int AT_SYMLINK_NOFOLLOW = 0x100;
  public static final int AT_EACCESS = 0x200;
  public static final int AT_REMOVEDIR = 0x200;
  public static final int AT_SYMLINK_FOLLOW = 0x400;
  public static final int AT_NO_AUTOMOUNT = 0x800;
  public static final int AT_EMPTY_PATH = 0x1000;
  public static final int AT_STATX_SYNC_AS_STAT = 0;
  public static final int AT_STATX_FORCE_SYNC = 0x2000;
  public static final int AT_STATX_DONT_SYNC = 0x4000;

  // Access to ask for: access(2).
  public static final int F_OK = 0;
  public static final int X_OK = 1;
  public static final int W_OK = 2;
  public static final int R_OK = 4;

  // Types and permissions: linux/stat.h.
  public static final int S_IFMT = 0xf000;
  public static final int S_IFIFO = 0x1000;
  public static final int S_IFCHR = 0x2000;
  public static final int S_IFDIR = 0x4000;
  public static final int S_IFBLK = 0x6000;
  public static final int S_IFREG = 0x8000;
  public static final int S_IFLNK = 0xa000;
  public static final int S_IFSOCK = 0xc000;
  public static final int S_ISUID = 0x800;
  public static final int S_ISGID = 0x400;
  public static final int S_ISVTX = 0x200;

  // Fields to ask statx for: linux/stat.h.
  public static final int STATX_TYPE = 1;
  public static final int STATX_MODE = 2;
  public static final int STATX_NLINK = 4;
  public static final int STATX_UID = 8;
  public static final int STATX_GID = 0x10;
  public static final int STATX_ATIME = 0x20;
  public static final int STATX_MTIME = 0x40;
  public static final int STATX_CTIME = 0x80;
  public static final int STATX_INO = 0x100;
  public static final int STATX_SIZE = 0x200;
  public static final int STATX_BLOCKS = 0x400;
  public static final int STATX_BASIC_STATS = 0x7ff;
  public static final int STATX_BTIME = 0x800;
  public static final int STATX_MNT_ID = 0x1000;

  // Attributes that statx tells: linux/stat.h.
  public static final int STATX_ATTR_COMPRESSED = 4;
  public static final int STATX_ATTR_IMMUTABLE = 0x10;
  public static final int STATX_ATTR_APPEND = 0x20;
  public static final int STATX_ATTR_NODUMP = 0x40;
  public static final int STATX_ATTR_ENCRYPTED = 0x800;
  public static final int STATX_ATTR_MOUNT_ROOT = 0x2000;

  // Types of entries: dirent.h.
  public static final int DT_UNKNOWN = 0;
  public static final int DT_FIFO = 1;
  public static final int DT_CHR = 2;
  public static final int DT_DIR = 4;
  public static final int DT_BLK = 6;
  public static final int DT_REG = 8;
  public static final int DT_LNK = 10;
  public static final int DT_SOCK = 12;

  // Renaming: linux/fs.h.
  public static final int RENAME_NOREPLACE = 1;
  public static final int RENAME_EXCHANGE = 2;

  // Seeking: linux/fs.h.
  public static final int SEEK_SET = 0;
  public static final int SEEK_CUR = 1;
  public static final int SEEK_END = 2;
  public static final int SEEK_DATA = 3;
  public static final int SEEK_HOLE = 4;

  // How a call reads or writes: linux/fs.h (Linux 6.14).
  public static final int RWF_DONTCACHE = 0x80;

  // Advice on reading: linux/fadvise.h.
  public static final int POSIX_FADV_WILLNEED = 3;
  public static final int POSIX_FADV_DONTNEED = 4;

  // Allocation: linux/falloc.h.
  public static final int FALLOC_FL_KEEP_SIZE = 1;
  public static final int FALLOC_FL_PUNCH_HOLE = 2;
  public static final int FALLOC_FL_ZERO_RANGE = 0x10;

  // Sharing of blocks, by ioctl: linux/fs.h.
  public static final int FICLONE = 0x40049409;

  // Identities of file systems, by ioctl: linux/fs.h (Linux 6.9) and linux/btrfs.h.
  public static final int FS_IOC_GETFSUUID = 0x80111500;
  public static final int BTRFS_IOC_FS_INFO = 0x8400941f;

  // Locking: asm-generic/fcntl.h.
  public static final int LOCK_EX = 2;
  public static final int LOCK_NB = 4;

  // Nanoseconds with a meaning: utimensat(2).
  public static final int UTIME_NOW = 0x3fffffff;
  public static final int UTIME_OMIT = 0x3ffffffe;

  // Extended attributes: linux/xattr.h and linux/limits.h.
  public static final int XATTR_CREATE = 1;
  public static final int XATTR_REPLACE = 2;
  public static final int XATTR_NAME_MAX = 255;
  public static final int XATTR_SIZE_MAX = 65536;
  public static final int XATTR_LIST_MAX = 65536;

  // Changes of watched folders: linux/inotify.h.
  public static final int IN_CLOEXEC = O_CLOEXEC;
  public static final int IN_NONBLOCK = O_NONBLOCK;
  public static final int IN_MODIFY = 2;
  public static final int IN_ATTRIB = 4;
  public static final int IN_CLOSE_WRITE = 8;
  public static final int IN_MOVED_FROM = 0x40;
  public static final int IN_MOVED_TO = 0x80;
  public static final int IN_CREATE = 0x100;
  public static final int IN_DELETE = 0x200;
  public static final int IN_DELETE_SELF = 0x400;
  public static final int IN_MOVE_SELF = 0x800;
  public static final int IN_UNMOUNT = 0x2000;
  public static final int IN_Q_OVERFLOW = 0x4000;
  public static final int IN_IGNORED = 0x8000;
  public static final int IN_ONLYDIR = 0x1000000;
  public static final int IN_EXCL_UNLINK = 0x4000000;
  public static final int IN_ISDIR = 0x40000000;

  // Changes of a whole file system: linux/fanotify.h.
  public static final int FAN_MODIFY = 2;
  public static final int FAN_ATTRIB = 4;
  public static final int FAN_CLOSE_WRITE = 8;
  public static final int FAN_MOVED_FROM = 0x40;
  public static final int FAN_MOVED_TO = 0x80;
  public static final int FAN_CREATE = 0x100;
  public static final int FAN_DELETE = 0x200;
  public static final int FAN_Q_OVERFLOW = 0x4000;
  public static final int FAN_RENAME = 0x10000000;
  public static final int FAN_ONDIR = 0x40000000;
  public static final int FAN_CLOEXEC = 1;
  public static final int FAN_NONBLOCK = 2;
  public static final int FAN_CLASS_NOTIF = 0;
  public static final int FAN_UNLIMITED_QUEUE = 0x10;
  public static final int FAN_UNLIMITED_MARKS = 0x20;
  public static final int FAN_REPORT_DFID_NAME = 0xc00;
  public static final int FAN_MARK_ADD = 1;
  public static final int FAN_MARK_ONLYDIR = 8;
  public static final int FAN_MARK_FILESYSTEM = 0x100;
  public static final int FAN_EVENT_INFO_TYPE_DFID_NAME = 2;
  public static final int FAN_EVENT_INFO_TYPE_OLD_DFID_NAME = 10;
  public static final int FAN_EVENT_INFO_TYPE_NEW_DFID_NAME = 12;

  // Waiting: poll.h, and sys/eventfd.h of the C library.
  public static final int POLLIN = 1;
  public static final int EFD_CLOEXEC = O_CLOEXEC;
  public static final int EFD_NONBLOCK = O_NONBLOCK;

  // Flags of a mount: statfs(2).
  public static final int ST_RDONLY = 1;

  private Constants() {}
}
