package dev.lockstep.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class RawWordsTest {
  @Test
  void givesTheLastWordsOfTheCommandLineWithNoByteLost() {
    byte[] commandLine = "java\0-jar\0x.jar\0sync\0B\u00fccher\0\0r\0".getBytes(ISO_8859_1);
    String[] words = {"sync", "B\ufffdcher", "", "r"};

    assertThat(RawWords.of(words, commandLine)).containsExactly("sync", "B\udcfccher", "", "r");
    assertThat(RawWords.encode("B\udcfccher")).isEqualTo("B\u00fccher".getBytes(ISO_8859_1));
  }

  @Test
  void readsUtf8WhateverTheLocaleMadeOfIt() {
    byte[] commandLine = "java\0Bücher 😀\0".getBytes(UTF_8);

    assertThat(RawWords.of(new String[] {"B??cher ????"}, commandLine)).hasSize(1);
    assertThat(RawWords.of(new String[] {"B\ufffd\ufffdcher"}, commandLine))
        .containsExactly("Bücher 😀");
  }

  @Test
  void keepsTheWordsWhereTheCommandLineIsAnother() {
    byte[] commandLine = "java\0other\0B\u00fc\0".getBytes(ISO_8859_1);

    assertThat(RawWords.of(new String[] {"sync", "B\ufffd"}, commandLine))
        .containsExactly("sync", "B\ufffd");
    assertThat(RawWords.of(new String[] {"a", "b", "c", "d"}, commandLine))
        .containsExactly("a", "b", "c", "d");
  }

  @Test
  void namesPathsByTheirBytes() {
    Path path = RawWords.path("a%/B\udcfc");

    assertThat(path).isRelative();
    assertThat(path.toUri().getRawPath()).endsWith("/a%25/B%FC");
    assertThat(RawWords.path("/x/../\udcff").toUri().getRawPath()).isEqualTo("/x/../%FF");
    assertThat(RawWords.path("//x\udcff/").toUri().getRawPath()).isEqualTo("/x%FF");
  }

  @Test
  void leavesTextAlone() {
    assertThat(RawWords.path("a b/ü")).isEqualTo(Path.of("a b/ü"));
    assertThat(RawWords.encode("a😀ü")).isEqualTo("a😀ü".getBytes(UTF_8));
  }

  @Test
  void showsEachByteThatIsNoText() {
    assertThat(ShownPlace.of(RawWords.path("/x/B\udcfc"))).isEqualTo("/x/B\\xfc");
    assertThat(ShownPlace.quoted("B\udcfc\n")).isEqualTo("\"B\\xfc\\n\"");
    assertThat(ShownPlace.of(Path.of("/a\nb"))).isEqualTo("/a\\nb");
  }
}
