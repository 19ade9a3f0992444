package dev.lockstep.links;

import dev.lockstep.links.Records.Contested;
import dev.lockstep.links.Records.Line;
import dev.lockstep.links.Records.OfMember;
import dev.lockstep.links.Records.Sharer;
import dev.lockstep.model.FileId;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Decides which group keeps a file of the replica that names share: that of the first held name,
 * which may change it only where all other sharers are of the same group. It is told the sharers of
 * one file after the other. For one thread.
 */
final class Sharing {
  private final boolean isInDoubt;
  private final Consumer<Line> groups;
  private @Nullable FileId shared;
  private @Nullable FileId first;
  private @Nullable FileId owner;
  private boolean isContested;
  private boolean isTold;

  /**
   * Makes it.
   *
   * @param isInDoubt whether every file may have names that are not told
   * @param groups takes the names, as members of their groups
   */
  Sharing(boolean isInDoubt, Consumer<Line> groups) {
    this.isInDoubt = isInDoubt;
    this.groups = groups;
  }

  void add(Sharer sharer) {
    FileId source = sharer.name().source().id();
    if (shared == null || !Records.areSame(shared, sharer.name().replica())) {
      shared = sharer.name().replica();
      first = source;
      owner = null;
      isContested = isInDoubt;
      isTold = false;
    }
    isContested |= first != null && !Records.areSame(first, source);
    if (sharer.isHeld()) {
      FileId keeper = owner == null ? source : owner;
      owner = keeper;
      groups.accept(new OfMember(new LinkMember(sharer.name(), Records.areSame(keeper, source))));
    }
    if (isContested && !isTold && owner != null) {
      isTold = true;
      groups.accept(new Contested(owner));
    }
  }
}
