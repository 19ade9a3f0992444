package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IntervalWordTest {
  @ParameterizedTest
  @CsvSource({
    "60, 60",
    "007, 7",
    "90s, 90",
    "5m, 300",
    "1h30m, 5400",
    "1d, 86400",
    "1d2h3m4s, 93784",
    "2h5s, 7205",
    "36500d, 3153600000"
  })
  void readsSecondsAndNumbersWithUnits(String word, long seconds) throws UsageException {
    assertThat(IntervalWord.parse(word)).contains(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "00", "0s", "0h0m"})
  void takesZeroForOnce(String word) throws UsageException {
    assertThat(IntervalWord.parse(word)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "abc", "-5", "+5", "1.5h", "1h30", "5x", "m", "30m1h", "1h1h", "5 m", " 5", "60S", "٣"
      })
  void refusesEverythingElse(String word) {
    assertThatThrownBy(() -> IntervalWord.parse(word))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("\"" + word + "\" is not an interval; write seconds (60)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"36501d", "3153600001", "99999999999999999999999", "1d99999999999999999s"})
  void refusesMoreThanACenturyWithoutOverflow(String word) {
    assertThatThrownBy(() -> IntervalWord.parse(word))
        .isInstanceOf(UsageException.class)
        .hasMessage("The interval \"" + word + "\" is too long; 36500d is the most.");
  }

  @Test
  void cannotBeMadeToBreakALine() {
    assertThatThrownBy(() -> IntervalWord.parse("5\nexact: 1"))
        .hasMessageStartingWith("\"5\\nexact: 1\" is not an interval");
  }
}
