package dev.lockstep.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.guard.PairFolder;
import dev.lockstep.model.Problem;
import dev.lockstep.model.Problem.Cause;
import dev.lockstep.model.RelativePath;
import dev.lockstep.testkit.TreeSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ArrearsTest {
  private static final Instant START = TreeSpec.LONG_AGO;

  @TempDir private Path state;

  private Arrears arrears = Arrears.of(Optional.empty());

  @Test
  void whatFailsAgainIsNamedWithItsAge() {
    assertThat(fails(START, "a")).isEqualTo("changed");
    assertThat(fails(START.plusSeconds(59), "a")).isEqualTo(late("59 s"));
    assertThat(fails(START.plus(Duration.ofMinutes(59)), "a")).isEqualTo(late("59 min"));
    assertThat(fails(START.plus(Duration.ofHours(23)), "a")).isEqualTo(late("23 h"));
    assertThat(fails(START.plus(Duration.ofDays(40)), "a")).isEqualTo(late("40 d"));
  }

  @Test
  void whatArrivedCountsAnew() {
    fails(START, "a");
    fails(START.plusSeconds(10), "b");
    assertThat(fails(START.plusSeconds(20), "a")).isEqualTo("changed");
  }

  @Test
  void aClockThatWasPutBackGivesNoAge() {
    fails(START, "a");
    assertThat(fails(START.minus(Duration.ofDays(400)), "a")).isEqualTo("changed");
    assertThat(fails(START.plusSeconds(3), "a")).isEqualTo(late("3 s"));
  }

  @Test
  void otherTroubleHasNoAge() {
    fails(START, "a");
    arrears.begin(START.plusSeconds(10));
    var failed = new Problem(RelativePath.of("a"), Cause.FAILED, "cannot be read");
    assertThat(arrears.aged(failed)).isEqualTo(failed);
  }

  @Test
  void agesOutliveTheProcess() {
    var folder = new PairFolder(state.resolve("pair"));
    arrears = Arrears.of(Optional.of(folder));
    fails(START, "folder/a");
    arrears = Arrears.of(Optional.of(folder));
    assertThat(fails(START.plusSeconds(10), "folder/a")).isEqualTo(late("10 s"));
  }

  @Test
  void aFileThatIsTornOrCannotBeWrittenCostsOnlyTheAges() throws IOException {
    var folder = new PairFolder(state.resolve("pair"));
    Files.createDirectories(folder.path());
    Files.writeString(folder.file("arrears"), "\0\0\0\5no paths");
    arrears = Arrears.of(Optional.of(folder));
    assertThat(fails(START, "a")).isEqualTo("changed");

    Path taken = Files.writeString(state.resolve("file"), "");
    arrears = Arrears.of(Optional.of(new PairFolder(taken)));
    fails(START, "a");
    assertThat(fails(START.plusSeconds(10), "a")).isEqualTo(late("10 s"));
  }

  @Test
  void onlySoManyPathsAreRemembered() {
    arrears.begin(START);
    for (int i = 0; i < Arrears.MOST + 1; i++) {
      aged("a" + i);
    }
    arrears.end();
    arrears.begin(START.plusSeconds(10));
    assertThat(aged("a0")).isEqualTo(late("10 s"));
    assertThat(aged("a" + Arrears.MOST)).isEqualTo("changed");
  }

  /** A whole run in which one path fails. */
  private String fails(Instant at, String path) {
    arrears.begin(at);
    String message = aged(path);
    arrears.end();
    return message;
  }

  private String aged(String path) {
    return arrears.aged(new Problem(RelativePath.of(path), Cause.UNSTABLE, "changed")).message();
  }

  private static String late(String age) {
    return "changed; has not arrived for " + age;
  }
}
