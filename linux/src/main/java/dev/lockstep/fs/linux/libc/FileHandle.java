package dev.lockstep.fs.linux.libc;

/**
 * By what a file system finds an entry again, wherever its name may move: {@code struct
 * file_handle} of open_by_handle_at(2), the same on every machine.
 */
public final class FileHandle {
  /** Room for the largest there is: MAX_HANDLE_SZ and the two numbers before it, rounded up. */
  public static final int SIZE = 144;

  private static final int OFFSET_OF_BYTES = 8;
  private static final int MAX_HANDLE_SZ = 128;

  private FileHandle() {}

  /** Says that there is room, for {@link Libc#name_to_handle_at}. */
  public static void putRoom(long handle) {
    Memory.putInt(handle, MAX_HANDLE_SZ);
  }

  /** The size in bytes of this one: what of it two equal ones have in common. */
  public static int size(long handle) {
    return OFFSET_OF_BYTES + Memory.getInt(handle);
  }
}
