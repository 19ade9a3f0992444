package dev.lockstep.engine;

import java.io.IOException;

/**
 * Says that a folder's own ignore file cannot be read or understood, so that nobody knows what the
 * folder is to keep.
 */
final class IgnoreFileException extends IOException {
  private static final long serialVersionUID = 1L;

  IgnoreFileException(String message) {
    super(message);
  }
}
