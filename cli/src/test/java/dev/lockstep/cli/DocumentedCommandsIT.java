package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cli.Documented.OtherBlock;
import dev.lockstep.testkit.Machine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** README.md and docs/ say what happens: each command in them is run, and prints what they show. */
class DocumentedCommandsIT {
  private static final String READ_FIRST = "README.md";
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]*)(?:#([^)]*))?\\)");

  /** The blocks that are not run, by mark and first line, and why. */
  private static final Map<String, String> NOT_RUN =
      Map.ofEntries(
          Map.entry("sh git clone …/lockstep && cd lockstep", "FreshCloneIT builds a clone"),
          Map.entry(
              "sh lockstep sync ~/data ~/replica --json | jq -r 'select(.type == \"action\") | .path'",
              "takes jq; JsonDocTest reads all members"),
          Map.entry("sh packaging/build [--jars FOLDER] [OUTPUT]", "PackagesIT runs it"),
          Map.entry(
              "sh cp /usr/share/doc/lockstep/examples/example.conf /etc/lockstep/photos.conf",
              "takes an installed package and systemd"),
          Map.entry(
              "text [Unit]", "takes systemd; the unit in the package is proven by PackagesIT"),
          Map.entry(
              "text */10 * * * *  \"$HOME\"/lockstep/lockstep -qq /srv/data /srv/replica",
              "cron's"),
          Map.entry(
              "text lockstep  42% [====>     ] 63,111 of about 150,000 entries, 8.1 GiB read, 2.3 GiB"
                  + " copied (0:01:12 / about 2 min left) 131.4 MiB/s",
              "takes minutes; ProgressViewTest and ProgressIT look at such lines"),
          Map.entry(
              "text $ lockstep verify /srv/photos /mnt/replica",
              "takes a bit that is flipped below a mounted disk, as VerifyIT does"));

  private static final Path PICTURE_MAKER =
      Documented.HOME.resolve("docs/terminal.py").toAbsolutePath();

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = READ_FIRST)
  void whatIsReadFirstShowsWhatHappens(String document) throws IOException {
    new DocumentedSession(folder).follow(Documented.read(document).steps());
  }

  @Tag("full")
  @ParameterizedTest
  @MethodSource
  void whatIsReadNextShowsWhatHappens(String document) throws IOException {
    new DocumentedSession(folder).follow(Documented.read(document).steps());
  }

  static Stream<String> whatIsReadNextShowsWhatHappens() throws IOException {
    List<String> documents = Documented.all();
    return documents.stream()
        .filter(document -> !document.equals(READ_FIRST) && !stepsOf(document).isEmpty());
  }

  private static List<Documented.Step> stepsOf(String document) {
    try {
      return Documented.read(document).steps();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** But for digits, digests, and how far it was at that moment. */
  @Test
  @Tag("full")
  void thePictureIsOfARealRun() throws IOException {
    var session = new DocumentedSession(folder);
    Path picture = folder.resolve("picture.svg");
    Machine.run(
        new ProcessBuilder(
            "python3", PICTURE_MAKER.toString(), session.command().toString(), picture.toString()));

    assertThat(linesOf(picture)).isEqualTo(linesOf(PICTURE_MAKER.resolveSibling("terminal.svg")));
  }

  private static List<String> linesOf(Path picture) throws IOException {
    return Files.readAllLines(picture).stream()
        .filter(line -> line.startsWith("<text"))
        .map(line ->
            line.replaceAll("<[^>]*>", "")
                .replaceFirst("^lockstep .*", "lockstep")
                .replaceAll("md5 [0-9a-f]+|; not carried: [^;]*|[0-9]+", ""))
        .sorted()
        .toList();
  }

  /** Objects, code and the like are compared by tests of their own. */
  @Test
  void whatIsNotRunIsKnownWithTheReason() throws IOException {
    Set<String> notRun = new TreeSet<>();
    for (String document : Documented.all()) {
      for (OtherBlock block : Documented.read(document).otherBlocks()) {
        if (!Set.of("json", "java", "xml").contains(block.mark())) {
          notRun.add(block.mark() + " " + block.firstLine());
        }
      }
    }

    assertThat(notRun).isEqualTo(new TreeMap<>(NOT_RUN).keySet());
  }

  @Test
  void linksLeadToWhatIsThere() throws IOException {
    for (String document : Documented.all()) {
      Path file = Documented.HOME.resolve(document);
      for (var link : LINK.matcher(Files.readString(file)).results().toList()) {
        Path target =
            link.group(1).isEmpty() ? file : file.resolveSibling(link.group(1)).normalize();
        assertThat(target).as("%s in %s", link.group(), document).exists();
        if (link.group(2) != null) {
          assertThat(headings(target))
              .as("%s in %s", link.group(), document)
              .contains(link.group(2));
        }
      }
    }
  }

  /** As GitHub names them. */
  private static List<String> headings(Path file) throws IOException {
    return Files.readAllLines(file).stream()
        .filter(line -> line.startsWith("#"))
        .map(line ->
            line.replaceFirst("#+ ", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9 -]", "")
                .replace(' ', '-'))
        .toList();
  }
}
