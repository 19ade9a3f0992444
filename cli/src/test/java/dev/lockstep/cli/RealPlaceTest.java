package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RealPlaceTest {
  @TempDir Path folder;
  private Path replica;

  @BeforeEach
  void makeReplica() throws IOException {
    folder = folder.toRealPath();
    replica = Files.createDirectory(folder.resolve("replica"));
  }

  @Test
  void findsWhatLiesInsideAsWritten() {
    assertThat(RealPlace.isInside(replica.resolve("log"), replica)).isTrue();
    assertThat(RealPlace.isInside(replica.resolve("not/there/log"), replica)).isTrue();
    assertThat(RealPlace.isInside(replica, replica)).isTrue();
    assertThat(RealPlace.isInside(folder.resolve("replica-log"), replica)).isFalse();
    assertThat(RealPlace.isInside(folder.resolve("log"), replica)).isFalse();
  }

  @Test
  void followsDotsAndLinks() throws IOException {
    Path other = Files.createDirectories(folder.resolve("other/deep"));
    Files.createSymbolicLink(folder.resolve("link"), replica);
    Files.createSymbolicLink(folder.resolve("dangling"), Path.of("replica/log"));
    Files.createSymbolicLink(replica.resolve("out"), other);

    assertThat(RealPlace.isInside(folder.resolve("other/../replica/log"), replica)).isTrue();
    assertThat(RealPlace.isInside(replica.resolve("../log"), replica)).isFalse();
    assertThat(RealPlace.isInside(folder.resolve("link/log"), replica)).isTrue();
    assertThat(RealPlace.isInside(folder.resolve("dangling"), replica)).isTrue();
    assertThat(RealPlace.isInside(replica.resolve("out/log"), replica)).isFalse();
    assertThat(RealPlace.isInside(replica.resolve("out/../log"), replica)).isFalse();
    assertThat(RealPlace.isInside(replica.resolve("log"), folder.resolve("link"))).isTrue();
  }

  @Test
  void knowsAReplicaThatIsNotThereYet() throws IOException {
    Files.createSymbolicLink(folder.resolve("link"), folder);

    assertThat(RealPlace.isInside(folder.resolve("new/log"), folder.resolve("new"))).isTrue();
    assertThat(RealPlace.isInside(folder.resolve("new/log"), folder.resolve("link/new"))).isTrue();
    assertThat(RealPlace.isInside(folder.resolve("log"), folder.resolve("new"))).isFalse();
  }

  @Test
  void survivesLinksThatGoRoundInCircles() throws IOException {
    Files.createSymbolicLink(folder.resolve("a"), Path.of("b"));
    Files.createSymbolicLink(folder.resolve("b"), Path.of("a"));

    assertThat(RealPlace.isInside(folder.resolve("a/log"), replica)).isFalse();
  }
}
