package dev.lockstep.fs.nio;

import dev.lockstep.fs.ChangeFeed;
import dev.lockstep.fs.Changes;
import dev.lockstep.fs.Watching;
import dev.lockstep.model.FileId;
import dev.lockstep.model.Kind;
import dev.lockstep.model.Metadata;
import dev.lockstep.model.Name;
import dev.lockstep.model.RelativePath;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Hears of changes by the watch service of {@code java.nio.file}. It does not tell when a file is
 * closed, nor what befalls the root itself: that is looked at when a waiting ends.
 */
final class WatchServiceFeed implements ChangeFeed {
  private static final int MOST_EVENTS_AT_ONCE = 10_000;
  private static final int MOST_DOUBTS = 1_000;

  private final WatchService service;
  private final Access access;
  private final Deque<String> untold = new ArrayDeque<>();
  private final Set<String> doubts = new HashSet<>();
  private final RegisteredTree tree;
  private FileId rootId = FileId.UNKNOWN;
  private @Nullable Metadata rootMetadata;

  private final Object waking = new Object();
  private @Nullable Thread waiting; // guarded by waking
  private boolean woken; // guarded by waking

  private WatchServiceFeed(WatchService service, Access access, Path root, Watching.Scope scope) {
    this.service = service;
    this.access = access;
    this.tree = new RegisteredTree(service, access, root, scope, this::doubt);
  }

  /** Watches all that is below a root now. */
  static Watching begin(Path root, Watching.Scope scope) throws IOException {
    Optional<String> lack = TellingStores.lack(root);
    if (lack.isPresent()) {
      return new Watching.Unfit(lack.get());
    }
    WatchService service;
    try {
      service = root.getFileSystem().newWatchService();
    } catch (IOException | UnsupportedOperationException e) {
      return new Watching.Unfit("Java has no watch service here: " + e.getMessage());
    }
    return begin(service, Access.to(root.getFileSystem()), root, scope);
  }

  /** The same by this service. */
  static Watching begin(WatchService service, Access access, Path root, Watching.Scope scope)
      throws IOException {
    var feed = new WatchServiceFeed(service, access, root, scope);
    try {
      feed.lookAtRoot();
      feed.tree.watchAll();
      return new Watching.Fed(feed);
    } catch (IOException | RuntimeException e) {
      service.close();
      throw e;
    }
  }

  private void doubt(String sentence) {
    if (doubts.size() < MOST_DOUBTS && doubts.add(sentence)) {
      untold.add(sentence);
    }
  }

  @Override
  public void await(Duration time, Changes changes) throws IOException {
    boolean isDoubtful = !untold.isEmpty();
    tellDoubts(changes);
    @Nullable WatchKey key = isDoubtful ? service.poll() : poll(time);
    for (int done = 0; key != null; key = done < MOST_EVENTS_AT_ONCE ? service.poll() : null) {
      done += handle(key, changes);
    }
    if (lookAtRoot()) {
      changes.entry(RelativePath.ROOT);
    }
    tellDoubts(changes);
  }

  private void tellDoubts(Changes changes) {
    while (!untold.isEmpty()) {
      changes.incomplete(untold.remove());
    }
  }

  /**
   * Waits for a key. Nothing but an interrupt ends this waiting early; it is sent only while the
   * thread waits here, and is over when it goes on.
   */
  private @Nullable WatchKey poll(Duration time) throws IOException {
    synchronized (waking) {
      if (woken) {
        woken = false;
        return service.poll();
      }
      waiting = Thread.currentThread();
    }
    @Nullable InterruptedException interrupt = null;
    @Nullable WatchKey key = null;
    try {
      key = service.poll(TimeUnit.NANOSECONDS.convert(time), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      interrupt = e;
    }
    boolean isWoken;
    synchronized (waking) {
      waiting = null;
      isWoken = woken;
      woken = false;
      if (isWoken) {
        Thread.interrupted();
      }
    }
    if (interrupt != null && !isWoken) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the waiting for changes was interrupted");
    }
    return key == null && isWoken ? service.poll() : key;
  }

  /**
   * Looks whether the root is the one that was there.
   *
   * @return whether it carries something else than at the last look
   */
  private boolean lookAtRoot() throws IOException {
    Path path = tree.root().path();
    Found found = access.attributes().look(path);
    if (rootMetadata != null && !found.id().equals(rootId)) {
      throw gone("another folder is in its place");
    }
    boolean isChanged = rootMetadata != null && !found.metadata().equals(rootMetadata);
    rootId = found.id();
    rootMetadata = found.metadata();
    return isChanged;
  }

  private IOException gone(String why) {
    return new FileSystemException(
        tree.root().path().toString(), null, "it is watched no more: " + why);
  }

  private int handle(WatchKey key, Changes changes) throws IOException {
    @Nullable RegisteredFolder folder = tree.folder(key);
    if (folder == null) {
      key.cancel(); // With its events it would be signalled for ever.
      return 0;
    }
    int count = 0;
    for (WatchEvent<?> event : key.pollEvents()) {
      handle(folder, event, changes);
      count++;
    }
    if (!key.reset() && folder == tree.root()) {
      throw gone("it was unmounted or removed");
    }
    return count;
  }

  @SuppressWarnings("ReferenceEquality") // each kind of event is one object
  private void handle(RegisteredFolder folder, WatchEvent<?> event, Changes changes) {
    if (!(event.context() instanceof Path fileName)) {
      overflow(folder, changes);
      return;
    }
    Optional<Name> spelled = tree.name(fileName);
    if (spelled.isEmpty()) {
      changes.tree(folder.relative());
      return;
    }
    Name name = spelled.get();
    Path path = folder.path().resolve(fileName);
    RelativePath relative = folder.relative().resolve(name);
    Kind kind = tree.kind(path).orElse(Kind.SPECIAL);
    if (event.kind() == StandardWatchEventKinds.ENTRY_DELETE) {
      tree.drop(folder, name);
      changes.entry(relative);
    } else if (kind == Kind.DIRECTORY) {
      handleFolder(folder, name, path, event, changes);
    } else if (event.kind() == StandardWatchEventKinds.ENTRY_MODIFY && kind == Kind.FILE) {
      changes.writing(relative);
    } else {
      changes.entry(relative);
    }
  }

  @SuppressWarnings("ReferenceEquality") // each kind of event is one object
  private void handleFolder(
      RegisteredFolder folder, Name name, Path path, WatchEvent<?> event, Changes changes) {
    RelativePath relative = folder.relative().resolve(name);
    @Nullable RegisteredFolder known = folder.children().get(name);
    boolean isNew =
        event.kind() == StandardWatchEventKinds.ENTRY_CREATE || known == null || known.isShut();
    if (isNew && tree.watch(folder, name, path)) {
      changes.tree(relative);
    } else {
      changes.entry(relative);
    }
  }

  private void overflow(RegisteredFolder folder, Changes changes) {
    tree.watchAgain(folder);
    changes.tree(folder.relative());
  }

  @Override
  public void wake() {
    synchronized (waking) {
      woken = true;
      if (waiting != null) {
        waiting.interrupt();
      }
    }
  }

  @Override
  public String way() {
    return "Java's watch service";
  }

  @Override
  public void close() {
    try {
      service.close();
    } catch (IOException e) {
      // Nothing was written that could be lost.
    }
  }
}
