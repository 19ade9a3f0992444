package dev.lockstep.model;

/**
 * What a special entry is.
 *
 * @param type which sort
 * @param major the first number of a device; 0 for others
 * @param minor the second number of a device; 0 for others
 */
public record Node(Type type, int major, int minor) {
  /** The sorts of special entries. */
  public enum Type {
    FIFO,
    SOCKET,
    BLOCK_DEVICE,
    CHARACTER_DEVICE,
    /** None that this backend can tell. */
    OTHER
  }

  /** What stands where a backend cannot tell. */
  public static final Node UNKNOWN = new Node(Type.OTHER, 0, 0);
}
