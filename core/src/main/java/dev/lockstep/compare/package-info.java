/**
 * What differs in a pair, by the cheapest evidence first.
 *
 * <ol>
 *   <li>Kind.
 *   <li>Metadata, as far as the replica can carry it.
 *   <li>Size of files, target of links.
 *   <li>Content, by what the user chose: both files are read in step and the first byte that
 *       differs settles it. While they are equal one digest is made for both: equal bytes have
 *       equal digests.
 * </ol>
 */
package dev.lockstep.compare;
