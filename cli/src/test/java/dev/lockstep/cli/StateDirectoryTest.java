package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StateDirectoryTest {
  @Test
  void isTheOneOfTheEnvironmentIfThatIsAbsolute() throws UsageException {
    var environment = Map.of("XDG_STATE_HOME", "/x", "HOME", "/home/u");

    assertThat(StateDirectory.usual(environment, false)).isEqualTo(Path.of("/x/lockstep"));
    assertThat(StateDirectory.usual(environment, true)).isEqualTo(Path.of("/x/lockstep"));
    assertThat(StateDirectory.usual(Map.of("XDG_STATE_HOME", "x", "HOME", "/home/u"), false))
        .isEqualTo(Path.of("/home/u/.local/state/lockstep"));
  }

  @Test
  void isAPlaceOfTheSystemForRootAndOneOfTheirOwnForOthers() throws UsageException {
    var environment = Map.of("HOME", "/home/u");

    assertThat(StateDirectory.usual(environment, true)).isEqualTo(Path.of("/var/lib/lockstep"));
    assertThat(StateDirectory.usual(environment, false))
        .isEqualTo(Path.of("/home/u/.local/state/lockstep"));
  }

  @Test
  void isAskedForWhereTheEnvironmentNamesNone() {
    assertThatThrownBy(() -> StateDirectory.usual(Map.of("HOME", ""), false))
        .isInstanceOf(UsageException.class)
        .hasMessageEndingWith("name one with --state-dir.");
  }
}
