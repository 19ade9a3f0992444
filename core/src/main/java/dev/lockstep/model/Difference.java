package dev.lockstep.model;

import java.util.EnumSet;
import java.util.Iterator;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is unequal in a pair. A symbolic link's content is where it points. */
public final class Difference {
  /** Nothing differs. */
  public static final Difference NONE = new Difference(EnumSet.noneOf(Aspect.class));

  private final EnumSet<Aspect> aspects;

  private Difference(EnumSet<Aspect> aspects) {
    this.aspects = aspects;
  }

  /** A difference in just these respects. */
  public static Difference in(Aspect first, Aspect... others) {
    return new Difference(EnumSet.of(first, others));
  }

  /** A difference in these respects, which may be none. */
  public static Difference in(Set<Aspect> aspects) {
    return aspects.isEmpty() ? NONE : new Difference(EnumSet.copyOf(aspects));
  }

  /** This difference and one more respect. */
  public Difference and(Aspect aspect) {
    EnumSet<Aspect> more = EnumSet.copyOf(aspects);
    more.add(aspect);
    return new Difference(more);
  }

  public boolean isNone() {
    return aspects.isEmpty();
  }

  public boolean has(Aspect aspect) {
    return aspects.contains(aspect);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Difference difference && aspects.equals(difference.aspects);
  }

  @Override
  public int hashCode() {
    return aspects.hashCode();
  }

  /** The respects as words, a comma between them; empty where nothing differs. */
  @Override
  public String toString() {
    var words = new StringBuilder();
    for (Iterator<Aspect> each = aspects.iterator(); each.hasNext(); ) {
      words.append(each.next().word()).append(each.hasNext() ? ", " : "");
    }
    return words.toString();
  }
}
