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
   * @param reasons why better ones are not, a clause each
   */
  record Choice(TreeProvider provider, List<String> reasons) {
    /** The same in sentences. */
    List<String> notes() {
      return reasons.stream()
          .map(reason -> "The %s backend is used: %s.".formatted(provider.name(), reason))
          .toList();
    }

    /** The same for a report. */
    List<String> cautions() {
      return reasons.stream()
          .map(reason -> "%s backend (%s)".formatted(provider.name(), reason))
          .toList();
    }
  }

  /** The best backend for a root. */
  Choice choose(Path root) {
    List<String> reasons = new ArrayList<>();
    for (TreeProvider provider : byRank) {
      if (!(provider.availability(root) instanceof Availability.Unavailable unavailable)) {
        return new Choice(provider, List.copyOf(reasons));
      }
      reasons.add(
          "the %s backend is unavailable, because %s"
              .formatted(provider.name(), unavailable.because()));
    }
    throw new IllegalStateException("no backend is installed that can open " + root);
  }
}
