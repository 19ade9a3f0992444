package dev.lockstep.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a document has for those who follow it: in blocks marked {@code console} the commands after
 * {@code $} with the lines that they give, and in comments what has to be there before.
 *
 * @param steps in the order of the document
 * @param otherBlocks those that are marked otherwise
 */
record Documented(List<Step> steps, List<OtherBlock> otherBlocks) {
  /** The project's root, seen from this module. */
  static final Path HOME = Path.of("..");

  private static final String FENCE = "```";
  private static final String RUN = "console";
  private static final String PROMPT = "$ ";
  private static final String COMMENT = "<!-- prepare:";
  private static final String END_OF_COMMENT = "-->";

  /** Something to be done. */
  sealed interface Step {}

  /** What a reader does not see: a script that makes what the next commands find. */
  record Preparation(String script) implements Step {}

  /**
   * A command.
   *
   * @param line where it stands
   * @param shown the lines that it gives
   * @param mayFail whether its exit code is asked for next
   */
  record Command(int line, String words, List<String> shown, boolean mayFail) implements Step {}

  /**
   * A block of something else.
   *
   * @param mark what stands after its fence
   * @param firstLine its first line
   */
  record OtherBlock(String mark, String firstLine) {}

  /** The documents, by their places in the project. */
  static List<String> all() throws IOException {
    try (Stream<Path> docs = Files.list(HOME.resolve("docs"))) {
      return Stream.concat(
              Stream.of("README.md"),
              docs.map(file -> "docs/" + file.getFileName()).filter(name -> name.endsWith(".md")))
          .sorted()
          .toList();
    }
  }

  static Documented read(String document) throws IOException {
    List<Step> steps = new ArrayList<>();
    List<OtherBlock> others = new ArrayList<>();
    var lines = new Lines(Files.readAllLines(HOME.resolve(document)).iterator());
    while (lines.hasNext()) {
      String line = lines.next();
      if (line.startsWith(COMMENT)) {
        steps.add(new Preparation(comment(line, lines)));
      } else if (line.startsWith(FENCE)) {
        int begin = lines.number + 1;
        List<String> block = block(lines);
        String mark = line.substring(FENCE.length());
        if (mark.equals(RUN)) {
          steps.addAll(commands(block, begin));
        } else {
          others.add(new OtherBlock(mark, block.getFirst().strip()));
        }
      }
    }
    return new Documented(List.copyOf(steps), List.copyOf(others));
  }

  private static String comment(String first, Lines lines) {
    var script = new StringBuilder(first.substring(COMMENT.length()));
    while (script.indexOf(END_OF_COMMENT) < 0) {
      script.append('\n').append(lines.next());
    }
    return script.substring(0, script.indexOf(END_OF_COMMENT));
  }

  private static List<String> block(Lines lines) {
    List<String> block = new ArrayList<>();
    for (String line = lines.next(); !line.equals(FENCE); line = lines.next()) {
      block.add(line);
    }
    return block;
  }

  private static List<Step> commands(List<String> block, int begin) {
    List<Step> commands = new ArrayList<>();
    for (int i = 0; i < block.size(); i++) {
      String line = block.get(i);
      if (!line.startsWith(PROMPT)) {
        throw new AssertionError("line " + (begin + i) + " is the output of no command: " + line);
      }
      int end = i + 1;
      while (end < block.size() && !block.get(end).startsWith(PROMPT)) {
        end++;
      }
      boolean isAsked = end < block.size() && block.get(end).equals("$ echo $?");
      List<String> shown = List.copyOf(block.subList(i + 1, end));
      commands.add(new Command(begin + i, line.substring(PROMPT.length()), shown, isAsked));
      i = end - 1;
    }
    return commands;
  }

  /** Lines that are counted. */
  private static final class Lines {
    private final Iterator<String> lines;
    private int number;

    Lines(Iterator<String> lines) {
      this.lines = lines;
    }

    boolean hasNext() {
      return lines.hasNext();
    }

    String next() {
      number++;
      return lines.next();
    }
  }
}
