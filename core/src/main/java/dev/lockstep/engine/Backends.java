package dev.lockstep.engine;

import dev.lockstep.fs.Availability;
import dev.lockstep.fs.TreeProvider;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;

/** Chooses among the backends. Immutable. */
final class Backends {
  private final List<TreeProvider> byRank;

  Backends(List<TreeProvider> providers) {
    this.byRank =
        providers.stream().sorted(Comparator.comparingInt(TreeProvider::rank).reversed()).toList();
  }

  /** Those that are on the module or class path. */
  static Backends installed() {
    List<TreeProvider> found = new ArrayList<>();
    ServiceLoader.load(TreeProvider.class, TreeProvider.class.getClassLoader()).forEach(found::add);
    return new Backends(found);
  }

  /**
   * A backend that was chosen.
   *
   * @param provider the best of those available
   * @param notes why better ones are not, a sentence each
   */
  record Choice(TreeProvider provider, List<String> notes) {}

  /** The best backend for a root. */
  Choice choose(Path root) {
    List<String> reasons = new ArrayList<>();
    for (TreeProvider provider : byRank) {
      if (!(provider.availability(root) instanceof Availability.Unavailable unavailable)) {
        return new Choice(provider, notes(provider, reasons));
      }
      reasons.add(
          "the %s backend is unavailable, because %s"
              .formatted(provider.name(), unavailable.because()));
    }
    throw new IllegalStateException("no backend is installed that can open " + root);
  }

  private static List<String> notes(TreeProvider used, List<String> reasons) {
    return reasons.stream()
        .map(reason -> "The %s backend is used: %s.".formatted(used.name(), reason))
        .toList();
  }
}
