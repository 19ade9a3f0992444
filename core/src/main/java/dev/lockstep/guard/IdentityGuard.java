package dev.lockstep.guard;

import dev.lockstep.fs.FileSystemIdentity;
import dev.lockstep.fs.NestedMount;
import dev.lockstep.fs.RootState;
import dev.lockstep.model.RelativePath;
import dev.lockstep.model.Shown;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides, from what is remembered of a pair, whether the roots are the ones known. What cannot be
 * told apart is never refused. Pure.
 */
public final class IdentityGuard {
  private final String source;
  private final String replica;

  /** Makes a guard of these roots, the paths as they were given. */
  public IdentityGuard(Path source, Path replica) {
    this.source = Shown.text(source.toString());
    this.replica = Shown.text(replica.toString());
  }

  /** Why a run may not begin, one sentence or two; empty if it may. */
  public Optional<String> refusal(
      PairMemory known, RootState.Folder sourceRoot, RootState replicaRoot) {
    return refusalOf("source " + source, sourceRoot, known.source())
        .or(() -> refusalOf("replica " + replica, replicaRoot, known.replica()));
  }

  /** Why a pair may not be mirrored that is known the other way round. */
  public String refusalOfReversed(Optional<String> lastRun) {
    return "These roots are known the other way round, %s to %s%s: are SOURCE and REPLICA swapped? %s"
        .formatted(
            replica, source, lastRun.map(at -> ", last mirrored " + at).orElse(""), remedy());
  }

  /** What a person may want to know of the roots, a sentence each. */
  public List<String> notes(PairMemory known, RootState.Folder sourceRoot, RootState replicaRoot) {
    List<String> notes = new ArrayList<>();
    if (known.source().isOtherFolder(sourceRoot)) {
      notes.add(otherFolder("source " + source));
    }
    if (replicaRoot instanceof RootState.Folder folder && known.replica().isOtherFolder(folder)) {
      notes.add(otherFolder("replica " + replica));
    }
    return notes;
  }

  /**
   * What was mounted below the source and is not now, or is another file system, and why nothing
   * below it may be deleted, a clause each.
   */
  public Map<RelativePath, String> protectedPaths(PairMemory known, RootState.Folder sourceRoot) {
    Map<RelativePath, List<FileSystemIdentity>> expected = new LinkedHashMap<>();
    for (NestedMount mount : known.mounts()) {
      expected.computeIfAbsent(mount.path(), _ -> new ArrayList<>()).add(mount.fileSystem());
    }
    Map<RelativePath, String> reasons = new LinkedHashMap<>();
    expected.forEach((path, identities) -> {
      Optional<NestedMount> now =
          sourceRoot.mounts().stream().filter(mount -> mount.path().equals(path)).findFirst();
      boolean isInOrder =
          now.isPresent()
              && identities.stream()
                  .anyMatch(identity -> !identity.differsFrom(now.get().fileSystem()));
      if (!isInOrder) {
        String lacking = identities.getLast().shown();
        String found = now.map(mount -> ", but " + mount.fileSystem().shown() + " is").orElse("");
        reasons.put(
            path,
            "%s is not mounted here in the source as in earlier runs%s; what the replica has of it is kept as it is: mount it, or if this is right, run: lockstep adopt %s %s"
                .formatted(lacking, found, source, replica));
      }
    });
    return reasons;
  }

  private Optional<String> refusalOf(String root, RootState found, RootMemory known) {
    FileSystemIdentity now = found.fileSystem();
    if (!known.isStranger(now)) {
      return known.isUnmounted(found)
          ? Optional.of(
              "The %s was a mount point in earlier runs, and nothing is mounted there now; is its disk mounted? %s"
                  .formatted(root, remedy()))
          : Optional.empty();
    }
    return Optional.of(
        "The %s lies on %s, not on %s as in earlier runs; is its disk mounted? %s"
            .formatted(root, Shown.text(now.shown()), Shown.text(known.shown()), remedy()));
  }

  private String remedy() {
    return "If this is right, run: lockstep adopt %s %s".formatted(source, replica);
  }

  private static String otherFolder(String root) {
    return "The %s is another folder than in the last run, on the same file system."
        .formatted(root);
  }
}
