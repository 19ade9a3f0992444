package dev.lockstep.cli;

import java.util.regex.Pattern;

/** Writes what man(7) understands, escaping what it would take for its own. */
final class Roff {
  private static final int WIDTH = 78;
  private static final String AN_OPTION = "(?<![\\w/-])--?[A-Za-z][A-Za-z-]*";
  private static final Pattern OPTION = Pattern.compile(AN_OPTION);
  private static final Pattern FORM =
      Pattern.compile(
          AN_OPTION + "|(?<value>\\b[A-Z]{2,}\\b|\\bN\\b|\\boptions\\b)|\\b[a-z][a-z0-9-]*\\b");

  // They stand for the fonts until all else is escaped.
  private static final String BOLD = "\1";
  private static final String ITALIC = "\2";
  private static final String ROMAN = "\3";

  private final StringBuilder text = new StringBuilder();

  Roff title(String page, String date, String product) {
    return request(
            ".TH \"%s\" 1 \"%s\" \"%s\" \"User Commands\""
                .formatted(escaped(page), date, escaped(product)))
        .request(".nh")
        .request(".ad l");
  }

  Roff section(String title) {
    return request(".SH " + title);
  }

  Roff subsection(String title) {
    return request(".SS " + escaped(title));
  }

  /** A line that is understood as it is. */
  Roff request(String request) {
    text.append(request).append('\n');
    return this;
  }

  /** A paragraph; what looks like an option in it is in bold. */
  Roff paragraph(String prose) {
    return request(".PP").prose(prose);
  }

  /** What is to be typed, and its explanation, if it has one. */
  Roff typed(String words, String explanation) {
    return request(".TP").request(fonts(BOLD + words + ROMAN)).prose(explanation);
  }

  /** The form of a command or an option, what stands for a value in italics, and an explanation. */
  Roff form(String form, String explanation) {
    return request(".TP").request(marked(form)).prose(explanation);
  }

  /** The form of a command, on a line of its own. */
  Roff synopsis(String form) {
    return request(marked(form)).request(".br");
  }

  /** The pages of section 1 that these words name. */
  Roff seeAlso(String pages) {
    return section("SEE ALSO")
        .request(
            fonts(
                pages
                    .replaceAll("(\\S+)(?= )", BOLD + "$1" + ROMAN + "(1),")
                    .replaceAll("(\\S+)$", BOLD + "$1" + ROMAN + "(1)")));
  }

  private static String marked(String form) {
    return fonts(
        FORM.matcher(form)
            .replaceAll(
                part -> (part.group("value") == null ? BOLD : ITALIC) + part.group() + ROMAN));
  }

  /** Text without a paragraph of its own, in lines of a common length. */
  Roff prose(String prose) {
    String rest = fonts(OPTION.matcher(prose.replace('\n', ' ')).replaceAll(BOLD + "$0" + ROMAN));
    while (rest.length() > WIDTH) {
      int end = rest.lastIndexOf(' ', WIDTH);
      request(rest.substring(0, end));
      rest = rest.substring(end + 1);
    }
    return rest.isEmpty() ? this : request(rest);
  }

  private static String fonts(String marked) {
    return escaped(marked).replace(BOLD, "\\fB").replace(ITALIC, "\\fI").replace(ROMAN, "\\fR");
  }

  private static String escaped(String plain) {
    return plain
        .replace("\\", "\\e")
        .replace("-", "\\-")
        .replace("~", "\\(ti")
        .replace("^", "\\(ha")
        .replace("`", "\\(ga")
        .replace("'", "\\(aq")
        .replaceAll("(?<![^ ])\\.", "\\\\&.");
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
