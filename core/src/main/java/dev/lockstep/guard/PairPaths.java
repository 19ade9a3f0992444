package dev.lockstep.guard;

import dev.lockstep.model.Name;
import dev.lockstep.model.RelativePath;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which folders a pair is of, so that pairs are found by one of them: the name of a {@link
 * PairFolder} does not tell. Losing it costs time only; runs write it where it is missing.
 */
public final class PairPaths {
  private static final String FILE = "paths";
  private static final String FORM = "lockstep paths 1";

  private static final String SOURCE = "source";
  private static final String REPLICA = "replica";

  private PairPaths() {}

  /**
   * A root in or at which a folder lies.
   *
   * @param pair where the pair has its files
   * @param root the real path of the root
   * @param isSource whether it is the source of the pair
   * @param inside the folder's path from the root
   */
  public record Found(PairFolder pair, Path root, boolean isSource, RelativePath inside) {}

  /** Takes note of the roots of a pair, unless that is done. */
  public static void keep(PairFolder pair, Path source, Path replica) throws IOException {
    if (!Files.exists(pair.file(FILE))) {
      List<String> ofSource = List.of(SOURCE, PairFolder.spelled(source));
      List<String> ofReplica = List.of(REPLICA, PairFolder.spelled(replica));
      StateLines.write(pair, FILE, FORM, List.of(ofSource, ofReplica));
    }
  }

  /**
   * The roots in or at which a folder lies. What cannot be read is not among them.
   *
   * @param folder a real path
   */
  public static List<Found> around(Path stateFolder, Path folder) {
    List<Found> found = new ArrayList<>();
    try (DirectoryStream<Path> pairs = Files.newDirectoryStream(stateFolder.resolve("pairs"))) {
      for (Path path : pairs) {
        addAround(new PairFolder(path), folder, found);
      }
    } catch (IOException | java.nio.file.DirectoryIteratorException e) {
      // Nothing was kept there, or it may not be read: then nothing is known.
    }
    return found;
  }

  private static void addAround(PairFolder pair, Path folder, List<Found> found) {
    try {
      for (List<String> line : StateLines.read(pair, FILE, FORM).orElse(List.of())) {
        if (line.size() == 2) {
          Optional<RelativePath> inside = inside(line.get(1), PairFolder.spelled(folder));
          if (inside.isPresent()) {
            Path root =
                Path.of(URI.create(line.get(1).endsWith("/") ? line.get(1) : line.get(1) + "/"));
            found.add(new Found(pair, root, line.get(0).equals(SOURCE), inside.get()));
          }
        }
      }
    } catch (IOException | IllegalArgumentException | java.nio.file.FileSystemNotFoundException e) {
      // Costs time only; the next run of the pair does not need it.
    }
  }

  /** The path from a folder to what lies in or at it; empty if it does not. Both are real paths. */
  public static Optional<RelativePath> inside(Path folder, Path path) {
    return inside(PairFolder.spelled(folder), PairFolder.spelled(path));
  }

  private static Optional<RelativePath> inside(String folder, String path) {
    if (!path.equals(folder) && !path.startsWith(folder + "/")) {
      return Optional.empty();
    }
    RelativePath inside = RelativePath.ROOT;
    for (String part : path.substring(folder.length()).split("/", -1)) {
      if (!part.isEmpty()) {
        inside = inside.resolve(Name.of(bytes(part)));
      }
    }
    return Optional.of(inside);
  }

  /** What a part of an address spells: each byte that is not plain as {@code %} and two digits. */
  private static byte[] bytes(String part) {
    var bytes = new ByteArrayOutputStream(part.length());
    for (int i = 0; i < part.length(); i++) {
      if (part.charAt(i) == '%' && i + 2 < part.length()) {
        bytes.write(Integer.parseInt(part.substring(i + 1, i + 3), 16));
        i += 2;
      } else {
        bytes.writeBytes(part.substring(i, i + 1).getBytes(StandardCharsets.UTF_8));
      }
    }
    return bytes.toByteArray();
  }
}
