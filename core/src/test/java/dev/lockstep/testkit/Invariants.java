package dev.lockstep.testkit;

import dev.lockstep.model.Kind;
import dev.lockstep.model.Name;
import dev.lockstep.model.Problem;
import dev.lockstep.model.RelativePath;
import dev.lockstep.model.StagedNames;
import dev.lockstep.testkit.Snapshot.Item;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What holds of a replica at every moment and after every run, whatever went wrong. */
public final class Invariants {
  private Invariants() {}

  /**
   * Files and links that are neither as they were nor as they are to be, content and metadata
   * together; entries of a third kind; and names missing that were there and are to stay.
   *
   * @param old the replica before the run
   * @param source the source, unchanged during the run
   * @param now the replica after the run; what is {@link #litter} does not count
   */
  public static List<Mismatch> torn(Snapshot old, Snapshot source, Snapshot now) {
    return torn(old, Map.of(), source, now);
  }

  /**
   * The same of a run that moves folders, which show for a while what they held before.
   *
   * @param movedFolders where each was, by its new path
   */
  public static List<Mismatch> torn(
      Snapshot old, Map<String, String> movedFolders, Snapshot source, Snapshot now) {
    List<Mismatch> torn = new ArrayList<>();
    withoutLitter(source, now)
        .items()
        .forEach((path, item) -> {
          if (!isOneOf(item, old.items().get(path), source.items().get(path))
              && !isLike(item, old.items().get(origin(path, movedFolders)))) {
            torn.add(new Mismatch(path, item.kind().word() + " neither old nor new"));
          }
        });
    for (String path : old.items().keySet()) {
      if (source.items().containsKey(path) && !now.items().containsKey(path)) {
        torn.add(new Mismatch(path, "is gone though both sides had it"));
      }
    }
    return torn;
  }

  /**
   * Files whose content was in the replica, is still in the source, and is in the replica no more,
   * under whatever name: moving lost it.
   */
  public static List<String> lost(Snapshot old, Snapshot source, Snapshot now) {
    Set<String> kept = contents(source);
    kept.retainAll(contents(old));
    kept.removeAll(contents(now));
    return old.items().entrySet().stream()
        .filter(entry -> entry.getValue().kind() == Kind.FILE)
        .filter(entry -> kept.contains(entry.getValue().content()))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static Set<String> contents(Snapshot tree) {
    return tree.items().values().stream()
        .filter(item -> item.kind() == Kind.FILE)
        .map(Item::content)
        .collect(Collectors.toCollection(HashSet::new));
  }

  private static String origin(String path, Map<String, String> movedFolders) {
    for (int end = path.length(); end > 0; end = path.lastIndexOf('/', end - 1)) {
      String before = movedFolders.get(path.substring(0, end));
      if (before != null) {
        return before + path.substring(end);
      }
    }
    return path;
  }

  /** Entries that a run left behind under a staged name which the source has not. */
  public static List<String> litter(Snapshot source, Snapshot now) {
    return now.items().keySet().stream().filter(path -> isLitter(path, source)).toList();
  }

  /** Differences that no problem accounts for: none there, above, or for a folder below. */
  public static List<Mismatch> unnamed(List<Mismatch> mismatches, List<Problem> problems) {
    List<String> named = problems.stream().map(problem -> plain(problem.path())).toList();
    return mismatches.stream()
        .filter(mismatch -> named.stream().noneMatch(path -> related(path, mismatch.path())))
        .toList();
  }

  /** A snapshot without what is litter, and without what lies in it. */
  public static Snapshot withoutLitter(Snapshot source, Snapshot now) {
    return now.without(path -> isLitter(path, source));
  }

  /** The path as {@link Snapshot} spells it. */
  public static String plain(RelativePath path) {
    if (path.isRoot()) {
      return Snapshot.ROOT;
    }
    List<String> names = new ArrayList<>();
    path.names().forEach(name -> names.add(name.text()));
    return String.join("/", names);
  }

  private static boolean isLitter(String path, Snapshot source) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    return !path.equals(Snapshot.ROOT)
        && StagedNames.matches(Name.of(name))
        && !source.items().containsKey(path);
  }

  private static boolean isOneOf(Item item, Item old, Item source) {
    return isLike(item, old) || isLike(item, source);
  }

  /** Folders are settled after what they hold, so only their kind counts. */
  private static boolean isLike(Item item, Item model) {
    if (model == null || item.kind() != model.kind()) {
      return false;
    }
    return item.kind() == Kind.DIRECTORY || TreeComparer.same(item, model, Respect.ofOneName());
  }

  private static boolean related(String problem, String mismatch) {
    return problem.equals(Snapshot.ROOT)
        || mismatch.equals(Snapshot.ROOT)
        || problem.equals(mismatch)
        || mismatch.startsWith(problem + "/")
        || problem.startsWith(mismatch + "/");
  }
}
