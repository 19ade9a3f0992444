package dev.lockstep.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PairFolderTest {
  @TempDir Path state;

  @Test
  void isTheSameForTheSamePairWhetherItsFoldersAreThereOrNot() throws IOException {
    Path source = state.resolve("source");
    PairFolder before = PairFolder.of(state, source, Path.of("/replica"));
    Files.createDirectory(source);

    assertThat(PairFolder.of(state, source, Path.of("/replica"))).isEqualTo(before);
  }

  @Test
  void isAnotherForAnotherPair() {
    Path one = Path.of("/one");
    Path two = Path.of("/two");

    assertThat(PairFolder.of(state, one, two)).isNotEqualTo(PairFolder.of(state, two, one));
    assertThat(PairFolder.of(state, one, two))
        .isNotEqualTo(PairFolder.of(state, one, two.resolve("x")));
  }

  @Test
  void givesAFileItsContentWholeOrNotAtAll() throws IOException {
    PairFolder pair = PairFolder.of(state, Path.of("/one"), Path.of("/two"));
    pair.write("file", out -> out.write("old".getBytes(StandardCharsets.UTF_8)));

    assertThatThrownBy(() ->
            pair.write(
                "file",
                out -> {
                  out.write('n');
                  throw new IOException("no more");
                }))
        .hasMessage("no more");

    assertThat(pair.file("file")).hasContent("old");
    assertThat(pair.path()).isDirectoryContaining("glob:**/file");
    try (var files = Files.list(pair.path())) {
      assertThat(files).hasSize(1);
    }
  }
}
