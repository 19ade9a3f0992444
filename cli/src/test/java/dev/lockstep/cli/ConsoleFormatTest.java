package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.api.ActionDone;
import dev.lockstep.api.MirrorReport.Counts;
import dev.lockstep.model.Action;
import dev.lockstep.model.Aspect;
import dev.lockstep.model.Difference;
import dev.lockstep.model.Entry;
import dev.lockstep.model.LinkTarget;
import dev.lockstep.model.Name;
import dev.lockstep.model.RelativePath;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the oracle cannot tell: what rsync has no line for, and the counts. */
class ConsoleFormatTest {
  private static final Instant AT = Instant.parse("2026-11-22T18:40:01.130Z");
  private static final Difference CONTENT = Difference.in(Aspect.CONTENT);

  @Test
  void aMoveIsOneThatGoesAndOneThatComes() {
    var move = new Action.Move(Entries.folder("d"), RelativePath.of("a/old"));
    assertThat(line(move)).isEqualTo("*deleting   a/old/\ncd+++++++++ d/");

    var link = new Action.Move(Entries.symlink("d"), RelativePath.of("l"));
    Optional<LinkTarget> target = Optional.of(LinkTarget.of("to"));
    var done = new ActionDone(AT, RelativePath.of("d"), link, target);
    assertThat(format(true, false).line(new RunEvent.Done(done)))
        .isEqualTo("*deleting   l\ncL+++++++++ d -> to");
  }

  @Test
  void unchangedEntriesHaveNineSpaces() {
    var same =
        new RunEvent.Unchanged(AT, RelativePath.of("a/b"), Entries.folder("b"), Optional.empty());

    assertThat(format(true, false).line(same)).isEqualTo(".d          a/b/");
  }

  @Test
  void timesThatAreLeftAloneAreACapital() {
    Entry file = Entries.file("d");
    var itemized = new Itemized(true, true);
    var update = new Action.Update(file, file, CONTENT);
    var meta = new Action.Meta(file, Difference.in(Aspect.MODE));

    assertThat(itemized.line(new ActionDone(AT, RelativePath.of("d"), update)))
        .isEqualTo(">fc.T...... d");
    assertThat(itemized.line(new ActionDone(AT, RelativePath.of("d"), meta)))
        .isEqualTo(".f...p..... d");
  }

  @Test
  void whatIsGivenAFileOfItsOwnIsWritten() {
    Entry file = Entries.file("d");

    assertThat(line(new Action.Update(file, file, Difference.in(Aspect.LINKS))))
        .isEqualTo(">f......... d");
  }

  @Test
  void noNameForgesALine() {
    Name name = Name.of("a\n>f+++++++++ b\t\u007f\u009b\u202e\\\\#12\\#123");
    RelativePath path = RelativePath.ROOT.resolve(name);

    assertThat(RsyncName.of(path))
        .isEqualTo(
            "a\\#012>f+++++++++ b\\#011\\#177\\#302\\#233\\#342\\#200\\#256\\\\#12\\#134#123");
    assertThat(RsyncName.of(new byte[] {'x', (byte) 0xc3, 'y', (byte) 0xff}))
        .isEqualTo("x\\#303y\\#377");
  }

  @Test
  void otherLinesStayAsTheyAre() {
    var note = new RunEvent.Note(AT, "A note.");

    assertThat(format(true, true).line(note)).isEqualTo(lines().line(note));
  }

  @Test
  void theCountsComeBeforeTheSummaryWhichStaysTheLastLine() {
    var counts = new Counts(1_204, 3, 1, 4, 1, 6, 9, 2, 5, 1_300_000);
    var ended = new RunEvent.Ended(AT, Reports.report().counts(counts).build());

    assertThat(format(false, true).line(ended))
        .isEqualTo(
            """
            Entries in the source: 1,204
            Excluded: 5
            Created: 3
            Updated: 1
            Metadata only: 4
            Replaced by another kind: 1
            Hard links made: 6
            Moved: 9
            Deleted: 2
            Deletions withheld: 0
            Kept though the source lacks them: 0
            Problems: 0
            Content copied: 1,300,000 bytes (1.2 MiB)
            Content copied a second: 1.4 MiB
            Time: 0.8 s
            Backend: Linux
            """
                + lines().line(ended));
    assertThat(lines().line(ended)).startsWith("exact: ");
  }

  private static String line(Action action) {
    var done = new ActionDone(AT, RelativePath.of("d"), action);
    return format(true, false).line(new RunEvent.Done(done));
  }

  private static ConsoleFormat format(boolean itemizes, boolean stats) {
    return new ConsoleFormat(
        lines(), itemizes ? Optional.of(new Itemized(true, false)) : Optional.empty(), stats);
  }

  private static LineFormat lines() {
    return new LineFormat(ZoneOffset.UTC, false);
  }
}
