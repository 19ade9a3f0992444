package dev.lockstep.cli;

import dev.lockstep.Mirror;
import dev.lockstep.api.FilterAnswer;
import dev.lockstep.api.MirrorException;
import dev.lockstep.api.MirrorOptions;
import dev.lockstep.model.Name;
import dev.lockstep.model.RelativePath;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * Which rule of the filter decides on a path; touches nothing.
 *
 * @param path from the roots
 * @param isFolder whether the word says that it is a folder
 */
record FilterQuestion(RelativePath path, boolean isFolder) {
  /**
   * The question that this word asks: a path from the roots, or one that leads into either.
   *
   * @throws UsageException if it leads elsewhere
   */
  static FilterQuestion of(Arguments arguments, String word) throws UsageException {
    return new FilterQuestion(path(arguments, word), word.endsWith("/"));
  }

  /** Prints the answer. */
  ExitCode answer(MirrorOptions options) {
    try {
      FilterAnswer answer = Mirror.of(options).explainFilter(path, isFolder);
      StandardStreams.print(LineFormat.harmless(path + ": " + answer.why()) + "\n");
      return ExitCode.EXACT;
    } catch (MirrorException e) {
      StandardStreams.complain(String.valueOf(e.getMessage()));
      return ExitCode.of(e.reason());
    }
  }

  private static RelativePath path(Arguments arguments, String word) throws UsageException {
    byte[] bytes = RawWords.encode(fromRoot(arguments, word));
    RelativePath path = RelativePath.ROOT;
    int from = 0;
    for (int i = 0; i <= bytes.length; i++) {
      if (i == bytes.length || bytes[i] == '/') {
        byte[] name = Arrays.copyOfRange(bytes, from, i);
        if (Arrays.equals(name, new byte[] {'.', '.'})) {
          throw elsewhere(word);
        }
        if (name.length > 0 && !Arrays.equals(name, new byte[] {'.'})) {
          path = path.resolve(Name.of(name));
        }
        from = i + 1;
      }
    }
    return path;
  }

  private static String fromRoot(Arguments arguments, String word) throws UsageException {
    if (!word.startsWith("/")) {
      return word;
    }
    // The nearer root first: all lies in a source that is the root of everything.
    return Stream.of(arguments.source(), arguments.replica())
        .map(root -> root.toAbsolutePath().normalize().toString())
        .sorted(Comparator.comparingInt(String::length).reversed())
        .filter(above -> word.equals(above) || word.startsWith(withSlash(above)))
        .findFirst()
        .map(above -> word.substring(above.length()))
        .orElseThrow(() -> elsewhere(word));
  }

  private static String withSlash(String folder) {
    return folder.endsWith("/") ? folder : folder + "/";
  }

  private static UsageException elsewhere(String word) {
    return new UsageException(
        Options.EXPLAIN_FILTER
            + " takes a path from the roots, such as docs/a.txt, not "
            + ShownPlace.quoted(word)
            + ".");
  }
}
