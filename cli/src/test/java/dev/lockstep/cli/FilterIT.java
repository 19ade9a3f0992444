package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.cli.CommandProcess.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Filters from the command line, in the packaged command. */
class FilterIT {
  @TempDir Path folder;
  private Path source;
  private Path replica;

  @BeforeEach
  void makeRoots() throws IOException {
    source = Files.createDirectory(folder.resolve("source"));
    replica = Files.createDirectory(folder.resolve("replica"));
    for (String file : List.of("a.c", "a.o", "keep.o", "build/x", "src/b.o", "src/b.c")) {
      Path path = source.resolve(file);
      Files.createDirectories(path.getParent());
      Files.writeString(path, "text");
    }
  }

  @Test
  void theOrderAcrossOptionsDecidesAndWhatIsExcludedIsProtectedUntilItIsToGo() throws IOException {
    Files.createDirectories(replica.resolve("gone"));
    Files.writeString(replica.resolve("gone/own.o"), "own");
    Files.writeString(replica.resolve("gone/a"), "own");
    String[] rules = {
      "--include", "keep.o", "--exclude", "*.o", "-f", "- /build/", "--include=a.o"
    };

    Outcome first = run(rules, "sync", "source", "replica");
    assertThat(first.exitCode()).isZero();
    assertThat(first.output().getLast())
        .startsWith("exact: 4 entries; ")
        .contains("; kept: 1 that only the replica has; excluded: 4");
    assertThat(first.errors())
        .anyMatch(line ->
            line.endsWith(
                "note      gone is kept in the replica, since it holds what is excluded."));
    assertThat(files(replica)).containsExactly("a.c", "gone/own.o", "keep.o", "src/b.c");

    Files.writeString(source.resolve("a.o"), "changed");
    assertThat(run(rules, "diff", "source", "replica").exitCode()).isZero();
    assertThat(run(rules, "verify", "source", "replica").exitCode()).isZero();

    Outcome deleting =
        run(rules, "sync", "source", "replica", "--delete-excluded", "--exclude=a.c");
    assertThat(deleting.exitCode()).isZero();
    assertThat(deleting.output())
        .anyMatch(line -> line.endsWith("delete    file    a.c  (excluded)"))
        .anyMatch(line -> line.endsWith("delete    file    gone/own.o  (gone)"));
    assertThat(files(replica)).containsExactly("keep.o", "src/b.c");
  }

  @Test
  void rulesComeFromFilesAndFromStandardInput() throws IOException {
    Files.writeString(folder.resolve("rules"), "# objects\n+ keep.o\n*.o\n");
    Outcome outcome =
        CommandProcess.shell(
            folder,
            "printf 'build/\\n' | \"$@\" source replica --exclude-from rules --exclude-from -");
    assertThat(outcome.exitCode()).isZero();
    assertThat(files(replica)).containsExactly("a.c", "keep.o", "src/b.c");
  }

  @Test
  void foldersHaveTheirOwnRulesWhereThatIsAskedFor() throws IOException {
    Files.writeString(source.resolve(".lockstepignore"), "*.o\n!keep.o\n/build\n");
    Outcome outcome = run(new String[0], "source", "replica", "--ignore-files");
    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.output().getLast()).contains("excluded: 3");
    assertThat(files(replica)).containsExactly(".lockstepignore", "a.c", "keep.o", "src/b.c");

    Files.writeString(source.resolve("src/.lockstepignore"), "b[c\n");
    Files.delete(source.resolve("src/b.c"));
    Outcome malformed = run(new String[0], "source", "replica", "--ignore-files");
    assertThat(malformed.exitCode()).isEqualTo(23);
    assertThat(malformed.errors())
        .singleElement()
        .asString()
        .endsWith(
            "problem   src: is left alone on both sides: line 1 of src/.lockstepignore (b[c):"
                + " the class that begins at byte 2 has no end");
    assertThat(files(replica)).contains("src/b.c");
  }

  @Test
  void itIsExplainedWhichRuleDecidesAndNothingIsTouched() throws IOException {
    Files.writeString(source.resolve("src/.lockstepignore"), "b.c\n");
    String[] rules = {"--include=keep.o", "--exclude=*.o", "--exclude=build/", "--ignore-files"};
    assertThat(explain(rules, "keep.o"))
        .isEqualTo("keep.o: included by --include 'keep.o' (1st rule)");
    assertThat(explain(rules, "src/b.o"))
        .isEqualTo("src/b.o: excluded by --exclude '*.o' (2nd rule)");
    assertThat(explain(rules, "src/b.c"))
        .isEqualTo("src/b.c: excluded by line 1 of src/.lockstepignore (b.c)");
    assertThat(explain(rules, "build/x"))
        .isEqualTo(
            "build/x: excluded, since its folder build/ is, by --exclude 'build/' (3rd rule); no"
                + " rule brings back what lies in an excluded folder");
    assertThat(explain(rules, source.resolve("a.c").toString()))
        .isEqualTo("a.c: included: no rule matches");
    assertThat(explain(rules, "new/")).isEqualTo("new: included: no rule matches");
    assertThat(files(replica)).isEmpty();
    assertThat(folder.resolve("state")).doesNotExist();
    assertThat(run(rules, "source", "replica", "--explain-filter", "../x").exitCode()).isEqualTo(2);
  }

  @Test
  void aMalformedPatternIsExitTwoWithItsPlaceBeforeAnythingIsMade() throws IOException {
    Outcome outcome =
        run(new String[0], "source", "replica", "0", "log", "--exclude", "a", "--exclude", "x//y");
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.errors())
        .containsExactly(
            "lockstep: --exclude 'x//y' (2nd rule): the pattern has two slashes in a row, as no path"
                + " has.");
    assertThat(folder.resolve("log")).doesNotExist();
    assertThat(files(replica)).isEmpty();
  }

  @Test
  void namesThatAreNoTextMatchByTheirBytes() throws IOException {
    Outcome outcome =
        CommandProcess.shell(
            folder,
            "touch \"$(printf 'source/b\\374')\" \"$(printf 'source/c\\374')\""
                + " && \"$@\" source replica --exclude \"$(printf 'b\\374')\" --exclude='?.o'"
                + " && ls replica | wc -l && \"$@\" source replica -qq --explain-filter \"$(printf 'b\\374')\""
                + " --exclude \"$(printf '[\\374]')\" --exclude \"$(printf 'b\\374')\"");
    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.output()).noneMatch(line -> line.contains("b\\xfc  (new"));
    assertThat(outcome.output()).anyMatch(line -> line.contains("c\\xfc  (new"));
    assertThat(outcome.output().getLast())
        .isEqualTo("b\\xfc: excluded by --exclude 'b\\xfc' (2nd rule)");
  }

  private String explain(String[] rules, String path) throws IOException {
    Outcome outcome = run(rules, "source", "replica", "--explain-filter", path);
    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.output()).hasSize(1);
    return outcome.output().getFirst();
  }

  private Outcome run(String[] rules, String... words) throws IOException {
    return CommandProcess.run(
        folder, Stream.concat(Stream.of(words), Stream.of(rules)).toArray(String[]::new));
  }

  /** Paths of files, sorted. */
  private static List<String> files(Path root) throws IOException {
    try (Stream<Path> paths = Files.walk(root)) {
      return paths
          .filter(Files::isRegularFile)
          .map(path -> root.relativize(path).toString())
          .sorted()
          .toList();
    }
  }
}
