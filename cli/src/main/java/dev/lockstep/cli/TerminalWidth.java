package dev.lockstep.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.IntSupplier;

/**
 * How wide the terminal is to which standard error leads. The system says that it was resized; how
 * wide it is now is asked of {@code stty}, when somebody wants to know. For any thread.
 */
final class TerminalWidth implements IntSupplier {
  private static final int USUAL = 80;

  /** What {@code stty} complains of is nothing for this terminal. */
  private static final String[] QUESTION = {
    "sh", "-c", "exec 3>&2 2>/dev/null && exec stty size <&3"
  };

  private final Map<String, String> environment;
  private volatile boolean isKnown;
  private int width;

  TerminalWidth(Map<String, String> environment) {
    this.environment = environment;
  }

  /** It may be another one by now. */
  void forget() {
    isKnown = false;
  }

  @Override
  public synchronized int getAsInt() {
    if (!isKnown) {
      isKnown = true;
      width = ask();
    }
    return width;
  }

  private int ask() {
    try {
      Process stty =
          new ProcessBuilder(QUESTION).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      stty.getOutputStream().close();
      try (var answer = stty.getInputStream()) {
        String size = new String(answer.readAllBytes(), StandardCharsets.US_ASCII);
        return width(size, environment.getOrDefault("COLUMNS", ""));
      }
    } catch (IOException e) {
      return width("", environment.getOrDefault("COLUMNS", ""));
    }
  }

  /**
   * The width, from what is known.
   *
   * @param size what {@code stty} has printed: rows and columns, 0 where it does not know
   * @param columns what the environment says
   */
  static int width(String size, String columns) {
    String[] numbers = size.strip().split(" ", -1);
    int told = numbers.length == 2 ? number(numbers[1]) : 0;
    if (told <= 0) {
      told = number(columns);
    }
    return told > 0 ? told : USUAL;
  }

  private static int number(String word) {
    try {
      return Integer.parseInt(word);
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
