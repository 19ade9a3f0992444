package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Model.OptionSpec;

class HelpTextTest {
  @Test
  void namesEveryOptionVerbAndExitCode() {
    for (OptionSpec option : Options.parser().getCommandSpec().options()) {
      assertThat(HelpText.COMMAND).contains(option.names());
    }
    for (ExitCode code : ExitCode.values()) {
      assertThat(HelpText.COMMAND).containsPattern("(?m)(^|  ) *" + code.number() + "  ");
    }
    assertThat(HelpText.COMMAND).contains("lockstep sync", "lockstep diff", "lockstep help");
  }

  @Test
  void fitsATerminalAndHoldsSixExamples() {
    for (String text :
        new String[] {
          HelpText.COMMAND,
          HelpText.SYNC,
          HelpText.DIFF,
          HelpText.VERIFY,
          HelpText.STATUS,
          HelpText.APPROVE,
          HelpText.ADOPT,
          HelpText.MANIFEST
        }) {
      assertThat(text.lines()).allMatch(line -> line.length() <= 96);
    }
    String examples =
        HelpText.COMMAND.substring(
            HelpText.COMMAND.indexOf("Examples"), HelpText.COMMAND.indexOf("Exit codes"));
    assertThat(examples.lines().filter(line -> line.startsWith("  lockstep "))).hasSize(6);
  }

  @Test
  void givesExamplesOfEveryVerb() {
    for (Verb verb : Verb.values()) {
      List<HelpOutline.Listing> examples =
          HelpOutline.of(HelpText.of(Optional.of(verb))).listings("Examples");
      assertThat(examples).as(verb.word()).hasSize(1);
      assertThat(examples.getFirst().items())
          .hasSizeGreaterThan(1)
          .allMatch(example -> example.term().startsWith("lockstep "));
    }
  }

  @Test
  void isAboutAVerbWhereAsked() {
    assertThat(HelpText.of(Optional.empty())).isSameAs(HelpText.COMMAND);
    assertThat(HelpText.of(Optional.of(Verb.DIFF))).startsWith("lockstep diff SOURCE REPLICA");
    assertThat(HelpText.of(Optional.of(Verb.SYNC))).startsWith("lockstep sync SOURCE REPLICA");
  }
}
