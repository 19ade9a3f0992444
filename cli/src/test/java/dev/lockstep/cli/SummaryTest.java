package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.api.MirrorReport.Counts;
import dev.lockstep.api.Spared;
import dev.lockstep.model.Part;
import dev.lockstep.model.Problem.Cause;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SummaryTest {
  private static final Counts MANY = new Counts(1_204, 3, 1, 4, 1, 6, 9, 2, 5, 1_300_000);

  @Test
  void namesWhatIsWithheldAndWhatIsKept() {
    assertThat(Summary.of(Reports.report().spared(new Spared(1_300, "too many", true, 0)).build()))
        .startsWith("not exact: 1,300 deletions withheld (too many; see lockstep approve); ");
    assertThat(Summary.of(Reports.report().spared(new Spared(0, "", false, 12)).build()))
        .startsWith("exact: ")
        .contains("; kept: 12 that only the replica has");
  }

  @Test
  void saysWhatAnExactRunDidAndWhatCouldNotBeCarried() {
    assertThat(
            Summary.of(
                Reports.report().counts(MANY).notCarried("owners (not root)", "ACLs").build()))
        .isEqualTo(
            "exact: 1,204 entries; 3 created, 1 updated, 4 metadata only, 1 replaced,"
                + " 6 hardlinked, 9 moved, 2 deleted (1.2 MiB copied) in 0.8 s; not carried: owners (not root), ACLs; excluded: 5");
  }

  @Test
  void saysWhatWasLeftAlone() {
    assertThat(
            Summary.of(
                Reports.report()
                    .notCarried("holes")
                    .leftAlone(Part.HARD_LINKS, Part.TIMES, Part.OWNERS)
                    .build()))
        .isEqualTo(
            "exact: 1,204 entries; nothing changed in 0.8 s; not carried: holes;"
                + " left alone: owners, times, hard links");
    assertThat(
            Summary.of(Reports.report().leftAlone(Part.MODES, Part.ATTRIBUTES, Part.ACLS).build()))
        .endsWith("; left alone: permissions, extended attributes, ACLs");
  }

  @Test
  void saysThatNothingChanged() {
    assertThat(Summary.of(Reports.report().took(Duration.ofSeconds(125)).build()))
        .isEqualTo("exact: 1,204 entries; nothing changed in 2 min 5 s");
    assertThat(
            Summary.of(Reports.report().counts(new Counts(1, 0, 0, 0, 0, 0, 0, 0, 0, 0)).build()))
        .isEqualTo("exact: 1 entry; nothing changed in 0.8 s");
  }

  @Test
  void countsProblemsByCause() {
    assertThat(Summary.of(Reports.report().problems(Map.of(Cause.FAILED, 2L)).build()))
        .isEqualTo("not exact: 2 problems (failed); 1,204 entries; nothing changed in 0.8 s");
    assertThat(
            Summary.of(
                Reports.report()
                    .problems(Map.of(Cause.NOT_CARRIED, 1_000L, Cause.UNSTABLE, 1L))
                    .build()))
        .startsWith(
            "not exact: 1,001 problems (1,000 not carried, 1 changed or vanished while read); ");
    assertThat(Summary.of(Reports.report().problems(Map.of(Cause.UNSTABLE, 1L)).build()))
        .startsWith("not exact: 1 problem (changed or vanished while read); ");
  }

  @Test
  void saysThatTheRunWasStopped() {
    assertThat(Summary.of(Reports.report().actions(2).cancelled().build()))
        .isEqualTo("not exact: stopped by a signal; 1,204 entries; 2 updated in 0.8 s");
    assertThat(Summary.ofStopped()).isEqualTo("not exact: stopped by a signal");
  }

  @Test
  void marksADryRun() {
    assertThat(Summary.of(Reports.report().dry().actions(5).build()))
        .isEqualTo(
            "not exact: dry run: 5 actions to do (5 updated); 1,204 entries; looked at in 0.8 s");
    assertThat(Summary.of(Reports.report().dry().build()))
        .isEqualTo("exact: dry run: nothing to do; 1,204 entries; looked at in 0.8 s");
    assertThat(Summary.of(Reports.report().dry().problems(Map.of(Cause.FAILED, 1L)).build()))
        .startsWith("not exact: dry run: 1 problem (failed); nothing to do; ");
  }

  @Test
  void namesTheRunThatCouldNotBeMade() {
    assertThat(Summary.ofFailed(1_000, "The source /s does not exist."))
        .isEqualTo("not exact: run 1,000 was not made: The source /s does not exist.");
  }

  @Test
  void saysWhatWasNotWatchedOver() {
    assertThat(Summary.of(Reports.report().cautions("no memory (no state folder)").build()))
        .startsWith("exact: ")
        .endsWith("; no memory (no state folder)");
  }
}
