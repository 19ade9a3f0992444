package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimestampsTest {
  @ParameterizedTest
  @CsvSource({
    "2026-11-22T18:40:01.130Z, UTC, 2026-11-22T18:40:01.130Z",
    "2026-11-22T18:40:01Z, Europe/Berlin, 2026-11-22T19:40:01.000+01:00",
    "2026-07-22T18:40:01.999999999Z, Europe/Berlin, 2026-07-22T20:40:01.999+02:00",
    "2026-01-02T03:04:05.006Z, America/St_Johns, 2026-01-01T23:34:05.006-03:30",
    "0099-01-01T00:00:00Z, UTC, 0099-01-01T00:00:00.000Z"
  })
  void areLocalWithTheOffset(Instant at, ZoneId zone, String text) {
    var line = new StringBuilder();

    new Timestamps(zone).append(line, at);

    assertThat(line).hasToString(text);
  }
}
