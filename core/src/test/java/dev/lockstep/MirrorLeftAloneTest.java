package dev.lockstep;

import static dev.lockstep.testkit.TreeSpec.file;
import static dev.lockstep.testkit.TreeSpec.folder;
import static dev.lockstep.testkit.TreeSpec.root;
import static dev.lockstep.testkit.TreeSpec.symlink;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lockstep.api.Check;
import dev.lockstep.api.MirrorReport;
import dev.lockstep.model.Part;
import dev.lockstep.testkit.Lstat;
import dev.lockstep.testkit.Machine;
import dev.lockstep.testkit.Recorder;
import dev.lockstep.testkit.Roots;
import dev.lockstep.testkit.Runs;
import dev.lockstep.testkit.Snapshot;
import dev.lockstep.testkit.TreeComparer;
import dev.lockstep.testkit.TreeSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parts that are to be left alone: what is new has the usual, what was there keeps its own. */
class MirrorLeftAloneTest {
  private static final int SOMEONE = 12_345;
  private static final Instant BEFORE = TreeSpec.LONG_AGO.minusSeconds(100);

  @TempDir private Path home;

  private Roots roots;

  @BeforeEach
  void open() {
    roots = Roots.in(home);
  }

  @Test
  void newEntriesGetTheSourcesModeWithoutWhatTheUmaskAndSpecialBitsForbid() throws Exception {
    int free = 0777 & ~umask();
    root(
            file("open", "text").mode(0666),
            file("setuid", "text").mode(06755),
            folder("private", file("inner", "text").mode(0600)).mode(0700),
            folder("shared", folder("read only").mode(0555)).mode(01777))
        .mode(0750)
        .writeTo(roots.source());
    mirrorTwice(Part.MODES);
    assertThat(mode("")).isEqualTo(0750 & free);
    assertThat(mode("open")).isEqualTo(0666 & free);
    assertThat(mode("setuid")).isEqualTo(0755 & free);
    assertThat(mode("private")).isEqualTo(0700);
    assertThat(mode("private/inner")).isEqualTo(0600);
    assertThat(mode("shared")).isEqualTo(0777 & free);
    assertThat(mode("shared/read only")).isEqualTo(0555 & free);
  }

  @Test
  void entriesThatAreThereKeepTheirModesAlsoWithNewContentOrEntries() throws Exception {
    root(
            file("other content", "new").mode(0644),
            file("same content", "text").mode(0600),
            folder("folder", file("new", "text"), file("updated", "new")).mode(0700),
            file("was a folder", "text").mode(0640))
        .mode(0700)
        .writeTo(roots.source());
    root(
            file("other content", "old").mode(0604),
            file("same content", "text").mode(01755),
            folder("folder", file("gone", "text"), file("updated", "old").mode(0444)).mode(0555),
            folder("was a folder").mode(0755))
        .mode(0555)
        .writeTo(roots.replica());
    // Without owners root too opens up what its owner may not change.
    Recorder heard = mirrorTwice(Part.MODES, Part.OWNERS);
    assertThat(mode("")).isEqualTo(0555);
    assertThat(mode("other content")).isEqualTo(0604);
    assertThat(mode("same content")).isEqualTo(01755);
    assertThat(mode("folder")).isEqualTo(0555);
    assertThat(mode("folder/updated")).isEqualTo(0444);
    assertThat(mode("was a folder")).isEqualTo(0640 & ~umask());
    assertThat(heard.lines()).noneMatch(line -> line.contains("mode"));
  }

  @Test
  void timesAreNotSetAndThoseThatAreThereStay() throws Exception {
    Instant begun = Instant.now().minusSeconds(1);
    root(
            file("new", "text"),
            file("updated", "new"),
            file("mode", "text").mode(0600),
            folder("same", symlink("link", "x")).mode(0700))
        .writeTo(roots.source());
    root(
            file("updated", "old").modified(BEFORE),
            file("mode", "text").modified(BEFORE),
            folder("same", symlink("link", "x").modified(BEFORE)).modified(BEFORE))
        .modified(BEFORE)
        .writeTo(roots.replica());
    Recorder heard = mirrorTwice(Part.TIMES);
    for (String written : new String[] {"", "new", "updated"}) {
      assertThat(look(written).modified()).isAfter(begun);
    }
    for (String kept : new String[] {"mode", "same", "same/link"}) {
      assertThat(look(kept).modified()).isEqualTo(BEFORE);
    }
    assertThat(mode("mode")).isEqualTo(0600);
    assertThat(heard.lines()).noneMatch(line -> line.contains("times"));
  }

  @Test
  void aStampWithoutTimesIsNone() {
    assertThatThrownBy(
            () -> roots.options().withLeftAlone(Set.of(Part.TIMES)).withCheck(Check.STAMP))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @Tag("full")
  void ownersAreLeftAlone() throws Exception {
    assumeTrue(Machine.isRoot(), "only root can give files away");
    root(
            file("new", "text").owner(SOMEONE, SOMEONE),
            file("setuid", "text").owner(SOMEONE, SOMEONE).mode(06755),
            file("updated", "new").owner(SOMEONE, SOMEONE),
            file("same", "text").owner(SOMEONE, SOMEONE),
            folder("folder", symlink("link", "x").owner(SOMEONE, SOMEONE)).owner(SOMEONE, SOMEONE))
        .writeTo(roots.source());
    Lstat.setOwner(roots.source(), SOMEONE, SOMEONE);
    root(
            file("updated", "old").owner(SOMEONE + 1, SOMEONE + 2),
            file("same", "text").owner(SOMEONE + 1, SOMEONE + 2))
        .writeTo(roots.replica());
    Lstat.setOwner(roots.replica(), SOMEONE + 1, SOMEONE + 2);
    Recorder heard = mirrorTwice(Part.OWNERS);
    for (String kept : new String[] {"", "updated", "same"}) {
      assertThat(owners(kept)).isEqualTo(SOMEONE + 1 + ":" + (SOMEONE + 2));
    }
    for (String made : new String[] {"new", "setuid", "folder", "folder/link"}) {
      assertThat(look(made).owner()).isZero();
    }
    assertThat(mode("setuid")).isEqualTo(0755);
    assertThat(heard.lines()).noneMatch(line -> line.contains("owner") || line.contains("group"));
  }

  @Test
  @Tag("full")
  void nobodyGetsRightsThatTheSourceDoesNotGive() throws Exception {
    assumeTrue(Machine.isRoot(), "only root can give files away");
    root(file("setuid", "text").mode(04755)).writeTo(roots.source());
    root(file("setuid", "text").owner(SOMEONE, SOMEONE)).writeTo(roots.replica());
    mirrorTwice(Part.OWNERS);
    assertThat(owners("setuid")).isEqualTo(SOMEONE + ":" + SOMEONE);
    assertThat(mode("setuid")).isEqualTo(0755);

    Lstat.setMode(roots.replica().resolve("setuid"), 04755);
    Lstat.setMode(roots.source().resolve("setuid"), 0700);
    mirrorTwice(Part.MODES);
    assertThat(owners("setuid")).isEqualTo("0:0");
    assertThat(mode("setuid")).isEqualTo(0755);
  }

  private Recorder mirrorTwice(Part... parts) throws Exception {
    var options = roots.options().withLeftAlone(Set.of(parts));
    var dry = new Recorder();
    Runs.mirror(options.withDryRun(true), dry);
    var heard = new Recorder();
    MirrorReport report = Runs.mirror(options, heard);
    assertThat(heard.problems()).isEmpty();
    assertThat(report.isExact()).isTrue();
    assertThat(report.leftAlone()).containsExactlyInAnyOrder(parts);
    assertThat(dry.lines()).isEqualTo(heard.lines());

    Snapshot mirrored = Snapshot.of(roots.replica());
    var again = new Recorder();
    Runs.mirror(options, again);
    assertThat(again.lines()).isEmpty();
    assertThat(TreeComparer.sinceThen(mirrored, roots.replica())).isEmpty();
    return heard;
  }

  private int mode(String path) throws IOException {
    return look(path).mode();
  }

  private String owners(String path) throws IOException {
    return look(path).owner() + ":" + look(path).group();
  }

  private Lstat look(String path) throws IOException {
    return Lstat.of(path.isEmpty() ? roots.replica() : roots.replica().resolve(path));
  }

  private static int umask() throws IOException {
    return Integer.parseInt(Machine.run("sh", "-c", "umask").strip(), 8);
  }
}
