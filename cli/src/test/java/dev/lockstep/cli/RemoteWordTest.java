package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RemoteWordTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "host:/x",
        "user@host:x",
        "host:",
        "sftp://host/x",
        "s3://bucket",
        "C:\\x",
        "C:/x",
        "c:",
        ":x"
      })
  void refusesWhatLooksRemoteAndSaysHowToMeanAFolder(String word) {
    assertThatThrownBy(() -> RemoteWord.refuse(word))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("write ./" + word.replace("\\", "\\\\") + " for a local folder");
  }

  @ParameterizedTest
  @ValueSource(strings = {"./a:b", "/x/a:b", "a/b:c", "../a:b", "plain", ".", "/", "user@host"})
  void takesWhatCanOnlyBeLocal(String word) {
    assertThatCode(() -> RemoteWord.refuse(word)).doesNotThrowAnyException();
  }

  @Test
  void findsAColonOnlyBeforeTheFirstSlash() {
    assertThat(RemoteWord.looksRemote("a/:")).isFalse();
    assertThat(RemoteWord.looksRemote("a:/")).isTrue();
  }
}
