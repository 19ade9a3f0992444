package dev.lockstep.testkit;

import dev.lockstep.model.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Changes a tree by seeded chance, every {@link Mutation} as likely as the others. Equal seeds
 * change equal trees equally.
 */
public final class RandomMutations {
  private static final int OWNER_ACCESS = 0700;
  private static final int OWNER_WRITE_AND_READ = 0600;

  private final Path root;
  private final Chance chance;
  private final List<Mutation> possible;

  /**
   * Changes to come.
   *
   * @param unicode whether new names may hold more than ASCII
   */
  public RandomMutations(long seed, boolean unicode, Path root) {
    this.root = root;
    this.possible =
        Arrays.stream(Mutation.values())
            .filter(mutation -> Lstat.isOnDisk(root) || !mutation.isOfDisks())
            .toList();
    this.chance = new Chance(seed, unicode);
  }

  /**
   * Makes so many changes.
   *
   * @return what they were, for the message of a test that fails
   */
  public List<String> apply(int times) throws IOException {
    List<String> done = new ArrayList<>();
    while (done.size() < times) {
      Mutation mutation = chance.oneOf(possible);
      List<Path> victims = victims(mutation);
      if (!victims.isEmpty()) {
        Path victim = chance.oneOf(victims);
        done.add(mutation + " " + root.relativize(victim));
        if (!victim.equals(root)) {
          grantAccess(victim.getParent());
        }
        grantAccess(victim);
        mutate(mutation, victim);
      }
    }
    return done;
  }

  /** What a mutation may befall; creations befall the folder that gets a new entry. */
  private List<Path> victims(Mutation mutation) throws IOException {
    return switch (mutation) {
      case CREATE_FILE, CREATE_FOLDER, CREATE_LINK -> {
        List<Path> folders = entries(Set.of(Kind.DIRECTORY));
        folders.add(root);
        yield folders;
      }
      case FOLDER_TO_FILE, FOLDER_TO_LINK -> entries(Set.of(Kind.DIRECTORY));
      case EDIT_SAME_SIZE,
          EDIT_RESTORING_TIME,
          GROW,
          TRUNCATE,
          FILE_TO_FOLDER,
          FILE_TO_FULL_FOLDER,
          FILE_TO_LINK,
          HARD_LINK_OVER,
          UNSHARE ->
          entries(Set.of(Kind.FILE));
      case HARD_LINK -> entries(Set.of(Kind.FILE, Kind.SYMLINK));
      case RETARGET, LINK_TO_FILE, LINK_TO_FOLDER -> entries(Set.of(Kind.SYMLINK));
      case CHANGE_MODE -> entries(Set.of(Kind.FILE, Kind.DIRECTORY));
      case TOUCH, DELETE, RENAME, MOVE -> entries(Set.of(Kind.FILE, Kind.DIRECTORY, Kind.SYMLINK));
    };
  }

  private void mutate(Mutation mutation, Path victim) throws IOException {
    switch (mutation) {
      case CREATE_FILE -> makeFile(fresh(victim));
      case CREATE_FOLDER -> makeFolder(fresh(victim));
      case CREATE_LINK -> makeLink(fresh(victim));
      case EDIT_SAME_SIZE -> edit(victim);
      case EDIT_RESTORING_TIME -> {
        Instant modified = Lstat.of(victim).modified();
        edit(victim);
        Lstat.setModified(victim, modified);
      }
      case GROW ->
          Files.write(victim, chance.bytes(1 + chance.below(99)), StandardOpenOption.APPEND);
      case TRUNCATE -> truncate(victim);
      case CHANGE_MODE ->
          Lstat.setMode(
              victim, Files.isDirectory(victim) ? chance.folderMode() : chance.fileMode());
      case TOUCH -> Lstat.setModified(victim, chance.time());
      case RETARGET, FILE_TO_LINK, FOLDER_TO_LINK -> {
        delete(victim);
        makeLink(victim);
      }
      case DELETE -> delete(victim);
      case RENAME -> Files.move(victim, fresh(victim.getParent()));
      case MOVE -> move(victim);
      case FILE_TO_FOLDER, LINK_TO_FOLDER -> {
        delete(victim);
        makeFolder(victim);
      }
      case FILE_TO_FULL_FOLDER -> {
        delete(victim);
        makeFolder(victim);
        makeFile(fresh(victim));
        makeFolder(fresh(victim));
      }
      case HARD_LINK -> {
        Path folder = chance.oneOf(victims(Mutation.CREATE_FILE));
        grantAccess(folder);
        Files.createLink(fresh(folder), victim);
      }
      case HARD_LINK_OVER -> {
        Path other = chance.oneOf(victims(Mutation.HARD_LINK_OVER));
        if (!other.equals(victim)) {
          Files.delete(victim);
          Files.createLink(victim, other);
        }
      }
      case UNSHARE -> {
        Instant modified = Lstat.of(victim).modified();
        int mode = Lstat.of(victim).mode();
        byte[] bytes = Files.readAllBytes(victim);
        Files.delete(victim);
        Files.write(victim, bytes);
        Lstat.setMode(victim, mode);
        Lstat.setModified(victim, modified);
      }
      case FOLDER_TO_FILE, LINK_TO_FILE -> {
        delete(victim);
        makeFile(victim);
      }
    }
  }

  /** Every entry below the root of these kinds, in the order of their paths. */
  private List<Path> entries(Set<Kind> kinds) throws IOException {
    List<Path> found = new ArrayList<>();
    gather(root, kinds, found);
    return found;
  }

  private static void gather(Path folder, Set<Kind> kinds, List<Path> found) throws IOException {
    for (Path child : TreeReader.children(folder)) {
      Kind kind = Lstat.of(child).kind();
      if (kinds.contains(kind)) {
        found.add(child);
      }
      if (kind == Kind.DIRECTORY) {
        gather(child, kinds, found);
      }
    }
  }

  private Path fresh(Path folder) {
    Path path = folder.resolve(chance.name());
    for (int i = 0; Files.exists(path, LinkOption.NOFOLLOW_LINKS); i++) {
      path = folder.resolve("fresh" + i);
    }
    return path;
  }

  private void makeFile(Path at) throws IOException {
    Files.write(at, chance.content());
    Lstat.setMode(at, chance.fileMode());
  }

  private void makeFolder(Path at) throws IOException {
    Files.createDirectory(at);
    Lstat.setMode(at, chance.folderMode() | OWNER_ACCESS);
  }

  private void makeLink(Path at) throws IOException {
    Files.createSymbolicLink(at, at.getFileSystem().getPath(chance.target()));
  }

  private void edit(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    if (bytes.length > 0) {
      bytes[chance.below(bytes.length)] ^= 1;
    }
    Files.write(file, bytes);
  }

  private void truncate(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
  }

  private void move(Path victim) throws IOException {
    Path folder = chance.oneOf(victims(Mutation.CREATE_FILE));
    if (!folder.startsWith(victim)) {
      grantAccess(folder);
      Files.move(victim, fresh(folder));
    }
  }

  private static void delete(Path victim) throws IOException {
    if (Lstat.of(victim).kind() == Kind.DIRECTORY) {
      Lstat.setMode(victim, OWNER_ACCESS);
      for (Path child : TreeReader.children(victim)) {
        delete(child);
      }
    }
    Files.delete(victim);
  }

  /** Gives the owner the rights to change an entry; they stay, which is one more change. */
  private static void grantAccess(Path path) throws IOException {
    Lstat found = Lstat.of(path);
    if (found.kind() != Kind.SYMLINK && (found.mode() & OWNER_ACCESS) != OWNER_ACCESS) {
      int missing = found.kind() == Kind.DIRECTORY ? OWNER_ACCESS : OWNER_WRITE_AND_READ;
      Lstat.setMode(path, found.mode() | missing);
    }
  }
}
