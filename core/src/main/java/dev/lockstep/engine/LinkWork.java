package dev.lockstep.engine;

import dev.lockstep.api.ActionDone;
import dev.lockstep.apply.Put;
import dev.lockstep.compare.Comparison;
import dev.lockstep.digest.Workspace;
import dev.lockstep.engine.LateLinks.Leader;
import dev.lockstep.engine.ReopenedFolders.Reopened;
import dev.lockstep.fs.FolderPair;
import dev.lockstep.fs.UncarriableException;
import dev.lockstep.index.Proof;
import dev.lockstep.links.HeldName;
import dev.lockstep.links.LinkGroup;
import dev.lockstep.links.LinkMember;
import dev.lockstep.march.FolderMarch;
import dev.lockstep.model.Action;
import dev.lockstep.model.Aspect;
import dev.lockstep.model.Difference;
import dev.lockstep.model.Digest;
import dev.lockstep.model.Entry;
import dev.lockstep.model.FileId;
import dev.lockstep.model.Kind;
import dev.lockstep.model.Pair;
import dev.lockstep.model.Problem;
import dev.lockstep.model.RelativePath;
import dev.lockstep.model.Stamp;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Settles hard-link groups: one name leads, be it that the replica has it as it is to be or that it
 * is put there as any other entry; the others become names of the same file. A leader that fails
 * hands over to the next. For one thread.
 */
final class LinkWork {
  /** How many names may wait while a leader is looked for among those that the replica has. */
  private static final int MOST_WAITING = 1_000;

  /** How many names of a group are remembered as proven. */
  private static final int MOST_REMEMBERED = 10_000;

  private final RunParts run;
  private final boolean isOfPart;
  private final PairWork pairs;
  private final PairComparison comparisons;
  private final ReopenedFolders folders;
  private final LateLinks late;
  private final Workspace workspace;

  // Of the group in work.
  private final List<Arrived> arrived = new ArrayList<>();
  private Optional<Stamp> content = Optional.empty();
  private Optional<Digest> digest = Optional.empty();
  private boolean isNews;

  /**
   * Has settled none yet.
   *
   * @param isOfPart whether only a part was marched through, so that files of the replica may have
   *     names that nobody came by
   */
  LinkWork(
      RunParts run,
      boolean isOfPart,
      PairWork pairs,
      ReopenedFolders folders,
      LateLinks late,
      Workspace workspace) {
    this.run = run;
    this.isOfPart = isOfPart;
    this.pairs = pairs;
    this.comparisons = new PairComparison(run);
    this.folders = folders;
    this.late = late;
    this.workspace = workspace;
  }

  /**
   * A name looked at anew.
   *
   * @param at the folder that holds it
   */
  private record Look(LinkMember member, Reopened at, Entry source, Optional<Entry> replica) {
    RelativePath path() {
      return member.name().path();
    }

    FolderPair folder() {
      return at.folder();
    }

    Pair pair() {
      return Pair.of(source, replica);
    }
  }

  /** A name that waits for a leader, and what comparing it gave, if that was done. */
  private record Waiting(LinkMember member, Optional<Comparison> comparison) {}

  /** Settles a group; what goes wrong with a name of it is a problem in the tally. */
  void settle(LinkGroup group) throws IOException {
    Deque<Waiting> waiting = new ArrayDeque<>();
    Optional<Leader> leader = elect(group, waiting);
    for (Waiting next = next(group, waiting); next != null; next = next(group, waiting)) {
      if (leader.isPresent()) {
        follow(next.member(), leader.get());
      } else {
        leader = lead(next, group.isContested());
      }
    }
    if (leader.isPresent()) {
      late.lead(group.source(), leader.get());
      if (isNews) {
        remember(leader.get());
      }
    }
    arrived.clear();
    content = Optional.empty();
    digest = Optional.empty();
    isNews = false;
  }

  /** A name that the replica has as it is to be. */
  private record Arrived(FolderNode node, Entry source) {}

  private void arrived(Look look) {
    if (arrived.size() < MOST_REMEMBERED) {
      arrived.add(new Arrived(look.at().node(), look.source()));
    }
  }

  /** All names are one file, which has the stamp that the last of the links gave it. */
  private void remember(Leader leader) {
    try {
      Reopened holder = folders.open(leader.path().parent());
      Optional<Entry> now = holder.folder().replica().entry(leader.path().name());
      if (now.isPresent() && now.get().stamp().id().equals(leader.id())) {
        Stamp replica = now.get().stamp();
        for (Arrived each : arrived) {
          // The source may have changed between the looks at two of its names.
          if (content.equals(Optional.of(each.source().stamp()))) {
            run.proofs().equal(each.node(), each.source(), replica, Known.NOTHING, digest);
          }
        }
      }
    } catch (IOException e) {
      // There is no proof, then.
    }
  }

  private static @Nullable Waiting next(LinkGroup group, Deque<Waiting> waiting)
      throws IOException {
    if (!waiting.isEmpty()) {
      return waiting.remove();
    }
    LinkMember member = group.next();
    return member == null ? null : new Waiting(member, Optional.empty());
  }

  /** Finds a name that is in the replica as it is to be, but for metadata. */
  private Optional<Leader> elect(LinkGroup group, Deque<Waiting> waiting) throws IOException {
    Set<FileId> others = new HashSet<>();
    for (LinkMember member = group.next(); member != null; member = group.next()) {
      if (member.isSettled() && !group.hasNext() && waiting.isEmpty() && !isOfPart) {
        leave(member);
        return Optional.empty();
      }
      if (!member.mayLead() || waiting.size() >= MOST_WAITING) {
        waiting.add(new Waiting(member, Optional.empty()));
        return Optional.empty();
      }
      if (others.contains(member.name().replica())) {
        waiting.add(new Waiting(member, Optional.empty()));
        continue;
      }
      Optional<Look> look = look(member);
      Optional<Comparison> comparison = look.flatMap(this::compare);
      if (look.isEmpty() || comparison.isEmpty()) {
        continue;
      }
      if (hasContent(comparison.get().difference())) {
        Optional<Leader> leader = lead(look.get(), comparison.get(), group.isContested());
        if (leader.isPresent()) {
          return leader;
        }
      } else {
        waiting.add(new Waiting(member, comparison));
        others.add(member.name().replica());
      }
    }
    return Optional.empty();
  }

  private static boolean hasContent(Difference difference) {
    return !difference.has(Aspect.KIND) && !difference.has(Aspect.CONTENT);
  }

  /** Nothing is due for a name; its source is looked at only for who wants to hear of it. */
  private void leave(LinkMember member) {
    if (run.reportUnchanged()) {
      look(member).ifPresent(look -> tellUnchanged(look));
    }
  }

  /** Makes a name of the group what the group is to be. */
  private Optional<Leader> lead(Waiting waiting, boolean isContested) {
    Optional<Look> look = look(waiting.member());
    if (look.isEmpty()) {
      return Optional.empty();
    }
    Optional<Comparison> comparison =
        waiting.comparison().isPresent() ? waiting.comparison() : compare(look.get());
    return comparison.flatMap(known -> lead(look.get(), known, isContested));
  }

  private Optional<Leader> lead(Look look, Comparison comparison, boolean isContested) {
    Comparison due = comparison;
    boolean hasFile = look.replica().isPresent() && hasContent(comparison.difference());
    boolean isOthers =
        !look.member().keeps()
            || (isContested && !comparison.difference().isNone())
            || isSharedAnew(look, comparison);
    boolean isPut = !hasFile || isOthers;
    if (hasFile && isOthers) {
      due = new Comparison(comparison.difference().and(Aspect.LINKS), Optional.empty());
    }
    Optional<PairWork.Arrival> put =
        pairs.settle(look.at().node(), look.folder(), look.pair(), known(look), due, workspace);
    // What was exchanged in the source while it was copied leads nobody: others are not it.
    if (put.isEmpty() || !put.get().id().equals(look.member().name().source().id())) {
      return Optional.empty();
    }
    content = put.get().source();
    digest = put.get().digest();
    boolean isProven = look.member().name().likeness().isProven();
    isNews |= isPut || !due.difference().isNone() || due.digest().isPresent() || !isProven;
    arrived(look);
    try {
      return Optional.of(
          isPut
              ? Leader.put(
                  look.path(), look.folder().replica(), look.source().name(), look.replica())
              : new Leader(look.path(), look.replica().orElseThrow().stamp().id()));
    } catch (IOException e) {
      tell(look.path(), "cannot be looked at in the replica", e);
      return Optional.empty();
    }
  }

  /**
   * Whether the replica's file has further names that may be others' of the source, since only a
   * part was marched through. If nothing is to be changed in it, only one that was not proven to be
   * this one is; further names that it has had before, such as those of a snapshot, stay.
   */
  private boolean isSharedAnew(Look look, Comparison comparison) {
    Optional<Entry> shared =
        look.replica().filter(there -> isOfPart && there.links() > look.source().links());
    if (shared.isEmpty()) {
      return false;
    }
    @Nullable Proof proof = run.proofs().ofFile(look.source());
    return !comparison.difference().isNone()
        || proof == null
        || !Proof.isSameObject(proof.replica(), shared.get().stamp());
  }

  /** Makes a name one more name of the leader's file, unless it is. */
  private void follow(LinkMember member, Leader leader) {
    Optional<Look> found = look(member);
    if (found.isEmpty()) {
      return;
    }
    Look look = found.get();
    boolean isLinked =
        leader.id().isKnown()
            && look.replica().filter(there -> there.stamp().id().equals(leader.id())).isPresent();
    if (isLinked) {
      // The leader's content was compared or written in this run, and is this name's too.
      run.unflushed().forget(look.path());
      arrived(look);
      tellUnchanged(look);
      return;
    }
    try {
      Difference difference = difference(look);
      link(look.at(), look.source(), look.replica(), leader);
      isNews = true;
      arrived(look);
      tellLinked(look.path(), look.source(), leader, look.replica(), difference);
    } catch (UncarriableException e) {
      tell(look.path(), "cannot be one file with " + leader.path(), e);
      // What it has may be another group's too, so it gets a file of its own and leads nobody.
      compare(look).ifPresent(comparison -> lead(look, comparison, true));
    } catch (IOException e) {
      tell(look.path(), "cannot be linked to " + leader.path(), e);
    }
  }

  /** In what the entry differs that is to become a name of the leader's file, for who is told. */
  private Difference difference(Look look) {
    if (!(look.pair() instanceof Pair.Both both)) {
      return Difference.NONE;
    }
    if (both.source().kind() != both.replica().kind()) {
      return Difference.in(Aspect.KIND);
    }
    try {
      return run.comparer().metadata(both, look.folder().source(), look.folder().replica());
    } catch (IOException e) {
      // It is linked all the same, and then it differs in nothing.
      return Difference.NONE;
    }
  }

  /** Gives the leader's file one more name. */
  Put.Done link(Reopened at, Entry source, Optional<Entry> old, Leader leader) throws IOException {
    at.touch(run.applier());
    if (old.isPresent()) {
      // The leader may be new, and what takes an old version's place is on the disk before; where
      // any flush of this run has failed, nobody knows.
      run.flushing().flush(0);
    }
    Reopened holder = folders.open(leader.path().parent());
    return run.applier()
        .putLink(
            at.folder().replica(),
            source.name(),
            holder.folder().replica(),
            leader.path().name(),
            leader.id(),
            old);
  }

  void tellLinked(
      RelativePath path,
      Entry source,
      Leader leader,
      Optional<Entry> before,
      Difference difference) {
    Action action = new Action.Hardlink(source, leader.path(), before, difference);
    run.tally().done(new ActionDone(run.clock().now(), path, action));
  }

  /** Looks at a name anew; empty if it has no part in the group any more, which is seen to. */
  private Optional<Look> look(LinkMember member) {
    run.cancellation().check();
    HeldName name = member.name();
    try {
      Reopened at = folders.open(name.path().parent());
      run.proofs().look(at.node(), at.folder());
      FileId folder = at.folder().source().id();
      if (name.folder().isKnown() && !name.folder().equals(folder)) {
        tellUnstable(name, "its folder was exchanged or unmounted in the source during the run");
        return Optional.empty();
      }
      Optional<Entry> source = FolderMarch.entry(at.folder().source(), name.path().name());
      Optional<Entry> replica = at.folder().replica().entry(name.path().name());
      if (source.isEmpty()) {
        Vanishing.tell(run, at.node(), at.folder(), name.path(), replica);
        return Optional.empty();
      }
      return member(new Look(member, at, source.get(), replica));
    } catch (IOException e) {
      tell(name.path(), "cannot be looked at", e);
      return Optional.empty();
    }
  }

  /** The look, if it shows a name of the group that the replica can be given now. */
  private Optional<Look> member(Look look) throws IOException {
    HeldName name = look.member().name();
    if (!look.source().stamp().id().equals(name.source().id())) {
      exchanged(look);
      return Optional.empty();
    }
    if (!name.replica().isKnown() && look.replica().isPresent()) {
      tellUnstable(
          name, "appeared in the replica during the run, or the replica takes two names for one");
      return Optional.empty();
    }
    Optional<Entry> folder = look.replica().filter(there -> there.kind() == Kind.DIRECTORY);
    if (folder.isPresent()) {
      run.wishes().add(look.at().node(), folder.get(), Action.Delete.Why.REPLACED);
      late.expect(name.source().id());
      return Optional.empty();
    }
    return Optional.of(look);
  }

  /** Another entry took the name in the source. */
  private void exchanged(Look look) {
    boolean isShared =
        look.source().links() > 1 || look.replica().filter(there -> there.links() > 1).isPresent();
    if (isShared || look.source().kind() == Kind.DIRECTORY) {
      tellUnstable(look.member().name(), "was exchanged in the source during the run");
    } else {
      pairs.handle(look.at().node(), look.folder(), look.pair(), null, run.tally(), workspace);
    }
  }

  /** Compares both sides; empty if that failed, which is told. */
  private Optional<Comparison> compare(Look look) {
    if (!(look.pair() instanceof Pair.Both both)) {
      return Optional.of(Comparison.EQUAL);
    }
    HeldName name = look.member().name();
    boolean isProven =
        name.likeness().isProven()
            && both.source().stamp().equals(name.source())
            && both.replica().stamp().id().equals(name.replica());
    if (!isProven) {
      return comparisons.compare(look.at().node(), look.folder(), both, known(look), workspace);
    }
    try {
      return Optional.of(
          Comparison.of(
              run.comparer().metadata(both, look.folder().source(), look.folder().replica())));
    } catch (IOException e) {
      tell(look.path(), "cannot be read", e);
      return Optional.empty();
    }
  }

  /** What was proven of the file under any of its names, so that rot is told from change. */
  private Known known(Look look) {
    Proof proof = run.proofs().ofFile(look.source());
    return run.proofs().known(look.at().node(), proof, look.pair()).ofLink();
  }

  private void tellUnchanged(Look look) {
    if (run.reportUnchanged()) {
      run.tally().unchanged(look.path(), look.source(), Optional.empty());
    }
  }

  private void tellUnstable(HeldName name, String how) {
    String message = how + "; the next run tries again";
    run.tally().problem(new Problem(name.path(), Problem.Cause.UNSTABLE, message));
  }

  private void tell(RelativePath path, String operation, IOException failure) {
    run.tally().problem(Failures.problem(path, operation, failure));
  }
}
