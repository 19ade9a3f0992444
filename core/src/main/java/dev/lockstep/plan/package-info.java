/**
 * What is to be done about a pair: one exhaustive switch from what the march found and the comparer
 * says to an action. Pure: no I/O, clock, thread or logger, and no uses of anything but the model.
 */
package dev.lockstep.plan;
