package dev.lockstep.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import org.junit.jupiter.api.Test;

final class RelativePathTest {
  @Test
  void numberedFilesOfNumberedFoldersAreToldApartByTheirHashes() {
    var hashes = new HashSet<Integer>();
    for (int folder = 0; folder < 300; folder++) {
      for (int file = 0; file < 300; file++) {
        hashes.add(RelativePath.of("d%04d/file-%05d".formatted(folder, file)).hashCode());
      }
    }
    assertThat(hashes).hasSizeGreaterThan(89_000);
  }

  @Test
  void aPathIsItsNames() {
    RelativePath path = RelativePath.of("a/b c/d");
    assertThat(path.names()).containsExactly(Name.of("a"), Name.of("b c"), Name.of("d"));
    assertThat(path).hasToString("a/b c/d");
    assertThat(path.parent()).isEqualTo(RelativePath.of("a/b c"));
    assertThat(path).isNotEqualTo(RelativePath.of("a/b c/e")).isNotEqualTo(RelativePath.of("d"));
  }

  @Test
  void theRootHasNoNames() {
    assertThat(RelativePath.of("")).isEqualTo(RelativePath.ROOT).hasToString(".");
    assertThat(RelativePath.ROOT.names()).isEmpty();
  }

  @Test
  void pathsOfManyThousandNamesAreInOrder() {
    RelativePath one = deep(20_000);
    RelativePath other = deep(20_000);
    assertThat(one.equals(other)).isTrue();
    assertThat(one.hashCode()).isEqualTo(other.hashCode());
    assertThat(one.toString()).hasSize(2 * 20_000 - 1);
  }

  private static RelativePath deep(int depth) {
    RelativePath path = RelativePath.ROOT;
    for (int i = 0; i < depth; i++) {
      path = path.resolve(Name.of("d"));
    }
    return path;
  }
}
