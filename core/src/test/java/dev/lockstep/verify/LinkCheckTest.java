package dev.lockstep.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.model.FileId;
import dev.lockstep.model.Kind;
import dev.lockstep.model.RelativePath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which names are one file on one side only. */
class LinkCheckTest {
  @TempDir Path folder;

  @Test
  void groupsThatAreAlikeAreInOrder() throws IOException {
    assertThat(found("a 1 7", "b 1 7", "c 2 8", "d 2 8")).isEmpty();
  }

  @Test
  void aGroupThatIsSplitInTheReplicaIsTold() throws IOException {
    assertThat(found("a 1 7", "b 1 7", "c 1 8")).containsExactly("c");
  }

  @Test
  void aFileThatSeveralOfTheSourceShareInTheReplicaIsTold() throws IOException {
    assertThat(found("b 2 7", "a 1 7")).containsExactly("b");
  }

  @Test
  void aNameIsToldOnce() throws IOException {
    assertThat(found("a 1 7", "b 1 8", "c 2 8", "d 2 7"))
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrder("b", "d", "c");
  }

  @Test
  void whatNobodyNumbersProvesNothing() throws IOException {
    try (var check = new LinkCheck(folder)) {
      check.add(RelativePath.of("a"), Kind.FILE, FileId.UNKNOWN, new FileId(1, 7, null));
      check.add(RelativePath.of("b"), Kind.FILE, FileId.UNKNOWN, new FileId(1, 8, null));
      check.forEach(finding -> assertThat(finding).isNull());
    }
  }

  private List<String> found(String... names) throws IOException {
    List<String> found = new ArrayList<>();
    try (var check = new LinkCheck(folder)) {
      for (String name : names) {
        String[] parts = name.split(" ", 3);
        check.add(RelativePath.of(parts[0]), Kind.FILE, id(parts[1]), id(parts[2]));
      }
      check.forEach(finding -> {
        assertThat(finding.difference()).hasToString("links");
        found.add(finding.path().toString());
      });
    }
    return found;
  }

  private static FileId id(String inode) {
    return new FileId(1, Long.parseLong(inode), null);
  }
}
