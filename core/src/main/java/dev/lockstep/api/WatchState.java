package dev.lockstep.api;

import java.time.Instant;
import java.util.Optional;

/**
 * How a mirror does that waits for changes.
 *
 * @param since when it has done the last of what there was to do
 * @param lastChange when it has last mirrored something; empty if nothing has changed yet
 * @param waiting how many paths have changed and are left alone for a moment
 * @param failed how many paths could not be mirrored and will be tried again
 */
public record WatchState(Instant since, Optional<Instant> lastChange, long waiting, long failed) {}
