package dev.lockstep.fs.linux;

import static dev.lockstep.testkit.TreeSpec.file;
import static dev.lockstep.testkit.TreeSpec.folder;
import static dev.lockstep.testkit.TreeSpec.root;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.testkit.Snapshot;
import dev.lockstep.testkit.TreeComparer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.ArrayList;
import java.util.List;

/**
 * A folder that is no part of a mirror and that links in one lead to: secrets that must not leak,
 * under the very names that a run is about, so that one led astray does harm that is seen.
 */
final class Outside {
  private static final String SECRET = "what nobody inside may ever read";

  private final Path root;
  private final Snapshot before;

  private Outside(Path root, Snapshot before) {
    this.root = root;
    this.before = before;
  }

  /**
   * Makes it.
   *
   * @param names what its folder holds, besides others
   */
  static Outside make(Path root, List<String> names) throws IOException {
    root(file("file", SECRET).mode(0600), folder("folder", file("canary", SECRET)).mode(0700))
        .writeTo(root);
    for (String name : names) {
      Files.writeString(root.resolve("folder").resolve(name), SECRET);
    }
    for (Path entry : List.of(root.resolve("file"), root.resolve("folder"))) {
      Files.getFileAttributeView(entry, UserDefinedFileAttributeView.class)
          .write("canary", StandardCharsets.UTF_8.encode("alive"));
    }
    return new Outside(root, Snapshot.of(root));
  }

  Path secretFile() {
    return root.resolve("file");
  }

  Path secretFolder() {
    return root.resolve("folder");
  }

  /** The times of change tell even that the same was written again, attributes too. */
  void assertUntouched(String where) throws IOException {
    assertThat(TreeComparer.sinceThen(before, root)).as(where).isEmpty();
  }

  /** Links may lead to a secret; nothing may hold it. The tree has to be quiet. */
  static void assertHasNotLeakedInto(Path tree, String where) throws IOException {
    List<Path> leaks = new ArrayList<>();
    Files.walkFileTree(
        tree,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes look) throws IOException {
            if (look.isRegularFile()
                && Files.readString(file, StandardCharsets.ISO_8859_1).contains(SECRET)) {
              leaks.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    assertThat(leaks).as(where).isEmpty();
  }
}
