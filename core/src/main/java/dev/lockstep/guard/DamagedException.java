package dev.lockstep.guard;

import java.io.IOException;

/** What a file of the state folder holds is damaged, or was written by another version. */
public final class DamagedException extends IOException {
  private static final long serialVersionUID = 1L;

  DamagedException(String what) {
    super(what);
  }
}
