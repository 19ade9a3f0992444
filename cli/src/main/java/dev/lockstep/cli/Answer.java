package dev.lockstep.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A yes or no, asked for on the terminal. */
final class Answer {
  private Answer() {}

  /**
   * Asks, unless the answer was given with the command.
   *
   * @param given whether a yes was given
   * @throws NobodyThereException if there is no terminal to ask on
   */
  static boolean isYes(String question, boolean given) {
    if (given) {
      return true;
    }
    if (Optional.ofNullable(System.console()).filter(Console::isTerminal).isEmpty()) {
      throw new NobodyThereException();
    }
    StandardStreams.print(question + " [y/N] ");
    var words = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try {
      String word = words.readLine();
      return word != null
          && (word.strip().equalsIgnoreCase("y") || word.strip().equalsIgnoreCase("yes"));
    } catch (IOException e) {
      return false; // No answer is no yes.
    }
  }

  /** Nobody can be asked. */
  static final class NobodyThereException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
