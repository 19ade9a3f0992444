package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lockstep.cli.LauncherSandbox.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher in the project's root, with JDKs and a Maven that are scripts. */
class LauncherIT {
  private static final int UNAVAILABLE = 69;

  private LauncherSandbox sandbox;

  @BeforeAll
  static void waitLongOnBusyMachines() {
    Awaitility.setDefaultTimeout(Duration.ofMinutes(1));
  }

  @BeforeEach
  void makeSandbox(@TempDir Path folder) throws IOException {
    sandbox = new LauncherSandbox(folder);
  }

  @Nested
  class Start {
    @BeforeEach
    void build() throws Exception {
      sandbox.installJdk("25.0.3");
      assertThat(sandbox.start().exitCode()).isZero();
    }

    @Test
    void passesEveryWordOnUntouched() throws Exception {
      var words = new String[] {"two words", "", "*", "-x", "'\"\\$HOME", "line\nbreak", "Bücher"};

      var outcome = sandbox.start(words);

      assertThat(outcome.output()).endsWith("<" + String.join(">\n<", words) + ">\n");
      assertThat(outcome.errors()).isEmpty();
    }

    @Test
    void worksFromAnyFolderAndThroughLinks() throws Exception {
      var home = sandbox.home();
      var folder = Files.createDirectory(home.resolve("some where"));
      var absolute = Files.createSymbolicLink(folder.resolve("absolute"), sandbox.launcher());
      var link = home.relativize(sandbox.launcher());
      var relative =
          Files.createSymbolicLink(folder.resolve("relative"), Path.of("..").resolve(link));
      Files.createSymbolicLink(folder.resolve("again"), relative.getFileName());

      assertThat(sandbox.start(folder, absolute, "word").output()).endsWith("<word>\n");
      assertThat(sandbox.start(folder, relative, "word").output()).endsWith("<word>\n");
      assertThat(sandbox.start(folder, Path.of("./again"), "word").output()).endsWith("<word>\n");
      assertThat(sandbox.builds()).isEqualTo(1);
    }

    @Test
    void givesTheCommandALocaleThatCanNameEveryFile() throws Exception {
      assertThat(sandbox.start().output()).contains("locale C.UTF-8\n");
    }

    @Test
    void becomesTheCommandSoThatSignalsReachIt() throws Exception {
      var start = sandbox.begin(sandbox.home(), sandbox.launcher());

      assertThat(start.outcome().output()).contains("process " + start.process().pid() + "\n");
    }

    @Test
    void splitsTheOptionsForTheJVMAndLetsThemChooseTheCollector() throws Exception {
      sandbox.set("LOCKSTEP_JAVA_OPTS", "-XX:+UseG1GC  *");

      var output = sandbox.start().output();

      assertThat(output).contains("<-XX:+UseG1GC>\n<*>\n").doesNotContain("SerialGC");
    }

    /** The JVM would not start with both. */
    @ParameterizedTest
    @ValueSource(strings = {"LOCKSTEP_JAVA_OPTS", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"})
    void leavesTheArchiveOutWhereOptionsForbidIt(String variable) throws Exception {
      sandbox.set(variable, "-Da=b -Xshare:auto");
      assertThat(sandbox.start().output()).doesNotContain("<-XX:AOTCache=");

      sandbox.set(variable, "-Da=b");
      assertThat(sandbox.start().output()).contains("<-XX:AOTCache=");
    }

    @Test
    void usesTheClassArchiveWithTheJDKThatMadeItAndNoOther() throws Exception {
      assertThat(sandbox.start().output()).contains("<-XX:AOTCache=");

      sandbox.set("JAVA_HOME", sandbox.installJdk("25.0.4").toString());
      assertThat(sandbox.start().output()).doesNotContain("<-XX:AOTCache=");
    }
  }

  @Nested
  class Jdk {
    @Test
    void isTakenInTheOrderOwnVariableCommonVariablePathUsualFolders() throws Exception {
      var elsewhere = sandbox.home().resolve("else where");
      sandbox.installJdk("25.0.3");
      assertThat(sandbox.start().output()).contains("version 25.0.3\n");
      sandbox.putOnPath(sandbox.installJdk(elsewhere, "25.0.4"));
      assertThat(sandbox.start().output()).contains("version 25.0.4\n");
      sandbox.set("JAVA_HOME", sandbox.installJdk(elsewhere, "25.0.5").toString());
      assertThat(sandbox.start().output()).contains("version 25.0.5\n");
      sandbox.set("LOCKSTEP_JAVA_HOME", sandbox.installJdk(elsewhere, "25.0.6").toString());
      assertThat(sandbox.start().output()).contains("version 25.0.6\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"25.0.3", "25.0.10", "25.1", "26", "26-ea", "100.0.1"})
    void thatIsNewEnoughIsTaken(String version) throws Exception {
      sandbox.installJdk(version);

      assertThat(sandbox.start().output()).contains("version " + version + "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.8.0_412", "17.0.15", "24.9.9", "25", "25.0.2", "strange"})
    void thatIsTooOldIsPassedOver(String version) throws Exception {
      sandbox.set(
          "JAVA_HOME", sandbox.installJdk(sandbox.home().resolve("old"), version).toString());
      assertUnavailable(sandbox.start(), "no JDK 25.0.3 or newer was found: install one");

      sandbox.installJdk("25.0.3");
      assertThat(sandbox.start().output()).contains("version 25.0.3\n");
    }
  }

  @Nested
  class Build {
    @BeforeEach
    void installJdk() throws IOException {
      sandbox.installJdk("25.0.3");
    }

    @Test
    void happensOnceAndTellsSoOnStandardError() throws Exception {
      var first = sandbox.start("word");
      var second = sandbox.start("word");

      assertThat(first.errors())
          .startsWith("lockstep: building;")
          .endsWith("lockstep: building Lockstep command [5/5]\n");
      assertThat(first.output()).startsWith("version ").endsWith("<word>\n");
      assertThat(second.errors()).isEmpty();
      assertThat(sandbox.builds()).isEqualTo(1);
    }

    @Test
    void thatFailsIsNoStart() throws Exception {
      sandbox.raise("broken");

      var outcome = sandbox.start();

      assertUnavailable(outcome, "not built yet: the build failed");
      assertThat(outcome.errors()).contains("lockstep:   it does not compile\n");
    }

    @Test
    void takesMaven() throws Exception {
      sandbox.removeMaven();

      assertUnavailable(sandbox.start(), "not built yet: building takes Maven");
    }

    @Test
    void isTakenByThoseWhoWaitedForIt() throws Exception {
      sandbox.raise("hold");
      var first = sandbox.begin(sandbox.home(), sandbox.launcher(), "first");
      await().until(() -> sandbox.builds() == 1);
      var second = sandbox.begin(sandbox.home(), sandbox.launcher(), "second");
      await().until(() -> second.errorsSoFar().contains("another build is going on"));
      sandbox.lower("hold");

      assertThat(first.outcome().output()).endsWith("<first>\n");
      assertThat(second.outcome().output()).endsWith("<second>\n");
      assertThat(sandbox.builds()).isEqualTo(1);
    }

    @Test
    void cannotLieBelowAFolderWithAColon() throws Exception {
      var folder = Files.createDirectory(sandbox.home().resolve("a:b"));
      var launcher = Files.copy(sandbox.launcher(), folder.resolve("lockstep"));

      assertUnavailable(sandbox.start(folder, launcher), "its name holds a colon");
    }
  }

  @Nested
  class NewerSources {
    @BeforeEach
    void buildAndEdit() throws Exception {
      sandbox.installJdk("25.0.3");
      assertThat(sandbox.start().exitCode()).isZero();
      sandbox.editSource();
    }

    @Test
    void areOnlyToldOfWhereNobodyWatches() throws Exception {
      var outcome = sandbox.start("word");

      assertThat(outcome.output()).endsWith("<word>\n");
      assertThat(outcome.errors())
          .matches("lockstep: the sources are newer than the last good build, .* terminal,.*\n");
      assertThat(sandbox.builds()).isEqualTo(1);
    }

    @Test
    void areBuiltOnATerminal() throws Exception {
      assertThat(sandbox.startOnTerminal().output()).contains("lockstep: building;");
      assertThat(sandbox.start().errors()).isEmpty();
      assertThat(sandbox.builds()).isEqualTo(2);
    }

    @Test
    void areBuiltWhenAskedFor() throws Exception {
      sandbox.set("LOCKSTEP_BUILD", "yes");

      assertThat(sandbox.start().errors()).startsWith("lockstep: building;");
      assertThat(sandbox.start().errors()).isEmpty();
      assertThat(sandbox.builds()).isEqualTo(2);
    }

    @Tag("full")
    @Test
    void thatWentAwayCountToo() throws Exception {
      sandbox.set("LOCKSTEP_BUILD", "yes");
      assertThat(sandbox.start().exitCode()).isZero();
      sandbox.editSource();
      Files.delete(sandbox.source());

      assertThat(sandbox.start().errors()).startsWith("lockstep: building;");
    }

    @Test
    void thatDoNotBuildLeaveTheLastGoodBuildInUse() throws Exception {
      sandbox.set("LOCKSTEP_BUILD", "yes");
      sandbox.raise("broken");

      var outcome = sandbox.start("word");

      assertThat(outcome.output()).endsWith("<word>\n");
      assertThat(outcome.errors())
          .contains("lockstep:   it does not compile\n")
          .contains("newer than the last good build, which is used: the build failed");
    }

    @Test
    void ofSomebodyElseAreOnlyToldOf() throws Exception {
      assumeTrue("root".equals(System.getProperty("user.name")), "only root can give files away");
      sandbox.set("LOCKSTEP_BUILD", "yes");
      Files.setAttribute(sandbox.pom(), "unix:uid", 65534);

      assertThat(sandbox.start().errors()).endsWith("only their owner builds them again\n");
      assertThat(sandbox.builds()).isEqualTo(1);
    }

    @Tag("full")
    @Test
    void leaveTheLastBuildsAndThoseInUseWhereTheyAre() throws Exception {
      var first = sandbox.keptBuilds().getFirst();
      sandbox.raise("run");
      var running = sandbox.begin(sandbox.home(), sandbox.launcher(), "stay");
      await().until(() -> running.outputSoFar().contains("<stay>"));

      buildAgain(4);
      assertThat(sandbox.keptBuilds()).contains(first).hasSize(4);

      sandbox.lower("run");
      assertThat(running.outcome().exitCode()).isZero();
      buildAgain(1);
      assertThat(sandbox.keptBuilds()).doesNotContain(first).hasSize(3);
    }

    private void buildAgain(int times) throws Exception {
      sandbox.set("LOCKSTEP_BUILD", "yes");
      for (var i = 0; i < times; i++) {
        sandbox.editSource();
        assertThat(sandbox.start().errors()).startsWith("lockstep: building;");
      }
    }
  }

  private static void assertUnavailable(Outcome outcome, String reason) {
    assertThat(outcome.exitCode()).isEqualTo(UNAVAILABLE);
    assertThat(outcome.output()).isEmpty();
    assertThat(outcome.errors().lines().toList().getLast())
        .startsWith("lockstep: ")
        .contains(reason);
  }
}
