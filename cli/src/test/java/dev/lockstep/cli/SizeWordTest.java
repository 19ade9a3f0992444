package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RateWordTest {
  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "1000, 1000",
    "500K, 512000",
    "500k, 512000",
    "10M, 10485760",
    "1g, 1073741824",
    "999999999G, 1073741822926258176",
    "999999999999999999, 999999999999999999"
  })
  void readsBytesAndTheirMultiplesOf1024(String word, long rate) throws UsageException {
    assertThat(RateWord.parse(word)).hasValue(rate);
  }

  @Test
  void takesZeroForNoLimit() throws UsageException {
    assertThat(RateWord.parse("0")).isEmpty();
    assertThat(RateWord.parse("00M")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "M",
        "-1",
        "+1",
        "1.5M",
        "10 M",
        "10MB",
        "10M/s",
        "1T",
        "fast",
        "\u0661",
        "1000000000G",
        "9999999999999999999"
      })
  void refusesOthers(String word) {
    assertThatThrownBy(() -> RateWord.parse(word))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("--bwlimit takes bytes a second, such as 500K");
  }
}
