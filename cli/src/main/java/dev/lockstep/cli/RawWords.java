package dev.lockstep.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The words of the command line with no byte lost.
 *
 * <p>The JVM replaces what its locale cannot decode, so that a folder whose name is not UTF-8 could
 * not be named. Linux has the bytes; a word made from them holds each byte that is not UTF-8 as a
 * lone surrogate, U+DC80 to U+DCFF, which no text does.
 */
final class RawWords {
  private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");
  private static final char BYTE_MARK = 0xdc00;

  private RawWords() {}

  /** These words as the JVM got them; as they are where it cannot be told. */
  static List<String> of(String[] words) {
    if (Arrays.stream(words).allMatch(RawWords::isAscii)) {
      return List.of(words);
    }
    try {
      return of(words, Files.readAllBytes(COMMAND_LINE));
    } catch (IOException e) {
      // Not Linux: the words are as good as the JVM could make them.
      return List.of(words);
    }
  }

  /**
   * The last words of this command line, each followed by NUL, where they are the same as these.
   */
  static List<String> of(String[] words, byte[] commandLine) {
    List<byte[]> all = split(commandLine);
    int first = all.size() - words.length;
    boolean same =
        first >= 0
            && IntStream.range(0, words.length)
                .allMatch(i -> !isAscii(words[i]) || words[i].equals(decode(all.get(first + i))));
    return same
        ? all.subList(first, all.size()).stream().map(RawWords::decode).toList()
        : List.of(words);
  }

  /** The path that the word names. */
  static Path path(String word) {
    try {
      return Path.of(word);
    } catch (InvalidPathException e) {
      return pathOfBytes(encode(word));
    }
  }

  /** The path of the same bytes with these characters at its end. */
  static Path appended(Path path, String end) {
    if (path.toString().indexOf(ShownPlace.REPLACEMENT) < 0) {
      return path.resolveSibling(path.getFileName() + end);
    }
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(ShownPlace.bytes(path));
    bytes.writeBytes(end.getBytes(StandardCharsets.UTF_8));
    return pathOfBytes(bytes.toByteArray());
  }

  /** The bytes of the word. */
  static byte[] encode(String word) {
    var bytes = new ByteArrayOutputStream(word.length() + 16);
    int done = 0;
    for (int i = 0; i <= word.length(); i++) {
      if (i == word.length() || isByte(word.charAt(i), i == 0 ? ' ' : word.charAt(i - 1))) {
        bytes.writeBytes(word.substring(done, i).getBytes(StandardCharsets.UTF_8));
        if (i < word.length()) {
          bytes.write(word.charAt(i) & 0xff);
        }
        done = i + 1;
      }
    }
    return bytes.toByteArray();
  }

  /** A path takes bytes only as an absolute address; what was relative is made so again. */
  private static Path pathOfBytes(byte[] bytes) {
    var address = new StringBuilder("file:///");
    for (byte b : bytes) {
      if (b == '/') {
        address.append('/');
      } else {
        address.append('%').append(HexFormat.of().toHexDigits(b));
      }
    }
    Path path = Path.of(URI.create(address.toString().replaceFirst("^file:/{3,}", "file:///")));
    return bytes[0] == '/' ? path : path.subpath(0, path.getNameCount());
  }

  private static List<byte[]> split(byte[] commandLine) {
    List<byte[]> words = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < commandLine.length; i++) {
      if (commandLine[i] == 0) {
        words.add(Arrays.copyOfRange(commandLine, start, i));
        start = i + 1;
      }
    }
    return words;
  }

  private static String decode(byte[] bytes) {
    var word = new StringBuilder(bytes.length);
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    while (true) {
      CoderResult result = decoder.decode(in, out, true);
      word.append(out.flip());
      out.clear();
      if (!result.isError()) {
        return word.toString();
      }
      for (int i = 0; i < result.length(); i++) {
        word.append((char) (BYTE_MARK | (in.get() & 0xff)));
      }
      decoder.reset();
    }
  }

  private static boolean isByte(char c, char before) {
    return c > BYTE_MARK + 0x7f && c <= BYTE_MARK + 0xff && !Character.isHighSurrogate(before);
  }

  private static boolean isAscii(String word) {
    return word.chars().allMatch(c -> c < 0x80);
  }
}
