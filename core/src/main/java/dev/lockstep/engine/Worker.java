package dev.lockstep.engine;

import dev.lockstep.digest.Workspace;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Does tasks from the queue. What the queue has no room for is done at once, on a stack of its own
 * and not the thread's, which thousands of levels of folders would overflow.
 */
final class Worker {
  private final WorkQueue queue;
  private final Workspace workspace;

  Worker(WorkQueue queue, Workspace workspace) {
    this.queue = queue;
    this.workspace = workspace;
  }

  /** Works until all is done. */
  void work() throws InterruptedException {
    for (Task task = queue.take(); task != null; task = queue.take()) {
      finish(task);
      queue.done();
    }
  }

  private void finish(Task task) {
    Deque<Task> stack = new ArrayDeque<>();
    stack.push(task);
    try {
      while (!stack.isEmpty() && !queue.isAborted()) {
        Task first = advance(stack.element());
        if (first == null) {
          stack.pop();
        } else {
          stack.push(first);
        }
      }
    } finally {
      stack.forEach(Task::abort);
    }
  }

  private @Nullable Task advance(Task task) {
    queue.turnstile().enter();
    try {
      return task.advance(workspace);
    } finally {
      queue.turnstile().leave();
    }
  }
}
