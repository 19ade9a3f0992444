package dev.lockstep.fs.linux;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/**
 * Why not every change is told: each reason once, as soon as somebody listens, of very many the
 * first.
 */
final class Doubts {
  private static final int MOST = 1_000;

  private final Set<Object> known = new HashSet<>();
  private final Deque<String> untold = new ArrayDeque<>();

  /**
   * Has a sentence told.
   *
   * @param about what it is about, of which one sentence is told
   */
  void add(Object about, String sentence) {
    if (known.size() < MOST && known.add(about)) {
      untold.add(sentence);
    }
  }

  void tell(Hints hints) {
    while (!untold.isEmpty()) {
      hints.incomplete(untold.remove());
    }
  }
}
