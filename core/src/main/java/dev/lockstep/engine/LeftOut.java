package dev.lockstep.engine;

import dev.lockstep.api.MirrorOptions;
import dev.lockstep.fs.RootState;
import dev.lockstep.model.RelativePath;
import dev.lockstep.model.Shown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is no part of the mirror where it lies in the source: Lockstep's own files, its log and
 * state, which may not lie in the replica; and the replica itself, which may lie in the source only
 * where the march does not come.
 *
 * @param paths those that lie in the source, as paths from its root
 * @param notes a sentence about each of them
 */
record LeftOut(Set<RelativePath> paths, List<String> notes) {
  /** Those of these options, where the source is this. */
  static LeftOut of(MirrorOptions options, RootState source) throws IOException {
    Set<RelativePath> paths = new HashSet<>();
    List<String> notes = new ArrayList<>();
    if (source instanceof RootState.Folder folder) {
      List<Path> candidates = own(options);
      candidates.add(options.replica());
      for (Path own : candidates) {
        if (add(own, folder.realPath(), paths)) {
          notes.add(
              "%s lies in the source and is left out of the mirror."
                  .formatted(Shown.text(own.toString())));
        }
      }
      for (Path unsaid : options.leftOutUnsaid()) {
        add(unsaid, folder.realPath(), paths);
      }
    }
    return new LeftOut(paths, notes);
  }

  /** Adds a place if it lies in this root. */
  private static boolean add(Path place, Path root, Set<RelativePath> paths) throws IOException {
    Path real = real(place);
    boolean isInside = real.startsWith(root) && !real.equals(root);
    if (isInside) {
      paths.add(PathNames.between(root, real));
    }
    return isInside;
  }

  /**
   * What is wrong with these options, where the replica is this; one sentence, empty if nothing is.
   */
  static Optional<String> misuse(MirrorOptions options, RootState replica) throws IOException {
    Path replicaPath =
        replica instanceof RootState.Folder folder ? folder.realPath() : real(options.replica());
    for (Path own : own(options)) {
      if (real(own).startsWith(replicaPath)) {
        return Optional.of(
            "%s lies inside the replica, where nothing but the mirror may be; name another place."
                .formatted(Shown.text(own.toString())));
      }
    }
    if (options.stateDirectory().isPresent()
        && replicaPath.startsWith(real(options.stateDirectory().get()))) {
      return Optional.of(
          "The replica %s lies inside the state folder %s, which is Lockstep's own; name another place for one of them."
              .formatted(
                  Shown.text(options.replica().toString()),
                  Shown.text(options.stateDirectory().get().toString())));
    }
    return Optional.empty();
  }

  private static List<Path> own(MirrorOptions options) {
    List<Path> own = new ArrayList<>(options.leftOut());
    options.stateDirectory().ifPresent(own::add);
    return own;
  }

  /** Where a path really leads, as far as there is something. */
  private static Path real(Path path) throws IOException {
    Path existing = path.toAbsolutePath();
    List<Path> missing = new ArrayList<>();
    while (!Files.exists(existing) && existing.getParent() != null) {
      missing.addFirst(existing.getFileName());
      existing = existing.getParent();
    }
    Path real = existing.toRealPath();
    for (Path name : missing) {
      real = real.resolve(name);
    }
    return real.normalize();
  }
}
