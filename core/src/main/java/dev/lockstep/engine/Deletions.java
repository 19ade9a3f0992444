package dev.lockstep.engine;

import dev.lockstep.api.ActionDone;
import dev.lockstep.apply.PendingCommit;
import dev.lockstep.apply.Put;
import dev.lockstep.apply.Terms;
import dev.lockstep.apply.Timing;
import dev.lockstep.apply.TreeRemover;
import dev.lockstep.digest.Workspace;
import dev.lockstep.engine.LateLinks.Leader;
import dev.lockstep.engine.ReopenedFolders.Reopened;
import dev.lockstep.fs.FolderPair;
import dev.lockstep.fs.NoSpaceException;
import dev.lockstep.fs.ReplicaDirectory;
import dev.lockstep.fs.UncarriableException;
import dev.lockstep.march.FolderMarch;
import dev.lockstep.model.Action;
import dev.lockstep.model.Aspect;
import dev.lockstep.model.Difference;
import dev.lockstep.model.Entry;
import dev.lockstep.model.FileId;
import dev.lockstep.model.Kind;
import dev.lockstep.model.Pair;
import dev.lockstep.model.Problem;
import dev.lockstep.model.RelativePath;
import dev.lockstep.plan.Plan;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/**
 * Carries out wishes: each is looked at again, through folders opened anew, and granted only if the
 * source still lacks the name and the replica still has that very entry. What it touches is settled
 * once more. For one thread.
 */
final class Deletions {
  private final RunParts run;
  private final ReopenedFolders folders;
  private final LinkWork links;
  private final LateLinks late;
  private final Workspace workspace;

  Deletions(
      RunParts run, ReopenedFolders folders, LinkWork links, LateLinks late, Workspace workspace) {
    this.run = run;
    this.folders = folders;
    this.links = links;
    this.late = late;
    this.workspace = workspace;
  }

  /** Carries out a wish, if it still holds; what goes wrong is a problem in the tally. */
  void carryOut(Wishes.Wish wish) {
    run.cancellation().check();
    try {
      Optional<Reopened> found = open(wish);
      if (found.isEmpty()) {
        return;
      }
      Reopened at = found.get();
      FolderPair open = at.folder();
      Optional<Entry> replica = open.replica().entry(wish.name());
      if (replica.isEmpty()) {
        if (wish.why() == Action.Delete.Why.REPLACED) {
          tellUnstable(wish, "vanished from the replica during the run; the next run looks again");
        }
        return;
      }
      Optional<Entry> source = FolderMarch.entry(open.source(), wish.name());
      Optional<String> doubt = doubt(wish, open.source().id(), source, replica.get());
      if (doubt.isPresent()) {
        tellUnstable(wish, doubt.get() + "; it is kept");
        return;
      }
      if (source.isEmpty() && wish.why() == Action.Delete.Why.REPLACED) {
        Optional<Problem> inDoubt = Vanishing.doubt(open.source(), wish.path());
        if (inDoubt.isPresent()) {
          run.tally().problem(inDoubt.get());
          return;
        }
      }
      at.touch(run.applier());
      if (source.isPresent() && wish.why() == Action.Delete.Why.REPLACED) {
        replace(wish, at, source.get(), replica.get());
      } else {
        remover(new Told(wish)).remove(open.replica(), replica.get(), wish.path());
      }
    } catch (IOException e) {
      boolean isDeletion = wish.why() != Action.Delete.Why.REPLACED;
      String operation = isDeletion ? "cannot be deleted" : "cannot be replaced";
      run.tally().problem(Failures.problem(wish.path(), operation, e));
    }
  }

  /** Opens the folder of a wish on both sides; empty if it is gone, which is told. */
  private Optional<Reopened> open(Wishes.Wish wish) throws IOException {
    try {
      return Optional.of(folders.open(wish.folder()));
    } catch (NoSuchFileException e) {
      tellUnstable(wish, "its folder vanished during the run; the next run looks again");
      return Optional.empty();
    }
  }

  /** Why a wish does not hold any more, if so. */
  private Optional<String> doubt(
      Wishes.Wish wish, FileId sourceFolder, Optional<Entry> source, Entry replica) {
    if (wish.source().isKnown() && !wish.source().equals(sourceFolder)) {
      // An unmounted source leaves an empty folder behind, which lacks everything.
      return Optional.of("its folder was exchanged or unmounted in the source during the run");
    }
    boolean isSame =
        replica.kind() == wish.kind()
            && (!wish.id().isKnown() || replica.stamp().id().equals(wish.id()));
    if (!isSame) {
      return Optional.of("was exchanged in the replica during the run");
    }
    if (wish.why() == Action.Delete.Why.EXCLUDED) {
      return Optional.empty();
    }
    if (source.isPresent() && wish.why() != Action.Delete.Why.REPLACED) {
      return Optional.of("came back in the source during the run");
    }
    if (source.isPresent() && !canReplace(source.get(), replica)) {
      String kind = source.get().kind().word();
      return Optional.of("became a " + kind + " in the source during the run");
    }
    return Optional.empty();
  }

  /** Whether the source's entry can take the place of the replica's folder, once that is empty. */
  private boolean canReplace(Entry source, Entry replica) {
    Plan plan = run.planner().plan(new Pair.Both(source, replica), Difference.in(Aspect.KIND));
    return source.kind() != Kind.DIRECTORY && plan instanceof Plan.Act;
  }

  /** Makes the name one more of the leader's; false if the replica cannot, which is told. */
  private boolean link(
      Wishes.Wish wish, Reopened at, Entry source, Optional<Entry> old, Leader leader)
      throws IOException {
    try {
      Put.Done linked = links.link(at, source, old, leader);
      links.tellLinked(wish.path(), source, leader, old, Difference.in(Aspect.KIND));
      removeDisplaced(at.folder(), linked);
      return true;
    } catch (UncarriableException e) {
      String operation = "cannot be one file with " + leader.path();
      run.tally().problem(Failures.problem(wish.path(), operation, e));
      return false;
    }
  }

  /**
   * Puts a file or a link in the place of a folder, which is emptied just before: a tree that were
   * put aside whole under a staged name would be left behind by a run that is stopped.
   */
  private void replace(Wishes.Wish wish, Reopened at, Entry source, Entry replica)
      throws IOException {
    Optional<Leader> leader = late.leader(source.stamp().id());
    if (leader.isPresent()) {
      if (!isEmptied(wish, at, replica)
          || link(wish, at, source, Optional.of(replica), leader.get())) {
        return;
      }
    }
    if (source.kind() == Kind.FILE) {
      replaceByFile(wish, at, source, replica);
    } else if (isEmptied(wish, at, replica)) {
      conclude(wish, at, source, replica, put(at, source, replica, Timing.AT_ONCE));
    }
  }

  /** DURABLE: the file is on the disk before the folder is emptied, unless it needs that room. */
  private void replaceByFile(Wishes.Wish wish, Reopened at, Entry source, Entry replica)
      throws IOException {
    long since = run.flushing().failures();
    Put put;
    try {
      put = put(at, source, replica, Timing.AFTER_FLUSH);
    } catch (NoSpaceException e) {
      if (!isEmptied(wish, at, replica)) {
        return;
      }
      put = put(at, source, replica, Timing.AFTER_FLUSH);
    }
    if (!(put instanceof Put.Ready(PendingCommit pending))) {
      conclude(wish, at, source, replica, put);
      return;
    }
    try (pending) {
      run.flushing().written();
      run.flushing().flush(since);
      if (isEmptied(wish, at, replica)) {
        conclude(wish, at, source, replica, pending.commit());
      }
    }
  }

  private Put put(Reopened at, Entry source, Entry replica, Timing timing) throws IOException {
    return run.applier()
        .put(at.folder(), source, Optional.of(replica), Terms.at(timing), workspace);
  }

  /** Empties a folder; what of it cannot be removed is told. */
  private boolean isEmptied(Wishes.Wish wish, Reopened at, Entry replica) throws IOException {
    var told = new Told(wish);
    if (remover(told).empty(at.folder().replica(), replica, wish.path())) {
      return true;
    }
    run.tally()
        .problem(
            new Problem(
                wish.path(),
                Problem.Cause.FAILED,
                told.hasLeftOut
                    ? "cannot be replaced: the folder in the replica holds what is excluded"
                    : "cannot be replaced: the folder in the replica could not be emptied"));
    return false;
  }

  private void conclude(Wishes.Wish wish, Reopened at, Entry source, Entry replica, Put put)
      throws IOException {
    switch (put) {
      case Put.Done done -> {
        tellReplaced(wish, source, replica, done);
        ReplicaDirectory folder = at.folder().replica();
        Leader leader = Leader.put(wish.path(), folder, wish.name(), Optional.of(replica));
        late.lead(done.sourceId(), leader);
        removeDisplaced(at.folder(), done);
      }
      case Put.Rotten _ -> throw new IllegalStateException("nothing was expected of it");
      case Put.Ready _ -> throw new IllegalStateException("waits no more: " + wish.path());
      case Put.Vanished vanished ->
          tellUnstable(wish, "vanished from the source; the next run deletes it");
      case Put.Unstable unstable -> tellUnstable(wish, unstable.how());
    }
  }

  private static void removeDisplaced(FolderPair open, Put.Done done) throws IOException {
    if (done.displaced().isPresent()) {
      open.replica().remove(done.displaced().get(), Kind.DIRECTORY);
    }
  }

  private void tellReplaced(Wishes.Wish wish, Entry source, Entry replica, Put.Done done) {
    run.tally()
        .done(
            new ActionDone(
                run.clock().now(),
                wish.path(),
                new Action.Replace(source, replica),
                done.size(),
                done.digest(),
                done.target()));
    Failures.lacking(wish.path(), done).ifPresent(run.tally()::problem);
  }

  private void tellUnstable(Wishes.Wish wish, String how) {
    run.tally().problem(new Problem(wish.path(), Problem.Cause.UNSTABLE, how));
  }

  private TreeRemover remover(Told told) {
    return new TreeRemover(
        run.applier(), run.filters(), run.rules().spillFolder(), run.cancellation(), told);
  }

  /** Tells the tally what a remover does for one wish. */
  private final class Told implements TreeRemover.Sink {
    private final Wishes.Wish wish;
    private boolean hasLeftOut;

    Told(Wishes.Wish wish) {
      this.wish = wish;
    }

    @Override
    public void removed(RelativePath removed, Entry entry) {
      Action delete = new Action.Delete(entry, wish.why());
      run.tally().done(new ActionDone(run.clock().now(), removed, delete));
    }

    @Override
    public void failed(RelativePath at, IOException failure) {
      run.tally().problem(Failures.problem(at, "cannot be deleted", failure));
    }

    @Override
    public void mountPoint(RelativePath at, boolean isOfOther) {
      if (run.oneFileSystem() && isOfOther) {
        run.tally().leftOut();
      } else {
        failed(at, new FileSystemException(null, null, "it is a mount point; unmount it first"));
      }
    }

    @Override
    public void leftOut(RelativePath at) {
      hasLeftOut = true;
      run.tally().leftOut();
    }
  }
}
