/**
 * The data that the stages hand to one another: names, entries, what differs and what is done about
 * it.
 *
 * <p>Everything here but {@link dev.lockstep.model.Cancellation} is immutable, validates itself on
 * construction and does no I/O.
 */
package dev.lockstep.model;
