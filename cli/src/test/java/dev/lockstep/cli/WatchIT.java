package dev.lockstep.cli;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.testkit.Machine;
import dev.lockstep.testkit.Mounted;
import dev.lockstep.testkit.TreeComparer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A command that watches, and what the system tells it. */
class WatchIT {
  /**
   * How long processes churn; five minutes were tried, too. In so long more is deleted than the
   * usual limit lets go.
   */
  private static final int CHURN_SECONDS = Integer.getInteger("lockstep.tests.churn.seconds", 8);

  private static final int PROCESSES = 3;

  /** What follows is root's, and may no more than anybody. */
  private static final List<String> WITHOUT_PRIVILEGES =
      List.of("setpriv", "--bounding-set=-all", "--inh-caps=-all");

  /**
   * What one process does to a folder of its own and one that all share, from a seed, for so many
   * seconds: saves in place and by renaming, appends, new folders, renames and removals of files
   * and of folders with all they hold, links of both kinds, modes. What fails, since another was
   * first, fails.
   */
  private static final String CHURN =
      """
      cd "$1" || exit 1
      RANDOM=$2
      end=$((SECONDS + $3))
      mkdir -p own$2 shared
      while [ $SECONDS -lt $end ]; do
        for at in own$2 shared; do
          a=$at/$((RANDOM % 40)); b=$at/$((RANDOM % 40)); d=$at/d$((RANDOM % 8)); e=$at/d$((RANDOM % 8))
          case $((RANDOM % 12)) in
            0|1|2) echo $RANDOM$RANDOM > $a ;;
            3) echo $RANDOM >> $a ;;
            4) echo $RANDOM > $at/tmp$2 && mv $at/tmp$2 $b ;;
            5) mv -T $a $b ;;
            6) rm -f $a ;;
            7) mkdir -p $d/x/y && echo $RANDOM > $d/x/y/$((RANDOM % 5)) ;;
            8) mv -T $d $e ;;
            9) rm -rf $d ;;
            10) ln -sfn $RANDOM $at/l$((RANDOM % 10)) ;;
            11) chmod $((600 + RANDOM % 2 * 44)) $a ;;
          esac
        done
      done 2> /dev/null
      true
      """;

  @TempDir Path folder;
  private Path source;
  private Path replica;

  @BeforeEach
  void makeSource() throws IOException {
    source = Files.createDirectory(folder.resolve("source"));
    replica = folder.resolve("replica");
    Files.writeString(source.resolve("first"), "1");
  }

  @Test
  void whatChangesArrives() throws IOException {
    try (CommandProcess command = start()) {
      command.awaitOutput(lines -> has(lines, "exact: "));
      Files.createDirectories(source.resolve("a/b/c"));
      Files.writeString(source.resolve("a/b/c/second"), "2");
      // Then nothing is being looked at, which would be gone in one place before it is in the
      // other.
      command.awaitOutput(lines -> hasAfter(lines, "  a/b/c/second  (", "exact: "));
      awaitEqual();
      Files.move(source.resolve("a/b"), source.resolve("moved"));
      Files.delete(source.resolve("first"));
      command.awaitOutput(lines -> has(lines, "move      folder  moved  "));
      awaitEqual();
      command.signal("TERM");

      assertThat(command.outcome().exitCode()).isEqualTo(20);
    }
  }

  @Test
  void whatIsChangedInTheReplicaIsPutRight() throws IOException {
    try (CommandProcess command = start()) {
      command.awaitOutput(lines -> has(lines, "exact: "));
      Files.writeString(replica.resolve("more"), "more");
      awaitEqual();
      Files.delete(replica.resolve("first"));
      awaitEqual();
    }
  }

  @Test
  void whatIsExcludedIsNotFollowedAndWhatAnIgnoreFileSaysIs() throws IOException {
    Path ignore = source.resolve("folder/.lockstepignore");
    Path file = source.resolve("folder/file");
    try (CommandProcess command = start("--exclude", "*.o", "--ignore-files")) {
      command.awaitOutput(lines -> has(lines, "exact: "));
      Files.writeString(source.resolve("a.o"), "object");
      Files.createDirectory(source.resolve("folder"));
      Files.writeString(file, "first");
      command.awaitOutput(lines -> has(lines, "  folder/file  ("));
      Files.writeString(ignore, "file\n");
      command.awaitOutput(lines -> has(lines, "  folder/.lockstepignore  ("));
      Files.writeString(file, "second");
      Files.writeString(source.resolve("folder/more"), "more");
      command.awaitOutput(lines -> has(lines, "  folder/more  ("));
      assertThat(replica.resolve("folder/file")).hasContent("first");
      Files.delete(ignore);
      command.awaitOutput(lines -> has(lines, "update    file    folder/file  ("));
      assertThat(replica.resolve("a.o")).doesNotExist();
    }
  }

  /** Each of its lines would be a change otherwise, and be told by the next. */
  @Tag("full")
  @Test
  void aLogFileInTheSourceKeepsNothingGoing() throws IOException {
    Path log = source.resolve("log");
    try (CommandProcess command = start("--log-file", log.toString())) {
      command.awaitOutput(lines -> has(lines, "exact: "));
      for (int i = 0; i < 3; i++) {
        String name = "file" + i;
        Files.writeString(source.resolve(name), "text");
        command.awaitOutput(lines -> has(lines, "  " + name + "  ("));
      }
      command.signal("TERM");
      command.outcome();
    }
    assertThat(CommandProcess.lines(log))
        .filteredOn(line -> line.contains("  run "))
        .hasSizeLessThanOrEqualTo(4);
  }

  @Test
  void usr1HasEverythingLookedAt() throws IOException {
    try (CommandProcess command = start()) {
      command.awaitOutput(lines -> has(lines, "exact: "));
      command.signal("USR1");
      Files.writeString(source.resolve("second"), "2");
      command.awaitOutput(lines -> has(lines, "  second  ("));
      awaitEqual();
    }
  }

  /** And nothing else was looked at for it, be they heard of by fanotify or by inotify. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @Tag("full")
  void whatSeveralProcessesDoAtFullSpeedIsThereAfterwards(boolean isPrivileged) throws Exception {
    makeKept();
    assertThat(CommandProcess.run(folder, "sync", source.toString(), replica.toString()).exitCode())
        .isZero();
    List<String> prefix = isPrivileged ? List.of() : WITHOUT_PRIVILEGES;
    try (CommandProcess command =
        start(prefix, "-v", "--full-every", "1d", "--max-delete", "100%")) {
      command.awaitOutput(lines -> has(lines, "exact: "));
      churn();
      awaitEqual();
      command.signal("TERM");
      CommandProcess.Outcome outcome = command.outcome();
      assertThat(outcome.errors()).noneMatch(line -> line.contains("Unexpected"));
      assertThat(outcome.output())
          .filteredOn(line -> line.contains("unchanged file    kept0/f0"))
          .hasSize(1);
    }
  }

  /** By inotify, whose queue is so short that it overflows again and again. */
  @Test
  @Tag("full")
  void soItIsForWhomNothingIsPermittedAndWhoseQueueOverflows() throws Exception {
    makeKept();
    Path limit = Path.of("/proc/sys/fs/inotify/max_queued_events");
    // Such a file gives all in one reading, or nothing but the digits that were asked for.
    String usual = Machine.run("cat", limit.toString());
    Files.writeString(limit, "3");
    try (CommandProcess command =
        start(WITHOUT_PRIVILEGES, "--full-every", "1d", "--max-delete", "100%")) {
      command.awaitOutput(lines -> has(lines, "exact: "));
      Files.writeString(limit, usual);
      churn();
      awaitEqual();
      command.signal("TERM");
      CommandProcess.Outcome outcome = command.outcome();
      assertThat(outcome.errors())
          .anyMatch(line -> line.contains("fs.inotify.max_queued_events is "))
          .noneMatch(line -> line.contains("Unexpected"));
    } finally {
      Files.writeString(limit, usual);
    }
  }

  private void makeKept() throws IOException {
    for (int i = 0; i < 300; i++) {
      Files.writeString(
          Files.createDirectories(source.resolve("kept" + i % 10)).resolve("f" + i), "k");
    }
  }

  /** A second after the last change. */
  @ParameterizedTest
  @ValueSource(strings = {"ext4", "xfs"})
  @Tag("full")
  void bothDisksCanBeUnmountedAndComeBack(String type) throws Exception {
    try (Mounted one = Machine.loopMounted(type, 400);
        Mounted other = Machine.loopMounted(type, 400)) {
      source = Files.createDirectory(one.folder().resolve("source"));
      replica = other.folder().resolve("replica");
      Files.writeString(source.resolve("first"), "1");
      try (CommandProcess command = start()) {
        command.awaitOutput(lines -> has(lines, "exact: "));
        for (Mounted each : List.of(one, other)) {
          awaitMountedAgain(each);
          String name = "after" + each.folder().hashCode();
          Files.writeString(source.resolve(name), "text");
          Awaitility.await().atMost(90, SECONDS).until(this::isEqual);
        }
        assertThat(command.isRunning()).isTrue();
      }
    }
  }

  /** Hears what a service manager would: one datagram after the other. */
  private static final String MANAGER =
      """
      import os, socket, sys
      manager = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
      manager.bind(sys.argv[1])
      while True:
          print(manager.recv(4096).decode(), flush=True)
      """;

  @Test
  @Tag("full")
  void whoStartsItAsAServiceIsToldThatItIsReadyAndAlive() throws IOException {
    Path socket = folder.resolve("notify");
    Path heard = folder.resolve("heard");
    Process manager =
        new ProcessBuilder("python3", "-c", MANAGER, socket.toString())
            .redirectErrorStream(true)
            .redirectOutput(heard.toFile())
            .start();
    try {
      Awaitility.await().atMost(60, SECONDS).until(() -> Files.exists(socket));
      List<String> service = List.of("env", "NOTIFY_SOCKET=" + socket, "WATCHDOG_USEC=3000000");
      try (CommandProcess command =
          CommandProcess.start(
              folder, service, "sync", source.toString(), replica.toString(), "--watch")) {
        command.awaitOutput(lines -> has(lines, "exact: "));
        Awaitility.await()
            .atMost(60, SECONDS)
            .untilAsserted(() ->
                assertThat(Files.readString(heard))
                    .contains("READY=1")
                    .contains("STATUS=idle since ")
                    .contains("WATCHDOG=1"));
      }
    } finally {
      manager.destroyForcibly().onExit().join();
    }
  }

  /** Unmounts it, as soon as nobody keeps it, and mounts it again. */
  private static void awaitMountedAgain(Mounted mounted) {
    Awaitility.await()
        .atMost(30, SECONDS)
        .until(() -> {
          try {
            mounted.mountAgain();
            return true;
          } catch (IOException e) {
            return false;
          }
        });
  }

  private void churn() throws Exception {
    Path script = Files.writeString(folder.resolve("churn.sh"), CHURN);
    List<Process> processes = new ArrayList<>();
    for (int i = 1; i <= PROCESSES; i++) {
      processes.add(
          new ProcessBuilder(
                  "bash",
                  script.toString(),
                  source.toString(),
                  String.valueOf(i),
                  String.valueOf(CHURN_SECONDS))
              .inheritIO()
              .start());
    }
    for (Process process : processes) {
      assertThat(process.waitFor()).isZero();
    }
  }

  private CommandProcess start(String... options) throws IOException {
    return start(List.of(), options);
  }

  private CommandProcess start(List<String> prefix, String... options) throws IOException {
    List<String> words = new ArrayList<>(List.of("sync", source.toString(), replica.toString()));
    words.add("--watch");
    words.addAll(List.of(options));
    return CommandProcess.start(folder, prefix, words.toArray(String[]::new));
  }

  private void awaitEqual() {
    Awaitility.await().atMost(60, SECONDS).until(this::isEqual);
  }

  /** Whether they are now; what changes while they are compared is told by a comparison again. */
  private boolean isEqual() throws IOException {
    try {
      return TreeComparer.mirror(source, replica).isEmpty();
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private static boolean has(List<String> lines, String text) {
    return lines.stream().anyMatch(line -> line.contains(text));
  }

  private static boolean hasAfter(List<String> lines, String first, String text) {
    return has(lines.stream().dropWhile(line -> !line.contains(first)).toList(), text);
  }
}
