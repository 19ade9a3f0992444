package dev.lockstep.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A help text taken apart, so that what else explains the command is made from the same words.
 *
 * @param blocks what empty lines part, in their order
 */
record HelpOutline(List<Block> blocks) {
  /** What the command does, as a clause. */
  static final String SUMMARY = "keep a replica folder an exact mirror of a source folder";

  private static final String INDENT = "  ";

  /** Where the texts of options begin; a longer option has its text in the next line. */
  private static final int TEXT_OF_OPTIONS = 24;

  private static final Pattern TERM = Pattern.compile("(\\S.*?)(?: {2,}(\\S.*))?");

  HelpOutline {
    blocks = List.copyOf(blocks);
  }

  /** What stands between two empty lines. */
  sealed interface Block {}

  /** Lines of text, a sentence or more each. */
  record Prose(String text) implements Block {}

  /**
   * Indented lines.
   *
   * @param title the line before them; empty if there is none
   */
  record Listing(String title, List<Item> items) implements Block {
    Listing {
      items = List.copyOf(items);
    }
  }

  /**
   * What is explained, and how.
   *
   * @param text on one line; empty if the term explains itself
   */
  record Item(String term, String text) {}

  /** Takes a text apart. */
  static HelpOutline of(String text) {
    return new HelpOutline(
        Arrays.stream(text.split("\n\n")).map(block -> block(block.lines().toList())).toList());
  }

  private static Block block(List<String> lines) {
    boolean hasTitle = !lines.getFirst().startsWith(INDENT);
    if (hasTitle && (lines.size() == 1 || !lines.get(1).startsWith(INDENT))) {
      return new Prose(String.join("\n", lines));
    }
    return new Listing(
        hasTitle ? lines.getFirst() : "", items(hasTitle ? lines.subList(1, lines.size()) : lines));
  }

  private static List<Item> items(List<String> lines) {
    List<Item> items = new ArrayList<>();
    for (String line : lines) {
      if (items.isEmpty() || isTerm(line)) {
        items.add(item(line));
      } else {
        Item last = items.removeLast();
        items.add(new Item(last.term(), (last.text() + " " + line.strip()).strip()));
      }
    }
    return items;
  }

  private static boolean isTerm(String line) {
    return line.startsWith(INDENT) && line.charAt(INDENT.length()) != ' ';
  }

  private static Item item(String line) {
    if (line.startsWith(INDENT + "-")) {
      return option(line);
    }
    Matcher parts = TERM.matcher(line.strip());
    return parts.matches() && parts.group(2) != null
        ? new Item(parts.group(1), parts.group(2))
        : new Item(line.strip(), "");
  }

  private static Item option(String line) {
    // A dash there begins a text only after a wider gap; else it is of one more option.
    boolean hasText =
        line.length() > TEXT_OF_OPTIONS
            && line.charAt(TEXT_OF_OPTIONS - 1) == ' '
            && line.charAt(TEXT_OF_OPTIONS) != ' '
            && (line.charAt(TEXT_OF_OPTIONS) != '-' || line.charAt(TEXT_OF_OPTIONS - 2) == ' ');
    return hasText
        ? new Item(line.substring(0, TEXT_OF_OPTIONS).strip(), line.substring(TEXT_OF_OPTIONS))
        : new Item(line.strip(), "");
  }

  /** The listings under titles that begin like this. */
  List<Listing> listings(String title) {
    return blocks.stream()
        .filter(Listing.class::isInstance)
        .map(Listing.class::cast)
        .filter(listing -> listing.title().startsWith(title))
        .toList();
  }

  /** What a verb does, as a clause. */
  static String summary(Verb verb) {
    if (verb == Verb.SYNC) {
      return SUMMARY;
    }
    return of(HelpText.COMMAND).listings("").getFirst().items().stream()
        .filter(form -> form.term().startsWith("lockstep " + verb.word() + " "))
        .map(Item::text)
        .findFirst()
        .orElseThrow();
  }
}
