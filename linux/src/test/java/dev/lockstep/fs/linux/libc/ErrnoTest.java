package dev.lockstep.fs.linux.libc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.junit.jupiter.api.Test;

final class ErrnoTest {
  @Test
  void whatNioHasATypeForBecomesThatType() {
    assertThat(of(Errno.ENOENT)).isExactlyInstanceOf(NoSuchFileException.class);
    assertThat(of(Errno.EEXIST)).isExactlyInstanceOf(FileAlreadyExistsException.class);
    assertThat(of(Errno.EACCES)).isExactlyInstanceOf(AccessDeniedException.class);
    assertThat(of(Errno.ENOTDIR)).isExactlyInstanceOf(NotDirectoryException.class);
    assertThat(of(Errno.ENOTEMPTY)).isExactlyInstanceOf(DirectoryNotEmptyException.class);
    assertThat(of(Errno.ELOOP)).isExactlyInstanceOf(FileSystemLoopException.class);
    assertThat(of(Errno.EPERM))
        .isExactlyInstanceOf(AccessDeniedException.class)
        .hasMessage("a/b: operation not permitted");
  }

  @Test
  void anythingElseTellsItsReason() {
    assertThat(of(Errno.ENOSPC))
        .isExactlyInstanceOf(FileSystemException.class)
        .hasMessage("a/b: no space left on the device");
    assertThat(of(Errno.EMFILE).getReason())
        .isEqualTo("too many open files; raise the limit with ulimit -n");
    assertThat(of(4000).getReason()).isEqualTo("error number 4000");
  }

  @Test
  void whatDidNotFailIsNoException() {
    assertThatThrownBy(() -> Errno.exception(0, "a/b"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static FileSystemException of(int errno) {
    return Errno.exception(-errno, "a/b");
  }
}
