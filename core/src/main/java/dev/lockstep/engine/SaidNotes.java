package dev.lockstep.engine;

import dev.lockstep.api.MirrorListener;
import java.util.HashSet;
import java.util.Set;

/** Sentences that were said in a session: each is said once. For one thread. */
final class SaidNotes {
  private final Set<String> said = new HashSet<>();

  void say(MirrorListener listener, String note) {
    if (said.add(note)) {
      listener.note(note);
    }
  }
}
