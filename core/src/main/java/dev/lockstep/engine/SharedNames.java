package dev.lockstep.engine;

import dev.lockstep.filter.Filter;
import dev.lockstep.fs.ReadableDirectory;
import dev.lockstep.fs.SourceDirectory;
import dev.lockstep.march.FolderMarch;
import dev.lockstep.model.Name;
import dev.lockstep.model.RelativePath;
import dev.lockstep.spill.NameSorter;
import dev.lockstep.spill.SortedNames;
import java.io.IOException;
import java.nio.file.Path;

/** Whether two folders have anything in common. */
final class SharedNames {
  private SharedNames() {}

  /**
   * Whether both roots have an entry of one name that is part of the mirror; false also where they
   * cannot be listed.
   */
  static boolean areThereAny(SourceDirectory source, ReadableDirectory replica, Filter filter) {
    Path spillFolder = Path.of(System.getProperty("java.io.tmpdir"));
    try (SortedNames one = SortedNames.of(source, spillFolder, NameSorter.DEFAULT_BYTES);
        SortedNames other = SortedNames.of(replica, spillFolder, NameSorter.DEFAULT_BYTES)) {
      Name left = one.current();
      Name right = other.current();
      while (left != null && right != null) {
        int order = left.compareTo(right);
        if (order == 0
            && !filter.leavesOut(RelativePath.ROOT.resolve(left))
            && FolderMarch.entry(source, left).isPresent()) {
          return true;
        }
        if (order <= 0) {
          one.advance();
          left = one.current();
        }
        if (order >= 0) {
          other.advance();
          right = other.current();
        }
      }
    } catch (IOException e) {
      // The march will tell.
    }
    return false;
  }
}
