package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SizeWordTest {
  private static final String WHAT = "--bwlimit takes bytes a second";

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
  void readsBytesAndTheirMultiplesOf1024(String word, long limit) throws UsageException {
    assertThat(SizeWord.parse(WHAT, word)).hasValue(limit);
  }

  @Test
  void takesZeroForNoLimit() throws UsageException {
    assertThat(SizeWord.parse(WHAT, "0")).isEmpty();
    assertThat(SizeWord.parse(WHAT, "00M")).isEmpty();
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
    assertThatThrownBy(() -> SizeWord.parse(WHAT, word))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("--bwlimit takes bytes a second, such as 500K");
  }
}
