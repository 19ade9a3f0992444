package dev.lockstep.plan;

import dev.lockstep.model.Action;
import dev.lockstep.model.Aspect;
import dev.lockstep.model.Difference;
import dev.lockstep.model.Entry;
import dev.lockstep.model.Kind;
import dev.lockstep.model.Node;
import dev.lockstep.model.Pair;
import dev.lockstep.model.StagedNames;
import java.util.EnumSet;
import java.util.Set;

/** Maps pair and difference to what is to be done. Immutable. */
public final class Planner {
  private final Set<Kind> carriedKinds;
  private final Set<Node.Type> carriedSpecials;

  /**
   * Makes a planner.
   *
   * @param carriedKinds the kinds of entries that the replica can hold, but for special ones
   * @param carriedSpecials the special entries that it can hold
   */
  public Planner(Set<Kind> carriedKinds, Set<Node.Type> carriedSpecials) {
    this.carriedKinds = EnumSet.copyOf(carriedKinds);
    this.carriedSpecials = Set.copyOf(carriedSpecials);
  }

  /**
   * What is to be done about this pair.
   *
   * @param difference what differs, for a pair with both sides; none for others
   */
  public Plan plan(Pair pair, Difference difference) {
    // No switch: see "The start" in ARCHITECTURE.md.
    if (pair instanceof Pair.ReplicaOnly only) {
      return new Plan.Act(new Action.Delete(only.replica(), why(only)));
    }
    Entry source = pair.ofSource().orElseThrow();
    if (!isCarried(source)) {
      return new Plan.NotCarried(source, difference.has(Aspect.KIND));
    }
    return pair instanceof Pair.Both both
        ? planBoth(both, difference)
        : new Plan.Act(new Action.Create(source));
  }

  private static Plan planBoth(Pair.Both both, Difference difference) {
    if (difference.isNone()) {
      return new Plan.Keep(both.source());
    }
    if (difference.has(Aspect.KIND)) {
      return new Plan.Act(new Action.Replace(both.source(), both.replica()));
    }
    if (difference.has(Aspect.CONTENT) || difference.has(Aspect.LINKS)) {
      return new Plan.Act(new Action.Update(both.source(), both.replica(), difference));
    }
    return new Plan.Act(new Action.Meta(both.source(), difference));
  }

  private static Action.Delete.Why why(Pair.ReplicaOnly only) {
    return StagedNames.matches(only.name()) ? Action.Delete.Why.LEFTOVER : Action.Delete.Why.GONE;
  }

  /** Whether the replica can hold this entry. */
  public boolean isCarried(Entry entry) {
    return entry instanceof Entry.Special special
        ? carriedSpecials.contains(special.node().type())
        : carriedKinds.contains(entry.kind());
  }
}
