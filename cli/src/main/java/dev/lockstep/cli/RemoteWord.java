package dev.lockstep.cli;

/**
 * Finds words that name a place on another machine or in another system: a colon before the first
 * slash, as in {@code host:/x}, {@code user@host:x}, {@code sftp://host/x} and {@code C:/x}.
 */
final class RemoteWord {
  private RemoteWord() {}

  /**
   * Checks that a word for a root can be a local folder.
   *
   * @throws UsageException if it looks remote
   */
  static void refuse(String word) throws UsageException {
    if (looksRemote(word)) {
      throw new UsageException(
          ShownPlace.quoted(word)
              + " looks like a place on another machine, and only local folders can be mirrored;"
              + " write ./"
              + ShownPlace.of(word)
              + " for a local folder of that name.");
    }
  }

  static boolean looksRemote(String word) {
    int colon = word.indexOf(':');
    int slash = word.indexOf('/');
    return colon >= 0 && (slash < 0 || colon < slash);
  }
}
