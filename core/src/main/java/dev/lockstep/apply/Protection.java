package dev.lockstep.apply;

import dev.lockstep.filter.Filter;
import dev.lockstep.filter.FolderRules;
import dev.lockstep.filter.IgnoreFile;
import dev.lockstep.fs.ReadableDirectory;
import dev.lockstep.model.Name;
import dev.lockstep.model.RelativePath;
import java.io.IOException;

/** Says which rules hold in the folders of the replica of which something is to go. */
public interface Protection {
  /**
   * Those of a folder that both sides have.
   *
   * @throws IOException if they cannot be known
   */
  FolderRules at(RelativePath folder) throws IOException;

  /**
   * Those of a folder that only the replica has.
   *
   * @param above those of the folder that holds it
   * @param folder the same, open
   * @throws IOException if they cannot be known
   */
  FolderRules below(FolderRules above, Name name, ReadableDirectory folder) throws IOException;

  /** That of a filter that reads no ignore files. */
  static Protection of(Filter filter) {
    return new Protection() {
      @Override
      public FolderRules at(RelativePath folder) {
        return filter.in(folder);
      }

      @Override
      public FolderRules below(FolderRules above, Name name, ReadableDirectory folder) {
        return above.below(name, IgnoreFile.NONE);
      }
    };
  }
}
