package dev.lockstep.march;

import java.io.IOException;

/** Says that a folder could not be listed to its end, so that nothing is known of what it holds. */
public final class ListingFailedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean ofSource;
  private final IOException failure;

  ListingFailedException(boolean ofSource, IOException failure) {
    super(failure);
    this.ofSource = ofSource;
    this.failure = failure;
  }

  /** Whether it was the source's folder. */
  public boolean isOfSource() {
    return ofSource;
  }

  /** What went wrong. */
  public IOException failure() {
    return failure;
  }
}
