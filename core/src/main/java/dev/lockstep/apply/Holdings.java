package dev.lockstep.apply;

import dev.lockstep.model.Digest;
import java.io.IOException;
import java.util.Optional;

/**
 * What an entry of the replica holds.
 *
 * @param entries how many entries can go, itself counted; what is no part of the mirror is not, nor
 *     what has to stay with it
 * @param kept how many have to stay since they hold what is no part of the mirror
 * @param fingerprint of their names, kinds and identities; equal for equal ones, also after the
 *     machine was started anew
 * @param isWhole whether all of it could be looked at; else there may be more
 * @param unruled why nobody knows what of it is to stay, if so
 */
public record Holdings(
    long entries, long kept, Digest fingerprint, boolean isWhole, Optional<IOException> unruled) {}
