package dev.lockstep.fs.nio;

import dev.lockstep.fs.NameSink;
import dev.lockstep.fs.UncarriableException;
import dev.lockstep.model.LinkTarget;
import dev.lockstep.model.Name;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Names are bytes, as the default file system of a Unix has them.
 *
 * <p>Its paths hold bytes but show text, in the locale's encoding: what that cannot express would
 * be mangled, in the C locale every letter that is not ASCII. Such paths go by their URI, which
 * escapes bytes and leads back to the same path.
 */
public final class ByteSpelling implements Spelling {
  private static final String ROOT_URI = "file:///";
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  /** Nothing is below it, so the look that {@link Path#toUri} takes at a path touches nothing. */
  private static final Path NOWHERE = Path.of("/dev/null");

  private final boolean localeIsUtf8;

  ByteSpelling() {
    byte[] umlaut = {(byte) 0xc3, (byte) 0xbc};
    localeIsUtf8 = absolute(umlaut).toString().equals("/\u00fc");
  }

  /** Whether this file system's paths can be had byte for byte. */
  static boolean serves(FileSystem fileSystem) {
    if (!fileSystem.equals(FileSystems.getDefault()) || !fileSystem.getSeparator().equals("/")) {
      return false;
    }
    byte[] noText = {(byte) 0xff, '%', ' ', (byte) 0xfe};
    try {
      return Arrays.equals(escapedBytes(relative(noText)), noText);
    } catch (RuntimeException e) {
      // The URIs of a Java that is not OpenJDK may be made otherwise; names are text, then.
      return false;
    }
  }

  @Override
  public void hand(Path fileName, NameSink sink) {
    byte[] bytes = bytes(fileName);
    sink.name(bytes, 0, bytes.length);
  }

  /** The one name that this relative path is. */
  Name name(Path fileName) {
    return Name.of(bytes(fileName));
  }

  @Override
  public Path path(Name name) {
    String text = name.text();
    return isFaithful(text) ? Path.of(text) : relative(name.toBytes());
  }

  @Override
  public LinkTarget target(Path target) throws UncarriableException {
    String text = target.toString();
    if (isFaithful(text) || !target.isAbsolute()) {
      return LinkTarget.of(bytes(target));
    }
    if (isShortened(text)) {
      throw new UncarriableException("the link's target is not valid text");
    }
    byte[] names = escapedBytes(target.subpath(0, target.getNameCount()));
    return LinkTarget.of(ByteBuffer.allocate(names.length + 1).put((byte) '/').put(names).array());
  }

  @Override
  public Path path(LinkTarget target) throws UncarriableException {
    String text = target.text();
    if (text.isEmpty() || text.indexOf('\0') >= 0) {
      throw new UncarriableException("no link can have its target");
    }
    if (isShortened(text)) {
      throw new UncarriableException(
          "its target has a doubled or trailing slash, which Java's file API would drop");
    }
    if (isFaithful(text)) {
      return Path.of(text);
    }
    byte[] bytes = target.toBytes();
    return bytes[0] == '/' ? absolute(Arrays.copyOfRange(bytes, 1, bytes.length)) : relative(bytes);
  }

  private byte[] bytes(Path path) {
    String text = path.toString();
    return isFaithful(text) ? text.getBytes(StandardCharsets.UTF_8) : escapedBytes(path);
  }

  /** Whether this text, from a path or for one, says the path's bytes by its own in UTF-8. */
  private boolean isFaithful(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\uFFFD' || (c >= 0x80 && !localeIsUtf8)) {
        return false;
      }
    }
    return true;
  }

  /** Whether a path parsed from this text has fewer slashes. */
  private static boolean isShortened(String text) {
    return text.contains("//") || (text.endsWith("/") && text.length() > 1);
  }

  private static byte[] escapedBytes(Path relative) {
    return unescaped(
        NOWHERE.resolve(relative).toUri().getRawPath(), NOWHERE.toString().length() + 1);
  }

  /** The bytes of an absolute path of the default file system, whatever the locale. */
  public static byte[] absoluteBytes(Path path) {
    return unescaped(path.toUri().getRawPath(), 0);
  }

  private static byte[] unescaped(String escaped, int from) {
    var bytes = ByteBuffer.allocate(escaped.length());
    for (int i = from; i < escaped.length(); i++) {
      if (escaped.charAt(i) == '%') {
        bytes.put((byte) HexFormat.fromHexDigits(escaped, i + 1, i + 3));
        i += 2;
      } else {
        bytes.put((byte) escaped.charAt(i));
      }
    }
    return Arrays.copyOf(bytes.array(), bytes.position());
  }

  private static Path relative(byte[] bytes) {
    Path absolute = absolute(bytes);
    return absolute.subpath(0, absolute.getNameCount());
  }

  /** The path of these bytes after a slash. */
  static Path absolute(byte[] bytes) {
    var escaped = new StringBuilder(ROOT_URI);
    for (byte b : bytes) {
      if (b == '/') {
        escaped.append('/');
      } else {
        escaped.append('%').append(HEX.toHexDigits(b));
      }
    }
    return Path.of(URI.create(escaped.toString()));
  }
}
