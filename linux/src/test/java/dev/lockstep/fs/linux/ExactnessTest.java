package dev.lockstep.fs.linux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.lockstep.api.MirrorOptions;
import dev.lockstep.api.MirrorReport;
import dev.lockstep.model.Cancellation;
import dev.lockstep.model.Part;
import dev.lockstep.testkit.Machine;
import dev.lockstep.testkit.Mounted;
import dev.lockstep.testkit.Recorder;
import dev.lockstep.testkit.Runs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What mirrors like to lose: attributes that were to stay, odd times, files in use. */
final class ExactnessTest {
  @TempDir private Path home;

  private Path source;
  private Path replica;

  @BeforeEach
  void makeRoots() throws IOException {
    source = Files.createDirectory(home.resolve("source"));
    replica = Files.createDirectory(home.resolve("replica"));
  }

  /** What is not there skips the test, with the reason. */
  private static void assumePresent(String... commands) {
    for (String command : commands) {
      try {
        Machine.run(command, "--version");
      } catch (IOException e) {
        abort("there is no " + command + " here: " + e.getMessage());
      }
    }
  }

  /** It is hashed beside the copying, and written past the page cache where that can be. */
  @Test
  void aLargeFileWithHolesArrivesWithItsDigest() throws Exception {
    Path file = source.resolve("f");
    Machine.run("truncate", "-s", "30M", file.toString());
    try (var large = FileChannel.open(file, StandardOpenOption.WRITE)) {
      byte[] noise = new byte[9_999_999];
      new Random(1).nextBytes(noise);
      large.write(ByteBuffer.wrap(noise), 1 << 20);
      large.write(ByteBuffer.wrap(noise), 18L << 20);
    }
    var heard = new Recorder();
    Runs.mirror(
        new LinuxTreeProvider(), MirrorOptions.of(source, replica), heard, new Cancellation());
    String expected = Machine.run("md5sum", file.toString());
    assertThat(heard.actions())
        .flatExtracting(action -> action.digest().stream().toList())
        .singleElement()
        .satisfies(digest -> assertThat(expected).startsWith(digest.hex()));
    Machine.run("cmp", file.toString(), replica.resolve("f").toString());
  }

  @Test
  void attributesAndAclsThatAreLeftAloneStay() throws Exception {
    assumePresent("setfattr", "setfacl");
    for (Path root : new Path[] {source, replica}) {
      Files.createDirectory(root.resolve("d"));
      Files.writeString(root.resolve("f"), root.getFileName().toString());
      Files.writeString(root.resolve("meta"), "text");
    }
    for (String name : new String[] {"d", "f", "meta"}) {
      Machine.run("setfattr", "-n", "user.mine", "-v", "kept", replica.resolve(name).toString());
      Machine.run("setfattr", "-n", "user.theirs", "-v", "1", source.resolve(name).toString());
      Machine.run("setfacl", "-m", "u:1234:r--", replica.resolve(name).toString());
    }
    Machine.run("setfacl", "-d", "-m", "u:1234:r-x", replica.resolve("d").toString());
    Machine.run("chmod", "0640", source.resolve("meta").toString());
    Set<Part> parts = Set.of(Part.ATTRIBUTES, Part.ACLS);
    mirror(parts);
    for (String name : new String[] {"d", "f", "meta"}) {
      assertThat(xattrs(name)).contains("user.mine").doesNotContain("user.theirs");
      assertThat(acl(name)).contains("user:1234:r--");
    }
    assertThat(acl("d")).contains("default:user:1234:r-x");
    assertThat(replica.resolve("f")).hasContent("source");
    assertThat(mirror(parts).counts().actions()).isZero();

    mirror(Set.of());
    for (String name : new String[] {"d", "f", "meta"}) {
      assertThat(xattrs(name)).contains("user.theirs").doesNotContain("user.mine");
      assertThat(acl(name)).doesNotContain("1234");
    }
    assertThat(mirror(Set.of()).counts().actions()).isZero();
  }

  @Test
  void permissionsThatAreLeftAloneStayWithTheirAcls() throws Exception {
    assumePresent("setfacl");
    Files.writeString(source.resolve("f"), "text");
    Files.writeString(replica.resolve("f"), "old");
    Machine.run("setfacl", "-m", "u:99:rwx", source.resolve("f").toString());
    Machine.run("setfacl", "-m", "u:1234:r--", replica.resolve("f").toString());
    mirror(Set.of(Part.MODES));
    assertThat(acl("f")).contains("user:1234:r--").doesNotContain("user:99");
    assertThat(mirror(Set.of(Part.MODES)).counts().actions()).isZero();
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aFileThatSomebodyHoldsALeaseOfIsWaitedFor() throws Exception {
    assumePresent("python3");
    Path file = Files.writeString(source.resolve("leased"), "text");
    String script =
        """
        import fcntl, os, signal, sys
        f = os.open(sys.argv[1], os.O_RDWR)
        def give_back(*_):
            fcntl.fcntl(f, fcntl.F_SETLEASE, fcntl.F_UNLCK)
            os._exit(0)
        signal.signal(signal.SIGIO, give_back)
        fcntl.fcntl(f, fcntl.F_SETLEASE, fcntl.F_WRLCK)
        print('held', flush=True)
        while True:
            signal.pause()
        """;
    Process holder = new ProcessBuilder("python3", "-c", script, file.toString()).start();
    try (var said = holder.inputReader(UTF_8)) {
      assertThat(said.readLine()).isEqualTo("held");
      mirror(Set.of());
      assertThat(replica.resolve("leased")).hasContent("text");
    } finally {
      holder.destroyForcibly().onExit().join();
    }
  }

  @Test
  @Tag("full")
  void aTimeThatJavaCannotNameEndsNoRun() throws Exception {
    assumePresent("python3");
    try (Mounted mounted = Machine.loopMounted("tmpfs", 10)) {
      Path odd = Files.createDirectory(mounted.folder().resolve("source"));
      Files.writeString(odd.resolve("a"), "text");
      Files.writeString(odd.resolve("z"), "text");
      Machine.run(
          "python3",
          "-c",
          "import os,sys; os.utime(sys.argv[1], ns=(0, (1 << 60) * 10**9))",
          odd.resolve("a").toString());
      var heard = new Recorder();
      Runs.mirror(
          new LinuxTreeProvider(), MirrorOptions.of(odd, replica), heard, new Cancellation());
      assertThat(replica.resolve("a")).hasContent("text");
      assertThat(replica.resolve("z")).hasContent("text");
    }
  }

  @Test
  @Tag("full")
  void whatAFolderOfBtrfsHandsDownIsExpected() throws Exception {
    try (Mounted mounted = Machine.loopMounted("btrfs", 200)) {
      source = Files.createDirectory(mounted.folder().resolve("source"));
      replica = Files.createDirectory(mounted.folder().resolve("replica"));
      Machine.run("setfattr", "-n", "btrfs.compression", "-v", "zlib", replica.toString());
      Files.writeString(source.resolve("f"), "text");
      mirror(Set.of());
      assertThat(mirror(Set.of()).counts().actions()).isZero();
    }
  }

  private MirrorReport mirror(Set<Part> leftAlone) throws Exception {
    var heard = new Recorder();
    MirrorReport report =
        Runs.mirror(
            new LinuxTreeProvider(),
            MirrorOptions.of(source, replica).withLeftAlone(leftAlone),
            heard,
            new Cancellation());
    assertThat(heard.problems()).isEmpty();
    assertThat(report.isExact()).isTrue();
    return report;
  }

  private String xattrs(String name) throws IOException {
    return Machine.run("getfattr", "-d", "--absolute-names", replica.resolve(name).toString());
  }

  private String acl(String name) throws IOException {
    return Machine.run("getfacl", "-n", "-p", replica.resolve(name).toString());
  }
}
