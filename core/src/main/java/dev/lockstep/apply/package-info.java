/**
 * Actions carried out on the replica.
 *
 * <p>How a file arrives:
 *
 * <ol>
 *   <li>Open the source's file and look at it.
 *   <li>Stage a file beside the final name.
 *   <li>Copy while hashing, no more than was there at opening.
 *   <li>Look at the source again: changed, it is done over, a bounded number of times; only grown,
 *       what was there at opening is taken, once a second reading has shown it to be still there.
 *   <li>Give the staged file its metadata.
 *   <li>Commit it under its final name.
 * </ol>
 *
 * <p>A dry run does all of this too, on a replica that swallows what is written to it.
 */
package dev.lockstep.apply;
