package dev.lockstep.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Says what a manifest should be, by programs that share nothing with ours. */
public final class ManifestOracle {
  /** The scheme of docs/manifest.md, once more. */
  private static final String TREE_DIGEST =
      """
      import hashlib, os, stat, struct, sys
      algorithm, root = sys.argv[1], os.fsencode(sys.argv[2])

      def digest(data):
          return hashlib.new(algorithm, data).digest()

      def record(kind, mode, name, held):
          return kind + struct.pack('>HI', mode, len(name)) + name + held

      def content(path):
          sums = hashlib.new(algorithm)
          with open(path, 'rb') as file:
              for part in iter(lambda: file.read(1 << 20), b''):
                  sums.update(part)
          return sums.digest()

      def entry(path, name):
          look = os.lstat(path)
          mode = stat.S_IMODE(look.st_mode)
          if stat.S_ISREG(look.st_mode):
              return record(b'f', mode, name, content(path))
          if stat.S_ISDIR(look.st_mode):
              return record(b'd', mode, name, folder(path))
          if stat.S_ISLNK(look.st_mode):
              target = os.readlink(path)
              return record(b'l', 0, name, struct.pack('>I', len(target)) + target)
          if stat.S_ISFIFO(look.st_mode):
              return record(b'p', mode, name, b'')
          if stat.S_ISSOCK(look.st_mode):
              return record(b's', mode, name, b'')
          numbers = struct.pack('>II', os.major(look.st_rdev), os.minor(look.st_rdev))
          return record(b'b' if stat.S_ISBLK(look.st_mode) else b'c', mode, name, numbers)

      def folder(path):
          return digest(b''.join(entry(os.path.join(path, name), name)
                                 for name in sorted(os.listdir(path))))

      sys.setrecursionlimit(100000)
      mode = stat.S_IMODE(os.lstat(root).st_mode)
      whole = digest(b'lockstep tree 1\\n' + record(b'd', mode, b'', folder(root)))
      print(whole.hex())
      """;

  private ManifestOracle() {}

  /** The digest of a whole tree. */
  public static String treeDigest(String algorithm, Path root) throws IOException {
    return Machine.run(Python.PROGRAM, "-c", TREE_DIGEST, algorithm, root.toString()).strip();
  }

  /** The interpreter itself: what is found first may be a script that takes a second to find it. */
  private static final class Python {
    static final String PROGRAM = program();

    private static String program() {
      try {
        return Machine.run("python3", "-c", "import sys; print(sys.executable)").strip();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /**
   * Has {@code md5sum} or {@code sha256sum} check lines strictly.
   *
   * @param program one of them
   * @param lines a file
   * @return what it complained of; empty if all is as the lines say
   */
  public static String check(String program, Path folder, Path lines) throws IOException {
    Process process =
        new ProcessBuilder(program, "-c", "--strict", "--quiet", "-")
            .directory(folder.toFile())
            .redirectInput(lines.toFile())
            .redirectErrorStream(true)
            .start();
    String said = text(process.getInputStream());
    int code = process.onExit().join().exitValue();
    return code == 0 ? said : said + "exit code " + code;
  }

  /** The lines that the program itself writes for all files in a folder, each byte a character. */
  public static List<String> lines(String program, Path folder) throws IOException {
    String script = "find . -type f -printf '%P\\0' | xargs -0 -r " + program + " --";
    Process process = new ProcessBuilder("sh", "-c", script).directory(folder.toFile()).start();
    String written = text(process.getInputStream());
    if (process.onExit().join().exitValue() != 0) {
      throw new IOException(text(process.getErrorStream()));
    }
    return sorted(written);
  }

  /** The lines of this text in some fixed order. */
  public static List<String> sorted(String lines) {
    List<String> sorted = new ArrayList<>(List.of(lines.split("\n", -1)));
    sorted.removeIf(String::isEmpty);
    sorted.sort(null);
    return sorted;
  }

  private static String text(InputStream stream) throws IOException {
    return new String(stream.readAllBytes(), StandardCharsets.ISO_8859_1);
  }
}
