/**
 * What trees hold, read whole: both sides compared with each other and with what was proven, or one
 * tree put into digests.
 *
 * <ol>
 *   <li>{@link dev.lockstep.verify.Content} is what reading one side's file gave.
 *   <li>{@link dev.lockstep.verify.Verdict} says who is to blame where the two sides differ, or one
 *       of them is not what was proven. It is pure.
 *   <li>{@link dev.lockstep.verify.LinkCheck} collects the names of files that have several, and
 *       finds those that are one file on one side only.
 *   <li>{@link dev.lockstep.verify.FileDigest} reads a file, and says whether it saw one version.
 *   <li>{@link dev.lockstep.verify.ChecksumLines} writes digests as {@code md5sum} and {@code
 *       sha256sum} do.
 *   <li>{@link dev.lockstep.verify.TreeDigest} makes one digest of a whole tree.
 * </ol>
 */
@NullMarked
package dev.lockstep.verify;

import org.jspecify.annotations.NullMarked;
