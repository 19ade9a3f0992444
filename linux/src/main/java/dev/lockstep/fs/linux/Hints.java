package dev.lockstep.fs.linux;

import dev.lockstep.fs.Changes;
import dev.lockstep.fs.linux.libc.Memory;
import dev.lockstep.model.Name;
import dev.lockstep.model.RelativePath;
import org.jspecify.annotations.Nullable;

/**
 * Tells what events say. Of what the events of one reading say of one entry in a row, such as that
 * a file was made, written and closed, only the outcome is told: all of it had happened before the
 * first could be acted upon. For one waiting.
 */
final class Hints {
  /** Longer names than most file systems have; for others there is made room. */
  private static final int USUAL_NAME = 256;

  private final Changes changes;
  private byte[] bytes = new byte[USUAL_NAME];
  private boolean told;

  // What is held back: an entry of this folder, its name in the buffer of events.
  private @Nullable RelativePath folder;
  private long name;
  private int length;
  private boolean isChanged;
  private boolean isWritten;

  Hints(Changes changes) {
    this.changes = changes;
  }

  /** Whether anything was told. */
  boolean areTold() {
    return told;
  }

  /** An entry came or went, or a file was closed: nobody known writes to it any more. */
  void finished(RelativePath parent, long address, int size) {
    hold(parent, address, size);
    isChanged = true;
    isWritten = false;
  }

  /** An entry may have changed. */
  void changed(RelativePath parent, long address, int size) {
    hold(parent, address, size);
    isChanged = true;
  }

  /** A file is written to. */
  void written(RelativePath parent, long address, int size) {
    hold(parent, address, size);
    isWritten = true;
  }

  /** An entry may have changed. */
  void entry(RelativePath path) {
    flush();
    told = true;
    changes.entry(path);
  }

  /** A folder came. */
  void tree(RelativePath path) {
    flush();
    told = true;
    changes.tree(path);
  }

  /** More has changed than can be told. */
  void everything(String why) {
    flush();
    told = true;
    changes.everything(why);
  }

  /** Not every change is told from now on. */
  void incomplete(String why) {
    flush();
    told = true;
    changes.incomplete(why);
  }

  /** Tells what is held back; before the buffer of events is filled anew. */
  void flush() {
    if (folder == null) {
      return;
    }
    RelativePath path = folder.resolve(name(name, length));
    folder = null;
    told = true;
    if (isChanged) {
      changes.entry(path);
    }
    if (isWritten) {
      changes.writing(path);
    }
  }

  /** The name that stands at the address. */
  Name name(long address, int size) {
    if (size > bytes.length) {
      bytes = new byte[size];
    }
    Memory.copy(address, bytes, 0, size);
    return Name.copyOf(bytes, 0, size);
  }

  private void hold(RelativePath parent, long address, int size) {
    boolean isSame = size == length && parent.equals(folder) && Memory.isEqual(address, name, size);
    if (!isSame) {
      flush();
      folder = parent;
      name = address;
      length = size;
      isChanged = false;
      isWritten = false;
    }
  }
}
