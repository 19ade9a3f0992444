package dev.lockstep.engine;

import dev.lockstep.filter.Exclusion;
import dev.lockstep.filter.Judge;
import dev.lockstep.fs.FolderPair;
import dev.lockstep.fs.SourceDirectory;
import dev.lockstep.model.Kind;
import dev.lockstep.model.Name;
import dev.lockstep.spill.NameSorter;
import dev.lockstep.spill.SortedNames;
import java.io.IOException;
import java.nio.file.Path;

/** Whether two folders have anything in common. */
final class SharedNames {
  private SharedNames() {}

  /** What file systems make by themselves is nothing in common. */
  private static final Name LOST_AND_FOUND = Name.of("lost+found");

  /** Whether both roots have an entry of one name that is part of the mirror. */
  static boolean areThereAny(FolderPair roots, Judge judge) throws IOException {
    SourceDirectory source = roots.source();
    Path spillFolder = RunBasis.spillFolder();
    try (SortedNames one = SortedNames.of(source, spillFolder, NameSorter.DEFAULT_BYTES);
        SortedNames other =
            SortedNames.of(roots.replica(), spillFolder, NameSorter.DEFAULT_BYTES)) {
      Name left = one.current();
      Name right = other.current();
      while (left != null && right != null) {
        int order = left.compareTo(right);
        if (order == 0 && !left.equals(LOST_AND_FOUND) && !isExcluded(source, left, judge)) {
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
    }
    return false;
  }

  private static boolean isExcluded(SourceDirectory source, Name name, Judge judge)
      throws IOException {
    Exclusion exclusion = judge.of(name);
    boolean isFolder =
        !exclusion.isForAnyKind()
            && source.entry(name).filter(entry -> entry.kind() == Kind.DIRECTORY).isPresent();
    return exclusion.holdsFor(isFolder);
  }
}
