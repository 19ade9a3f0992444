package dev.lockstep.api;

import java.nio.file.Path;
import java.time.Instant;

/**
 * A run that begins.
 *
 * @param number 1 for the first run of this mirror, and so on
 * @param at when
 * @param source the source root as it was given
 * @param replica the replica root as it was given
 * @param dryRun whether it changes nothing
 */
public record RunStart(long number, Instant at, Path source, Path replica, boolean dryRun) {}
