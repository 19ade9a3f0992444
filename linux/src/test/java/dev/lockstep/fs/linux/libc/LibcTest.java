package dev.lockstep.fs.linux.libc;

import static dev.lockstep.fs.linux.libc.Constants.*;
import static dev.lockstep.fs.linux.libc.Errno.*;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LibcTest {
  private static final int NOTHING_OPEN = -1;

  private final Scratch scratch = Scratch.ofThisThread();

  @TempDir Path folder;
  private Fd at;

  @BeforeEach
  void openFolder() {
    at = open(folder, O_RDONLY | O_DIRECTORY);
  }

  @AfterEach
  void closeFolder() {
    at.close();
  }

  @Test
  void nativeCallsAreAvailable() {
    assertThat(Native.unavailable()).isEmpty();
  }

  @Test
  void whatIsMissingIsToldByEveryCallThatTakesAName() {
    int dir = at.number();
    long gone = scratch.name().put(bytes("gone"));
    long there = scratch.otherName().put(bytes("new"));
    assertThat(Libc.openat(dir, gone, O_RDONLY, 0)).isEqualTo(-ENOENT);
    assertThat(Libc.statx(dir, gone, 0, STATX_BASIC_STATS, scratch.statx())).isEqualTo(-ENOENT);
    assertThat(Libc.readlinkat(dir, gone, scratch.io(), 10)).isEqualTo(-ENOENT);
    assertThat(Libc.faccessat2(dir, gone, R_OK, AT_EACCESS)).isEqualTo(-ENOENT);
    assertThat(Libc.unlinkat(dir, gone, 0)).isEqualTo(-ENOENT);
    assertThat(Libc.renameat2(dir, gone, dir, there, 0)).isEqualTo(-ENOENT);
    assertThat(Libc.linkat(dir, gone, dir, there, 0)).isEqualTo(-ENOENT);
    assertThat(Libc.fchownat(dir, gone, -1, -1, 0)).isEqualTo(-ENOENT);
    assertThat(Libc.fchmodat2(dir, gone, 0, 0)).isIn(-ENOENT, -ENOSYS);
    assertThat(Libc.utimensat(dir, gone, 0, 0)).isEqualTo(-ENOENT);
  }

  @Test
  void whatIsNotOpenIsToldByEveryCallThatTakesADescriptor() {
    long name = scratch.name().put(bytes("user.x"));
    long buffer = scratch.io();
    assertThat(Libc.close(NOTHING_OPEN)).isEqualTo(-EBADF);
    assertThat(Libc.read(NOTHING_OPEN, buffer, 1)).isEqualTo(-EBADF);
    assertThat(Libc.write(NOTHING_OPEN, buffer, 1)).isEqualTo(-EBADF);
    assertThat(Libc.pread(NOTHING_OPEN, buffer, 1, 0)).isEqualTo(-EBADF);
    assertThat(Libc.pwrite(NOTHING_OPEN, buffer, 1, 0)).isEqualTo(-EBADF);
    assertThat(Libc.lseek(NOTHING_OPEN, 0, SEEK_SET)).isEqualTo(-EBADF);
    assertThat(Libc.copy_file_range(NOTHING_OPEN, 0, NOTHING_OPEN, 0, 1, 0)).isEqualTo(-EBADF);
    assertThat(Libc.ioctl(NOTHING_OPEN, FICLONE, NOTHING_OPEN)).isEqualTo(-EBADF);
    assertThat(Libc.fallocate(NOTHING_OPEN, 0, 0, 1)).isEqualTo(-EBADF);
    assertThat(Libc.ftruncate(NOTHING_OPEN, 0)).isEqualTo(-EBADF);
    assertThat(Libc.fsync(NOTHING_OPEN)).isEqualTo(-EBADF);
    assertThat(Libc.fdatasync(NOTHING_OPEN)).isEqualTo(-EBADF);
    assertThat(Libc.posix_fadvise(NOTHING_OPEN, 0, 0, POSIX_FADV_DONTNEED)).isEqualTo(-EBADF);
    assertThat(Libc.syncfs(NOTHING_OPEN)).isEqualTo(-EBADF);
    assertThat(Libc.fstatfs(NOTHING_OPEN, scratch.statfs())).isEqualTo(-EBADF);
    assertThat(Libc.getdents64(NOTHING_OPEN, buffer, 100)).isEqualTo(-EBADF);
    assertThat(Libc.fchown(NOTHING_OPEN, -1, -1)).isEqualTo(-EBADF);
    assertThat(Libc.fchmod(NOTHING_OPEN, 0)).isEqualTo(-EBADF);
    assertThat(Libc.flistxattr(NOTHING_OPEN, 0, 0)).isEqualTo(-EBADF);
    assertThat(Libc.fgetxattr(NOTHING_OPEN, name, 0, 0)).isEqualTo(-EBADF);
    assertThat(Libc.fsetxattr(NOTHING_OPEN, name, 0, 0, 0)).isEqualTo(-EBADF);
    assertThat(Libc.fremovexattr(NOTHING_OPEN, name)).isEqualTo(-EBADF);
  }

  @Test
  void whatExistsIsNotMadeAgain() {
    int dir = at.number();
    long name = scratch.name().put(bytes("f"));
    assertThat(Libc.mkdirat(dir, name, 0700)).isZero();
    assertThat(Libc.mkdirat(dir, name, 0700)).isEqualTo(-EEXIST);
    assertThat(Libc.symlinkat(name, dir, name)).isEqualTo(-EEXIST);
    assertThat(Libc.mknodat(dir, name, S_IFIFO | 0600, 0)).isEqualTo(-EEXIST);
    assertThat(Libc.unlinkat(dir, name, 0)).isEqualTo(-EISDIR);
    assertThat(Libc.unlinkat(dir, name, AT_REMOVEDIR)).isZero();
  }

  @Test
  void statxTellsWhatStatTells() throws IOException {
    Path file = Files.write(folder.resolve("file"), new byte[12345]);
    Files.createLink(folder.resolve("other"), file);
    Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(-5, 123_456_789)));
    Files.createSymbolicLink(folder.resolve("link"), Path.of("nowhere"));
    Files.createDirectory(
        folder.resolve("dir"),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx-w---x")));
    for (String name : List.of("file", "link", "dir")) {
      assertSameAsNio(folder.resolve(name));
    }
    assertSameAsNio(Path.of("/dev/null"));
    assertSameAsNio(Path.of("/proc/self"));
  }

  private void assertSameAsNio(Path path) throws IOException {
    long statx = statx(path);
    Map<String, Object> expected = Files.readAttributes(path, "unix:*", LinkOption.NOFOLLOW_LINKS);
    assertThat(Statx.mode(statx)).as("%s", path).isEqualTo(expected.get("mode"));
    assertThat(Statx.ino(statx)).isEqualTo(expected.get("ino"));
    assertThat(Statx.dev(statx)).isEqualTo(expected.get("dev"));
    assertThat(Statx.rdev(statx)).isEqualTo(expected.get("rdev"));
    assertThat(Statx.nlink(statx)).isEqualTo(expected.get("nlink"));
    assertThat(Statx.uid(statx)).isEqualTo(expected.get("uid"));
    assertThat(Statx.gid(statx)).isEqualTo(expected.get("gid"));
    assertThat(Statx.size(statx)).isEqualTo(expected.get("size"));
    assertThat(time(Statx.mtimeSeconds(statx), Statx.mtimeNanos(statx)))
        .isEqualTo(expected.get("lastModifiedTime"));
    assertThat(time(Statx.ctimeSeconds(statx), Statx.ctimeNanos(statx)))
        .isEqualTo(expected.get("ctime"));
    assertThat(time(Statx.atimeSeconds(statx), Statx.atimeNanos(statx)))
        .isEqualTo(expected.get("lastAccessTime"));
    if ((Statx.mask(statx) & STATX_BTIME) != 0) {
      assertThat(time(Statx.btimeSeconds(statx), Statx.btimeNanos(statx)))
          .isEqualTo(expected.get("creationTime"));
    }
  }

  @Test
  void statxTellsBlocksAttributesAndTheMount() throws IOException {
    long statx = statx(folder);
    String mounts = Files.readString(Path.of("/proc/self/mountinfo"));
    assertThat(mounts).containsPattern("(?m)^" + Statx.mntId(statx) + " ");
    assertThat(Statx.blocks(statx)).isNotNegative();
    assertThat(Statx.attributes(statx) & ~Statx.attributesMask(statx)).isZero();
    assertThat(Statx.attributes(statx(Path.of("/proc"))) & STATX_ATTR_MOUNT_ROOT).isNotZero();
  }

  @Test
  void largeDeviceNumbersArePackedAsTheCLibraryDoes() {
    assertThat(Statx.device(0x12345, 0xabcde)).isEqualTo(0x12000_abc345deL);
  }

  @Test
  void contentIsWrittenCopiedAndRead() {
    byte[] content = bytes("some content");
    try (Fd in = open("in", O_RDWR | O_CREAT | O_EXCL);
        Fd out = open("out", O_RDWR | O_CREAT | O_EXCL)) {
      int from = in.number();
      int to = out.number();
      Memory.copy(content, 0, content.length, scratch.io());
      assertThat(Libc.write(from, scratch.io(), 5)).isEqualTo(5);
      assertThat(Libc.pwrite(from, scratch.io() + 5, 7, 5)).isEqualTo(7);
      assertThat(Libc.lseek(from, 0, SEEK_END)).isEqualTo(12);
      assertThat(Libc.lseek(from, 0, SEEK_SET)).isZero();
      assertThat(Libc.copy_file_range(from, 0, to, 0, 12, 0)).isEqualTo(12);
      assertThat(Libc.copy_file_range(from, 0, to, 0, 12, 0)).isZero();
      Memory.putLong(scratch.io(), 0);
      assertThat(Libc.pread(to, scratch.io(), 100, 0)).isEqualTo(12);
      assertThat(Memory.toBytes(scratch.io(), 12)).isEqualTo(content);
      assertThat(Libc.lseek(to, 5, SEEK_SET)).isEqualTo(5);
      assertThat(Libc.read(to, scratch.io(), 100)).isEqualTo(7);
      assertThat(Memory.toBytes(scratch.io(), 7)).isEqualTo(bytes("content"));
      assertThat(Libc.read(to, scratch.io(), 100)).isZero();
      assertThat(Libc.ioctl(to, FICLONE, from)).isIn(0, -EOPNOTSUPP, -ENOTTY, -EINVAL);
      Memory.copy(content, 0, content.length, scratch.io());
      assertThat(Libc.pwritev2(to, scratch.putPiece(scratch.io() + 1, 3), 9, 0)).isEqualTo(3);
      assertThat(Libc.pread(to, scratch.io(), 100, 7)).isEqualTo(5);
      assertThat(Memory.toBytes(scratch.io(), 5)).isEqualTo(bytes("ntome"));
      assertThat(Libc.pwritev2(to, scratch.putPiece(scratch.io(), 1), 0, -1)).isNegative();
    }
  }

  @Test
  void sizesHolesAndDurability() throws IOException {
    try (Fd file = open("sparse", O_RDWR | O_CREAT)) {
      int fd = file.number();
      assertThat(Libc.ftruncate(fd, 1 << 20)).isZero();
      assertThat(Libc.lseek(fd, 0, SEEK_DATA)).isIn(-(long) ENXIO, 0L);
      assertThat(Libc.fallocate(fd, 0, 0, 2 << 20)).isIn(0, -EOPNOTSUPP);
      assertThat(Libc.fallocate(fd, -1, 0, 1)).isNegative();
      assertThat(Libc.fsync(fd)).isZero();
      assertThat(Libc.fdatasync(fd)).isZero();
      assertThat(Libc.posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED)).isZero();
      assertThat(Libc.syncfs(fd)).isZero();
    }
    assertThat(Files.size(folder.resolve("sparse"))).isIn(1L << 20, 2L << 20);
  }

  @Test
  void statfsTellsOfTheFileSystem() throws IOException {
    long statfs = scratch.statfs();
    assertThat(Libc.fstatfs(at.number(), statfs)).isZero();
    assertThat(Statfs.type(statfs)).isPositive();
    assertThat(Statfs.bsize(statfs)).isPositive();
    assertThat(Statfs.namelen(statfs)).isEqualTo(255);
    assertThat(Statfs.flags(statfs) & ST_RDONLY).isZero();
    assertThat(Statfs.bfree(statfs)).isBetween(Statfs.bavail(statfs), Statfs.blocks(statfs));
    assertThat(Statfs.blocks(statfs) * Statfs.frsize(statfs))
        .isEqualTo(Files.getFileStore(folder).getTotalSpace());
  }

  @Test
  void aListingHoldsEachEntryOnceWithItsTypeAndInode() throws IOException {
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 1500; i++) {
      expected.add("x".repeat(i % 250 + 1) + "-" + i);
      Files.createFile(folder.resolve(expected.getLast()));
    }
    List<String> found = new ArrayList<>();
    long buffer = scratch.dirents();
    int filled;
    while ((filled = Libc.getdents64(at.number(), buffer, Scratch.DIRENTS_SIZE)) > 0) {
      for (long entry = buffer; entry < buffer + filled; entry = Dirents.next(entry)) {
        String name =
            new String(
                Memory.toBytes(Dirents.name(entry), Dirents.nameLength(entry)),
                StandardCharsets.UTF_8);
        if (Dirents.isDots(entry)) {
          assertThat(name).isIn(".", "..");
          assertThat(Dirents.type(entry)).isIn(DT_DIR, DT_UNKNOWN);
        } else {
          found.add(name);
          assertThat(Dirents.type(entry)).isIn(DT_REG, DT_UNKNOWN);
          assertThat(Dirents.off(entry)).isNotZero();
        }
        if (name.equals("x-0")) {
          assertThat(Dirents.ino(entry)).isEqualTo(Statx.ino(statx(folder.resolve("x-0"))));
        }
      }
    }
    assertThat(filled).isZero();
    assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void namesAreMadeMovedLinkedAndRemoved() throws IOException {
    int dir = at.number();
    long a = scratch.name().put(bytes("a"));
    long b = scratch.otherName().put(bytes("b"));
    assertThat(Libc.mknodat(dir, a, S_IFIFO | 0600, 0)).isZero();
    assertThat(Statx.mode(statx(folder.resolve("a"))) & S_IFMT).isEqualTo(S_IFIFO);
    assertThat(Libc.linkat(dir, a, dir, b, 0)).isZero();
    assertThat(Libc.renameat2(dir, a, dir, b, RENAME_NOREPLACE)).isEqualTo(-EEXIST);
    assertThat(Libc.renameat2(dir, a, dir, b, RENAME_EXCHANGE)).isZero();
    assertThat(Libc.unlinkat(dir, b, 0)).isZero();
    assertThat(Libc.renameat2(dir, a, dir, b, RENAME_NOREPLACE)).isZero();
    assertThat(Libc.symlinkat(scratch.path().put(bytes("target")), dir, a)).isZero();
    assertThat(Libc.readlinkat(dir, a, scratch.io(), 100)).isEqualTo(6);
    assertThat(Memory.toBytes(scratch.io(), 6)).isEqualTo(bytes("target"));
    assertThat(Libc.openat(dir, a, O_RDONLY | O_NOFOLLOW, 0)).isEqualTo(-ELOOP);
    assertThat(Libc.openat(dir, b, O_RDONLY | O_DIRECTORY, 0)).isEqualTo(-ENOTDIR);
    assertThat(Libc.faccessat2(dir, b, R_OK | W_OK, AT_EACCESS)).isZero();
  }

  @Test
  void modesOwnersAndTimesAreSet() throws IOException {
    Path path = Files.createFile(folder.resolve("file"));
    int dir = at.number();
    long name = scratch.name().put(bytes("file"));
    int user = Libc.geteuid();
    int group = Libc.getegid();
    assertThat(Statx.uid(statx(path))).isEqualTo(user);
    try (Fd file = open("file", O_RDWR)) {
      assertThat(Libc.fchown(file.number(), user, group)).isZero();
      assertThat(Libc.fchmod(file.number(), 0640)).isZero();
      assertThat(Statx.mode(statx(path))).isEqualTo(S_IFREG | 0640);
      assertThat(Libc.utimensat(file.number(), 0, scratch.putTimes(-1, 999_999_999, 7, 8), 0))
          .isZero();
    }
    scratch.name().put(bytes("file"));
    assertThat(Libc.fchownat(dir, name, user, group, AT_SYMLINK_NOFOLLOW)).isZero();
    assertThat(Libc.utimensat(dir, name, scratch.putTimes(0, UTIME_OMIT, 9, 10), 0)).isZero();
    assertThat(Statx.mtimeSeconds(statx(path))).isEqualTo(9);
    assertThat(Statx.mtimeNanos(statx(path))).isEqualTo(10);
    assertThat(Statx.atimeSeconds(statx(path))).isEqualTo(-1);
    assertThat(Statx.atimeNanos(statx(path))).isEqualTo(999_999_999);
    int changed = Libc.fchmodat2(dir, name, 0600, AT_SYMLINK_NOFOLLOW);
    assertThat(changed).isIn(0, -ENOSYS);
    if (changed == 0) {
      assertThat(Statx.mode(statx(path))).isEqualTo(S_IFREG | 0600);
    }
  }

  @Test
  void extendedAttributesAreSetListedReadAndRemoved() throws IOException {
    Files.createFile(folder.resolve("file"));
    long path = scratch.path().put(bytes(folder.resolve("file").toString()));
    long name = scratch.name().put(bytes("user.lockstep"));
    long value = scratch.xattrValue();
    long list = scratch.xattrList();
    int size = Scratch.XATTR_SIZE;
    Memory.copy(bytes("value"), 0, 5, value);
    try (Fd file = open("file", O_RDWR)) {
      int fd = file.number();
      scratch.name().put(bytes("user.lockstep"));
      assertThat(Libc.setxattr(path, name, value, 5, XATTR_CREATE)).isZero();
      assertThat(Libc.setxattr(path, name, value, 5, XATTR_CREATE)).isEqualTo(-EEXIST);
      assertThat(Libc.lsetxattr(path, name, value, 4, XATTR_REPLACE)).isZero();
      assertThat(Libc.fsetxattr(fd, name, value, 3, 0)).isZero();
      Memory.putLong(value, 0);
      assertThat(Libc.getxattr(path, name, value, size)).isEqualTo(3);
      assertThat(Memory.toBytes(value, 3)).isEqualTo(bytes("val"));
      assertThat(Libc.lgetxattr(path, name, value, size)).isEqualTo(3);
      assertThat(Libc.fgetxattr(fd, name, value, 2)).isEqualTo(-ERANGE);
      assertThat(Libc.listxattr(path, list, size)).isGreaterThanOrEqualTo(14);
      assertThat(Libc.llistxattr(path, list, size)).isGreaterThanOrEqualTo(14);
      int listed = (int) Libc.flistxattr(fd, list, size);
      assertThat(new String(Memory.toBytes(list, listed), StandardCharsets.UTF_8))
          .contains("user.lockstep\0");
      assertThat(Libc.removexattr(path, name)).isZero();
      assertThat(Libc.lremovexattr(path, name)).isEqualTo(-ENODATA);
      assertThat(Libc.fremovexattr(fd, name)).isEqualTo(-ENODATA);
      assertThat(Libc.getxattr(path, name, value, size)).isEqualTo(-ENODATA);
      assertThat(Libc.lgetxattr(path, name, value, size)).isEqualTo(-ENODATA);
    }
    long gone = scratch.path().put(bytes(folder.resolve("gone").toString()));
    assertThat(Libc.listxattr(gone, list, size)).isEqualTo(-ENOENT);
    assertThat(Libc.llistxattr(gone, list, size)).isEqualTo(-ENOENT);
    assertThat(Libc.lsetxattr(gone, name, value, 1, 0)).isEqualTo(-ENOENT);
    assertThat(Libc.removexattr(gone, name)).isEqualTo(-ENOENT);
  }

  @Test
  void aNameThatDoesNotFitIsRefusedByTheKernel() {
    int dir = at.number();
    for (int length : new int[] {256, 4095, 4096, 4111, 4112, 100_000}) {
      byte[] bytes = "n".repeat(length).getBytes(StandardCharsets.UTF_8);
      long name = scratch.name().put(bytes);
      assertThat(Libc.mkdirat(dir, name, 0700)).isEqualTo(-ENAMETOOLONG);
      name = scratch.name().put(bytes, (text, buffer) -> buffer.put(text));
      assertThat(Libc.mkdirat(dir, name, 0700)).isEqualTo(-ENAMETOOLONG);
    }
    long name = scratch.name().put(bytes("short"), (text, buffer) -> buffer.put(text));
    assertThat(Libc.mkdirat(dir, name, 0700)).isZero();
    assertThat(folder.resolve("short")).isDirectory();
  }

  @Test
  void eachThreadHasItsOwnScratch() throws Exception {
    long ours = scratch.statx();
    List<Long> theirs = new ArrayList<>();
    Thread other = new Thread(() -> theirs.add(Scratch.ofThisThread().statx()));
    other.start();
    other.join();
    assertThat(theirs).hasSize(1).doesNotContain(ours);
    assertThat(Scratch.ofThisThread()).isSameAs(scratch);
  }

  /** So many threads that several have to share each place where the last ones' are kept. */
  @Test
  void eachThreadHasItsOwnErrno() throws Exception {
    Set<Integer> missing = ConcurrentHashMap.newKeySet();
    Set<Integer> closed = ConcurrentHashMap.newKeySet();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      // Neighbours fail alike, and those that are 64 apart differ.
      boolean isMissing = i / 64 % 2 == 0;
      threads.add(
          new Thread(() -> {
            long gone = Scratch.ofThisThread().path().put(bytes("/gone"));
            for (int call = 0; call < 1_000; call++) {
              if (isMissing) {
                missing.add(Libc.openat(AT_FDCWD, gone, 0, 0));
              } else {
                closed.add(Libc.close(-1));
              }
            }
          }));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(missing).containsExactly(-ENOENT);
    assertThat(closed).containsExactly(-EBADF);
  }

  private long statx(Path path) {
    long address = scratch.path().put(bytes(path.toString()));
    int mask = STATX_BASIC_STATS | STATX_BTIME | STATX_MNT_ID;
    int answer = Libc.statx(AT_FDCWD, address, AT_SYMLINK_NOFOLLOW, mask, scratch.statx());
    assertThat(answer).isZero();
    return scratch.statx();
  }

  private Fd open(String name, int flags) {
    return open(folder.resolve(name), flags);
  }

  /** Leaves the slot for names alone. */
  private Fd open(Path path, int flags) {
    byte[] bytes = bytes(path + "\0");
    Memory.copy(bytes, 0, bytes.length, scratch.dirents());
    return new Fd(Libc.openat(AT_FDCWD, scratch.dirents(), flags | O_CLOEXEC, 0600));
  }

  private static FileTime time(long seconds, int nanos) {
    long whole = TimeUnit.SECONDS.toNanos(seconds) + nanos;
    return FileTime.from(whole, TimeUnit.NANOSECONDS);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
