package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.api.ActionDone;
import dev.lockstep.api.RunStart;
import dev.lockstep.model.Action;
import dev.lockstep.model.Aspect;
import dev.lockstep.model.Difference;
import dev.lockstep.model.Digest;
import dev.lockstep.model.DigestAlgorithm;
import dev.lockstep.model.Entry;
import dev.lockstep.model.Name;
import dev.lockstep.model.Problem;
import dev.lockstep.model.RelativePath;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineFormatTest {
  private static final Instant AT = Instant.parse("2026-11-22T18:40:01.130Z");
  private static final LineFormat FORMAT = new LineFormat(ZoneOffset.UTC, false);
  private static final LineFormat DRY = new LineFormat(ZoneOffset.UTC, true);

  @Test
  void givesActionsInColumnsWithReasonSizeAndDigest() {
    var created =
        new ActionDone(
            AT,
            RelativePath.of("docs/a.txt"),
            new Action.Create(Entries.file("a.txt")),
            OptionalLong.of(1_204),
            Optional.of(Digest.of(DigestAlgorithm.MD5, new byte[16])),
            Optional.empty());

    assertThat(FORMAT.line(new RunEvent.Done(created)))
        .isEqualTo(
            "2026-11-22T18:40:01.130Z  create    file    docs/a.txt"
                + "  (new, 1,204 bytes, md5 00000000000000000000000000000000)");
    assertThat(DRY.line(new RunEvent.Done(created)))
        .startsWith("2026-11-22T18:40:01.130Z  dry  create    file    docs/a.txt  (new,");
  }

  @Test
  void saysThatADigestIsPendingWhereAFileHasNone() {
    var shared =
        new ActionDone(
            AT,
            RelativePath.of("a.txt"),
            new Action.Update(
                Entries.file("a.txt"), Entries.file("a.txt"), Difference.in(Aspect.CONTENT)),
            OptionalLong.of(1_204),
            Optional.empty(),
            Optional.empty());

    assertThat(FORMAT.line(new RunEvent.Done(shared)))
        .endsWith("Z  update    file    a.txt  (content, 1,204 bytes, digest pending)");
  }

  @Test
  void givesEveryOtherActionItsReason() {
    Entry folder = Entries.folder("d");
    Entry link = Entries.symlink("d");

    assertThat(line(new Action.Meta(folder, Difference.in(Aspect.MODE, Aspect.TIMES))))
        .endsWith("Z  meta      folder  d  (mode, times)");
    assertThat(line(new Action.Replace(link, folder)))
        .endsWith("Z  replace   symlink d  (was folder)");
    assertThat(
            line(
                new Action.Hardlink(
                    Entries.file("d"),
                    RelativePath.of("a/b\n"),
                    Optional.empty(),
                    Difference.NONE)))
        .endsWith("Z  hardlink  file    d  (to a/b\\n)");
    assertThat(line(new Action.Delete(folder, Action.Delete.Why.GONE)))
        .endsWith("Z  delete    folder  d  (gone)");
  }

  @Test
  void opensARunWithItsNumberAndRoots() {
    var start = new RunStart(1_000, AT, Path.of("/data/ü"), Path.of("/back\nup"), false);

    assertThat(FORMAT.line(new RunEvent.Opened(start)))
        .isEqualTo("2026-11-22T18:40:01.130Z  run 1,000: /data/ü -> /back\\nup");
    assertThat(DRY.line(new RunEvent.Opened(start)))
        .isEqualTo(
            "2026-11-22T18:40:01.130Z  dry  run 1,000: /data/ü -> /back\\nup"
                + "  (dry run: nothing is changed)");
  }

  @Test
  void closesARunWithTheTimeLast() {
    assertThat(FORMAT.line(new RunEvent.Ended(AT, Reports.report().build())))
        .isEqualTo("exact: 1,204 entries; nothing changed in 0.8 s; at 2026-11-22T18:40:01.130Z");
    assertThat(FORMAT.line(new RunEvent.Stopped(AT)))
        .isEqualTo("not exact: stopped by a signal; at 2026-11-22T18:40:01.130Z");
    assertThat(FORMAT.line(new RunEvent.Failed(AT, 2, "The source is gone.")))
        .startsWith("not exact: run 2 was not made: The source is gone.");
  }

  @Test
  void givesProblemsNotesAndUnchangedEntriesTheirWord() {
    var problem = new Problem(RelativePath.of("a b"), Problem.Cause.FAILED, "reading: denied");

    assertThat(FORMAT.line(new RunEvent.Trouble(AT, problem)))
        .isEqualTo("2026-11-22T18:40:01.130Z  problem   a b: reading: denied");
    assertThat(FORMAT.line(new RunEvent.Note(AT, "Left out.")))
        .isEqualTo("2026-11-22T18:40:01.130Z  note      Left out.");
    assertThat(
            FORMAT.line(
                new RunEvent.Unchanged(
                    AT, RelativePath.of("f"), Entries.file("f"), Optional.empty())))
        .isEqualTo("2026-11-22T18:40:01.130Z  unchanged file    f");
    assertThat(FORMAT.beginning(AT, "0.1", 17))
        .isEqualTo("2026-11-22T18:40:01.130Z  lockstep  0.1 begins, process 17");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\nexact: 5 entries",
        "a\r\u001b[2J",
        "\u202etxt.exe",
        "a\u0085b",
        "a\u2028b",
        "\u200fb",
        "a\u0000b",
        "a\ud800b"
      })
  void letsNoTextForgeOrBreakALine(String evil) {
    var byPath =
        new Problem(
            RelativePath.ROOT.resolve(
                Name.of(evil.replaceAll("[\0\ud800]", "\1").getBytes(StandardCharsets.UTF_8))),
            Problem.Cause.FAILED,
            "x");
    var byMessage = new Problem(RelativePath.of("p"), Problem.Cause.FAILED, evil);

    for (RunEvent event :
        new RunEvent[] {
          new RunEvent.Trouble(AT, byPath),
          new RunEvent.Trouble(AT, byMessage),
          new RunEvent.Note(AT, evil),
          new RunEvent.Failed(AT, 1, evil),
          new RunEvent.Trace(AT, evil),
          new RunEvent.Ended(AT, Reports.report().notCarried(evil).build())
        }) {
      assertThat(FORMAT.line(event))
          .doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}]")
          .contains("\\");
    }
  }

  @Test
  void showsBytesThatAreNoTextAndDoesNotEscapeTwice() {
    RelativePath path =
        RelativePath.ROOT.resolve(Name.of(new byte[] {'a', (byte) 0xff, '\n', '\\'}));
    var problem = new Problem(path, Problem.Cause.FAILED, "x");

    assertThat(FORMAT.line(new RunEvent.Trouble(AT, problem)))
        .endsWith("  problem   a\\xff\\n\\\\: x");
  }

  private static String line(Action action) {
    return FORMAT.line(new RunEvent.Done(new ActionDone(AT, RelativePath.of("d"), action)));
  }
}
