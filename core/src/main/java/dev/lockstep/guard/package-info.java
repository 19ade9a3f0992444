/**
 * What a run is not allowed to do, and who may do it.
 *
 * <ol>
 *   <li>The roots are looked at, reading only: missing, no folders, not accessible, the same, one
 *       in the other ({@code RootGuard}); on other file systems than in earlier runs, or mirrored
 *       the other way round ({@code IdentityGuard}, {@code PairMemory}).
 *   <li>The replica is claimed, made if it is missing, and locked.
 *   <li>The roots are looked at again, since they may have changed before the lock was had; and
 *       once more before the first deletion ({@code RootWatch}).
 *   <li>Deletions out of proportion wait for a yes ({@code DeletionBreaker}, {@code SlidingHour},
 *       {@code WithheldStore}).
 * </ol>
 *
 * <p>What is remembered of a pair of roots lies in its {@code PairFolder}.
 */
package dev.lockstep.guard;
