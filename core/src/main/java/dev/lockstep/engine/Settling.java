package dev.lockstep.engine;

import dev.lockstep.api.ActionDone;
import dev.lockstep.fs.UncarriableException;
import dev.lockstep.model.Action;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Settles folders, from the bottom up, each as soon as its last child is done. For any thread. */
final class Settling {
  private final RunParts run;
  private final Handles handles;

  Settling(RunParts run, Handles handles) {
    this.run = run;
    this.handles = handles;
  }

  /**
   * One task less below this folder; if it was the last, the folder is settled, and its parent has
   * one less.
   */
  void release(FolderNode node) {
    for (@Nullable FolderNode at = node; at != null && at.release(); at = at.parent()) {
      settle(at);
    }
  }

  private void settle(FolderNode node) {
    try {
      if (isDue(node)) {
        try (Handles.Lease lease = handles.open(node)) {
          run.applier().settle(lease.folder(), node.source().metadata(), node.before());
        } catch (UncarriableException e) {
          // It has all that it can.
          run.tally().problem(Failures.problem(node.path(), "its metadata cannot be set", e));
        }
        if (!node.isAbandoned()) {
          node.due().ifPresent(action -> report(node, action));
        }
      }
      handles.forget(node);
    } catch (IOException e) {
      run.tally().problem(Failures.problem(node.path(), "its metadata cannot be set", e));
    }
  }

  private static boolean isDue(FolderNode node) {
    if (node.isAbandoned()) {
      // What was opened up to be looked into gets its own mode back.
      return node.isTouched() && !node.isNew();
    }
    return node.isNew() || node.isTouched() || node.due().isPresent();
  }

  private void report(FolderNode node, Action action) {
    run.tally().done(new ActionDone(run.clock().now(), node.path(), action));
  }
}
