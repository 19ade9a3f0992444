package dev.lockstep.testkit;

import dev.lockstep.engine.EngineClock;
import dev.lockstep.model.Cancellation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that stands still but for waiting, which takes no time: it only moves the hands. */
public class StillClock implements EngineClock {
  private final AtomicLong nanos = new AtomicLong();
  private final List<Duration> waits = new ArrayList<>();

  @Override
  public Instant now() {
    return TreeSpec.LONG_AGO.plusNanos(nanos.get());
  }

  @Override
  public long nanos() {
    return nanos.get();
  }

  @Override
  public boolean await(Duration time, Cancellation cancellation) {
    synchronized (this) {
      waits.add(time);
    }
    advance(time);
    return cancellation.isCancelled();
  }

  /** Moves the hands, as if something had taken this long. */
  public final void advance(Duration time) {
    nanos.addAndGet(Math.max(0, time.toNanos()));
  }

  /** How long the engine waited, each time it did. */
  public final synchronized List<Duration> waits() {
    return List.copyOf(waits);
  }
}
