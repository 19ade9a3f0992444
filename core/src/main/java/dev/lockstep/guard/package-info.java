/**
 * What a run is not allowed to do, and who may do it.
 *
 * <ol>
 *   <li>The roots are looked at, reading only: missing, no folders, not accessible, the same, one
 *       in the other.
 *   <li>The replica is made, if it is missing, and locked.
 *   <li>The roots are looked at again, since they may have changed before the lock was had.
 * </ol>
 */
package dev.lockstep.guard;
