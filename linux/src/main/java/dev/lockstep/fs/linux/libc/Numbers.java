package dev.lockstep.fs.linux.libc;

/**
 * The numbers of the system calls, from the kernel's headers: {@code asm/unistd_64.h} of x86-64 and
 * {@code asm-generic/unistd.h}, which arm64 uses.
 */
final class Numbers {
  static final int OPENAT = Machine.choose(257, 56);
  static final int CLOSE = Machine.choose(3, 57);
  static final int READ = Machine.choose(0, 63);
  static final int WRITE = Machine.choose(1, 64);
  static final int PREAD64 = Machine.choose(17, 67);
  static final int PWRITE64 = Machine.choose(18, 68);
  static final int PWRITEV2 = Machine.choose(328, 287);
  static final int LSEEK = Machine.choose(8, 62);
  static final int IOCTL = Machine.choose(16, 29);
  static final int FLOCK = Machine.choose(73, 32);
  static final int COPY_FILE_RANGE = Machine.choose(326, 285);
  static final int FALLOCATE = Machine.choose(285, 47);
  static final int FTRUNCATE = Machine.choose(77, 46);
  static final int FSYNC = Machine.choose(74, 82);
  static final int FDATASYNC = Machine.choose(75, 83);
  static final int SYNCFS = Machine.choose(306, 267);
  static final int FADVISE64 = Machine.choose(221, 223);
  static final int FSTATFS = Machine.choose(138, 44);

  static final int STATX = Machine.choose(332, 291);
  static final int GETDENTS64 = Machine.choose(217, 61);
  static final int FACCESSAT2 = 439;
  static final int READLINKAT = Machine.choose(267, 78);

  static final int MKDIRAT = Machine.choose(258, 34);
  static final int UNLINKAT = Machine.choose(263, 35);
  static final int RENAMEAT2 = Machine.choose(316, 276);
  static final int LINKAT = Machine.choose(265, 37);
  static final int SYMLINKAT = Machine.choose(266, 36);
  static final int MKNODAT = Machine.choose(259, 33);

  static final int FCHOWN = Machine.choose(93, 55);
  static final int FCHOWNAT = Machine.choose(260, 54);
  static final int FCHMOD = Machine.choose(91, 52);
  static final int FCHMODAT = Machine.choose(268, 53);
  static final int FCHMODAT2 = 452;
  static final int UTIMENSAT = Machine.choose(280, 88);

  static final int SETXATTR = Machine.choose(188, 5);
  static final int LSETXATTR = Machine.choose(189, 6);
  static final int FSETXATTR = Machine.choose(190, 7);
  static final int GETXATTR = Machine.choose(191, 8);
  static final int LGETXATTR = Machine.choose(192, 9);
  static final int FGETXATTR = Machine.choose(193, 10);
  static final int LISTXATTR = Machine.choose(194, 11);
  static final int LLISTXATTR = Machine.choose(195, 12);
  static final int FLISTXATTR = Machine.choose(196, 13);
  static final int REMOVEXATTR = Machine.choose(197, 14);
  static final int LREMOVEXATTR = Machine.choose(198, 15);
  static final int FREMOVEXATTR = Machine.choose(199, 16);

  static final int INOTIFY_INIT1 = Machine.choose(294, 26);
  static final int INOTIFY_ADD_WATCH = Machine.choose(254, 27);
  static final int INOTIFY_RM_WATCH = Machine.choose(255, 28);
  static final int FANOTIFY_INIT = Machine.choose(300, 262);
  static final int FANOTIFY_MARK = Machine.choose(301, 263);
  static final int NAME_TO_HANDLE_AT = Machine.choose(303, 264);
  static final int OPEN_BY_HANDLE_AT = Machine.choose(304, 265);
  static final int PPOLL = Machine.choose(271, 73);
  static final int EVENTFD2 = Machine.choose(290, 19);

  static final int GETEUID = Machine.choose(107, 175);
  static final int GETEGID = Machine.choose(108, 177);

  private Numbers() {}
}
