package dev.lockstep.cli;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.testkit.TreeComparer;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the command shows of its progress, on a terminal of its own. A run is shown from its second
 * second on, so it is held back by {@code --bwlimit}.
 */
class ProgressIT {
  private static final String ERASE = "\u001b[K";
  private static final String BEGIN = ERASE + "\u001b[?7l";
  private static final String END = "\u001b[?7h";
  private static final int LARGE_BYTES = 400_000;
  private static final String RATE = "200000";

  /** With wide and combining characters, and what would make a mess if it were not escaped. */
  private static final String LARGE = "large \u5199\u771f e\u0301\u001b[31m\nred";

  @TempDir Path folder;
  private Path source;

  @BeforeEach
  void makeSource() throws IOException {
    source = Files.createDirectory(folder.resolve("source"));
    Files.write(source.resolve(LARGE), new byte[LARGE_BYTES]);
    for (int i = 0; i < 20; i++) {
      Files.writeString(source.resolve("small" + i), "text");
    }
  }

  @Test
  void onATerminalItIsDrawnBelowTheLinesAndGoneInTheEnd() throws IOException {
    try (CommandProcess command =
        onTerminal("stty cols 160; TERM=xterm exec \"$@\"", "--bwlimit", RATE)) {
      List<String> printed = command.outcome().output();

      assertThat(drawn(printed))
          .anyMatch(line ->
              line.startsWith("lockstep  ")
                  && line.contains("of at least 21 entries")
                  && line.contains("KiB copied (0:00:0")
                  && line.contains("/s, large \u5199\u771f e\u0301\\u001b[31m\\nred ")
                  && line.endsWith(" of 390.6 KiB"))
          .allMatch(line -> Columns.of(line) < 160);
      List<String> left = left(printed);
      assertThat(left).hasSize(24);
      assertThat(left.subList(1, 23)).allMatch(line -> line.matches("\\d{4}-.*  create .*\\)"));
      assertThat(left.getLast()).startsWith("exact: 21 entries; ");
    }
    assertThat(TreeComparer.mirror(source, folder.resolve("replica"))).isEmpty();
  }

  /** The words that were drawn again and again. */
  private static List<String> drawn(List<String> printed) {
    return printed.stream()
        .filter(line -> line.startsWith(BEGIN) && line.endsWith(END))
        .map(line -> line.substring(BEGIN.length(), line.length() - END.length()))
        .toList();
  }

  /** What stands on a terminal after all that: what is drawn over is gone. */
  private static List<String> left(List<String> printed) {
    List<String> left = new ArrayList<>();
    for (int i = 0; i < printed.size(); i++) {
      String line = printed.get(i);
      boolean isErased = i + 1 < printed.size() && printed.get(i + 1).startsWith(ERASE);
      String text = line.startsWith(ERASE) ? line.substring(ERASE.length()) : line;
      if (!text.isEmpty() && !(isErased && line.startsWith(BEGIN))) {
        left.add(text);
      }
    }
    return left;
  }

  @Test
  @Tag("full")
  void itFollowsTheTerminalsSizeAndNoneOfItComesIntoRedirectedOutput() throws IOException {
    String resized =
        """
        stty cols 150
        TERM=xterm "$@" >output &
        until [ -e narrow ]; do sleep 0.05; done
        stty cols 50
        wait
        """;
    Files.write(source.resolve(LARGE), new byte[10 * LARGE_BYTES]);
    try (CommandProcess command = onTerminal(resized, "-q", "-P", "--bwlimit", "20000")) {
      command.awaitOutput(lines -> isAnyWide(lines, 100, 149));
      Files.createFile(folder.resolve("narrow"));
      command.awaitOutput(lines -> isAnyWide(lines, 30, 49));
      CommandProcess.signal(command.itself(), "TERM");

      assertThat(left(command.outcome().output())).isEmpty();
    }
    assertThat(folder.resolve("output")).content().doesNotContain("\u001b", "\r", "lockstep");
  }

  private static boolean isAnyWide(List<String> printed, int least, int most) {
    return drawn(printed).stream()
        .anyMatch(line -> Columns.of(line) >= least && Columns.of(line) <= most);
  }

  @Test
  @Tag("full")
  void whileItWaitsItSaysHowItIsUntilItIsStopped() throws IOException {
    Files.delete(source.resolve(LARGE));
    try (CommandProcess command = onTerminal("TERM=xterm exec \"$@\"", "--watch")) {
      command.awaitOutput(lines ->
          isAnyLike(lines, "lockstep: idle since [0-9: -]+, no change yet, nothing waiting"));
      Files.writeString(source.resolve("more"), "text");
      command.awaitOutput(lines ->
          isAnyLike(lines, "lockstep: idle since [0-9: -]+, last change [0-9: -]+, nothing .*"));
      CommandProcess.signal(command.itself(), "INT");

      List<String> printed = command.outcome().output();
      assertThat(left(printed)).noneMatch(line -> line.contains("idle"));
      assertThat(left(printed).getLast()).contains("Stopped by a signal");
    }
  }

  @Test
  @Tag("full")
  void betweenTwoRunsItSaysWhenTheNextOneIs() throws IOException {
    Files.delete(source.resolve(LARGE));
    try (CommandProcess command = onTerminal("TERM=xterm exec \"$@\"", "-q", "-P", "1d")) {
      command.awaitOutput(lines -> isAnyLike(lines, "lockstep: next run at [0-9-]+ [0-9:]+"));
      CommandProcess.signal(command.itself(), "TERM");

      List<String> left = left(command.outcome().output());
      assertThat(left).noneMatch(line -> line.contains("next run"));
    }
  }

  private static boolean isAnyLike(List<String> printed, String pattern) {
    return drawn(printed).stream().anyMatch(line -> line.matches(pattern));
  }

  @Test
  @Tag("full")
  void aTerminalThatGoesAwayEndsNoRunThatDoesNotHearOfIt() throws IOException {
    ProcessHandle itself;
    try (CommandProcess command =
        onTerminal("trap \"\" HUP; TERM=xterm exec \"$@\"", "--bwlimit", RATE)) {
      command.awaitOutput(lines -> !drawn(lines).isEmpty());
      itself = command.itself();
    }
    itself.onExit().orTimeout(60, SECONDS).join();

    assertThat(TreeComparer.mirror(source, folder.resolve("replica"))).isEmpty();
  }

  private CommandProcess onTerminal(String script, String... options) throws IOException {
    List<String> words = new ArrayList<>(List.of("source", "replica"));
    words.addAll(List.of(options));
    return CommandProcess.shellOnTerminal(folder, script, words.toArray(String[]::new));
  }

  @Tag("full")
  @Test
  void itIsOffWhereErrorsGoElsewhereUnlessItIsToBeShownAlways() throws IOException {
    try (CommandProcess usual = start("source", "usual", "-P");
        CommandProcess always = start("source", "always", "-q", "--progress=always")) {
      assertThat(usual.outcome().errors()).isEmpty();
      assertThat(usual.outcome().output())
          .hasSize(24)
          .noneMatch(line -> line.contains("\u001b") || line.contains("lockstep  "));
      assertThat(always.outcome().errors())
          .isNotEmpty()
          .allMatch(line -> line.matches("progress: \\d+ of at least 21 entries, .*KiB copied, .*"))
          .noneMatch(line -> line.contains("\u001b"));
      assertThat(always.outcome().output()).hasSize(1);
    }
  }

  private CommandProcess start(String... words) throws IOException {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--bwlimit", RATE));
    return CommandProcess.start(folder, List.of(), all.toArray(String[]::new));
  }

  @Tag("full")
  @Test
  void itIsOffOnATerminalThatCannotEraseAndWhereItIsNotWanted() throws IOException {
    String three =
        """
        TERM=dumb "$@" dumb &
        TERM=xterm "$@" unwanted --progress=never &
        TERM=xterm "$@" silent -qq &
        wait
        """;
    try (CommandProcess commands =
        CommandProcess.shellOnTerminal(folder, three, "--bwlimit", RATE, "source")) {
      assertThat(commands.outcome().output()).noneMatch(line -> line.contains("\u001b"));
    }
    for (String replica : List.of("dumb", "unwanted", "silent")) {
      assertThat(folder.resolve(replica).resolve(LARGE)).hasSize(LARGE_BYTES);
    }
  }

  @Tag("full")
  @Test
  void verifyingShowsWhatIsRead() throws IOException {
    Path replica = Files.createDirectory(folder.resolve("replica"));
    for (Path root : List.of(source, replica)) {
      try (var file = new RandomAccessFile(root.resolve("huge").toFile(), "rw")) {
        file.setLength(600L << 20);
      }
    }

    var verified =
        CommandProcess.run(folder, "verify", "source", "replica", "--progress=always", "-q");

    assertThat(verified.errors())
        .isNotEmpty()
        .allMatch(line -> line.startsWith("progress: "))
        .anyMatch(line -> line.contains(" read, "));
  }
}
