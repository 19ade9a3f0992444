package dev.lockstep.guard;

import dev.lockstep.filter.Filter;
import dev.lockstep.fs.NestedMount;
import dev.lockstep.fs.Region;
import dev.lockstep.fs.RootState;
import dev.lockstep.model.Name;
import dev.lockstep.model.RelativePath;
import dev.lockstep.model.Shown;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Decides, from what stands where the roots should be, whether a run may begin. Pure. */
public final class RootGuard {
  /**
   * Where removable disks are mounted: a folder that is missing there is a disk that is not plugged
   * in.
   */
  private static final Set<String> REMOVABLE = Set.of("/media", "/run/media");

  private static final char REPLACEMENT = 0xfffd;

  private final String source;
  private final String replica;
  private final Path replicaPath;
  private final boolean oneFileSystem;
  private final Filter filter;

  /**
   * Makes a guard of these roots.
   *
   * @param source the path as it was given
   * @param replica the path as it was given
   * @param oneFileSystem whether what is mounted below the roots is no part of the mirror
   * @param filter what else is no part of it
   */
  public RootGuard(Path source, Path replica, boolean oneFileSystem, Filter filter) {
    this.oneFileSystem = oneFileSystem;
    this.filter = filter;
    this.source = Shown.text(source.toString());
    this.replica = Shown.text(replica.toString());
    this.replicaPath = replica;
  }

  /** Why a run may not begin, one sentence or two; empty if it may. */
  public Optional<String> refusal(RootState sourceState, RootState replicaState) {
    return refusalOfSource(sourceState)
        .or(() -> refusalToWrite(replicaState))
        .or(() -> refusalToRead(sourceState, replicaState));
  }

  /** The same where nothing will be changed in the replica, so that it may be mounted read-only. */
  public Optional<String> refusalToRead(RootState sourceState, RootState replicaState) {
    return refusalOfSource(sourceState)
        .or(() -> refusalOfReplica(replicaState))
        .or(() -> refusalOfBoth(sourceState, replicaState));
  }

  private Optional<String> refusalOfSource(RootState state) {
    if (state instanceof RootState.Folder folder && folder.readable()) {
      return Optional.empty();
    }
    return switch (state) {
      case RootState.Folder _ ->
          Optional.of(
              "The source %s may not be read by this user; grant read access or run as another user."
                  .formatted(source));
      case RootState.Missing missing ->
          Optional.of(
              "The source %s does not exist; check the path, and that its disk is mounted."
                  .formatted(source));
      case RootState.DanglingLink link ->
          Optional.of(
              "The source %s is a link that leads nowhere; check where it points."
                  .formatted(source));
      case RootState.NotAFolder other ->
          Optional.of(
              "The source %s is a %s, not a folder; name a folder."
                  .formatted(source, other.kind().word()));
      case RootState.Unreachable unreachable ->
          Optional.of(
              "The source %s cannot be reached: %s; check the path, and that its disk is mounted."
                  .formatted(source, Shown.text(unreachable.reason())));
    };
  }

  private Optional<String> refusalOfReplica(RootState state) {
    if (state.place().isPresent()) {
      return Optional.empty();
    }
    return switch (state) {
      case RootState.Folder _, RootState.Missing _ -> Optional.empty(); // Returned above.
      case RootState.DanglingLink link ->
          Optional.of(
              "The replica %s is a link that leads nowhere; check where it points."
                  .formatted(replica));
      case RootState.NotAFolder other ->
          Optional.of(
              "The replica %s is a %s, not a folder; name a folder, or a path where none is yet."
                  .formatted(replica, other.kind().word()));
      case RootState.Unreachable unreachable ->
          Optional.of(
              "The replica %s cannot be reached: %s; check the path, and that its disk is mounted."
                  .formatted(replica, Shown.text(unreachable.reason())));
    };
  }

  private Optional<String> refusalToWrite(RootState state) {
    if (state instanceof RootState.Folder folder && !folder.writable()) {
      return Optional.of(
          "The replica %s may not be written by this user, or is mounted read-only; run as another user, or mount it for writing."
              .formatted(replica));
    }
    return state instanceof RootState.Missing missing ? refusalToMake(missing) : Optional.empty();
  }

  private Optional<String> refusalToMake(RootState.Missing missing) {
    Path made = replicaPath.toAbsolutePath().normalize();
    for (String removable : REMOVABLE) {
      if (made.startsWith(removable) || missing.nearest().startsWith(removable)) {
        return Optional.of(
            "The replica %s does not exist, and nothing is made below %s: is the disk plugged in?"
                .formatted(replica, removable));
      }
    }
    return missing.writable()
        ? Optional.empty()
        : Optional.of(
            "The replica %s does not exist, and %s, where it would be made, may not be written by this user; make it yourself, or run as another user."
                .formatted(replica, Shown.text(missing.nearest().toString())));
  }

  private Optional<String> refusalOfBoth(RootState sourceState, RootState replicaState) {
    if (!(sourceState instanceof RootState.Folder sourceFolder)) {
      return Optional.empty();
    }
    if (replicaState instanceof RootState.Folder replicaFolder
        && isSame(sourceFolder, replicaFolder)) {
      return Optional.of(
          "The source %s and the replica %s are the same folder; name two different ones."
              .formatted(source, replica));
    }
    List<Reach> ofReplica = List.of();
    if (replicaState instanceof RootState.Folder folder) {
      ofReplica = reaches(folder);
    } else if (replicaState instanceof RootState.Missing missing) {
      ofReplica = List.of(new Reach(missing.region(), Optional.of(RelativePath.ROOT)));
    }
    return overlap(reaches(sourceFolder), ofReplica);
  }

  /**
   * A place that a march may come to.
   *
   * @param at where it comes there, from the root; empty if that is not known
   */
  private record Reach(Region region, Optional<RelativePath> at) {
    /** Where it would come to a place that lies in this one; empty if that is not known. */
    Optional<RelativePath> pathTo(Region inner) {
      RelativePath path = at.orElse(null);
      if (path == null || inner.path().equals(region.path())) {
        return at;
      }
      for (Path name : region.path().relativize(inner.path())) {
        String text = name.toString();
        if (text.indexOf(REPLACEMENT) >= 0) {
          return Optional.empty();
        }
        path = path.resolve(Name.of(text));
      }
      return Optional.of(path);
    }
  }

  /** The places that a march may come to, those that the filter keeps it from left out. */
  private List<Reach> reaches(RootState.Folder folder) {
    List<Region> regions = folder.regions();
    List<NestedMount> mounts = folder.mounts();
    boolean areKnown = mounts.size() == regions.size() - 1;
    String own = regions.getFirst().fileSystem();
    List<Reach> reaches = new ArrayList<>();
    for (int i = 0; i < regions.size(); i++) {
      Region region = regions.get(i);
      Optional<RelativePath> at = Optional.empty();
      if (i == 0) {
        at = Optional.of(RelativePath.ROOT);
      } else if (areKnown) {
        at = Optional.of(mounts.get(i - 1).path());
      }
      boolean isBeyond = oneFileSystem && !region.fileSystem().equals(own);
      if (!isBeyond && !isKeptOut(at)) {
        reaches.add(new Reach(region, at));
      }
    }
    return reaches;
  }

  private boolean isKeptOut(Optional<RelativePath> folder) {
    return folder.filter(path -> filter.keepsOut(path, true)).isPresent();
  }

  private static boolean isSame(RootState.Folder one, RootState.Folder other) {
    return one.realPath().equals(other.realPath())
        || (one.id().isKnown() && one.id().equals(other.id()));
  }

  private Optional<String> overlap(List<Reach> ofSource, List<Reach> ofReplica) {
    for (Reach one : ofSource) {
      for (Reach other : ofReplica) {
        if (one.region().overlaps(other.region()) && !isKeptApart(one, other)) {
          return Optional.of(nesting(one.region(), other.region()));
        }
      }
    }
    return Optional.empty();
  }

  /** Whether the filter keeps the march out of the inner one of two places. */
  private boolean isKeptApart(Reach ofSource, Reach ofReplica) {
    if (ofReplica.region().path().startsWith(ofSource.region().path())) {
      return isKeptOut(ofSource.pathTo(ofReplica.region()));
    }
    // What is excluded in the replica stays there only if that is not to be deleted.
    return !filter.deletesExcluded() && isKeptOut(ofReplica.pathTo(ofSource.region()));
  }

  private String nesting(Region sourceRegion, Region replicaRegion) {
    String remedy =
        "; neither may lie in the other, also through links and mounts, unless a rule excludes it.";
    return replicaRegion.path().startsWith(sourceRegion.path())
        ? "The replica %s lies inside the source %s".formatted(replica, source) + remedy
        : "The source %s lies inside the replica %s".formatted(source, replica) + remedy;
  }
}
