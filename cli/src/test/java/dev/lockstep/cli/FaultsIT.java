package dev.lockstep.cli;

import static dev.lockstep.testkit.TreeSpec.file;
import static dev.lockstep.testkit.TreeSpec.folder;
import static dev.lockstep.testkit.TreeSpec.root;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.fs.JavaProcess;
import dev.lockstep.testkit.Invariants;
import dev.lockstep.testkit.Lstat;
import dev.lockstep.testkit.Machine;
import dev.lockstep.testkit.Mismatch;
import dev.lockstep.testkit.Mounted;
import dev.lockstep.testkit.Snapshot;
import dev.lockstep.testkit.TreeComparer;
import dev.lockstep.testkit.TreeSpec;
import dev.lockstep.testkit.TreeSpec.Folder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What the packaged command makes of real faults: calls that fail in the kernel's name, mounts and
 * permissions that change in the middle of a run. Each time the next run without them converges.
 */
@Tag("full")
class FaultsIT {
  private static final int FOLDERS = 60;
  private static final int FILES_IN_EACH = 30;
  private static final int PARTIAL = 23;
  private static final String DISK_FAILED = ".: the disk failed to take all that was written: ";

  @TempDir private Path folder;

  private Path source;
  private Path replica;

  @BeforeEach
  void makeRoots() throws IOException {
    folder = folder.toRealPath();
    Lstat.setMode(folder, 0755);
    source = folder.resolve("source");
    replica = folder.resolve("replica");
  }

  @ParameterizedTest
  @EnumSource
  void aFileThatCannotBeReadFromItsMiddleOnKeepsItsOldVersion(Backend backend) throws Exception {
    root(file("bad", "new".repeat(400_000)), file("fine", "new"), folder("empty")).writeTo(source);
    root(file("bad", "old"), file("fine", "old"), file("gone", "old")).writeTo(replica);

    List<String> lines = failing(backend, "read,pread64:error=EIO:when=3+", source.resolve("bad"));

    assertThat(problems(lines)).hasSize(1);
    assertThat(problems(lines).getFirst())
        .startsWith("bad: cannot be updated: ")
        .containsIgnoringCase("input/output error");
    assertThat(replica.resolve("bad")).hasContent("old");
    assertThat(replica.resolve("fine")).hasContent("new");
    assertThat(replica.resolve("gone")).doesNotExist();
    assertConverges(backend);
  }

  @ParameterizedTest
  @EnumSource
  void aFolderThatCannotBeListedProtectsWhatTheReplicaHasOfIt(Backend backend) throws Exception {
    root(folder("bad", file("a", "new")), folder("fine", file("a", "new"))).writeTo(source);
    root(
            folder("bad", file("a", "old"), folder("gone", file("b", "old"))),
            folder("fine", file("a", "old"), file("gone", "old")))
        .writeTo(replica);
    Snapshot before = Snapshot.of(replica.resolve("bad"));

    List<String> lines = failing(backend, "getdents64:error=EIO", source.resolve("bad"));

    assertThat(problems(lines)).hasSize(1);
    assertThat(problems(lines).getFirst())
        .startsWith("bad: cannot be listed: ")
        .containsIgnoringCase("input/output error");
    assertThat(TreeComparer.sinceThen(before, replica.resolve("bad"))).isEmpty();
    assertThat(replica.resolve("fine/a")).hasContent("new");
    assertThat(replica.resolve("fine/gone")).doesNotExist();
    assertConverges(backend);
  }

  /** A call of the Linux backend that fails in the replica. */
  enum Refused {
    RENAME("renameat2:error=EIO", "bad", "bad/[ab]: cannot be (created|updated): "),
    // A thread's first two may write the claims of the state folder.
    WRITE("pwrite64:error=EIO:when=3", "", ".*[a-e]: cannot be (created|updated): "),
    TIMES(
        "utimensat:error=EIO:when=2",
        "",
        "(.*[a-e]: cannot be (created|updated)|(bad|fine): its metadata cannot be set): "),
    TIMES_OF_A_FOLDER("utimensat:error=EIO", "bad", "bad: its metadata cannot be set: "),
    MODE("fchmod:error=EIO:when=2", "", ".*[a-e]: cannot be (created|updated): "),
    OWNER("fchown,fchownat:error=EIO", "", "bad/a: cannot be updated: "),
    UNLINK("unlinkat:error=EIO", "bad", "bad/gone: cannot be deleted: "),
    FLUSH("syncfs:error=EIO", "", "(bad/|fine/)?[a-e]: ");

    private final String injection;
    private final String path;
    private final String problem;

    /**
     * Names a fault.
     *
     * @param path in the replica on which calls fail; empty for all
     * @param problem how the problem begins
     */
    Refused(String injection, String path, String problem) {
      this.injection = injection;
      this.path = path;
      this.problem = problem;
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatTheReplicasDiskRefusesIsNamedAndAllElseIsMirrored(Refused refused) throws Exception {
    writeSmallTrees();
    Snapshot old = Snapshot.of(replica);

    List<String> problems =
        refused.path.isEmpty()
            ? problems(failing(Backend.LINUX, refused.injection))
            : problems(failing(Backend.LINUX, refused.injection, replica.resolve(refused.path)));

    assertThat(problems)
        .filteredOn(problem -> !problem.startsWith(DISK_FAILED))
        .isNotEmpty()
        .allMatch(problem -> problem.matches(refused.problem + "(?i).*input/output error.*"));
    assertOnlyNamedPathsDiffer(old, problems);
    assertConverges(Backend.LINUX);
  }

  @Test
  void aQuotaThatIsUsedUpKeepsTheOldVersions() throws Exception {
    writeSmallTrees();
    Snapshot old = Snapshot.of(replica);

    List<String> problems = problems(failing(Backend.LINUX, "pwrite64:error=EDQUOT:when=3+"));

    assertThat(problems).anyMatch(problem -> problem.matches("(bad/|fine/)?[a-e]: .*"));
    assertOnlyNamedPathsDiffer(old, problems);
    assertConverges(Backend.LINUX);
  }

  private void writeSmallTrees() throws IOException {
    root(
            folder("bad", file("a", "new").mode(0640), file("b", "new")),
            folder("fine", file("a", "new"), file("b", "new")),
            file("c", "new"),
            file("d", "new"),
            file("e", "new"))
        .writeTo(source);
    root(
            folder("bad", file("a", "older"), file("gone", "old")),
            folder("fine", file("a", "older"), file("gone", "old")),
            file("c", "older"),
            file("d", "older"),
            file("e", "older"))
        .writeTo(replica);
    Machine.run("chown", JavaProcess.NOBODY, source.resolve("bad/a").toString());
  }

  /** Whatever is not as in the source is as it was, and there is a problem that names it. */
  private void assertOnlyNamedPathsDiffer(Snapshot old, List<String> problems) throws IOException {
    List<String> named =
        new ArrayList<>(
            problems.stream().map(problem -> problem.substring(0, problem.indexOf(':'))).toList());
    if (problems.stream().anyMatch(problem -> problem.startsWith(DISK_FAILED))) {
      named.addAll(List.of("bad/gone", "fine/gone"));
    }
    assertThat(TreeComparer.mirror(source, replica))
        .isNotEmpty()
        .extracting(Mismatch::path)
        .isSubsetOf(named);
    assertThat(Invariants.torn(old, Snapshot.of(source), Snapshot.of(replica))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aReplicaThatBecomesReadOnlyKeepsWhatItHas(Backend backend) throws Exception {
    writeManyFiles();
    Machine.run("mount", "--bind", replica.toString(), replica.toString());
    try {
      List<String> lines = interrupted(backend, List.of(), this::makeReadOnly);
      assertThat(problems(lines))
          .isNotEmpty()
          .anyMatch(problem -> problem.matches("d\\d+.*: (?i).*read-only.*"));
      remount("rw");
      assertConverges(backend);
    } finally {
      Machine.run("umount", replica.toString());
    }
  }

  /**
   * What was opened before goes on to be read when its disk is unmounted, so that only another look
   * at the root's path tells.
   */
  @ParameterizedTest
  @EnumSource
  void aSourceThatIsUnmountedDeletesNothing(Backend backend) throws Exception {
    writeManyFiles();
    Files.writeString(replica.resolve("gone"), "old");
    Files.writeString(replica.resolve("d1/gone"), "old");
    Snapshot before = Snapshot.of(replica);
    Path mountPoint = Files.createDirectory(folder.resolve("mountpoint"));
    Path disk = source;
    source = mountPoint;
    mountSource(disk);
    try {
      unmountInTheMiddle(backend);
      assertThat(Snapshot.of(replica).items().keySet()).containsAll(before.items().keySet());
      mountSource(disk);
      assertConverges(backend);
    } finally {
      if (Files.exists(mountPoint.resolve("d0"))) {
        Machine.run("umount", mountPoint.toString());
      }
    }
  }

  private void unmountInTheMiddle(Backend backend) throws IOException {
    try (WatchedCommand command = start(backend, List.of())) {
      // By now it has met what is to be deleted, and cannot end: nobody reads all that it prints.
      assertThat(command.awaitLine(line -> line.contains("  update  "))).isTrue();
      Machine.run("umount", "--lazy", source.toString());

      assertThat(command.exitCode()).as("%s", command.lines()).isEqualTo(PARTIAL);
      assertThat(problems(command.lines()))
          .anyMatch(problem ->
              problem.matches(
                  "\\.: nothing is deleted, since the source root (was exchanged|is another folder).*"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void permissionsThatAreTakenAwayProtectWhatTheReplicaHas(Backend backend) throws Exception {
    writeManyFiles();
    // The march takes the folder first that was found last.
    Path last = source.resolve("d0");
    String user = JavaProcess.NOBODY + ":" + JavaProcess.NOBODY;
    Machine.run("chown", "-R", user, folder.toString());
    List<String> lines =
        interrupted(backend, JavaProcess.ordinaryUser(), command -> Lstat.setMode(last, 0));

    assertThat(problems(lines)).hasSize(1);
    assertThat(problems(lines).getFirst())
        .startsWith(last.getFileName() + ": ")
        .endsWith("permission denied");
    Lstat.setMode(last, 0755);
    Lstat.setModified(last, TreeSpec.LONG_AGO);
    try (WatchedCommand next = start(backend, JavaProcess.ordinaryUser())) {
      assertThat(next.exitCode()).as("%s", next.lines()).isZero();
    }
    assertThat(TreeComparer.mirror(source, replica)).isEmpty();
  }

  @Test
  void aLogOnAFullDiskIsSaidAndTheMirrorGoesOn() throws Exception {
    writeManyFiles();
    try (Mounted full = Machine.loopMounted("tmpfs", 1)) {
      Files.write(full.folder().resolve("ballast"), new byte[(1 << 20) - 16 * 1024]);
      Path log = full.folder().resolve("lockstep.log");
      try (WatchedCommand command =
          WatchedCommand.start(
              folder,
              List.of(),
              Backend.LINUX,
              source.toString(),
              replica.toString(),
              "0",
              log.toString())) {
        assertThat(command.exitCode()).isZero();
        assertThat(command.lines())
            .filteredOn(line -> line.contains("lockstep.log lacks lines from here on"))
            .hasSize(1);
        assertThat(command.lines().getLast())
            .startsWith("exact: ")
            .contains("; the log file lacks lines; ");
      }
    }
    assertThat(TreeComparer.mirror(source, replica)).isEmpty();
  }

  /** Something that happens to the machine. */
  @FunctionalInterface
  private interface Event {
    void happen(WatchedCommand stopped) throws IOException;
  }

  /** So many files to be updated that a run can be met in its middle. */
  private void writeManyFiles() throws IOException {
    manyFiles("new").writeTo(source);
    manyFiles("older").writeTo(replica);
  }

  private static Folder manyFiles(String text) {
    return root(
        IntStream.range(0, FOLDERS)
            .mapToObj(i ->
                folder(
                    "d" + i,
                    IntStream.range(0, FILES_IN_EACH)
                        .mapToObj(j -> file("f" + j, text))
                        .toArray(TreeSpec[]::new)))
            .toArray(TreeSpec[]::new));
  }

  private WatchedCommand start(Backend backend, List<String> prefix) throws IOException {
    String[] words = {source.toString(), replica.toString(), "--jobs", "1", "--no-index"};
    // Without an index, so that calls are counted which concern the replica.
    return WatchedCommand.start(folder, prefix, backend, words);
  }

  /** Runs the command while calls fail, on these paths if any; gives what it printed. */
  private List<String> failing(Backend backend, String injection, Path... paths)
      throws IOException {
    String calls = injection.substring(0, injection.indexOf(':'));
    List<String> strace = new ArrayList<>(List.of("strace", "-f", "-qq", "-o", "/dev/null"));
    for (Path path : paths) {
      strace.addAll(List.of("-P", path.toString()));
    }
    strace.addAll(List.of("-e", "trace=" + calls, "-e", "inject=" + injection));
    try (WatchedCommand command = start(backend, strace)) {
      assertThat(command.exitCode()).as("%s", command.lines()).isEqualTo(PARTIAL);
      return command.lines();
    }
  }

  /** Runs the command, lets something happen in the middle, and judges the replica afterwards. */
  private List<String> interrupted(Backend backend, List<String> prefix, Event event)
      throws IOException {
    Snapshot sourceThen = Snapshot.of(source);
    Snapshot old = Snapshot.of(replica);
    try (WatchedCommand command = start(backend, prefix)) {
      pauseInTheMiddle(command);
      event.happen(command);
      command.signal("CONT");
      assertThat(command.exitCode()).as("%s", command.lines()).isEqualTo(PARTIAL);
      assertThat(Invariants.torn(old, sourceThen, Snapshot.of(replica))).isEmpty();
      return command.lines();
    }
  }

  private static void pauseInTheMiddle(WatchedCommand command) throws IOException {
    // Actions are told in groups, so that later lines may come too late.
    assertThat(command.awaitLines(1)).as("%s", command.lines()).isTrue();
    command.signal("STOP");
  }

  /** While a file is open for writing that fails, so that the run may have to go on a little. */
  private void makeReadOnly(WatchedCommand stopped) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        remount("ro");
        return;
      } catch (IOException e) {
        if (attempt == FILES_IN_EACH) {
          throw e;
        }
        stopped.signal("CONT");
        stopped.signal("STOP");
      }
    }
  }

  private void remount(String option) throws IOException {
    Machine.run("mount", "-o", "remount,bind," + option, replica.toString());
  }

  private void mountSource(Path disk) throws IOException {
    Machine.run("mount", "--bind", disk.toString(), source.toString());
  }

  private void assertConverges(Backend backend) throws IOException {
    try (WatchedCommand next = start(backend, List.of())) {
      int exitCode = next.exitCode();
      List<String> lines = next.lines();
      assertThat(exitCode).as("%s %s", problems(lines), lines.getLast()).isZero();
    }
    assertThat(TreeComparer.mirror(source, replica)).isEmpty();
  }

  private static List<String> problems(List<String> lines) {
    return lines.stream()
        .filter(line -> line.contains("  problem   "))
        .map(line -> line.substring(line.indexOf("  problem   ") + "  problem   ".length()))
        .toList();
  }
}
