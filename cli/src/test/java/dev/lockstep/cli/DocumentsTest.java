package dev.lockstep.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.Model.OptionSpec;

class DocumentsTest {
  private static final Map<String, String> ALL = Documents.all("2026-11-29");
  private static final String BASH = ALL.get("bash-completion/completions/lockstep");
  private static final String ZSH = ALL.get("zsh/site-functions/_lockstep");

  @TempDir private Path folder;

  @Test
  void haveEveryOptionInTheManualAndTheCompletions() {
    var manual = ALL.get("man/man1/lockstep.1");
    for (OptionSpec option : Options.parser().getCommandSpec().options()) {
      for (String name : option.names()) {
        assertThat(manual).contains("\\fB" + name.replace("-", "\\-") + "\\fR");
        if (!Options.REFUSED.containsKey(name)) {
          assertThat(BASH).containsPattern("compgen -W '([^']* )?" + name + "[ ']");
          assertThat(ZSH).containsPattern("(?m)^ +'\\*" + name + "[=+-]*\\[[^\\]]");
        }
      }
      if (option.arity().max() > 0) {
        assertThat(ZSH).as(option.longestName()).contains(option.longestName() + "=");
      }
    }
  }

  @Test
  void offerNoOptionThatIsRefused() {
    assertThat(OptionWords.all().stream().flatMap(option -> option.names().stream()))
        .doesNotContainAnyElementsOf(Options.REFUSED.keySet())
        .contains("--dry-run", "-n", "--numeric-ids");
  }

  @Test
  void knowWhatAValueIs() {
    assertThat(option("--jobs").value()).isEqualTo("N");
    assertThat(option("--state-dir").takesFolder()).isTrue();
    assertThat(option("--log-file").takesFile()).isTrue();
    assertThat(option("--repair").mayLackValue()).isTrue();
    assertThat(option("--rehash").takesValue()).isFalse();
    assertThat(option("--check").choices()).contains("md5", "stamp");
    assertThat(option("-c").summary()).isEqualTo("--check md5 --rehash");
  }

  private static OptionWords option(String name) {
    return OptionWords.all().stream()
        .filter(option -> option.names().contains(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void haveAPageOfEveryVerbWithExamplesAndEveryExitCode() {
    for (Verb verb : Verb.values()) {
      assertThat(BASH).contains(verb.word());
      assertThat(ZSH).contains("'" + verb.word() + ":");
      if (verb != Verb.HELP) {
        assertThat(ALL.get("man/man1/lockstep-" + verb.word() + ".1"))
            .contains(".SH NAME\nlockstep-" + verb.word() + " \\- ", ".SH EXAMPLES\n");
      }
    }
    for (ExitCode code : ExitCode.values()) {
      assertThat(ALL.get("man/man1/lockstep.1")).contains(".TP\n\\fB" + code.number() + "\\fR\n");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ver, verify",
    "sync --chec, --check",
    "sync --check '', 'md5 sha256 xxh128 bytes stamp'",
    "sync --check = sh, sha256",
    "verify --repair =, source-is-right",
    "help man, manifest",
    "fol, folder",
    "sync --state-dir fol, folder",
    "sync --every '', ''",
    "sync folder folder 60 fi, file",
    "sync folder folder fol, ''",
    "-j 2 folder fol, folder",
    "-- --che, ''"
  })
  void completeInBash(String words, String expected) throws Exception {
    Files.createDirectory(folder.resolve("folder"));
    Files.createFile(folder.resolve("file"));
    var script =
        BASH
            + """
            COMP_WORDS=(lockstep @words@)
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            _lockstep
            echo "${COMPREPLY[*]}"
            """
                .replace("@words@", words);
    assertThat(run("bash", "-c", script)).isEqualTo(expected);
  }

  @Test
  @Tag("full")
  void areUnderstoodByThoseTheyAreFor() throws Exception {
    Documents.main(new String[] {folder.toString(), "2026-11-29"});
    assertThat(run("zsh", "-n", "zsh/site-functions/_lockstep")).isEmpty();
    for (String place : ALL.keySet()) {
      if (place.startsWith("man/")) {
        assertThat(run("groff", "-man", "-Tutf8", "-ww", "-z", place)).as(place).isEmpty();
      }
    }
  }

  private String run(String... command) throws IOException {
    var process =
        new ProcessBuilder(List.of(command))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    try (var output = process.getInputStream()) {
      process.getOutputStream().close();
      return new String(output.readAllBytes(), UTF_8).strip();
    }
  }
}
