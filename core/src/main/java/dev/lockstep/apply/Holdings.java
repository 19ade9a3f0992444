package dev.lockstep.apply;

import dev.lockstep.model.Digest;

/**
 * What an entry of the replica holds.
 *
 * @param entries how many entries there are, itself counted; what is no part of the mirror is not
 * @param fingerprint of their names, kinds and identities; equal for equal ones, also after the
 *     machine was started anew
 * @param isWhole whether all of it could be looked at; else there may be more
 */
public record Holdings(long entries, Digest fingerprint, boolean isWhole) {}
