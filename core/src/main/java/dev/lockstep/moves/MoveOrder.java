package dev.lockstep.moves;

import dev.lockstep.model.Kind;
import dev.lockstep.model.RelativePath;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** In which order what waits is moved, so that nothing is lost on the way. Pure. */
public final class MoveOrder {
  private MoveOrder() {}

  /**
   * Files that are to be moved.
   *
   * @param endangered those whose origin's name is wanted by another entry, so that they need a
   *     second name before that takes it
   * @param others all others
   */
  public record Files(List<HeldEntry> endangered, List<HeldEntry> others) {
    public Files {
      endangered = List.copyOf(endangered);
      others = List.copyOf(others);
    }
  }

  /**
   * The folders whose origin is known, that with the deepest one first: what was moved out of a
   * folder goes before the folder itself.
   */
  public static List<HeldEntry> folders(List<HeldEntry> held) {
    return held.stream()
        .filter(entry -> entry.kind() == Kind.DIRECTORY && entry.origin().isPresent())
        .sorted(Comparator.comparingInt(MoveOrder::depth).reversed())
        .toList();
  }

  /**
   * The files whose origin is known.
   *
   * @param moved the folders that have their new places by now
   */
  public static Files files(List<HeldEntry> held, MovedFolders moved) {
    Set<RelativePath> wanted = new HashSet<>();
    held.forEach(entry -> wanted.add(entry.path()));
    List<HeldEntry> endangered = new ArrayList<>();
    List<HeldEntry> others = new ArrayList<>();
    for (HeldEntry entry : held) {
      if (entry.kind() != Kind.DIRECTORY && entry.origin().isPresent()) {
        RelativePath origin = moved.placeOf(entry.origin().get().path());
        (wanted.contains(origin) ? endangered : others).add(entry);
      }
    }
    return new Files(endangered, others);
  }

  private static int depth(HeldEntry entry) {
    return entry.origin().orElseThrow().path().depth();
  }
}
