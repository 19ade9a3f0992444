package dev.lockstep.guard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.filter.Filter;
import dev.lockstep.filter.Rule;
import dev.lockstep.fs.FileSystemIdentity;
import dev.lockstep.fs.NestedMount;
import dev.lockstep.fs.Region;
import dev.lockstep.fs.RootState;
import dev.lockstep.model.FileId;
import dev.lockstep.model.Kind;
import dev.lockstep.model.RelativePath;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class RootGuardTest {
  private static final RootState SOURCE = folder("/a", 1, region("8:1", "/a"));
  private static final RootState REPLICA = folder("/b", 2, region("8:1", "/b"));

  private final RootGuard guard =
      new RootGuard(Path.of("/a"), Path.of("/b"), false, Filter.NOTHING);

  static Stream<Arguments> refusals() {
    return Stream.of(
        Arguments.of(missing("/", "/a"), REPLICA, "The source /a does not exist"),
        Arguments.of(new RootState.DanglingLink(), REPLICA, "a link that leads nowhere"),
        Arguments.of(new RootState.NotAFolder(Kind.FILE), REPLICA, "is a file, not a folder"),
        Arguments.of(
            new RootState.Unreachable("locked\n"), REPLICA, "cannot be reached: locked\\n"),
        Arguments.of(
            new RootState.Folder(Path.of("/a"), id(1), false, true, List.of()),
            REPLICA,
            "The source /a may not be read"),
        Arguments.of(SOURCE, new RootState.NotAFolder(Kind.FILE), "The replica /b is a file"),
        Arguments.of(SOURCE, new RootState.DanglingLink(), "The replica /b is a link"),
        Arguments.of(
            SOURCE,
            new RootState.Folder(Path.of("/b"), id(2), true, false, List.of()),
            "The replica /b may not be written"),
        Arguments.of(
            SOURCE,
            new RootState.Missing(Path.of("/"), false, region("8:1", "/b")),
            "/, where it would be made, may not be written"),
        Arguments.of(SOURCE, folder("/a", 1, region("8:1", "/a")), "are the same folder"),
        Arguments.of(SOURCE, folder("/c", 1, region("8:2", "/c")), "are the same folder"),
        Arguments.of(
            SOURCE, folder("/a/r", 3, region("8:1", "/a/r")), "/b lies inside the source /a"),
        Arguments.of(SOURCE, missing("/a", "/a/r"), "/b lies inside the source /a"),
        Arguments.of(SOURCE, folder("/", 4, region("8:1", "/")), "/a lies inside the replica /b"),
        Arguments.of(
            folder("/a", 1, region("8:1", "/a"), region("8:3", "/x")),
            folder("/b", 2, region("8:3", "/x/y")),
            "/b lies inside the source /a"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void rootsOutOfOrderAreRefusedWithASentence(RootState source, RootState replica, String why) {
    assertThat(guard.refusal(source, replica)).get().asString().contains(why).endsWith(".");
  }

  @Test
  void aReplicaThatIsOnlyReadNeedsNoRightToWrite() {
    var readOnly =
        new RootState.Folder(Path.of("/b"), id(2), true, false, List.of(region("8:1", "/b")));

    assertThat(guard.refusalToRead(SOURCE, readOnly)).isEmpty();
    assertThat(guard.refusalToRead(SOURCE, new RootState.NotAFolder(Kind.FILE))).isPresent();
    assertThat(guard.refusalToRead(SOURCE, SOURCE)).isPresent();
  }

  @Test
  void rootsInOrderAreNot() {
    assertThat(guard.refusal(SOURCE, REPLICA)).isEmpty();
    assertThat(guard.refusal(SOURCE, missing("/", "/b"))).isEmpty();
    assertThat(guard.refusal(SOURCE, folder("/b", 2, region("8:2", "/a/b")))).isEmpty();
    assertThat(guard.refusal(SOURCE, folder("/ab", 2, region("8:1", "/ab")))).isEmpty();
  }

  @Test
  void onOneFileSystemARootMayLieInTheOtherWhereTheMarchDoesNotCome() {
    var staying = new RootGuard(Path.of("/a"), Path.of("/a/disk/b"), true, Filter.NOTHING);
    RootState outer = folder("/a", 1, region("8:1", "/a"), region("8:2", "/"));
    RootState inner = folder("/a/disk/b", 2, region("8:2", "/b"));
    RootState same = folder("/a/b", 3, region("8:1", "/a/b"));

    assertThat(staying.refusal(outer, inner)).isEmpty();
    assertThat(staying.refusal(inner, outer)).isEmpty();
    assertThat(guard.refusal(outer, inner)).get().asString().contains("lies inside");
    assertThat(staying.refusal(outer, same)).get().asString().contains("lies inside");
    assertThat(staying.refusal(outer, missing("/a", "/a/b"))).isPresent();
  }

  @Test
  void aRootMayLieInTheOtherWhereARuleKeepsTheMarchOut() throws Exception {
    RootState inside = folder("/a/x/b", 3, region("8:1", "/a/x/b"));
    RootState mounted =
        new RootState.Folder(
            Path.of("/a"),
            id(1),
            true,
            true,
            List.of(region("8:1", "/a"), region("8:2", "/")),
            FileSystemIdentity.UNKNOWN,
            List.of(new NestedMount(RelativePath.of("mnt/disk"), FileSystemIdentity.UNKNOWN)),
            false);
    RootState onDisk = folder("/a/mnt/disk/b", 4, region("8:2", "/b"));

    assertThat(excluding("/x/", false).refusal(SOURCE, inside)).isEmpty();
    assertThat(excluding("b", false).refusal(SOURCE, missing("/a", "/a/x/b"))).isEmpty();
    assertThat(excluding("/y/", false).refusal(SOURCE, inside)).isPresent();
    assertThat(excluding("/x/", false).refusal(inside, SOURCE)).isEmpty();
    assertThat(excluding("/x/", true).refusal(inside, SOURCE)).isPresent();
    assertThat(excluding("/mnt", false).refusal(mounted, onDisk)).isEmpty();
    assertThat(excluding("/mnt/disk/b", false).refusal(mounted, onDisk)).isEmpty();
    assertThat(excluding("/mnt/other", false).refusal(mounted, onDisk)).isPresent();
  }

  @Test
  void nothingIsMadeWhereRemovableDisksAreMounted() {
    for (String place : List.of("/media/usb/backup", "/run/media/me/usb", "/tmp/../media/usb")) {
      var removable = new RootGuard(Path.of("/a"), Path.of(place), false, Filter.NOTHING);
      assertThat(removable.refusal(SOURCE, missing("/media", "/media/usb/backup")))
          .get()
          .asString()
          .contains("is the disk plugged in?");
      assertThat(removable.refusal(SOURCE, folder("/media/usb", 2, region("8:2", "/")))).isEmpty();
    }
  }

  private static RootGuard excluding(String pattern, boolean deletesExcluded) throws Exception {
    Rule rule = Rule.of(pattern.getBytes(UTF_8), true, "here");
    Filter filter = Filter.of(List.of(rule), false, deletesExcluded);
    return new RootGuard(Path.of("/a"), Path.of("/b"), false, filter);
  }

  private static RootState folder(String path, long inode, Region... regions) {
    return new RootState.Folder(Path.of(path), id(inode), true, true, List.of(regions));
  }

  private static RootState missing(String nearest, String wouldBe) {
    return new RootState.Missing(Path.of(nearest), true, region("8:1", wouldBe));
  }

  private static Region region(String fileSystem, String path) {
    return new Region(fileSystem, Path.of(path));
  }

  private static FileId id(long inode) {
    return new FileId(1, inode, null);
  }
}
