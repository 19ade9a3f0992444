package dev.lockstep.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A line is in one of the files, whatever happens, until its file is the oldest of too many. */
class RotatedFileTest {
  private static final Duration DAY = Duration.ofDays(1);

  @TempDir private Path folder;

  private final List<String> failures = new ArrayList<>();
  private Path log;
  private Instant now;

  @BeforeEach
  void begin() {
    log = folder.resolve("deep/log");
    now = Instant.now();
  }

  @Test
  void isPutAsideBeforeTheLineThatWouldMakeItTooLarge() throws IOException {
    try (OutputStream file = open(bySize(10, 3))) {
      write(file, "1111", "2222", "3333");
    }

    assertThat(log).hasContent("3333\n");
    assertThat(older(1)).hasContent("1111\n2222\n");
    assertThat(older(2)).doesNotExist();
  }

  @Test
  void aLineThatIsLargerThanAFileMayBeHasOneOfItsOwn() throws IOException {
    try (OutputStream file = open(bySize(8, 3))) {
      write(file, "a", "22222222222222", "b");
    }

    assertThat(log).hasContent("b\n");
    assertThat(older(1)).hasContent("22222222222222\n");
    assertThat(older(2)).hasContent("a\n");
  }

  @Test
  void onlySoManyAreKept() throws IOException {
    try (OutputStream file = open(bySize(2, 3))) {
      write(file, "1", "2", "3", "4", "5", "6");
    }

    assertThat(log).hasContent("6\n");
    assertThat(older(1)).hasContent("5\n");
    assertThat(older(3)).hasContent("3\n");
    assertThat(older(4)).doesNotExist();
  }

  @Test
  void thoseOfACommandThatKeptMoreGoToo() throws IOException {
    try (OutputStream file = open(bySize(2, 5))) {
      write(file, "1", "2", "3", "4", "5", "6");
    }
    try (OutputStream file = open(bySize(2, 2))) {
      write(file, "7");
    }

    assertThat(older(1)).hasContent("6\n");
    assertThat(older(2)).hasContent("5\n");
    assertThat(older(3)).doesNotExist();
    assertThat(older(5)).doesNotExist();
  }

  @Test
  void isPutAsideWhenItIsOldAlsoByTheNextCommand() throws IOException {
    var daily = new LogRotation(OptionalLong.empty(), Optional.of(DAY), 3);
    try (OutputStream file = open(daily)) {
      write(file, "1");
      now = now.plus(DAY).minusSeconds(60);
      write(file, "2");
      now = now.plusSeconds(120);
      write(file, "3");
    }
    assertThat(older(1)).hasContent("1\n2\n");
    try (OutputStream file = open(daily)) {
      now = now.plus(DAY);
      write(file, "4");
    }

    assertThat(older(2)).hasContent("1\n2\n");
    assertThat(older(1)).hasContent("3\n");
    assertThat(log).hasContent("4\n");
  }

  @Test
  void anEmptyFileIsNotPutAside() throws IOException {
    try (OutputStream file = open(bySize(1, 3))) {
      now = now.plus(DAY);
      write(file, "1");
    }

    assertThat(log).hasContent("1\n");
    assertThat(older(1)).doesNotExist();
  }

  /** A crash between two renames leaves a gap. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void aGapIsFilledAndCostsNoLine(int gap) throws IOException {
    try (OutputStream file = open(bySize(2, 3))) {
      write(file, "1", "2", "3", "4");
    }
    Files.delete(older(gap));
    List<String> left = lines();

    try (OutputStream file = open(bySize(2, 3))) {
      write(file, "5");
    }

    left.add("5");
    assertThat(lines()).containsExactlyInAnyOrderElementsOf(left);
  }

  @Test
  void whereItCannotBePutAsideItIsWrittenOnToAndThatIsTriedAgain() throws IOException {
    Files.createDirectories(older(1).resolve("in the way"));
    try (OutputStream file = open(bySize(2, 1))) {
      write(file, "1", "2", "3");
      assertThat(failures).hasSize(1);
      assertThat(log).hasContent("1\n2\n3\n");
      Files.delete(older(1).resolve("in the way"));
      Files.delete(older(1));
      now = now.plus(DAY);
      write(file, "4");
    }

    assertThat(older(1)).hasContent("1\n2\n3\n");
    assertThat(log).hasContent("4\n");
    assertThat(failures).hasSize(1);
  }

  @Test
  void whatSomebodyElseHasPutAsideIsNotPutAsideAgain() throws IOException {
    try (OutputStream file = open(bySize(2, 3))) {
      write(file, "1");
      Files.move(log, folder.resolve("deep/theirs"));
      write(file, "2");
    }

    assertThat(folder.resolve("deep/theirs")).hasContent("1\n");
    assertThat(log).hasContent("2\n");
    assertThat(older(1)).doesNotExist();
  }

  @Test
  void aNameThatLeadsNowhereForAWhileCostsNoLine() throws IOException {
    try (OutputStream file = open(bySize(2, 3))) {
      write(file, "1");
      Path away = Files.move(folder.resolve("deep"), folder.resolve("away"));
      write(file, "2");
      assertThat(away.resolve("log")).hasContent("1\n2\n");
      assertThat(failures).hasSize(1);
      Files.move(away, folder.resolve("deep"));
      now = now.plus(DAY);
      write(file, "3");
    }

    assertThat(older(1)).hasContent("1\n2\n");
    assertThat(log).hasContent("3\n");
  }

  @Test
  void aDeviceIsNeverPutAside() throws IOException {
    try (OutputStream file =
        new RotatedFile(Path.of("/dev/null"), bySize(1, 3), () -> now, this::failed)) {
      write(file, "1", "2", "3");
    }

    assertThat(Path.of("/dev/null.1")).doesNotExist();
    assertThat(failures).isEmpty();
  }

  /** Each line is written whole in one go, and what ends a torn one belongs to it. */
  @Test
  void noLineIsSpreadOverTwoFiles() throws IOException {
    try (OutputStream file = open(bySize(4, 3))) {
      file.write("torn".getBytes(UTF_8));
      file.write('\n');
      write(file, "2");
    }

    assertThat(older(1)).hasContent("torn\n");
    assertThat(log).hasContent("2\n");
  }

  @Test
  void namesOfBytesThatAreNoTextKeepThem() {
    Path odd = RawWords.path("/logs/a\udcff");

    assertThat(ShownPlace.of(LogRotation.older(odd, 2))).isEqualTo("/logs/a\\xff.2");
    assertThat(LogRotation.older(Path.of("/logs/ü.log"), 1)).hasToString("/logs/ü.log.1");
  }

  @Test
  void knowsWhereOlderOnesMayLie() throws IOException {
    Files.createDirectories(older(1).getParent());
    for (int number : new int[] {1, 2, 3, 5}) {
      Files.createFile(older(number));
    }

    assertThat(bySize(1, 2).allOlder(log)).containsExactly(older(1), older(2), older(3));
    assertThat(LogRotation.NEVER.allOlder(log)).isEmpty();
  }

  private static LogRotation bySize(long bytes, int keep) {
    return new LogRotation(OptionalLong.of(bytes), Optional.empty(), keep);
  }

  private OutputStream open(LogRotation rotation) throws IOException {
    return new RotatedFile(log, rotation, () -> now, this::failed);
  }

  private void failed(IOException failure) {
    failures.add(String.valueOf(failure.getMessage()));
  }

  private Path older(int number) {
    return LogRotation.older(log, number);
  }

  private static void write(OutputStream file, String... lines) throws IOException {
    for (String line : lines) {
      file.write((line + "\n").getBytes(UTF_8));
    }
  }

  private List<String> lines() throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(log));
    for (int number = 1; number <= 5; number++) {
      if (Files.exists(older(number))) {
        lines.addAll(Files.readAllLines(older(number)));
      }
    }
    return lines;
  }
}
