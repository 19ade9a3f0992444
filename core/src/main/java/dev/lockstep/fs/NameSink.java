package dev.lockstep.fs;

/** Takes the names of a listing, one by one, in whatever order the file system has them. */
public interface NameSink {
  /** Takes the name spelled by these bytes; they are valid only during the call. */
  void name(byte[] bytes, int offset, int length);

  /**
   * Takes note of a name that this backend cannot hand on, as bytes or otherwise.
   *
   * @param shown the name as far as it can be shown
   */
  void unspeakable(String shown);
}
