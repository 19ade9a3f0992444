package dev.lockstep.guard;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A small text file of a pair's folder: a first line that names its form, lines of fields with tabs
 * between them, and a last line that shows it whole.
 */
final class StateLines {
  private static final String END = "end";

  private StateLines() {}

  /**
   * Reads a file; empty if there is none.
   *
   * @throws DamagedException if it is not of this form, or not whole
   */
  static Optional<List<List<String>>> read(PairFolder folder, String file, String form)
      throws IOException {
    byte[] content;
    try {
      content = Files.readAllBytes(folder.file(file));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    List<String> lines = new String(content, StandardCharsets.UTF_8).lines().toList();
    if (lines.size() < 2 || !lines.getFirst().equals(form) || !lines.getLast().equals(END)) {
      throw new DamagedException("it is damaged, or was written by another version");
    }
    List<List<String>> all = new ArrayList<>();
    for (String line : lines.subList(1, lines.size() - 1)) {
      List<String> fields = new ArrayList<>();
      for (String field : line.split("\t", -1)) {
        fields.add(unescaped(field));
      }
      all.add(fields);
    }
    return Optional.of(all);
  }

  /** Gives the file new content in one step. */
  static void write(PairFolder folder, String file, String form, List<List<String>> lines)
      throws IOException {
    var text = new StringBuilder(form).append('\n');
    for (List<String> line : lines) {
      text.append(String.join("\t", line.stream().map(StateLines::escaped).toList())).append('\n');
    }
    byte[] content = text.append(END).append('\n').toString().getBytes(StandardCharsets.UTF_8);
    folder.write(file, out -> out.write(content));
  }

  private static String escaped(String field) {
    return isPlain(field) ? field : escapedEach(field);
  }

  /** Most are, and a pass that has nothing else to do waits for it. */
  private static boolean isPlain(String field) {
    for (int i = 0; i < field.length(); i++) {
      char c = field.charAt(i);
      if (c < ' ' || c == '\\') {
        return false;
      }
    }
    return true;
  }

  private static String escapedEach(String field) {
    return field
        .replace("\\", "\\\\")
        .replace("\t", "\\t")
        .replace("\n", "\\n")
        .replace("\r", "\\r");
  }

  private static String unescaped(String field) {
    var text = new StringBuilder(field.length());
    for (int i = 0; i < field.length(); i++) {
      char c = field.charAt(i);
      if (c == '\\' && i + 1 < field.length()) {
        i++;
        text.append(
            switch (field.charAt(i)) {
              case 't' -> '\t';
              case 'n' -> '\n';
              case 'r' -> '\r';
              default -> field.charAt(i);
            });
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }
}
