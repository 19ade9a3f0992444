/**
 * Walking two folders in lock step.
 *
 * <ol>
 *   <li>List both folders; a listing that does not end cleanly is no listing.
 *   <li>Sort both by unsigned bytes, on disk where memory does not suffice.
 *   <li>Merge them by name alone, so that a file facing a folder is one pair.
 *   <li>Pass over what is left out of the mirror.
 *   <li>Look at each entry, only now, so that memory holds names and nothing else.
 * </ol>
 */
package dev.lockstep.march;
