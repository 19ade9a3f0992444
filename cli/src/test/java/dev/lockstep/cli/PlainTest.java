package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlainTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | 0",
        "999 | 999",
        "1000 | 1,000",
        "1204567 | 1,204,567",
        "9223372036854775807 | 9,223,372,036,854,775,807"
      })
  void groupsThousands(long number, String text) {
    assertThat(Plain.number(number)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 bytes",
    "1, 1 byte",
    "1023, '1,023 bytes'",
    "1024, 1.0 KiB",
    "1126, 1.0 KiB",
    "1127, 1.1 KiB",
    "1048575, '1,023.9 KiB'",
    "1300000, 1.2 MiB",
    "10737418240, 10.0 GiB",
    "9223372036854775807, 7.9 EiB"
  })
  void givesSizesInTheGreatestUnitThatFits(long bytes, String text) {
    assertThat(Plain.size(bytes)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0.0 s",
    "49, 0.0 s",
    "834, 0.8 s",
    "59999, 59.9 s",
    "60000, 1 min 0 s",
    "125000, 2 min 5 s",
    "3600000, 1 h 0 min",
    "360000000, 100 h 0 min"
  })
  void givesTimesInTheTwoGreatestUnits(long millis, String text) {
    assertThat(Plain.time(Duration.ofMillis(millis))).isEqualTo(text);
  }

  @Test
  void pluralisesWords() {
    assertThat(Plain.count(1, "entry")).isEqualTo("1 entry");
    assertThat(Plain.count(0, "entry")).isEqualTo("0 entries");
    assertThat(Plain.count(2, "problem")).isEqualTo("2 problems");
  }
}
