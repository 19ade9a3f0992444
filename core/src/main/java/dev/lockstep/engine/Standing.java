package dev.lockstep.engine;

import dev.lockstep.fs.StampEvidence;
import dev.lockstep.index.Circumstances;

/**
 * What proofs of a folder's entries depend on besides the stamps.
 *
 * @param number of the circumstances in the index
 * @param source how far the source's stamps can be trusted there
 * @param replica likewise
 */
record Standing(
    int number, Circumstances circumstances, StampEvidence source, StampEvidence replica) {}
