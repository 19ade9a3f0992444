package dev.lockstep.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.model.Name;
import dev.lockstep.model.RelativePath;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** When a proof is renewed. */
class ProofRulesTest {
  private static final int NAMES = 1_000;
  private static final int DAYS = 30;

  @Test
  void ofAFolderOfNumberedFilesEveryDayHasItsShare() {
    long age = Duration.ofDays(DAYS).toSeconds();
    int[] share = new int[DAYS];

    for (int i = 0; i < NAMES; i++) {
      var name = Name.of("%03d".formatted(i));
      long moment = ProofRules.moment(RelativePath.of("photos"), name, age);
      share[(int) (moment * DAYS / age)]++;
    }

    for (int ofDay : share) {
      assertThat(ofDay).isBetween(NAMES / DAYS / 3, NAMES / DAYS * 3);
    }
  }
}
