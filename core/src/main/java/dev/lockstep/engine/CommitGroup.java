package dev.lockstep.engine;

import dev.lockstep.api.ActionDone;
import dev.lockstep.apply.PendingCommit;
import dev.lockstep.apply.Put;
import dev.lockstep.digest.Workspace;
import dev.lockstep.model.Action;
import dev.lockstep.model.Pair;
import dev.lockstep.model.RelativePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Files that are staged whole and wait for the flush that lets them take an old version's place:
 * one flush for many. Their folders are settled after their commit. For any thread.
 *
 * <p>Where the flush fails they are undone and written again from the source, once.
 */
final class CommitGroup {
  /** A flush takes 5 to 50 ms; shared by so many files, it costs each less than its writing. */
  private static final int MOST_FILES = 500;

  /** Each is kept open. */
  private static final int MOST_FOLDERS = 100;

  private static final String UNWRITTEN =
      "could not be written to the disk; what was there is kept";

  private static final long MOST_BYTES = 256L * 1024 * 1024;
  private static final long MOST_NANOS = 2_000_000_000;

  private final RunParts run;
  private final HeldBack heldBack;
  private final Settling settling;
  private final Again again;

  /**
   * Held until a group's files have their names: who ends the group goes on only when none of them
   * can still replace what he puts there.
   */
  private final ReentrantLock ending = new ReentrantLock();

  // Guarded by this.
  private List<Waiting> waiting = new ArrayList<>();
  private final Set<FolderNode> folders = new HashSet<>();
  private long bytes;
  private long begun;

  /**
   * Makes an empty group.
   *
   * @param heldBack hears of files that stay as they were
   * @param again writes what has to be written anew
   */
  CommitGroup(RunParts run, HeldBack heldBack, Settling settling, Again again) {
    this.run = run;
    this.heldBack = heldBack;
    this.settling = settling;
    this.again = again;
  }

  /** Stages a file anew that was undone. */
  @FunctionalInterface
  interface Again {
    Put put(Waiting undone, Workspace workspace) throws IOException;
  }

  /**
   * A file that waits.
   *
   * @param node the folder that holds it
   * @param pair as the march found it
   * @param known what was known of it
   * @param action what its commit will have done
   * @param since how many flushes had failed when its staging began
   */
  record Waiting(
      FolderNode node, Pair pair, Known known, Action action, PendingCommit pending, long since) {
    RelativePath path() {
      return node.path().resolve(pair.name());
    }

    long size() {
      return pending.expected().size().orElse(0);
    }
  }

  /** Has a file wait; ends the group if it has become large or old enough. */
  void add(Waiting file, Workspace workspace) {
    file.node().hold();
    boolean isDue;
    synchronized (this) {
      if (waiting.isEmpty()) {
        begun = run.clock().nanos();
      }
      waiting.add(file);
      folders.add(file.node());
      bytes += file.size();
      isDue =
          waiting.size() >= MOST_FILES
              || folders.size() >= MOST_FOLDERS
              || bytes >= MOST_BYTES
              || isOld();
    }
    if (isDue) {
      end(workspace);
    }
  }

  /** Ends the group if it has waited long enough. */
  void endIfOld(Workspace workspace) {
    boolean isDue;
    synchronized (this) {
      isDue = !waiting.isEmpty() && isOld();
    }
    if (isDue) {
      end(workspace);
    }
  }

  /** Flushes, and lets all appear that wait; those too that somebody else is at. */
  void end(Workspace workspace) {
    List<Waiting> group;
    ending.lock();
    try {
      group = take();
      if (!group.isEmpty()) {
        end(group, workspace);
      }
    } finally {
      ending.unlock();
    }
    group.forEach(file -> settling.release(file.node()));
  }

  private void end(List<Waiting> group, Workspace workspace) {
    try {
      flush(group);
      group.forEach(this::commit);
    } catch (IOException e) {
      rewrite(undo(group), workspace);
    }
  }

  /** Undoes all that wait; the run is being given up. */
  void discard() {
    undo(take());
  }

  private synchronized List<Waiting> take() {
    List<Waiting> taken = waiting;
    waiting = new ArrayList<>();
    folders.clear();
    bytes = 0;
    return taken;
  }

  private boolean isOld() {
    return run.clock().nanos() - begun >= MOST_NANOS;
  }

  private void flush(List<Waiting> group) throws IOException {
    run.flushing().written();
    run.flushing().flush(group.stream().mapToLong(Waiting::since).min().orElse(Long.MAX_VALUE));
  }

  private void commit(Waiting file) {
    try {
      Put.Done done = file.pending().commit();
      run.tally()
          .done(
              new ActionDone(
                  run.clock().now(),
                  file.path(),
                  file.action(),
                  done.size(),
                  done.digest(),
                  done.target()));
      Failures.lacking(file.path(), done).ifPresent(run.tally()::problem);
      run.proofs().put(file.node(), file.action().subject(), done, file.known());
    } catch (IOException e) {
      fail(file, Failures.operation(file.action()), e);
    }
  }

  private List<Waiting> undo(List<Waiting> group) {
    for (Waiting file : group) {
      try {
        file.pending().close();
      } catch (IOException e) {
        run.tally()
            .problem(Failures.problem(file.path(), "what was staged for it cannot be removed", e));
      }
    }
    return group;
  }

  private void rewrite(List<Waiting> undone, Workspace workspace) {
    List<Waiting> group = new ArrayList<>();
    try {
      for (Waiting file : undone) {
        stage(file, workspace).ifPresent(group::add);
      }
    } catch (CancellationException e) {
      undo(group);
      throw e;
    }
    try {
      flush(group);
      group.forEach(this::commit);
    } catch (IOException e) {
      undo(group).forEach(file -> fail(file, UNWRITTEN, e));
    }
  }

  private Optional<Waiting> stage(Waiting file, Workspace workspace) {
    long since = run.flushing().failures();
    try {
      return switch (again.put(file, workspace)) {
        case Put.Ready(PendingCommit pending) ->
            Optional.of(
                new Waiting(file.node(), file.pair(), file.known(), file.action(), pending, since));
        case Put.Unstable unstable -> {
          run.tally().problem(Failures.unstable(file.path(), unstable));
          leave(file);
          yield Optional.empty();
        }
        case Put.Vanished _ -> {
          run.tally().problem(Vanishing.tooLate(file.path()));
          leave(file);
          yield Optional.empty();
        }
        case Put.Rotten _ -> throw new IllegalStateException("nothing is expected of a second try");
        case Put.Done _ -> throw new IllegalStateException("was to wait: " + file.path());
      };
    } catch (IOException e) {
      fail(file, Failures.operation(file.action()), e);
      return Optional.empty();
    }
  }

  private void fail(Waiting file, String operation, IOException failure) {
    run.tally().problem(Failures.problem(file.path(), operation, failure));
    leave(file);
  }

  private void leave(Waiting file) {
    try {
      heldBack.leave(file.node(), file.pair());
    } catch (IOException e) {
      heldBack.doubt();
    }
  }
}
