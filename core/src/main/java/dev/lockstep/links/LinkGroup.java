package dev.lockstep.links;

import dev.lockstep.links.Records.Contested;
import dev.lockstep.links.Records.Line;
import dev.lockstep.links.Records.OfMember;
import dev.lockstep.model.FileId;
import dev.lockstep.spill.RecordSorter;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The names that are one file in the source, first those that may lead the group, since the replica
 * may have there what all of them are to be; of these and of the others, each by their paths. For
 * one thread.
 */
public final class LinkGroup {
  private final FileId source;
  private final RecordSorter<Line> lines;
  private @Nullable Line ahead;
  private boolean isContested;

  private LinkGroup(Line first, RecordSorter<Line> lines) throws IOException {
    this.source = first.group();
    this.lines = lines;
    this.ahead = first;
    while (ahead instanceof Contested && isMine(ahead)) {
      isContested = true;
      ahead = lines.next();
    }
  }

  /** Deals with groups. */
  @FunctionalInterface
  public interface Work {
    void settle(LinkGroup group) throws IOException;
  }

  /** Hands out every group in turn. */
  static void forEach(RecordSorter<Line> lines, Work work) throws IOException {
    for (Line first = lines.next(); first != null; ) {
      var group = new LinkGroup(first, lines);
      work.settle(group);
      first = group.skipRest();
    }
  }

  /** Which file of the source it is. */
  public FileId source() {
    return source;
  }

  /**
   * Whether a file of the replica that this group keeps has names of others too, so that it may not
   * be changed.
   */
  public boolean isContested() {
    return isContested;
  }

  public boolean hasNext() {
    return ahead != null && isMine(ahead);
  }

  /** The next name; null after the last. */
  public @Nullable LinkMember next() throws IOException {
    if (!(ahead instanceof OfMember(LinkMember member)) || !isMine(ahead)) {
      return null;
    }
    ahead = lines.next();
    return member;
  }

  private @Nullable Line skipRest() throws IOException {
    while (hasNext()) {
      ahead = lines.next();
    }
    return ahead;
  }

  private boolean isMine(Line line) {
    return Records.areSame(source, line.group());
  }
}
