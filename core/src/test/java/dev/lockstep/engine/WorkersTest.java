package dev.lockstep.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.fs.Storage;
import java.util.EnumSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkersTest {
  @ParameterizedTest
  @CsvSource({
    "UNKNOWN, UNKNOWN, 4, 4",
    "SOLID, SOLID, 16, 16",
    "SOLID, UNKNOWN, 1, 1",
    "SOLID, SPINNING, 16, 2",
    "SPINNING, SOLID, 16, 2",
    "SPINNING, SPINNING, 1, 1",
    "NETWORK, SOLID, 2, 8",
    "SOLID, NETWORK, 64, 8",
    "NETWORK, SPINNING, 16, 2"
  })
  void areAsManyAsSuitBothRoots(Storage source, Storage replica, int cores, int workers) {
    assertThat(Workers.usual(EnumSet.of(source, replica), cores)).isEqualTo(workers);
  }
}
