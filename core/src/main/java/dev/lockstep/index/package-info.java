/**
 * The index: what was proven of a pair of roots, kept between runs. Losing it costs time, never
 * correctness.
 *
 * <ol>
 *   <li>{@link dev.lockstep.index.ProofStore} holds the proofs, in packed pages for each folder.
 *   <li>{@link dev.lockstep.index.FolderProofs} hands out those of one folder, in the order of the
 *       march.
 *   <li>{@link dev.lockstep.index.ProofLog} collects what a run has proven anew, until it is on the
 *       disk and the store may claim it.
 * </ol>
 */
@NullMarked
package dev.lockstep.index;

import org.jspecify.annotations.NullMarked;
