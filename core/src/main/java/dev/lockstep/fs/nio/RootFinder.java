package dev.lockstep.fs.nio;

import dev.lockstep.fs.Region;
import dev.lockstep.fs.RootState;
import dev.lockstep.model.Kind;
import dev.lockstep.model.Metadata;
import dev.lockstep.model.Shown;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds what stands where a root should be. It walks the path name by name as the kernel would, so
 * that it can tell what is wrong with it: {@code ..} leaves the folder that a link led to.
 */
final class RootFinder {
  private final Attributes attributes;
  private final Regions regions;
  private final Identities identities;

  /** Finds out by this probe, too, which file systems there are. */
  RootFinder(FileSystem fileSystem, UuidProbe probe) throws IOException {
    this.identities = new Identities(probe, DiskNames.OF_SYSTEM);
    this.attributes = Attributes.of(fileSystem);
    this.regions = Regions.of(fileSystem);
  }

  /** Where a path leads. */
  private sealed interface Way {
    /** To something that is there. */
    record To(Path real, Found found) implements Way {}

    /** To nothing: what would be {@code path} lies somewhere below the folder {@code nearest}. */
    record Missing(Path nearest, Path path) implements Way {}

    /** It breaks off. */
    record Broken(RootState state) implements Way {}
  }

  /** What stands there. */
  RootState inspect(Path root) throws IOException {
    Way way = way(root.toAbsolutePath());
    if (way instanceof Way.To(Path real, Found found) && found.kind() == Kind.DIRECTORY) {
      return folder(real.toRealPath(), found);
    }
    return switch (way) {
      case Way.To(_, Found found) -> new RootState.NotAFolder(found.kind());
      case Way.Missing(Path nearest, Path path) ->
          new RootState.Missing(
              nearest,
              isWritable(nearest),
              regions.at(path),
              path,
              regions.identity(nearest, identities));
      case Way.Broken(RootState state) -> state;
    };
  }

  /**
   * Where a root that is missing would be made.
   *
   * @throws FileSystemException if it cannot be made there
   */
  Path placeToMake(Path root) throws IOException {
    return switch (way(root.toAbsolutePath())) {
      case Way.To(Path real, _) -> real;
      case Way.Missing(_, Path path) -> path;
      case Way.Broken(RootState state) ->
          throw new FileSystemException(root.toString(), null, reason(state));
    };
  }

  private RootState folder(Path real, Found found) throws IOException {
    List<Region> places = new ArrayList<>();
    places.add(regions.at(real));
    places.addAll(regions.below(real));
    boolean readable = Files.isReadable(real) && Files.isExecutable(real);
    boolean writable = isWritable(real) || mayBeOpenedUp(real, found);
    return new RootState.Folder(
        real,
        found.id(),
        readable,
        writable,
        places,
        regions.identity(real, identities),
        regions.mountsBelow(real, identities),
        regions.isMountPoint(real));
  }

  /** Whether its owner runs this, and can allow himself what the mode forbids. */
  private static boolean mayBeOpenedUp(Path folder, Found found) throws IOException {
    int owner = found.metadata().owner();
    return owner != Metadata.UNKNOWN
        && owner == RunningUser.now().user().user()
        && !Files.getFileStore(folder).isReadOnly();
  }

  private static boolean isWritable(Path folder) {
    return Files.isWritable(folder) && Files.isExecutable(folder);
  }

  private Way way(Path absolute) {
    Path at = absolute.getRoot();
    @Nullable Found found = null;
    for (int i = 0; i < absolute.getNameCount(); i++) {
      if (found != null && found.kind() != Kind.DIRECTORY) {
        return new Way.Broken(new RootState.NotAFolder(found.kind()));
      }
      Way step = step(at, absolute.getName(i));
      if (!(step instanceof Way.To to)) {
        return step instanceof Way.Missing
            ? missing(at, absolute.subpath(i, absolute.getNameCount()))
            : step;
      }
      at = to.real();
      found = to.found();
    }
    return found == null ? look(at) : new Way.To(at, found);
  }

  private Way step(Path at, Path name) {
    return switch (name.toString()) {
      case "", "." -> look(at);
      case ".." -> look(at.getParent() == null ? at : at.getParent());
      default -> {
        Way next = look(at.resolve(name));
        boolean isLink = next instanceof Way.To to && to.found().kind() == Kind.SYMLINK;
        yield isLink ? follow(at.resolve(name)) : next;
      }
    };
  }

  private Way look(Path path) {
    try {
      return new Way.To(path, attributes.look(path));
    } catch (NoSuchFileException e) {
      return new Way.Missing(path, path);
    } catch (IOException e) {
      return new Way.Broken(unreachable(path, e));
    }
  }

  private Way follow(Path link) {
    try {
      return look(link.toRealPath());
    } catch (AccessDeniedException e) {
      return new Way.Broken(unreachable(link, e));
    } catch (IOException e) {
      // What the kernel says of a circle has no type of its own.
      return new Way.Broken(new RootState.DanglingLink());
    }
  }

  /** Names that follow a missing one can only be read as they stand. */
  private Way missing(Path nearest, Path rest) {
    Path path = nearest.resolve(rest);
    Path normal = path.normalize();
    return normal.equals(path) ? new Way.Missing(nearest, path) : way(normal);
  }

  private static RootState unreachable(Path path, IOException e) {
    String reason =
        switch (e) {
          case AccessDeniedException _ -> "permission denied";
          case FileSystemException other when other.getReason() != null -> other.getReason();
          default -> String.valueOf(e.getMessage());
        };
    return new RootState.Unreachable(Shown.text(path.toString()) + ": " + Shown.text(reason));
  }

  private static String reason(RootState state) {
    return switch (state) {
      case RootState.DanglingLink _ -> "a link on the way leads nowhere";
      case RootState.NotAFolder(Kind kind) -> "a " + kind.word() + " is in the way";
      case RootState.Unreachable(String reason) -> reason;
      case RootState.Folder _, RootState.Missing _ ->
          throw new IllegalArgumentException("nothing is wrong with " + state);
    };
  }
}
