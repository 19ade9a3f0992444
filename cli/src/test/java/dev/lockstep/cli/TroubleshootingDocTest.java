package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/troubleshooting.md quotes each message as it is said, and all that there are. */
class TroubleshootingDocTest {
  private static final Pattern FIRST_COLUMN = Pattern.compile("(?m)^\\| (`.*?) \\|(?= |$)");
  private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");
  private static final String ANYTHING = "…";
  private static final Pattern AT_THE_EDGES = Pattern.compile("^[ ;:.,()?]+|[ ;:.,()?]+$");

  @Test
  void quotesOnlyWhatTheProgramSays() throws IOException {
    SourceMessages messages = SourceMessages.read();

    assertThat(quoted()).hasSizeGreaterThan(300);
    for (String message : quoted()) {
      for (String part : message.split(ANYTHING, -1)) {
        String words = trimmed(part);
        assertThat(messages.hold(words)).as("%s of: %s", words, message).isTrue();
      }
    }
  }

  @Test
  void quotesAllThatTheProgramSays() throws IOException {
    String page = page();

    List<String> shown = SourceMessages.read().shown();
    assertThat(shown).hasSizeGreaterThan(200);
    assertThat(shown.stream().filter(piece -> !page.contains(trimmed(piece)))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--foo a b",
        "--rehsah a b",
        "",
        "a",
        "a b 60 log more",
        "diff a b c",
        "syc a b",
        "help foo",
        "a b soon",
        "a b 99999999999d",
        "a b 60 --every 60",
        "a b 60 log --log-file log",
        "a b --check md5 --check md5",
        "a b --check",
        "a b --watch=x",
        "a --state-dir= b",
        "host:/a b",
        "-z a b",
        "-u a b",
        "--inplace a b",
        "--ignore-errors a b",
        "--check sha1 a b",
        "--durability some a b",
        "--log-file l --log-format xml a b",
        "--progress=maybe a b",
        "verify --repair=all a b",
        "-j 0 a b",
        "--bwlimit fast a b",
        "--log-file l --log-max-size big a b",
        "--max-delete some a b",
        "--scrub 0 a b",
        "--watch --full-every 0 a b",
        "-c --check sha256 a b",
        "-v -q a b",
        "--json -i a b",
        "--no-delete --max-delete 5 a b",
        "--no-delete --delete-excluded a b",
        "--scrub 30d --no-index a b",
        "--check stamp --no-times a b",
        "--log-file l --log-keep 5 a b",
        "--log-keep 5 a b",
        "--full-every 1d a b",
        "diff --every 60 a b",
        "diff --watch a b",
        "diff --bwlimit 1M a b",
        "diff --scrub 30d a b",
        "-n --watch a b",
        "manifest --watch a",
        "--root-digest a b",
        "--yes a b",
        "verify --stats a b",
        "status --json a b",
        "--repair a b",
        "verify -n a b",
        "verify --log-format json a b",
        "verify --bwlimit 1M a b",
        "verify --explain-filter a a b",
        "verify --every 60 a b",
        "verify --scrub 30d a b",
        "verify --no-delete a b",
        "verify --check bytes a b",
        "manifest --check xxh128 a",
        "manifest",
        "manifest a b"
      })
  void quotesWhatIsSaidOfWrongWords(String words) throws IOException {
    List<String> line = words.isEmpty() ? List.of() : List.of(words.split(" "));

    assertThatThrownBy(() -> CommandLineReader.read(line))
        .isInstanceOfSatisfying(
            UsageException.class,
            e ->
                assertThat(patterns())
                    .as(e.sentence())
                    .anyMatch(pattern -> pattern.matcher(e.sentence()).matches()));
  }

  private static List<Pattern> patterns() {
    return quoted().stream()
        .map(message ->
            Pattern.compile("(?s)" + Pattern.quote(message).replace(ANYTHING, "\\E.*\\Q")))
        .toList();
  }

  private static List<String> quoted() {
    return FIRST_COLUMN.matcher(page()).results().flatMap(row -> quotedIn(row.group(1))).toList();
  }

  private static Stream<String> quotedIn(String cell) {
    return QUOTED.matcher(cell).results().map(found -> found.group(1));
  }

  private static String page() {
    try {
      return Files.readString(Documented.HOME.resolve("docs/troubleshooting.md"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String trimmed(String words) {
    return AT_THE_EDGES.matcher(words).replaceAll("");
  }
}
