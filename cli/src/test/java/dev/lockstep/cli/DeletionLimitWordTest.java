package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.api.DeletionLimit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeletionLimitWordTest {
  @Test
  void readsNumbersAndShares() throws UsageException {
    assertThat(DeletionLimitWord.parse("0")).isEqualTo(new DeletionLimit.Entries(0));
    assertThat(DeletionLimitWord.parse("500")).isEqualTo(new DeletionLimit.Entries(500));
    assertThat(DeletionLimitWord.parse("20%")).isEqualTo(new DeletionLimit.Share(20));
    assertThat(DeletionLimitWord.parse("100%")).isEqualTo(DeletionLimit.NO_LIMIT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "%", "-1", "101%", "1.5", "5 %", "many", "9999999999999999999"})
  void refusesOthers(String word) {
    assertThatThrownBy(() -> DeletionLimitWord.parse(word))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("--max-delete takes a number of entries");
  }
}
