package dev.lockstep.fs.linux;

import dev.lockstep.fs.linux.libc.Constants;
import dev.lockstep.fs.linux.libc.Errno;
import dev.lockstep.fs.linux.libc.Fd;
import dev.lockstep.fs.linux.libc.Libc;
import dev.lockstep.fs.linux.libc.Scratch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Two paths whose entries can change places in one step, so that neither name is ever free. */
final class Exchange {
  private static final int PLACE =
      Constants.O_PATH | Constants.O_DIRECTORY | Constants.O_NOFOLLOW | Constants.O_CLOEXEC;

  private final Path one;
  private final Path other;

  Exchange(Path one, Path other) {
    this.one = one;
    this.other = other;
  }

  /** Exchanges them; false if one is not there, or a link is where its folder should be. */
  boolean happens() throws IOException {
    long folder = open(one.getParent());
    if (folder < 0) {
      return false;
    }
    try (var opened = new Fd((int) folder)) {
      Scratch scratch = Scratch.ofThisThread();
      int result =
          Libc.renameat2(
              opened.number(),
              scratch.name().put(bytes(one.getFileName())),
              Constants.AT_FDCWD,
              scratch.otherName().put(bytes(other)),
              Constants.RENAME_EXCHANGE);
      if (result < 0 && result != -Errno.ENOENT) {
        throw Errno.exception(result, one.toString());
      }
      return result == 0;
    }
  }

  private static long open(Path folder) {
    long path = Scratch.ofThisThread().path().put(bytes(folder));
    return Libc.openat(Constants.AT_FDCWD, path, PLACE, 0);
  }

  private static byte[] bytes(Path path) {
    return path.toString().getBytes(StandardCharsets.UTF_8);
  }
}
