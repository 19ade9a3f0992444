package dev.lockstep.fs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.model.Kind;
import dev.lockstep.model.Name;
import dev.lockstep.model.RelativePath;
import dev.lockstep.testkit.Lstat;
import dev.lockstep.testkit.Machine;
import dev.lockstep.testkit.RandomMutations;
import dev.lockstep.testkit.RandomTrees;
import dev.lockstep.testkit.Seeds;
import dev.lockstep.testkit.Snapshot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every feed has to keep on a real disk: that what changes is told, under the path that it has
 * then, and that nothing else is.
 */
public abstract class ChangeFeedContract {
  private static final Duration LONG = Duration.ofHours(1);
  private static final int WAKINGS = 100;
  private static final String MARKER = "marker";

  private Path root;
  private Path outside;
  private ChangeFeed feed;
  private HeardChanges heard;

  /** Begins to watch. */
  protected abstract Watching watch(Path folder, Watching.Scope scope) throws IOException;

  /** A folder of this test alone, as a real path. */
  protected abstract Path workspace();

  /** Whether it is told when a file is closed. */
  protected boolean tellsClosing() {
    return true;
  }

  /** The folder that is watched. */
  protected final Path root() {
    return root;
  }

  /** A folder beside it. */
  protected final Path outside() {
    return outside;
  }

  /** What was told. */
  protected final HeardChanges heard() {
    return heard;
  }

  @BeforeEach
  public void makeFolders() throws IOException {
    root = Files.createDirectory(workspace().resolve("root"));
    outside = Files.createDirectory(workspace().resolve("outside"));
  }

  @AfterEach
  public void closeFeed() throws IOException {
    if (feed != null) {
      assertThat(Machine.openBelow(workspace())).isEmpty();
      feed.close();
      feed = null;
    }
  }

  /** Begins to watch the root with all in it. */
  protected final void begin() throws IOException {
    begin(path -> true);
  }

  private void begin(Predicate<RelativePath> isEntered) throws IOException {
    Watching watching = watch(root, new Watching.Scope(isEntered, false));
    assertThat(watching).isInstanceOf(Watching.Fed.class);
    feed = ((Watching.Fed) watching).feed();
    heard = new HeardChanges(feed);
  }

  /** Makes a change that is heard of, and forgets what was told until then. */
  protected final void forgetUntilNow() throws IOException {
    Files.createFile(root.resolve("now"));
    heard.hear("now");
    heard.forget();
    Files.delete(root.resolve("now"));
    heard.hear("now");
    heard.hearUntil("nothing more is told", this::isQuiet);
  }

  private boolean isQuiet() {
    try {
      heard.forget();
      heard.hearWhatIsThere();
      return heard.paths().isEmpty();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Makes a change that is heard of, and sees that nothing else was told until then. */
  protected final void assertNothingElseIsTold(String... others) throws IOException {
    Files.createFile(root.resolve(MARKER));
    heard.hear(MARKER);
    heard.hearWhatIsThere();
    List<RelativePath> allowed = new ArrayList<>(List.of(RelativePath.of(MARKER)));
    allowed.add(RelativePath.ROOT); // its time changes with what it holds
    for (String other : others) {
      allowed.add(RelativePath.of(other));
    }
    assertThat(allowed).as("%s", heard).containsAll(heard.paths());
    assertThat(heard.everything()).isEmpty();
    assertThat(heard.incomplete()).isEmpty();
  }

  @Test
  void nothingIsToldWhereNothingChanges() throws IOException {
    Files.writeString(root.resolve("file"), "text");
    begin();
    feed.await(Duration.ofMillis(1), heard);
    assertThat(Files.readString(root.resolve("file"))).isEqualTo("text");
    heard.hearWhatIsThere();
    assertThat(heard.paths()).isEmpty();
    assertThat(heard.everything()).isEmpty();
    assertThat(heard.incomplete()).isEmpty();
  }

  @Test
  void aSavedFileIsTold() throws IOException {
    Files.writeString(root.resolve("old"), "text");
    begin();
    Files.writeString(root.resolve("old"), "longer text");
    Files.writeString(root.resolve("new"), "text");
    heard.hear("old");
    heard.hear("new");
    if (tellsClosing()) {
      heard.hearEntry("old");
    }
  }

  @Test
  void aFileThatIsWrittenToIsToldAsSuchAndOnceMoreWhenItIsClosed() throws IOException {
    Files.writeString(root.resolve("log"), "line\n");
    begin();
    try (FileChannel log = FileChannel.open(root.resolve("log"), StandardOpenOption.APPEND)) {
      log.write(ByteBuffer.wrap("line\n".getBytes(UTF_8)));
      heard.hearUntil(
          "log is being written", () -> heard.writings().contains(RelativePath.of("log")));
      heard.forget();
      log.write(ByteBuffer.wrap("line\n".getBytes(UTF_8)));
      heard.hear("log");
      heard.forget();
    }
    if (tellsClosing()) {
      heard.hearEntry("log");
    }
  }

  @Test
  void aSizeAndATimeThatAreSetAreTold() throws IOException {
    Files.writeString(root.resolve("cut"), "text");
    Files.writeString(root.resolve("touched"), "text");
    Files.createDirectory(root.resolve("folder"));
    begin();
    Machine.run("truncate", "--size", "1", root.resolve("cut").toString());
    Machine.run("touch", "-m", "-d", "2001-02-03", root.resolve("touched").toString());
    Machine.run("touch", "-m", "-d", "2001-02-03", root.resolve("folder").toString());
    heard.hear("cut");
    heard.hear("touched");
    heard.hearEntry("folder");
  }

  @Test
  void whatLiesBelowAFolderIsHeardOnceItMayBeSearched() throws IOException {
    Path shut = Files.createDirectories(root.resolve("shut/folder")).getParent();
    Files.setPosixFilePermissions(shut, PosixFilePermissions.fromString("r--r--r--"));
    begin();
    Files.setPosixFilePermissions(shut, PosixFilePermissions.fromString("rwxr-xr-x"));
    heard.hear("shut");
    forgetUntilNow();
    Files.createFile(shut.resolve("folder/file"));
    heard.hear("shut/folder/file");
  }

  @Test
  void aNewFolderIsToldWithWhatIsMadeInItAtOnce() throws IOException {
    begin();
    for (int i = 0; i < 20; i++) {
      Files.createDirectories(root.resolve("a" + i + "/b/c"));
      Files.writeString(root.resolve("a" + i + "/b/c/file"), "text");
    }
    for (int i = 0; i < 20; i++) {
      heard.hear("a" + i + "/b/c/file");
      heard.hearTree("a" + i);
    }
    forgetUntilNow();
    for (int i = 0; i < 20; i++) {
      Files.writeString(root.resolve("a" + i + "/b/c/file"), "other");
      heard.hear("a" + i + "/b/c/file");
    }
    assertThat(heard.trees()).isEmpty();
  }

  @Test
  void whatChangesInARenamedFolderIsToldByItsNewPath() throws IOException {
    Files.createDirectories(root.resolve("old/sub"));
    Files.writeString(root.resolve("old/sub/file"), "text");
    begin();
    Files.move(root.resolve("old"), root.resolve("new"));
    heard.hearEntry("old");
    heard.hearTree("new");
    forgetUntilNow();
    Files.writeString(root.resolve("new/sub/file"), "other");
    heard.hear("new/sub/file");
    assertThat(heard.trees()).isEmpty();
    assertNothingElseIsTold("new/sub/file", "new/sub");
  }

  @Test
  void whatChangesInAMovedFolderIsToldByItsNewPath() throws IOException {
    Files.createDirectories(root.resolve("from/moved/sub"));
    Files.createDirectories(root.resolve("to/deep"));
    begin();
    Files.move(root.resolve("from/moved"), root.resolve("to/deep/moved"));
    Files.writeString(root.resolve("to/deep/moved/sub/file"), "text");
    heard.hearEntry("from/moved");
    heard.hear("to/deep/moved/sub/file");
    forgetUntilNow();
    Files.move(root.resolve("to"), root.resolve("there"));
    Files.move(root.resolve("there/deep/moved"), root.resolve("back"));
    Files.writeString(root.resolve("back/sub/file"), "other");
    heard.hear("back/sub/file");
    forgetUntilNow();
    Files.writeString(root.resolve("back/sub/file"), "text");
    Files.writeString(root.resolve("there/deep/file"), "text");
    heard.hear("back/sub/file");
    heard.hear("there/deep/file");
    assertThat(heard.trees()).isEmpty();
  }

  @Test
  void aFolderThatIsMovedOutIsToldNoMore() throws IOException {
    Files.createDirectories(root.resolve("moved/sub"));
    begin();
    Files.move(root.resolve("moved"), outside.resolve("moved"));
    heard.hearEntry("moved");
    forgetUntilNow();
    Files.writeString(outside.resolve("moved/sub/file"), "text");
    Files.createDirectory(outside.resolve("moved/new"));
    assertNothingElseIsTold();
  }

  @Test
  void aFolderThatIsMovedInIsToldWithAllThatChangesInIt() throws IOException {
    Files.createDirectories(outside.resolve("moved/sub"));
    Files.writeString(outside.resolve("moved/sub/file"), "text");
    begin();
    Files.move(outside.resolve("moved"), root.resolve("moved"));
    heard.hearTree("moved");
    forgetUntilNow();
    Files.writeString(root.resolve("moved/sub/file"), "other");
    heard.hear("moved/sub/file");
    assertThat(heard.trees()).isEmpty();
  }

  @Test
  void aFolderThatTakesAnothersPlaceIsTheOneThatIsTold() throws IOException {
    Files.createDirectories(root.resolve("one/sub"));
    Files.createDirectories(root.resolve("other/sub"));
    begin();
    Files.move(root.resolve("one"), outside.resolve("one"));
    Files.move(root.resolve("other"), root.resolve("one"));
    heard.hearEntry("other");
    heard.hearTree("one");
    forgetUntilNow();
    Files.writeString(root.resolve("one/sub/file"), "text");
    Files.writeString(outside.resolve("one/sub/none"), "text");
    heard.hear("one/sub/file");
    assertNothingElseIsTold("one/sub/file", "one/sub");
  }

  @Test
  void aFolderThatIsMadeAgainIsToldAsBefore() throws IOException {
    Files.createDirectories(root.resolve("again/sub"));
    begin();
    for (int i = 0; i < 20; i++) {
      Files.delete(root.resolve("again/sub"));
      Files.delete(root.resolve("again"));
      Files.createDirectories(root.resolve("again/sub"));
    }
    heard.hearTree("again");
    forgetUntilNow();
    Files.writeString(root.resolve("again/sub/file"), "text");
    heard.hear("again/sub/file");
    assertThat(heard.trees()).isEmpty();
  }

  @Test
  void modesThatChangeAreTold() throws IOException {
    Files.writeString(root.resolve("file"), "text");
    Files.createDirectories(root.resolve("folder/sub"));
    begin();
    for (String path : List.of("file", "folder", "folder/sub", "")) {
      Files.setPosixFilePermissions(
          root.resolve(path), PosixFilePermissions.fromString("rwx-w---x"));
      heard.hear(path);
    }
    assertThat(heard.trees()).isEmpty();
  }

  @Test
  void linksAreToldThemselvesAndNotWhereTheyLead() throws IOException {
    Files.writeString(root.resolve("file"), "text");
    begin();
    Files.createLink(root.resolve("hard"), root.resolve("file"));
    Files.createSymbolicLink(root.resolve("soft"), outside);
    Files.createSymbolicLink(root.resolve("dangling"), Path.of("nowhere"));
    heard.hearEntry("hard");
    heard.hearEntry("soft");
    heard.hearEntry("dangling");
    forgetUntilNow();
    Files.writeString(outside.resolve("file"), "text");
    Files.createDirectory(outside.resolve("folder"));
    Files.writeString(root.resolve("soft/other"), "text");
    assertNothingElseIsTold();
  }

  @Test
  void aLinkThatStandsBesideAFolderIsNotFollowedWhenWatchingBegins() throws IOException {
    Files.createSymbolicLink(root.resolve("soft"), outside);
    begin();
    Files.writeString(outside.resolve("file"), "text");
    assertNothingElseIsTold();
  }

  @Test
  void whatIsDeletedIsTold() throws IOException {
    Files.createDirectories(root.resolve("folder/sub"));
    Files.writeString(root.resolve("folder/sub/file"), "text");
    Files.writeString(root.resolve("file"), "text");
    begin();
    Files.delete(root.resolve("file"));
    Machine.run("rm", "-r", root.resolve("folder").toString());
    heard.hearEntry("file");
    heard.hearEntry("folder");
    forgetUntilNow();
    assertNothingElseIsTold();
  }

  @Test
  void aFileThatReplacesAnotherIsTold() throws IOException {
    Files.writeString(root.resolve("file"), "text");
    Files.createDirectory(root.resolve("folder"));
    begin();
    Files.writeString(outside.resolve("new"), "other");
    Files.move(outside.resolve("new"), root.resolve("file"), StandardCopyOption.ATOMIC_MOVE);
    Files.writeString(root.resolve("temporary"), "other");
    Files.move(
        root.resolve("temporary"), root.resolve("folder/file"), StandardCopyOption.ATOMIC_MOVE);
    heard.hearEntry("file");
    heard.hearEntry("temporary");
    heard.hearEntry("folder/file");
  }

  @Test
  void namesThatAreNoTextAreTold() throws IOException {
    byte[] odd = {'o', (byte) 0xff, '\n', (byte) 0xfe};
    begin();
    var builder = new ProcessBuilder("bash", "-c", "mkdir $'o\\xff\\n\\xfe'");
    Machine.run(builder.directory(root.toFile()));
    RelativePath folder = RelativePath.ROOT.resolve(Name.of(odd));
    heard.hear(folder);
    forgetUntilNow();
    builder = new ProcessBuilder("bash", "-c", "echo text > $'o\\xff\\n\\xfe/o\\xff\\n\\xfe'");
    Machine.run(builder.directory(root.toFile()));
    heard.hear(folder.resolve(Name.of(odd)));
    assertThat(heard.trees()).isEmpty();
  }

  @Test
  void whatIsLeftOutIsToldItselfButNothingInIt() throws IOException {
    Files.createDirectories(root.resolve("skipped/sub"));
    Files.createDirectories(root.resolve("kept"));
    begin(path -> path.isRoot() || !path.name().equals(Name.of("skipped")));
    Files.writeString(root.resolve("skipped/file"), "text");
    Files.writeString(root.resolve("skipped/sub/file"), "text");
    Files.createDirectories(root.resolve("kept/skipped/sub"));
    Files.setPosixFilePermissions(
        root.resolve("skipped"), PosixFilePermissions.fromString("rwx-w---x"));
    heard.hearEntry("skipped");
    heard.hearEntry("kept/skipped");
    Files.writeString(root.resolve("kept/skipped/sub/file"), "text");
    assertNothingElseIsTold("skipped", "kept/skipped", "kept");
    assertThat(heard.trees()).isEmpty();
  }

  @Test
  void aFolderIsLeftOutByThePathThatItHasNow() throws IOException {
    Files.createDirectories(root.resolve("known/sub"));
    Files.createDirectories(root.resolve("skipped/sub"));
    begin(path -> path.isRoot() || !path.name().equals(Name.of("skipped")));
    Files.move(root.resolve("known"), outside.resolve("known"));
    Files.move(root.resolve("skipped"), root.resolve("known"));
    Files.move(outside.resolve("known"), root.resolve("skipped"));
    heard.hearTree("known");
    heard.hearEntry("skipped");
    forgetUntilNow();
    Files.writeString(root.resolve("skipped/sub/file"), "text");
    Files.writeString(root.resolve("known/sub/file"), "text");
    heard.hear("known/sub/file");
    assertNothingElseIsTold("known/sub/file", "known/sub");
  }

  @Test
  void wakingEndsTheWaiting() throws Exception {
    begin();
    feed.wake();
    feed.await(LONG, heard);
    for (int i = 0; i < WAKINGS; i++) {
      var end = new CompletableFuture<Boolean>();
      Thread waiting =
          new Thread(
              () -> {
                try {
                  feed.await(LONG, heard);
                  end.complete(Thread.interrupted());
                } catch (IOException | RuntimeException e) {
                  end.completeExceptionally(e);
                }
              },
              "waiting");
      waiting.start();
      feed.wake();
      assertThat(end.get(10, TimeUnit.SECONDS)).as("interrupted").isFalse();
      waiting.join();
    }
    assertThat(heard.paths()).isEmpty();
  }

  @Test
  void wakingAClosedFeedIsInOrder() throws IOException {
    begin();
    feed.close();
    feed.wake();
    feed.close();
  }

  @Test
  void nothingStaysOpenAfterClosing() throws IOException {
    begin();
    closeFeed();
    List<String> before = open();
    for (int i = 0; i < 5; i++) {
      begin();
      Files.createDirectories(root.resolve("a" + i + "/b"));
      heard.hear("a" + i + "/b");
      closeFeed();
    }
    assertThat(open()).isEqualTo(before);
  }

  /** What is open that has no path, which other threads do not open by the way. */
  private static List<String> open() throws IOException {
    List<String> open = new ArrayList<>();
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path descriptor : descriptors) {
        if (Files.exists(descriptor, LinkOption.NOFOLLOW_LINKS)) {
          String target = Files.readSymbolicLink(descriptor).toString();
          if (target.startsWith("anon_inode:")) {
            open.add(target);
          }
        }
      }
    }
    return open.stream().sorted().toList();
  }

  @Test
  void aFeedWhoseRootIsGoneSaysSo() throws IOException {
    begin();
    Files.delete(root);
    IOException gone = null;
    for (int i = 0; i < 100 && gone == null; i++) {
      try {
        feed.await(Duration.ofMillis(100), heard);
      } catch (IOException e) {
        gone = e;
      }
    }
    assertThat(gone).isNotNull();
  }

  @Test
  void whateverDiffersAfterwardsWasTold() throws IOException {
    for (long seed : Seeds.some(3).toArray()) {
      Path tree = root;
      root = Files.createDirectory(workspace().resolve("tree" + seed));
      new RandomTrees(seed, false).tree(60).writeTo(root);
      Snapshot before = Snapshot.of(root);
      begin();
      var mutations = new RandomMutations(seed, false, root);
      List<String> done = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        done.addAll(mutations.apply(30));
        if (seed % 2 == 0) {
          heard.hearWhatIsThere();
        }
      }
      Files.createFile(root.resolve(MARKER));
      heard.hear(MARKER);
      heard.hearWhatIsThere();
      Snapshot after = Snapshot.of(root);
      assertThat(untold(before, after)).as("seed %d, after %s", seed, done).isEmpty();
      closeFeed();
      root = tree;
    }
  }

  private List<String> untold(Snapshot before, Snapshot after) {
    Map<Long, Set<String>> names = new HashMap<>();
    for (Snapshot snapshot : List.of(before, after)) {
      snapshot
          .items()
          .forEach((path, item) ->
              names.computeIfAbsent(item.look().inode(), _ -> new HashSet<>()).add(path));
    }
    Set<String> paths = new HashSet<>(before.items().keySet());
    paths.addAll(after.items().keySet());
    List<String> untold = new ArrayList<>();
    for (String path : paths) {
      Snapshot.Item old = before.items().get(path);
      Snapshot.Item now = after.items().get(path);
      boolean isSame = old != null && now != null && isSame(old.look(), now.look());
      if (!isSame && !isTold(path, now, names)) {
        untold.add(path);
      }
    }
    return untold;
  }

  private static boolean isSame(Lstat old, Lstat now) {
    return old.kind() == now.kind()
        && old.inode() == now.inode()
        && old.mode() == now.mode()
        && old.owner() == now.owner()
        && old.group() == now.group()
        && old.modified().equals(now.modified())
        && (old.kind() == Kind.DIRECTORY || old.size() == now.size());
  }

  /** Of several names of one file, one has to be told; a folder's time changes with its entries. */
  private boolean isTold(String path, Snapshot.Item now, Map<Long, Set<String>> names) {
    if (heard.covers(relative(path))) {
      return true;
    }
    if (now == null) {
      return isToldWithItsFolder(relative(path));
    }
    return now.kind() == Kind.DIRECTORY
        ? heard.coversSomethingIn(relative(path))
        : now.look().links() > 1
            && names.get(now.look().inode()).stream()
                .anyMatch(name -> heard.covers(relative(name)));
  }

  /** What went with its folder is told by that. */
  private boolean isToldWithItsFolder(RelativePath path) {
    for (RelativePath at = path.parent(); !at.isRoot(); at = at.parent()) {
      if (heard.covers(at)) {
        return true;
      }
    }
    return false;
  }

  private static RelativePath relative(String path) {
    return path.equals(Snapshot.ROOT) ? RelativePath.ROOT : RelativePath.of(path);
  }
}
