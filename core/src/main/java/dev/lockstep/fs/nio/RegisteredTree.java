package dev.lockstep.fs.nio;

import dev.lockstep.fs.NameSink;
import dev.lockstep.fs.Watching;
import dev.lockstep.model.Kind;
import dev.lockstep.model.Name;
import dev.lockstep.model.RelativePath;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The folders of interest below a root, each registered with a watch service: first registered,
 * then listed, so that what comes into it is either listed or told. For one thread.
 *
 * <p>RACE: a folder is registered by its path. One that is swapped for a link in the instant after
 * the look has the folder that the link leads to watched until the next look: hints of what does
 * not change.
 */
final class RegisteredTree {
  private static final WatchEvent.Kind<?>[] KINDS = {
    StandardWatchEventKinds.ENTRY_CREATE,
    StandardWatchEventKinds.ENTRY_DELETE,
    StandardWatchEventKinds.ENTRY_MODIFY
  };

  private final WatchService service;
  private final Access access;
  private final Watching.Scope scope;
  private final Consumer<String> doubts;
  private final RegisteredFolder root;
  private final Map<WatchKey, RegisteredFolder> byKey = new HashMap<>();

  /**
   * Nothing is watched yet.
   *
   * @param doubts takes a sentence for each reason why not every change is told
   */
  RegisteredTree(
      WatchService service,
      Access access,
      Path root,
      Watching.Scope scope,
      Consumer<String> doubts) {
    this.service = service;
    this.access = access;
    this.scope = scope;
    this.doubts = doubts;
    this.root = new RegisteredFolder(null, root, RelativePath.ROOT);
  }

  RegisteredFolder root() {
    return root;
  }

  /** The folder that this key watches, if any does still. */
  @Nullable RegisteredFolder folder(WatchKey key) {
    return byKey.get(key);
  }

  /** Watches the root and all that is below it now. */
  void watchAll() throws IOException {
    Deque<RegisteredFolder> found = new ArrayDeque<>();
    register(root);
    list(root, found);
    watchEach(found);
  }

  /**
   * Watches the folder that has the name now, and all below it.
   *
   * @return whether it is of interest
   */
  boolean watch(RegisteredFolder parent, Name name, Path path) {
    drop(parent, name);
    RelativePath relative = parent.relative().resolve(name);
    if (!scope.isEntered().test(relative)) {
      return false;
    }
    var child = new RegisteredFolder(parent, path, relative);
    parent.children().put(name, child);
    Deque<RegisteredFolder> found = new ArrayDeque<>();
    visit(child, found);
    watchEach(found);
    return true;
  }

  /** Watches anew all that is in a folder of which not everything was told. */
  void watchAgain(RegisteredFolder folder) {
    Set<Name> before = new HashSet<>(folder.children().keySet());
    before.forEach(name -> drop(folder, name));
    Deque<RegisteredFolder> found = new ArrayDeque<>();
    try {
      list(folder, found);
    } catch (IOException e) {
      doubt(e);
    }
    watchEach(found);
  }

  /** Watches the folder of this name, and those in it, no more. */
  void drop(RegisteredFolder parent, Name name) {
    RegisteredFolder gone = parent.children().remove(name);
    Deque<RegisteredFolder> left = new ArrayDeque<>();
    if (gone != null) {
      left.push(gone);
    }
    while (!left.isEmpty()) {
      RegisteredFolder folder = left.pop();
      WatchKey key = folder.key();
      // A folder that was found at another place meanwhile has its key there.
      if (key != null && byKey.remove(key, folder)) {
        key.cancel();
      }
      left.addAll(folder.children().values());
    }
  }

  /** The name that an event or a listing has, if it can be spelled. */
  Optional<Name> name(Path fileName) {
    Name[] name = new Name[1];
    access
        .spelling()
        .hand(
            fileName,
            new NameSink() {
              @Override
              public void name(byte[] bytes, int offset, int length) {
                name[0] = Name.copyOf(bytes, offset, length);
              }

              @Override
              public void unspeakable(String shown) {
                // Its folder is told in its place.
              }
            });
    return Optional.ofNullable(name[0]);
  }

  /** What a path leads to, not following a link; empty if that is nothing. */
  Optional<Kind> kind(Path path) {
    try {
      return access.attributes().kindIfPresent(path);
    } catch (IOException e) {
      return Optional.empty(); // It may not be looked at, and is told as whatever it is.
    }
  }

  private void watchEach(Deque<RegisteredFolder> found) {
    while (!found.isEmpty()) {
      visit(found.pop(), found);
    }
  }

  /** Watches and lists a folder; one that is not watched is dropped. */
  private void visit(RegisteredFolder folder, Deque<RegisteredFolder> found) {
    boolean isWatched = false;
    try {
      if (register(folder)) {
        list(folder, found);
        isWatched = true;
      }
    } catch (NoSuchFileException | NotDirectoryException | AccessDeniedException e) {
      // That it went is told by its parent; what may not be listed is not mirrored.
      isWatched = false;
    } catch (IOException e) {
      doubt(e);
    }
    if (!isWatched && folder.parent() != null) {
      drop(folder.parent(), folder.relative().name());
    }
  }

  private void doubt(IOException e) {
    String reason = e instanceof FileSystemException known ? known.getReason() : e.getMessage();
    doubts.accept("Not every folder is watched: " + reason + ".");
  }

  private boolean register(RegisteredFolder folder) throws IOException {
    Path path = folder.path();
    Found found = access.attributes().look(path);
    if (found.kind() != Kind.DIRECTORY) {
      throw new NotDirectoryException(path.toString());
    }
    long fileSystem = found.id().fileSystem();
    RegisteredFolder parent = folder.parent();
    if (parent != null && fileSystem != parent.fileSystem() && !isCrossed(folder)) {
      return false;
    }
    WatchKey key = path.register(service, KINDS);
    try {
      if (!access.attributes().look(path).id().equals(found.id())) {
        throw new NotDirectoryException(path.toString());
      }
    } catch (IOException e) {
      if (!byKey.containsKey(key)) {
        key.cancel();
      }
      throw e;
    }
    folder.register(key, fileSystem);
    byKey.put(key, folder);
    return true;
  }

  /** Whether another file system that is mounted here is watched too. */
  private boolean isCrossed(RegisteredFolder folder) throws IOException {
    if (scope.oneFileSystem()) {
      return false;
    }
    Optional<String> lack = TellingStores.lack(folder.path());
    lack.ifPresent(why ->
        doubts.accept("Not every change below " + folder.relative() + " is told: " + why + "."));
    return lack.isEmpty();
  }

  private void list(RegisteredFolder folder, Deque<RegisteredFolder> found) throws IOException {
    folder.setShut(false);
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder.path())) {
      for (Path path : stream) {
        Optional<Name> name = name(path.getFileName());
        Optional<Kind> kind = kind(path);
        if (kind.isEmpty()) {
          folder.setShut(true);
        }
        if (name.isPresent() && kind.equals(Optional.of(Kind.DIRECTORY))) {
          RelativePath relative = folder.relative().resolve(name.get());
          if (scope.isEntered().test(relative)) {
            var child = new RegisteredFolder(folder, path, relative);
            folder.children().put(name.get(), child);
            found.push(child);
          }
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }
}
