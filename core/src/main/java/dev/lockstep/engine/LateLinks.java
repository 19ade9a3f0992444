package dev.lockstep.engine;

import dev.lockstep.fs.ReplicaDirectory;
import dev.lockstep.model.Entry;
import dev.lockstep.model.FileId;
import dev.lockstep.model.Name;
import dev.lockstep.model.RelativePath;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Groups of which a name comes late, since a folder has it in the replica, which has to be emptied
 * first; and where in the replica the others are. For one thread.
 */
final class LateLinks {
  private final Map<FileId, Optional<Leader>> leaders = new HashMap<>();

  /**
   * A name of a group that is in the replica as it is to be.
   *
   * @param id which file that is; unknown in a dry run, for what is not there yet
   */
  record Leader(RelativePath path, FileId id) {
    /** The leader by this name, which was just put into the replica's folder. */
    static Leader put(RelativePath path, ReplicaDirectory folder, Name name, Optional<Entry> old)
        throws IOException {
      FileId now = folder.entry(name).map(entry -> entry.stamp().id()).orElse(FileId.UNKNOWN);
      FileId before = old.map(entry -> entry.stamp().id()).orElse(FileId.UNKNOWN);
      // In a dry run the old entry is there still.
      return new Leader(path, now.equals(before) ? FileId.UNKNOWN : now);
    }
  }

  /** A name of this group will come late. */
  void expect(FileId group) {
    leaders.putIfAbsent(group, Optional.empty());
  }

  /** This leads a group, which matters if a name of it comes late. */
  void lead(FileId group, Leader leader) {
    leaders.computeIfPresent(group, (_, _) -> Optional.of(leader));
  }

  /** What a late name of this group is to be linked to, if the replica has it. */
  Optional<Leader> leader(FileId group) {
    return leaders.getOrDefault(group, Optional.empty());
  }
}
