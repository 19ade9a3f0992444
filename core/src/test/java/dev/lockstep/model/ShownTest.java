package dev.lockstep.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class ShownTest {
  static Stream<Arguments> texts() {
    return Stream.of(
        Arguments.of("plain name.txt", "plain name.txt"),
        Arguments.of("Bücher 日本 🎉", "Bücher 日本 🎉"),
        Arguments.of("a\nb\r\tc", "a\\nb\\r\\tc"),
        Arguments.of("back\\slash", "back\\\\slash"),
        Arguments.of("\u001b[31mred", "\\u001b[31mred"),
        Arguments.of("\u007f\u0085\u009b", "\\u007f\\u0085\\u009b"),
        Arguments.of("\u2028\u2029", "\\u2028\\u2029"),
        Arguments.of("\u202eevil\u2066", "\\u202eevil\\u2066"),
        Arguments.of("\udb40\udc41", "\\U000e0041"));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void whatCouldHarmATerminalIsEscapedAndNothingElse(String text, String shown) {
    assertThat(Shown.text(text)).isEqualTo(shown);
    assertThat(Shown.bytes(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(shown);
  }

  @Test
  void bytesThatAreNotUtf8AreShownInHexadecimal() {
    assertThat(Shown.bytes(new byte[] {'a', (byte) 0xff, 'b', (byte) 0xc3}))
        .isEqualTo("a\\xffb\\xc3");
    assertThat(Shown.bytes(new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80}))
        .isEqualTo("\\xed\\xa0\\x80");
  }

  @Test
  void differentNamesAreShownDifferently() {
    assertThat(Shown.bytes(new byte[] {(byte) 0xff})).isNotEqualTo(Shown.text("\\xff"));
  }
}
