package dev.lockstep.fs.nio;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Jimfs;
import dev.lockstep.fs.ChangeFeed;
import dev.lockstep.fs.ChangeFeedContract;
import dev.lockstep.fs.HeardChanges;
import dev.lockstep.fs.Watching;
import dev.lockstep.model.RelativePath;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Java's watch service on the disk that tests run on. */
final class WatchServiceFeedTest extends ChangeFeedContract {
  private static final Watching.Scope ALL = new Watching.Scope(path -> true, false);

  @TempDir private Path folder;

  @Override
  protected Watching watch(Path root, Watching.Scope scope) throws IOException {
    return new NioTreeProvider().watch(root, scope);
  }

  @Override
  protected Path workspace() {
    return folder;
  }

  @Override
  protected boolean tellsClosing() {
    return false;
  }

  @Test
  void moreChangesThanAreHeldAreToldAsAWhole() throws IOException {
    begin();
    Path late = Files.createDirectories(root().resolve("many/late"));
    heard().hear("many/late");
    forgetUntilNow();
    for (int i = 0; i < 2_000; i++) {
      Files.createFile(root().resolve("many/file" + i));
    }
    Files.createDirectory(root().resolve("many/later"));
    heard().hearTree("many");
    forgetUntilNow();
    Files.createFile(late.resolve("file"));
    Files.createFile(root().resolve("many/later/file"));
    heard().hear("many/late/file");
    heard().hear("many/later/file");
  }

  @Test
  @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aFolderThatLeavesWhileItIsRegisteredIsNotHeardForEver() throws IOException {
    Path leaving = Files.createDirectory(root().resolve("leaving"));
    Path away = outside().resolve("leaving");
    Access access = Access.to(root().getFileSystem());
    var looks = new AtomicInteger();
    Attributes attributes =
        before(
            access.attributes(),
            path -> {
              if (path.equals(leaving) && looks.incrementAndGet() == 2) {
                Files.move(leaving, away);
              }
            });
    Watching watching =
        WatchServiceFeed.begin(
            root().getFileSystem().newWatchService(),
            new Access(attributes, access.spelling(), access.regions()),
            root(),
            ALL);
    try (ChangeFeed feed = ((Watching.Fed) watching).feed()) {
      var changes = new HeardChanges(feed);
      Files.createFile(away.resolve("file"));
      Files.createFile(root().resolve("file"));
      changes.hear("file");
      assertThat(looks).hasValueGreaterThan(1);
      assertThat(changes.paths()).doesNotContain(RelativePath.of("leaving/file"));
    }
  }

  /** Has something done before each look. */
  private static Attributes before(Attributes attributes, IoConsumer<Path> deed) {
    return (Attributes)
        Proxy.newProxyInstance(
            Attributes.class.getClassLoader(),
            new Class<?>[] {Attributes.class},
            (_, method, arguments) -> {
              if (method.getName().equals("look")) {
                deed.accept((Path) arguments[0]);
              }
              try {
                return method.invoke(attributes, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @FunctionalInterface
  private interface IoConsumer<T> {
    void accept(T value) throws IOException;
  }

  @Test
  void anotherFileSystemThanTheSystemsOwnIsUnfit() throws IOException {
    try (FileSystem inMemory = Jimfs.newFileSystem()) {
      Path root = Files.createDirectory(inMemory.getPath("root"));
      assertThat(new NioTreeProvider().watch(root, ALL)).isInstanceOf(Watching.Unfit.class);
    }
  }

  @Test
  void theTypesThatAreTrustedAreFew() {
    assertThat(TellingStores.lack("Linux", "ext4", false)).isEmpty();
    assertThat(TellingStores.lack("Linux", "zfs", false)).isEmpty();
    assertThat(TellingStores.lack("Linux", "nfs4", false)).get().asString().contains("nfs4");
    assertThat(TellingStores.lack("Linux", "fuse.sshfs", false)).isPresent();
    assertThat(TellingStores.lack("Linux", "overlay", false)).isPresent();
    assertThat(TellingStores.lack("Windows 11", "NTFS", false)).isEmpty();
    assertThat(TellingStores.lack("Windows 11", "ReFS", false)).isEmpty();
    assertThat(TellingStores.lack("Windows 11", "NTFS", true)).isPresent();
    assertThat(TellingStores.lack("Windows 11", "FAT32", false)).isPresent();
    assertThat(TellingStores.lack("Mac OS X", "apfs", false)).isPresent();
  }
}
