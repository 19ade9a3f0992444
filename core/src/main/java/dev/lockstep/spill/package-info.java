/**
 * Tables that may outgrow memory: they begin in memory and go on in a file that is gone when they
 * are closed.
 */
package dev.lockstep.spill;
