/**
 * What an embedding program says to a mirror and hears from it; {@link dev.lockstep.Mirror} is the
 * door.
 */
package dev.lockstep.api;
