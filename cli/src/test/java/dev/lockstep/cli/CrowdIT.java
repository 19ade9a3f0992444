package dev.lockstep.cli;

import static dev.lockstep.testkit.TreeSpec.file;
import static dev.lockstep.testkit.TreeSpec.folder;
import static dev.lockstep.testkit.TreeSpec.root;
import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.testkit.TreeComparer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many commands that are started at once on one replica, which is not there yet. */
class CrowdIT {
  private static final int PATIENCE_MINUTES = 5;

  @TempDir private Path folder;

  @Tag("full")
  @Test
  void ofTenStartsOneRuns() throws Exception {
    oneRunsOf(10);
  }

  @Test
  @Tag("full")
  void ofAHundredStartsOneRuns() throws Exception {
    oneRunsOf(100);
  }

  /** The one that runs goes on by an interval, so that all others find it there. */
  private void oneRunsOf(int starts) throws Exception {
    Path source = folder.resolve("source");
    root(folder("a", file("b", "text")), file("c", "text")).writeTo(source);
    List<CommandProcess> commands = new ArrayList<>();
    try {
      var others = new CountDownLatch(starts - 1);
      for (int i = 0; i < starts; i++) {
        CommandProcess command = CommandProcess.start(folder, List.of(), "source", "replica", "1h");
        commands.add(command);
        command.onEnd(others::countDown);
      }
      assertThat(others.await(PATIENCE_MINUTES, MINUTES)).as("all but one ended").isTrue();
      CommandProcess winner =
          commands.stream().filter(CommandProcess::isRunning).findFirst().orElseThrow();
      for (CommandProcess command : commands) {
        if (command != winner) {
          CommandProcess.Outcome outcome = command.outcome();
          assertThat(outcome.exitCode()).as("%s", outcome).isEqualTo(27);
          assertThat(outcome.errors()).hasSize(1);
          assertThat(outcome.errors().getFirst()).contains("held by pid ");
          assertThat(outcome.output()).isEmpty();
        }
      }
      winner.awaitOutput(lines -> lines.stream().anyMatch(line -> line.startsWith("exact: ")));
      winner.signal("TERM");
      assertThat(winner.outcome().exitCode()).isEqualTo(20);
      assertThat(TreeComparer.mirror(source, folder.resolve("replica"))).isEmpty();
    } finally {
      commands.forEach(CommandProcess::close);
    }
  }
}
