/**
 * Verifying: both sides read whole, compared with each other and with what was proven.
 *
 * <ol>
 *   <li>{@link dev.lockstep.verify.Content} is what reading one side's file gave.
 *   <li>{@link dev.lockstep.verify.Verdict} says who is to blame where the two sides differ, or one
 *       of them is not what was proven. It is pure.
 *   <li>{@link dev.lockstep.verify.LinkCheck} collects the names of files that have several, and
 *       finds those that are one file on one side only.
 * </ol>
 */
@NullMarked
package dev.lockstep.verify;

import org.jspecify.annotations.NullMarked;
