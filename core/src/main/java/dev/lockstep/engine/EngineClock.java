package dev.lockstep.engine;

import dev.lockstep.model.Cancellation;
import dev.lockstep.model.RunRequests;
import java.time.Duration;
import java.time.Instant;

/** Time, and waiting for it. */
public interface EngineClock {
  /** The system's clocks. */
  EngineClock SYSTEM =
      new EngineClock() {
        @Override
        public Instant now() {
          return Instant.now();
        }

        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public boolean await(Duration time, Cancellation cancellation) {
          return cancellation.await(time);
        }

        @Override
        public boolean await(Duration time, Cancellation cancellation, RunRequests requests) {
          return requests.await(time, cancellation);
        }
      };

  /** The time of day, which may jump; only for people to read. */
  Instant now();

  /** A clock that only goes forward, in nanoseconds. */
  long nanos();

  /**
   * Waits this long, or until cancelled.
   *
   * @return whether cancelled
   */
  boolean await(Duration time, Cancellation cancellation);

  /**
   * Waits this long, or until cancelled, or until a run is asked for.
   *
   * @return whether cancelled
   */
  default boolean await(Duration time, Cancellation cancellation, RunRequests requests) {
    return requests.take() ? cancellation.isCancelled() : await(time, cancellation);
  }
}
