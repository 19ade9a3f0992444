package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.model.RelativePath;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A question may name a path in either root, or from it. */
class FilterQuestionTest {
  @ParameterizedTest
  @CsvSource({
    "/srv/data, /mnt/data, a/./b, a/b",
    "/srv/data, /mnt/data, /srv/data/a/b, a/b",
    "/srv/data, /mnt/data, /mnt/data/a, a",
    "/, /mnt/all, /etc/hosts, etc/hosts",
    "/, /mnt/all, /mnt/other, mnt/other",
    "/, /mnt/all, /mnt/all/etc/hosts, etc/hosts",
    "/srv, /, /srv/a, a"
  })
  void isAboutAPathFromTheRoots(String source, String replica, String word, String path)
      throws UsageException {
    assertThat(FilterQuestion.of(mirroring(source, replica), word).path())
        .isEqualTo(RelativePath.of(path));
  }

  @Test
  void isAboutNothingElse() throws UsageException {
    Arguments arguments = mirroring("/srv/data", "/mnt/data");
    for (String word : List.of("/srv/database", "/etc", "../a")) {
      assertThatThrownBy(() -> FilterQuestion.of(arguments, word))
          .hasMessageContaining("takes a path from the roots");
    }
  }

  private static Arguments mirroring(String source, String replica) throws UsageException {
    return ((Request.Mirroring) CommandLineReader.read(List.of(source, replica))).arguments();
  }
}
