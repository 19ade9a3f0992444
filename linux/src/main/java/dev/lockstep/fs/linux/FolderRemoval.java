package dev.lockstep.fs.linux;

import dev.lockstep.fs.NameSink;
import dev.lockstep.fs.linux.libc.Constants;
import dev.lockstep.fs.linux.libc.Errno;
import dev.lockstep.fs.linux.libc.Libc;
import dev.lockstep.fs.linux.libc.Scratch;
import dev.lockstep.model.Name;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Removes a staged folder with all that it holds. That is what one run put there: files and links,
 * and no tree of any depth.
 */
final class FolderRemoval {
  private static final int OWNER_ACCESS = 0700;

  private FolderRemoval() {}

  static void remove(int parent, Name name) throws IOException {
    Scratch scratch = Scratch.ofThisThread();
    if (Calls.look(scratch, parent, name) == -Errno.ENOENT) {
      return;
    }
    try (var handle = Handle.ofPlace(parent, name);
        var folder = new LinuxSourceDirectory(handle, new Access())) {
      // Best effort: where it fails, what cannot be done for lack of it says so.
      handle.chmod(OWNER_ACCESS);
      for (Name child : names(folder)) {
        long result = Libc.unlinkat(handle.number(), Calls.name(scratch, child), 0);
        if (result == -Errno.EISDIR) {
          remove(handle.number(), child);
        } else {
          Calls.require(result, child);
        }
      }
    }
    Calls.require(Libc.unlinkat(parent, Calls.name(scratch, name), Constants.AT_REMOVEDIR), name);
  }

  private static List<Name> names(LinuxDirectory folder) throws IOException {
    List<Name> names = new ArrayList<>();
    folder.list(
        new NameSink() {
          @Override
          public void name(byte[] bytes, int offset, int length) {
            names.add(Name.copyOf(bytes, offset, length));
          }

          @Override
          public void unspeakable(String shown) {
            throw new IllegalStateException("names are bytes here: " + shown);
          }
        });
    return names;
  }
}
