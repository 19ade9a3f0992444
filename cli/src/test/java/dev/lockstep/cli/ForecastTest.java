package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.api.Progress;
import dev.lockstep.api.Progress.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

class ForecastTest {
  private static final long SECOND = 1_000_000_000;
  private static final long GIB = 1L << 30;
  private static final OptionalLong THOUSAND = OptionalLong.of(1_000);

  private final Forecast forecast = new Forecast();
  private long tenths;

  @Test
  void countsDownInStepsThatPromiseNoMoreThanIsKnown() {
    List<String> said = follow(1_000, at -> entries(at, THOUSAND));

    assertThat(distinct(said))
        .startsWith("rest unknown", "about 2 min left", "about 1 min left", "about 50 s left")
        .endsWith("about 20 s left", "some seconds left")
        .doesNotHaveDuplicates();
  }

  @Test
  void saysThatItIsSlowerWhenItTakesLongerThanWasThought() {
    follow(500, at -> entries(at, THOUSAND));
    assertThat(forecast.rest()).isEqualTo("about 1 min left");

    List<String> said = follow(1_000, at -> entries(500 + (at - 500) / 10, THOUSAND));

    assertThat(distinct(said)).anyMatch(text -> text.endsWith("min left: slower than before"));
    assertNoJumpWithoutAWord(said);
  }

  @Test
  void saysThatLargeFilesWereFound() {
    follow(500, at -> moment(at, at * 1_000_000, 0, 0, THOUSAND));

    List<String> said = follow(700, at -> moment(at, at * 1_000_000, 1, 4 * GIB, THOUSAND));

    assertThat(said).anyMatch(text -> text.endsWith(": large files found, +4.0 GiB"));
    assertNoJumpWithoutAWord(said);
  }

  @Test
  void aReasonIsSaidForAMomentOnly() {
    follow(500, at -> entries(at, THOUSAND));

    List<String> said = follow(3_000, at -> entries(500 + (at - 500) / 10, THOUSAND));

    assertThat(said.getLast()).endsWith(" left");
  }

  @Test
  void aShortSlownessIsPassedBy() {
    follow(500, at -> entries(at, THOUSAND));

    List<String> said = follow(515, at -> entries(500, THOUSAND));
    said.addAll(follow(900, at -> entries(at - 15, THOUSAND)));

    assertThat(said).noneMatch(text -> text.contains("slower"));
    assertNoJumpWithoutAWord(said);
  }

  @Test
  void moreThanTheLastTimeIsSaidAndNoLongerReckonedWith() {
    follow(1_010, at -> entries(at, THOUSAND));

    assertThat(forecast.rest()).isEqualTo("more than last time");
  }

  @Test
  void nothingIsPromisedWhereNothingIsKnown() {
    assertThat(distinct(follow(300, at -> entries(at, OptionalLong.empty()))))
        .containsExactly("rest unknown");
  }

  @Test
  void afterTheMarchItSaysWhatIsDone() {
    follow(500, at -> entries(at, THOUSAND));
    for (Stage stage : Stage.values()) {
      forecast.add(new Progress(stage, 1, 1, THOUSAND, 0, 0, 0, 0, Optional.empty()), 51 * SECOND);
      if (stage != Stage.MARCHING) {
        assertThat(forecast.rest()).isNotEmpty().doesNotContain(" left");
      }
    }
  }

  @Test
  void whatWasSaidBeforeAnotherStageCountsAfterIt() {
    List<String> said =
        new ArrayList<>(List.of(follow(500, at -> entries(at, THOUSAND)).getLast()));
    forecast.add(
        new Progress(Stage.MOVING, 500, 500, THOUSAND, 0, 0, 0, 0, Optional.empty()), 50 * SECOND);

    said.addAll(follow(700, at -> entries(500 + (at - 500) / 10, THOUSAND)));

    assertThat(said).anyMatch(text -> text.endsWith("slower than before"));
    assertNoJumpWithoutAWord(said);
  }

  @Test
  void theRateIsThatOfTheLastSeconds() {
    follow(100, at -> moment(at, at * 100_000, 0, 0, THOUSAND));
    assertThat(forecast.rate()).isEqualTo("976.5 KiB/s");

    follow(200, at -> moment(at, 10_000_000, 0, 0, THOUSAND));
    assertThat(forecast.rate()).isEqualTo("10 entries/s");

    follow(300, at -> moment(200, 10_000_000, 0, 0, THOUSAND));
    assertThat(forecast.rate()).isEmpty();
  }

  /** Follows a run, ten times a second, until so many tenths of a second have passed. */
  private List<String> follow(long until, LongFunction<Progress> run) {
    List<String> said = new ArrayList<>();
    for (; tenths < until; tenths++) {
      forecast.add(run.apply(tenths), tenths * SECOND / 10);
      said.add(forecast.rest());
    }
    return said;
  }

  private static Progress entries(long done, OptionalLong expected) {
    return moment(done, 0, 0, 0, expected);
  }

  private static Progress moment(
      long entries, long bytes, long filesWaiting, long bytesWaiting, OptionalLong expected) {
    return new Progress(
        Stage.MARCHING,
        entries,
        entries,
        expected,
        0,
        bytes,
        filesWaiting,
        bytesWaiting,
        Optional.empty());
  }

  private static List<String> distinct(List<String> said) {
    return said.stream().distinct().toList();
  }

  private static void assertNoJumpWithoutAWord(List<String> said) {
    for (int i = 1; i < said.size(); i++) {
      assertThat(seconds(said.get(i)) <= seconds(said.get(i - 1)) || said.get(i).contains(": "))
          .as("%s, then %s", said.get(i - 1), said.get(i))
          .isTrue();
    }
  }

  private static long seconds(String text) {
    String[] words = text.split(" ", -1);
    if (!words[0].equals("about")) {
      return text.startsWith("some") ? 0 : Long.MAX_VALUE;
    }
    long number = Long.parseLong(words[1]);
    return words[2].startsWith("min")
        ? number * 60
        : words[2].equals("h") ? number * 3_600 : number;
  }
}
