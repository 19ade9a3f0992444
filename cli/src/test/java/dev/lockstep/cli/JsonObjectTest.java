package dev.lockstep.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.model.Name;
import dev.lockstep.model.RelativePath;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whatever names and messages hold, a line is one JSON object. */
class JsonObjectTest {
  @Test
  void hasItsMembersInOrder() {
    var object =
        new JsonObject()
            .add("text", "a")
            .add("number", -5)
            .add("yes", true)
            .add("none", List.of())
            .add("list", List.of("a", "b"))
            .add("inner", new JsonObject().add("b", 1))
            .add("empty", new JsonObject());

    assertThat(object)
        .hasToString(
            """
            {"text":"a","number":-5,"yes":true,"none":[],"list":["a","b"],"inner":{"b":1},"empty":{}}\
            """);
  }

  @Test
  void escapesWhatWouldEndAStringOrALine() {
    assertThat(new JsonObject().add("a\"", "\" \\ / \n \r \t \b \f \0 \u001b \u007f"))
        .hasToString(
            "{\"a\\\"\":\"\\\" \\\\ / \\n \\r \\t \\u0008 \\u000c \\u0000 \\u001b \\u007f\"}");
  }

  @Test
  void escapesWhatATerminalMustNotSee() {
    String text = "\u009b2J \u2028 \u2029 \u202e \u2066 \u200f \ufeff \udb40\udc41";

    assertThat(new JsonObject().add("a", text))
        .hasToString(
            "{\"a\":\"\\u009b2J \\u2028 \\u2029 \\u202e \\u2066 \\u200f \\ufeff \\udb40\\udc41\"}");
    assertThat(Json.object(new JsonObject().add("a", text).toString())).containsEntry("a", text);
  }

  @Test
  void keepsOtherCharactersButHalfOnes() {
    String line = new JsonObject().add("a", "ä \ufffd \ud83d\ude00 \ud83d x").toString();

    assertThat(line).isEqualTo("{\"a\":\"ä \ufffd \ud83d\ude00 \\ud83d x\"}");
    assertThat(new String(line.getBytes(UTF_8), UTF_8)).isEqualTo(line);
  }

  @Test
  void tellsThePathsThatTextCannotTell() {
    assertThat(new JsonObject().addPath("path", RelativePath.ROOT)).hasToString("{\"path\":\".\"}");
    assertThat(new JsonObject().addPath("path", RelativePath.of("ä/b\nc")))
        .hasToString("{\"path\":\"ä/b\\nc\"}");
    RelativePath odd = RelativePath.of("a").resolve(Name.of(new byte[] {'b', (byte) 0xff}));
    assertThat(new JsonObject().addPath("path", odd))
        .hasToString("{\"path\":\"a/b\ufffd\",\"path_base64\":\"YS9i/w==\"}");
  }
}
