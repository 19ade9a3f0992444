package dev.lockstep.fs;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;

/**
 * Tells what changes below a root, as it happens. What it tells are hints: something may have
 * changed there, which looking will show. What it does not tell has not changed, or it has told of
 * a doubt.
 *
 * <p>Begun before a tree is listed, it leaves no gap: what changes after the listing is told.
 */
public interface ChangeFeed extends Closeable {
  /**
   * Waits until something has changed, at most so long, and tells all that has. For one thread.
   *
   * @throws IOException if nothing more will be told, since what is watched was unmounted for
   *     instance
   */
  void await(Duration time, Changes changes) throws IOException;

  /** Ends the waiting, or the next one if none is going on. For any thread. */
  void wake();

  /** How it is done, in a word or two. */
  String way();

  /** Stops telling; ends no waiting. */
  @Override
  void close();
}
