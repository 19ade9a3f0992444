/**
 * The run.
 *
 * <ol>
 *   <li>{@code Session}: choose the backends, look at the roots, make and lock the replica, look
 *       again, open both.
 *   <li>{@code FolderTask}: march through a folder; for each pair compare, plan, apply ({@code
 *       PairWork}). A folder in it is a task of its own on the last-in-first-out {@code WorkQueue};
 *       when that is full the worker does it itself, on its explicit stack ({@code Worker}). Large
 *       files are split off ({@code FileTask}).
 *   <li>{@code CommitGroup}: files that take the place of others wait for one flush ({@code
 *       Flushing}) and are committed together.
 *   <li>{@code Settling}: a folder whose last child is done is settled: metadata, times last.
 *   <li>{@code Wishes}: what only the replica has is kept until the march has passed everywhere; so
 *       is what may be one file with others ({@code HeldBack}).
 *   <li>{@code LinkWork}: hard-link groups, one after the other, through folders opened anew
 *       ({@code ReopenedFolders}).
 *   <li>{@code DeletionRound}: all is flushed; the wishes are counted with all they hold, and
 *       decided about together.
 *   <li>{@code Deletions}: each wish is looked at again through folders opened anew, and carried
 *       out; what that touched is settled once more.
 *   <li>{@code Tally}: the report.
 * </ol>
 *
 * <p>Threads: the workers of {@code WorkCrew} and the caller, who waits for them, makes the links
 * and carries out the wishes. Locks, in the order in which they may be taken: a {@code FolderNode},
 * {@code Handles}, {@code Wishes}, the {@code LinkTable}, {@code Tally}, {@code Unflushed}; {@code
 * Flushing}, {@code Unflushed}; those of {@code WorkQueue}, {@code CommitGroup} and {@code
 * RateLimit} alone.
 */
package dev.lockstep.engine;
