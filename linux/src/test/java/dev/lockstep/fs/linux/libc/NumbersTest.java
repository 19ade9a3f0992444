package dev.lockstep.fs.linux.libc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares our numbers with what a C compiler reads in the system's headers. */
final class NumbersTest {
  private static final String HEADERS =
      """
      #define _GNU_SOURCE
      #include <poll.h>
      #include <sys/eventfd.h>
      #include <sys/fanotify.h>
      #include <sys/inotify.h>
      #include <stdio.h>
      #include <stddef.h>
      #include <errno.h>
      #include <dirent.h>
      #include <unistd.h>
      #include <sys/stat.h>
      #include <sys/statfs.h>
      #include <sys/statvfs.h>
      #include <linux/fcntl.h>
      #include <linux/falloc.h>
      #include <linux/fadvise.h>
      #include <linux/btrfs.h>
      #include <linux/fs.h>
      #include <linux/xattr.h>
      #include <linux/limits.h>
      """;

  /** What differs on arm64, as far as the headers of any machine tell it. */
  private static final String ARM64_NUMBERS =
      """
      #define __ARCH_WANT_RENAMEAT
      #include <stdio.h>
      #include <asm/bitsperlong.h>
      #include <asm-generic/unistd.h>
      """;

  private static final String LAYOUTS =
      """
      #define AT(type, field) printf(#type "." #field " %ld\\n", (long) offsetof(struct type, field));
      AT(statx, stx_mask) AT(statx, stx_attributes) AT(statx, stx_nlink) AT(statx, stx_uid)
      AT(statx, stx_gid) AT(statx, stx_mode) AT(statx, stx_ino) AT(statx, stx_size)
      AT(statx, stx_blocks) AT(statx, stx_attributes_mask) AT(statx, stx_atime.tv_sec)
      AT(statx, stx_atime.tv_nsec) AT(statx, stx_btime.tv_sec) AT(statx, stx_btime.tv_nsec)
      AT(statx, stx_ctime.tv_sec) AT(statx, stx_ctime.tv_nsec) AT(statx, stx_mtime.tv_sec)
      AT(statx, stx_mtime.tv_nsec) AT(statx, stx_rdev_major) AT(statx, stx_rdev_minor)
      AT(statx, stx_dev_major) AT(statx, stx_dev_minor) AT(statx, stx_mnt_id)
      AT(dirent64, d_ino) AT(dirent64, d_off) AT(dirent64, d_reclen) AT(dirent64, d_type)
      AT(dirent64, d_name) AT(statfs, f_type) AT(statfs, f_bsize) AT(statfs, f_blocks)
      AT(statfs, f_bfree) AT(statfs, f_bavail) AT(statfs, f_namelen) AT(statfs, f_frsize)
      AT(statfs, f_flags)
      printf("statx %zu\\nstatfs %zu\\n", sizeof(struct statx), sizeof(struct statfs));
      """;

  @TempDir Path folder;

  @Test
  void theNumbersOfThisMachineAreThoseOfItsHeaders() throws Exception {
    Map<String, Long> ours = ours(System.getProperty("os.arch"));
    String headers = HEADERS + "#include <sys/syscall.h>\n";
    assertSame(ours, fromC(headers, printing(ours.keySet())));
  }

  @Test
  void theSystemCallsOfArm64AreThoseOfTheGenericHeader() throws Exception {
    Map<String, Long> ours = ours("aarch64");
    ours.keySet().removeIf(name -> !name.startsWith("__NR_"));
    assertSame(ours, fromC(ARM64_NUMBERS, printing(ours.keySet())));
  }

  @Test
  void numbersDifferByMachine() throws Exception {
    assertThat(ours("amd64"))
        .containsEntry("__NR_statx", 332L)
        .containsEntry("O_DIRECTORY", 65536L);
    assertThat(ours("aarch64"))
        .containsEntry("O_DIRECTORY", 16384L)
        .containsEntry("O_DIRECT", 65536L);
    assertThat(ours("riscv64")).containsEntry("__NR_statx", -1L);
  }

  @Test
  void theLayoutsAreThoseOfTheHeaders() throws Exception {
    Map<String, Long> offsets = fromC(HEADERS, LAYOUTS);
    assertThat(offsets)
        .containsEntry("statx.stx_mask", 0L)
        .containsEntry("statx.stx_attributes", 8L)
        .containsEntry("statx.stx_nlink", 16L)
        .containsEntry("statx.stx_uid", 20L)
        .containsEntry("statx.stx_gid", 24L)
        .containsEntry("statx.stx_mode", 28L)
        .containsEntry("statx.stx_ino", 32L)
        .containsEntry("statx.stx_size", 40L)
        .containsEntry("statx.stx_blocks", 48L)
        .containsEntry("statx.stx_attributes_mask", 56L)
        .containsEntry("statx.stx_atime.tv_sec", 64L)
        .containsEntry("statx.stx_atime.tv_nsec", 72L)
        .containsEntry("statx.stx_btime.tv_sec", 80L)
        .containsEntry("statx.stx_btime.tv_nsec", 88L)
        .containsEntry("statx.stx_ctime.tv_sec", 96L)
        .containsEntry("statx.stx_ctime.tv_nsec", 104L)
        .containsEntry("statx.stx_mtime.tv_sec", 112L)
        .containsEntry("statx.stx_mtime.tv_nsec", 120L)
        .containsEntry("statx.stx_rdev_major", 128L)
        .containsEntry("statx.stx_rdev_minor", 132L)
        .containsEntry("statx.stx_dev_major", 136L)
        .containsEntry("statx.stx_dev_minor", 140L)
        .containsEntry("statx.stx_mnt_id", 144L)
        .containsEntry("dirent64.d_ino", 0L)
        .containsEntry("dirent64.d_off", 8L)
        .containsEntry("dirent64.d_reclen", 16L)
        .containsEntry("dirent64.d_type", 18L)
        .containsEntry("dirent64.d_name", 19L)
        .containsEntry("statfs.f_type", 0L)
        .containsEntry("statfs.f_bsize", 8L)
        .containsEntry("statfs.f_blocks", 16L)
        .containsEntry("statfs.f_bfree", 24L)
        .containsEntry("statfs.f_bavail", 32L)
        .containsEntry("statfs.f_namelen", 64L)
        .containsEntry("statfs.f_frsize", 72L)
        .containsEntry("statfs.f_flags", 80L)
        .containsEntry("statx", (long) Statx.SIZE);
    assertThat(offsets.get("statfs")).isLessThanOrEqualTo(Statfs.SIZE);
  }

  /** Headers may be older than the newest calls, but not by much. */
  private static void assertSame(Map<String, Long> ours, Map<String, Long> theirs) {
    assertThat(ours).containsAllEntriesOf(theirs);
    assertThat(ours.keySet()).hasSizeLessThanOrEqualTo(theirs.size() + 3);
  }

  private static Map<String, Long> ours(String architecture) throws Exception {
    return run(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Dos.arch=" + architecture,
            "-cp",
            System.getProperty("java.class.path"),
            PrintNumbers.class.getName()));
  }

  private static String printing(Iterable<String> names) {
    StringBuilder program = new StringBuilder();
    for (String name : names) {
      program.append("#ifdef ").append(name).append("\nprintf(\"").append(name);
      program.append(" %d\\n\", (int) ").append(name).append(");\n#endif\n");
    }
    return program.toString();
  }

  private Map<String, Long> fromC(String headers, String body) throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/cc")), "no C compiler is installed");
    Path source = folder.resolve("numbers.c");
    Files.writeString(source, headers + "int main(void) {\n" + body + "return 0;\n}\n");
    Path program = folder.resolve("numbers");
    run(List.of("/usr/bin/cc", "-o", program.toString(), source.toString()));
    return run(List.of(program.toString()));
  }

  private static Map<String, Long> run(List<String> command)
      throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    List<String> lines = new ArrayList<>(process.inputReader().readAllLines());
    assertThat(process.waitFor()).as("%s", lines).isZero();
    Map<String, Long> numbers = new LinkedHashMap<>();
    for (String line : lines) {
      String[] parts = line.split(" ", 2);
      numbers.put(parts[0], Long.valueOf(parts[1]));
    }
    return numbers;
  }
}
