package dev.lockstep.engine;

import dev.lockstep.model.Name;
import dev.lockstep.model.RelativePath;
import java.nio.ByteBuffer;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The names in a path that came from outside, byte for byte. A path of the default file system
 * shows text, in which a byte that is none is lost; its URI has them all.
 */
final class PathNames {
  /** Nothing is below it, so that making a URI of a path there looks at nothing. */
  private static final Path NOWHERE = Path.of("/dev/null");

  private PathNames() {}

  /** The way from a root down to a path in it. */
  static RelativePath between(Path root, Path path) {
    RelativePath relative = RelativePath.ROOT;
    for (Path name : root.relativize(path)) {
      relative = relative.resolve(name(name));
    }
    return relative;
  }

  private static Name name(Path name) {
    String text = name.toString();
    boolean hasBytes =
        name.getFileSystem().equals(FileSystems.getDefault())
            && name.getFileSystem().getSeparator().equals("/");
    return hasBytes && text.chars().anyMatch(c -> c > '~')
        ? Name.of(unescaped(NOWHERE.resolve(name).toUri().getRawPath()))
        : Name.of(text);
  }

  private static byte[] unescaped(String address) {
    var bytes = ByteBuffer.allocate(address.length());
    for (int i = NOWHERE.toString().length() + 1; i < address.length(); i++) {
      if (address.charAt(i) == '%') {
        bytes.put((byte) HexFormat.fromHexDigits(address, i + 1, i + 3));
        i += 2;
      } else {
        bytes.put((byte) address.charAt(i));
      }
    }
    return Arrays.copyOf(bytes.array(), bytes.position());
  }
}
