package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.api.Progress;
import dev.lockstep.api.Progress.Stage;
import dev.lockstep.api.WatchState;
import dev.lockstep.model.RelativePath;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ProgressViewTest {
  private static final Instant NOON = Instant.parse("2026-11-29T12:00:00.7Z");

  private static final Progress.LongFile FILE =
      new Progress.LongFile(
          RelativePath.of("photos/a name\nof two lines.iso"),
          Duration.ofSeconds(2),
          1 << 20,
          4 << 20);

  @Test
  void saysOfHowManyEntriesOnlyWhatIsKnown() {
    assertThat(view(1_234, 1_234, OptionalLong.of(5_678)).line())
        .isEqualTo("21%, 1,234 of about 5,678 entries, rest unknown");
    assertThat(view(1_234, 5_678, OptionalLong.empty()).line())
        .isEqualTo("1,234 of at least 5,678 entries, rest unknown");
    assertThat(view(1_234, 1_300, OptionalLong.of(1_200)).line())
        .isEqualTo("1,234 of at least 1,300 entries, more than last time");
    assertThat(view(1, 1, OptionalLong.empty()).line()).isEqualTo("1 entry, rest unknown");
    assertThat(view(0, 0, OptionalLong.of(0)).line())
        .isEqualTo("0%, 0 of about 0 entries, rest unknown");
  }

  @Test
  void tellsWhatIsCopiedFromWhatIsOnlyRead() {
    assertThat(view(0, 0, false).full().bytes()).isEmpty();
    assertThat(view(2048, 0, false).full().bytes()).isEqualTo("2.0 KiB read");
    assertThat(view(2048, 1024, false).full().bytes()).isEqualTo("2.0 KiB read, 1.0 KiB copied");
    assertThat(view(2048, 1024, true).full().bytes()).isEqualTo("3.0 KiB read");
  }

  @Test
  void namesTheFileThatTakesLongSoThatItBreaksNoLine() {
    assertThat(view(2048, 0, false).line())
        .isEqualTo(
            "10 entries, 2.0 KiB read, rest unknown,"
                + " photos/a name\\nof two lines.iso 1.0 MiB of 4.0 MiB");
  }

  @Test
  void leavesOutWhatMattersLeastWhereThereIsNoRoom() {
    ProgressView view = view(2048, 1024, false);

    assertThat(view.line(120)).isEqualTo(view.line());
    assertThat(view.line(105))
        .isEqualTo(
            "10 entries, 2.0 KiB read, 1.0 KiB copied, rest unknown,"
                + " ...os/a name\\nof two lines.iso 1.0 MiB of 4.0 MiB");
    assertThat(view.line(79))
        .isEqualTo(
            "10 entries, 1.0 KiB copied, rest unknown, photos/a name\\nof two lines.iso 25%");
    assertThat(view.line(54)).isEqualTo("10 entries, 1.0 KiB copied, rest unknown, ...s.iso 25%");
    assertThat(view.line(53)).isEqualTo("10 entries, 1.0 KiB copied, rest unknown");
    assertThat(view.line(39)).isEqualTo("10 entries, rest unknown");
    assertThat(view.line(20)).isEqualTo("rest unknown");
    assertThat(view.line(4)).isEqualTo("rest");
    assertThat(view.line(0)).isEmpty();
  }

  @Test
  void allThatIsAskedForFitsIntoTheUsualWidth() {
    var forecast = new Forecast();
    for (int second = 0; second <= 40; second++) {
      forecast.add(ofLongRun(second), second * 1_000_000_000L);
    }

    assertThat(ProgressView.of(ofLongRun(40), forecast, false).line(79))
        .isEqualTo(
            "8%, 123,456 entries, 40.0 GiB copied, about 7 min left, 1.0 GiB/s, ...s.iso 25%");
  }

  private static Progress ofLongRun(int second) {
    return new Progress(
        Stage.MARCHING,
        second * 3_000L + 3_456,
        2_000_000,
        OptionalLong.of(1_500_000),
        0,
        (long) second << 30,
        0,
        0,
        Optional.of(FILE));
  }

  @Test
  void neverTakesMoreColumnsThanThereAre() {
    List<String> names =
        List.of(
            "photos/a", "\u5199\u771f".repeat(30), "e\u0301".repeat(70), "\ud83d\ude80".repeat(40));
    for (String name : names) {
      ProgressView view =
          view(
              of(
                  2048,
                  1024,
                  new Progress.LongFile(RelativePath.of(name), Duration.ofSeconds(2), 1, 2)),
              false);
      for (int room = 0; room < 200; room++) {
        assertThat(Columns.of(view.line(room))).isLessThanOrEqualTo(room);
        if (view.besideBar(room).isPresent()) {
          var beside = view.besideBar(room).get();
          assertThat(Columns.of(beside.amount() + beside.rest() + beside.tail()))
              .isLessThanOrEqualTo(room);
        }
      }
    }
  }

  @Test
  void aBarIsThereWhereTheWordsLeaveRoomForIt() {
    ProgressView view = view(2048, 1024, false);

    assertThat(view.besideBar(110))
        .contains(
            new ProgressView.BesideBar(
                "10 entries, 2.0 KiB read, 1.0 KiB copied",
                "rest unknown",
                "photos/a name\\nof two lines.iso 1.0 MiB of 4.0 MiB"));
    assertThat(view.besideBar(60))
        .contains(
            new ProgressView.BesideBar(
                "10 entries, 1.0 KiB copied", "rest unknown", "...two lines.iso 25%"));
    assertThat(view.besideBar(50)).isEmpty();
  }

  @Test
  void saysHowItIsWithAMirrorThatWaitsForChanges() {
    var quiet = new WatchState(NOON, Optional.empty(), 0, 0);
    var busy = new WatchState(NOON, Optional.of(NOON.minusSeconds(61)), 1_200, 3);

    assertThat(WaitingText.forChanges(quiet, NOON.plusSeconds(9), ZoneOffset.UTC))
        .isEqualTo("idle since 12:00:00, no change yet, nothing waiting");
    assertThat(WaitingText.forChanges(busy, NOON.plusSeconds(9), ZoneOffset.UTC))
        .isEqualTo(
            "idle since 12:00:00, last change 11:58:59," + " 1,200 waiting, 3 to be tried again");
    assertThat(WaitingText.forChanges(quiet, NOON.plusSeconds(43_200), ZoneOffset.UTC))
        .isEqualTo("idle since 2026-11-29 12:00:00, no change yet, nothing waiting");
  }

  @Test
  void saysWhenTheNextRunIs() {
    assertThat(WaitingText.forRun(NOON, NOON.minusSeconds(60), ZoneOffset.ofHours(1)))
        .isEqualTo("next run at 13:00:00");
    assertThat(WaitingText.forRun(NOON.plusSeconds(86_400), NOON, ZoneOffset.UTC))
        .isEqualTo("next run at 2026-11-30 12:00:00");
  }

  private static ProgressView view(long entries, long known, OptionalLong expected) {
    return view(
        new Progress(Stage.MARCHING, entries, known, expected, 0, 0, 0, 0, Optional.empty()),
        false);
  }

  private static ProgressView view(long read, long copied, boolean isDry) {
    return view(of(read, copied, FILE), isDry);
  }

  private static Progress of(long read, long copied, Progress.LongFile file) {
    return new Progress(
        Stage.MARCHING, 10, 10, OptionalLong.empty(), read, copied, 0, 0, Optional.of(file));
  }

  private static ProgressView view(Progress progress, boolean isDry) {
    var forecast = new Forecast();
    forecast.add(progress, 0);
    return ProgressView.of(progress, forecast, isDry);
  }
}
