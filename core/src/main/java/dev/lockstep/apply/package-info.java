/**
 * Actions carried out on the replica.
 *
 * <p>How a file arrives:
 *
 * <ol>
 *   <li>Open the source's file; a large one is looked at, lest it be copied in vain.
 *   <li>Stage a file beside the final name.
 *   <li>Share the source's blocks where that is possible and saves time; else copy while hashing,
 *       holes passed over, no faster than the {@code Pace} allows, and no more than was there when
 *       the file was seen.
 *   <li>Read the source's attributes and look at it again: changed, it is done over, a bounded
 *       number of times; only grown, what was there before is taken, once a second reading has
 *       shown it to be still there.
 *   <li>Give the staged file its metadata, attributes with it.
 *   <li>Commit it under its final name, at once or after the flush that covers it ({@code
 *       PendingCommit}).
 * </ol>
 *
 * <p>A dry run does all of this too, on a replica that swallows what is written to it.
 */
package dev.lockstep.apply;
