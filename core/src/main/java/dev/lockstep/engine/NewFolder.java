package dev.lockstep.engine;

import dev.lockstep.api.ActionDone;
import dev.lockstep.fs.ReplicaDirectory;
import dev.lockstep.fs.StagedDirectory;
import dev.lockstep.model.Action;
import dev.lockstep.model.Entry;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A folder that the replica gets, staged until its own files are in or it has become large or old
 * enough. What was done inside has happened only when the folder shows, and is told then. For one
 * thread.
 */
final class NewFolder implements ActionSink {
  private static final int MOST_ENTRIES = 1_000;
  private static final long MOST_BYTES = 64L * 1024 * 1024;
  private static final long MOST_NANOS = 1_000_000_000;

  private final FolderNode node;
  private final StagedDirectory staged;
  private final EngineClock clock;
  private final long begun;
  private final long since;
  private final List<ActionDone> untold = new ArrayList<>();
  private long entries;
  private long bytes;

  /**
   * Takes a folder that was just staged.
   *
   * @param since how many flushes had failed by then
   */
  NewFolder(FolderNode node, StagedDirectory staged, EngineClock clock, long since) {
    this.since = since;
    this.node = node;
    this.staged = staged;
    this.clock = clock;
    this.begun = clock.nanos();
  }

  @Override
  public void done(ActionDone done) {
    untold.add(done);
    bytes += done.size().orElse(0);
  }

  /** Takes note of another entry of the folder. */
  void countEntry() {
    entries++;
  }

  /** Whether it has waited long enough for its commit. */
  boolean isDue() {
    return entries >= MOST_ENTRIES || bytes >= MOST_BYTES || clock.nanos() - begun >= MOST_NANOS;
  }

  /** Lets the folder appear in its parent, and tells what was done. */
  void commit(ReplicaDirectory parent, RunParts run) throws IOException {
    Optional<Entry> replaced = node.replica();
    if (replaced.isPresent()) {
      run.flushing().written();
      run.flushing().flush(since);
    } else if (run.flushing().failures() != since) {
      throw new FileSystemException(null, null, "the disk failed to take what is in it");
    }
    Optional<IOException> leftover =
        run.applier().commitFolder(parent, staged, replaced.map(Entry::kind));
    staged.close();
    Action action =
        replaced
            .<Action>map(old -> new Action.Replace(node.source(), old))
            .orElseGet(() -> new Action.Create(node.source()));
    Instant now = clock.now();
    run.tally().done(new ActionDone(now, node.path(), action));
    untold.forEach(done -> run.tally().done(done.at(now)));
    if (run.flushing().failures() != since) {
      // A flush that failed while they were told may have been the one that had their content.
      untold.stream()
          .filter(done -> done.size().isPresent())
          .forEach(done -> run.unflushed().doubt(done.path()));
    }
    leftover
        .map(e -> Failures.problem(node.path(), "what it replaced cannot be removed", e))
        .ifPresent(run.tally()::problem);
  }

  /** Removes what was staged. */
  void discard() throws IOException {
    staged.close();
  }
}
