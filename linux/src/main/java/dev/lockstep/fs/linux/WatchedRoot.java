package dev.lockstep.fs.linux;

import dev.lockstep.fs.linux.libc.Libc;
import dev.lockstep.fs.linux.libc.Scratch;
import dev.lockstep.fs.linux.libc.Statfs;
import dev.lockstep.model.FileId;
import dev.lockstep.model.Shown;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/**
 * The root of what is watched. It is opened anew each time that something below it has to be, since
 * an open folder would keep its file system from being unmounted.
 *
 * @param realPath where it is
 * @param id which folder it is
 * @param type the magic number of its file system
 */
record WatchedRoot(Path realPath, FileId id, long type) {
  /** Looks at the root. */
  static WatchedRoot at(Path realPath) throws IOException {
    try (Handle handle = LinuxTreeProvider.open(realPath)) {
      Scratch scratch = Scratch.ofThisThread();
      Calls.require(Libc.fstatfs(handle.number(), scratch.statfs()), realPath);
      long type = Statfs.type(scratch.statfs());
      Calls.lookAt(scratch, handle.number(), realPath);
      return new WatchedRoot(realPath, Looks.id(scratch.statx()), type);
    }
  }

  /**
   * Opens it.
   *
   * @throws IOException if it is not there any more, be it that another folder is
   */
  Handle open() throws IOException {
    Handle handle = LinuxTreeProvider.open(realPath);
    try {
      Scratch scratch = Scratch.ofThisThread();
      Calls.lookAt(scratch, handle.number(), realPath);
      if (!Looks.id(scratch.statx()).equals(id)) {
        throw gone("another folder is in its place");
      }
      return handle;
    } catch (IOException e) {
      handle.close();
      throw e;
    }
  }

  /** That nothing more is told. */
  IOException gone(String why) {
    return new FileSystemException(
        Shown.text(realPath.toString()), null, "it is watched no more: " + why);
  }
}
