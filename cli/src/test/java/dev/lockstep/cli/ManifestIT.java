package dev.lockstep.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cli.CommandProcess.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged command says what a folder holds, and coreutils believe it. */
class ManifestIT {
  @TempDir Path folder;

  @BeforeEach
  void makeTree() throws IOException {
    folder = folder.toRealPath();
    Outcome made =
        CommandProcess.shell(
            folder,
            "mkdir -p source/sub && cd source && printf 1 > a && printf 2 > sub/b"
                + " && printf 3 > \"$(printf 'new\\nline')\" && printf 4 > \"$(printf 'B\\374r')\""
                + " && printf 5 > 'back\\slash' && printf 6 > \"$(printf 'c\\rr')\" && ln -s a link");
    assertThat(made.exitCode()).isZero();
  }

  @Test
  void md5sumAndSha256sumCheckWhatItPrints() throws IOException {
    for (String algorithm : List.of("md5", "sha256")) {
      Outcome outcome =
          CommandProcess.shell(
              folder,
              "\"$@\" manifest source --check "
                  + algorithm
                  + " > lines && cd source && "
                  + algorithm
                  + "sum -c --strict < ../lines | grep -ac ': OK$'");
      assertThat(said(outcome)).isEmpty();
      assertThat(outcome.exitCode()).isZero();
      assertThat(outcome.output()).containsExactly("6");
    }
  }

  @Tag("full")
  @Test
  void theLocaleChangesNothing() throws IOException {
    Outcome outcome =
        CommandProcess.shell(
            folder,
            "\"$@\" manifest source > one && LC_ALL=C \"$@\" manifest -j1 source > other"
                + " && \"$@\" manifest source --root-digest > one.digest"
                + " && LC_ALL=C \"$@\" manifest source --root-digest > other.digest");
    assertThat(outcome.exitCode()).isZero();
    for (String name : List.of("", ".digest")) {
      assertThat(Files.readString(folder.resolve("other" + name), ISO_8859_1))
          .isEqualTo(Files.readString(folder.resolve("one" + name), ISO_8859_1));
    }
  }

  @Test
  void afterARunNothingIsReadAndTheRootDigestsAreEqual() throws IOException {
    assertThat(run("source", "replica").exitCode()).isZero();
    for (String root : List.of("source", "replica")) {
      String script = "\"$@\" manifest -v " + root + " > lines";
      assertThat(said(CommandProcess.shell(folder, script)))
          .containsExactly(
              "lockstep: 6 files, 0 of them read, 6 known from the index; 0 problems.");
      assertThat(said(CommandProcess.shell(folder, script + " --rehash")))
          .containsExactly(
              "lockstep: 6 files, 6 of them read, 0 known from the index; 0 problems.");
    }
    Outcome digest = run("manifest", "--root-digest", "source");
    assertThat(said(digest)).isEmpty();
    assertThat(digest.output()).singleElement().asString().matches("[0-9a-f]{32}");
    assertThat(run("manifest", "--root-digest", "replica").output()).isEqualTo(digest.output());
    assertThat(run("manifest", "--root-digest", "--check", "sha256", "source").output())
        .singleElement()
        .asString()
        .matches("[0-9a-f]{64}");
  }

  @Test
  void aManifestThatIsWrittenIntoTheFolderLeavesItselfOut() throws IOException {
    Outcome outcome =
        CommandProcess.shell(
            folder,
            "cd source && \"$@\" manifest . > sums && md5sum -c --strict --quiet sums && grep -ac . sums");
    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.output()).containsExactly("6");
    assertThat(said(outcome)).containsExactly("lockstep: sums is being written, and is left out.");
  }

  @Test
  void whoListensNoMoreEndsIt() throws IOException {
    Outcome outcome =
        CommandProcess.shell(
            folder,
            "mkdir many && cd many && seq 1 3000 | xargs touch && cd .. &&"
                + " { \"$@\" manifest many; echo $? >&2; } | head -n 1 > first");
    assertThat(said(outcome)).containsExactly("20");
  }

  @Test
  void wrongUsageAndAMissingFolderAreOneSentence() throws IOException {
    Outcome usage = run("manifest", "source", "--check", "xxh128");
    assertThat(usage.exitCode()).isEqualTo(2);
    assertThat(usage.errors()).singleElement().asString().contains("md5 or sha256");
    Outcome missing = run("manifest", "nothing");
    assertThat(missing.exitCode()).isEqualTo(26);
    assertThat(missing.output()).isEmpty();
    assertThat(missing.errors())
        .singleElement()
        .asString()
        .contains("The folder nothing does not exist");
  }

  /** What it said on standard error, but for which backend serves. */
  private static List<String> said(Outcome outcome) {
    return outcome.errors().stream()
        .filter(line -> !line.startsWith("lockstep: The portable backend is used"))
        .toList();
  }

  private Outcome run(String... words) throws IOException {
    return CommandProcess.run(folder, List.of(), words);
  }
}
