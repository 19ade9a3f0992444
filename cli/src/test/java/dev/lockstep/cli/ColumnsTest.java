package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnsTest {
  private static final String ACUTE = "\u0301";
  private static final String ROCKET = "\ud83d\ude80";

  @ParameterizedTest
  @CsvSource({
    "'', 0",
    "name, 4",
    "na\u00efve, 5",
    "e\u0301e, 2",
    "\u5199\u771f, 4",
    "\uff21, 2",
    "\ud55c, 2",
    "\ud83d\ude80, 2",
    "\ud842\udfb7, 2"
  })
  void wideCharactersTakeTwoAndCombiningOnesNone(String text, int columns) {
    assertThat(Columns.of(text)).isEqualTo(columns);
  }

  @Test
  void keepsTheEndOfWhatDoesNotFit() {
    assertThat(Columns.end("holidays/beach", 14)).isEqualTo("holidays/beach");
    assertThat(Columns.end("holidays/beach", 8)).isEqualTo("...beach");
  }

  @Test
  void cutsNoCharacterInTwo() {
    String name = "name" + ROCKET + ROCKET + ROCKET;

    assertThat(Columns.end(name, 7)).isEqualTo("..." + ROCKET + ROCKET);
    assertThat(Columns.end(name, 8)).isEqualTo("..." + ROCKET + ROCKET);
    assertThat(Columns.end("name\u5199\u771f", 6)).isEqualTo("...\u771f");
  }

  @Test
  void putsNothingUponTheMarkOfTheCut() {
    assertThat(Columns.end("naive" + ACUTE + "xyz", 6)).isEqualTo("...xyz");
  }
}
