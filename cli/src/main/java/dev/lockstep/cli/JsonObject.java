package dev.lockstep.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lockstep.model.Name;
import dev.lockstep.model.RelativePath;
import dev.lockstep.model.Shown;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;

/** One JSON object on one line (RFC 8259), in the order in which its members are added. */
final class JsonObject {
  private final StringBuilder text = new StringBuilder(160).append('{');

  JsonObject add(String name, String value) {
    member(name);
    quote(text, value);
    return this;
  }

  JsonObject add(String name, long value) {
    member(name).append(value);
    return this;
  }

  JsonObject add(String name, boolean value) {
    member(name).append(value);
    return this;
  }

  JsonObject add(String name, List<String> values) {
    member(name).append('[');
    for (Iterator<String> each = values.iterator(); each.hasNext(); ) {
      quote(text, each.next());
      text.append(each.hasNext() ? "," : "");
    }
    text.append(']');
    return this;
  }

  JsonObject add(String name, JsonObject value) {
    member(name).append(value);
    return this;
  }

  /**
   * Adds a path, unescaped but for JSON; {@code .} is the root. Where its bytes are not UTF-8 what
   * is none is replaced, and a member whose name ends in {@code _base64} has them all.
   */
  JsonObject addPath(String name, RelativePath path) {
    if (path.isRoot()) {
      return add(name, ".");
    }
    var bytes = new ByteArrayOutputStream();
    for (Name each : path.names()) {
      if (bytes.size() > 0) {
        bytes.write('/');
      }
      bytes.writeBytes(each.toBytes());
    }
    return addBytes(name, bytes.toByteArray());
  }

  /** Adds an absolute place outside the mirror, as {@link #addPath} does. */
  JsonObject addPlace(String name, Path place) {
    return addBytes(name, ShownPlace.bytes(place));
  }

  /** Adds bytes that mostly are UTF-8, as {@link #addPath} does. */
  JsonObject addBytes(String name, byte[] bytes) {
    String text = new String(bytes, UTF_8);
    add(name, text);
    if (!Arrays.equals(text.getBytes(UTF_8), bytes)) {
      add(name + "_base64", Base64.getEncoder().encodeToString(bytes));
    }
    return this;
  }

  @Override
  public String toString() {
    return text + "}";
  }

  private StringBuilder member(String name) {
    if (text.length() > 1) {
      text.append(',');
    }
    quote(text, name);
    return text.append(':');
  }

  /**
   * What may not be shown as it is stands escaped, so that a line can be looked at too; half a
   * character that stands alone is no UTF-8.
   */
  private static void quote(StringBuilder to, String value) {
    to.append('"');
    value
        .codePoints()
        .forEach(c -> {
          switch (c) {
            case '"' -> to.append("\\\"");
            case '\\' -> to.append("\\\\");
            case '\n' -> to.append("\\n");
            case '\r' -> to.append("\\r");
            case '\t' -> to.append("\\t");
            default -> {
              if (Shown.isHarmless(c)) {
                to.appendCodePoint(c);
              } else {
                for (char unit : Character.toChars(c)) {
                  to.append(String.format("\\u%04x", (int) unit));
                }
              }
            }
          }
        });
    to.append('"');
  }
}
