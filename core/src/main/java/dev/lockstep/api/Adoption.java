package dev.lockstep.api;

import java.util.List;

/**
 * What the roots of a pair are and what they were, for somebody to accept.
 *
 * @param sentences what is new or gone, each as it may be shown
 * @param isNeeded whether there is anything to accept
 */
public record Adoption(List<String> sentences, boolean isNeeded) {
  public Adoption {
    sentences = List.copyOf(sentences);
  }
}
