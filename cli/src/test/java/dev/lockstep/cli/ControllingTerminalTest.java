package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ControllingTerminalTest {
  @ParameterizedTest
  @CsvSource({
    "17 (java) S 1 17 17 34816 17 4194304, true",
    "17 (java) S 1 17 17 0 -1 4194304, false",
    "17 (a ) S 1 2 3 4 (b) S 1 17 17 0 -1 4194304, false",
    "17 (java) S, false"
  })
  void isToldByTheNumberOfTheTerminal(String status, boolean isThere) {
    assertThat(ControllingTerminal.isThere(status)).isEqualTo(isThere);
  }

  @ParameterizedTest
  @CsvSource({
    "17 (java) S 1 17 17 34816 17 4194304, true",
    "17 (java) S 1 17 17 34816 18 4194304, false",
    "17 (a ) S 1 2 3 4 5 (b) S 1 17 17 34816 18 4194304, false",
    "17 (java) S 1 17 17 0 -1 4194304, true",
    "17 (java) S, true"
  })
  void isOursWhereWeAreInItsForegroundOrHaveNone(String status, boolean isOurs) {
    assertThat(ControllingTerminal.isOurs(status)).isEqualTo(isOurs);
  }
}
