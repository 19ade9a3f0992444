package dev.lockstep.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes the manual pages and the completions, when a package is made. It is no part of the
 * command.
 */
final class Documents {
  private Documents() {}

  /**
   * Writes them.
   *
   * @param words the folder to write to, which is made, and the date of the release
   */
  public static void main(String[] words) throws IOException {
    Path folder = Path.of(words[0]);
    for (Map.Entry<String, String> document : all(words[1]).entrySet()) {
      Path file = folder.resolve(document.getKey());
      Files.createDirectories(file.getParent());
      Files.writeString(file, document.getValue());
    }
  }

  /** All of them, by their places. */
  static Map<String, String> all(String date) {
    Map<String, String> documents = new TreeMap<>();
    ManualPage.all(date).forEach((name, page) -> documents.put("man/man1/" + name, page));
    documents.put("bash-completion/completions/lockstep", BashCompletion.script());
    documents.put("zsh/site-functions/_lockstep", ZshCompletion.script());
    return documents;
  }
}
