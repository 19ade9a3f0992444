package dev.lockstep.apply;

import dev.lockstep.fs.ReplicaDirectory;
import dev.lockstep.fs.ReplicaTree;
import dev.lockstep.fs.StampEvidence;
import dev.lockstep.model.Name;
import dev.lockstep.model.RelativePath;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a dry run would have moved: each such entry is still where it was, and shown in its new
 * place. For any thread.
 */
final class DryMoves {
  private final ReplicaTree real;
  private final Map<RelativePath, RelativePath> placeBefore = new ConcurrentHashMap<>();
  private final Set<RelativePath> shown = ConcurrentHashMap.newKeySet();
  private final Set<RelativePath> left = ConcurrentHashMap.newKeySet();

  DryMoves(ReplicaTree real) {
    this.real = real;
  }

  /** An entry that really is in another folder. */
  record Elsewhere(ReplicaDirectory folder, Name name) {}

  /**
   * Takes note that an entry has this path.
   *
   * @param before where it really is
   */
  void show(RelativePath path, RelativePath before) {
    placeBefore.put(path, before);
    shown.add(before);
  }

  /** Takes note that what is really here would have left it. */
  void hide(RelativePath place) {
    left.add(place);
  }

  /** The same, if it is shown elsewhere; what is deleted need not be remembered. */
  void hideIfShown(RelativePath place) {
    if (shown.contains(place)) {
      left.add(place);
    }
  }

  /** Where what is shown under this path really is; empty if it was not moved. */
  Optional<RelativePath> placeBefore(RelativePath path) {
    return Optional.ofNullable(placeBefore.get(path));
  }

  /** Whether nothing was moved. */
  boolean isEmpty() {
    return placeBefore.isEmpty();
  }

  /** Whether what is really here would have left it. */
  boolean isHidden(RelativePath place) {
    return left.contains(place);
  }

  /** What stamps prove of folders that are not there yet. */
  StampEvidence stampEvidence() throws IOException {
    try (ReplicaDirectory root = real.openRoot()) {
      return root.stampEvidence();
    }
  }

  /** Where an entry of this path really is, if that is in another folder; the caller closes it. */
  Optional<Elsewhere> elsewhere(RelativePath path) throws IOException {
    RelativePath before = placeBefore.get(path);
    if (before == null) {
      return Optional.empty();
    }
    ReplicaDirectory at = real.openRoot();
    try {
      for (Name name : before.parent().names()) {
        ReplicaDirectory below = at.openDirectory(name);
        at.close();
        at = below;
      }
      return Optional.of(new Elsewhere(at, before.name()));
    } catch (IOException | RuntimeException e) {
      at.close();
      throw e;
    }
  }
}
