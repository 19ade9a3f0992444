/**
 * What appeared here in the source and is gone there.
 *
 * <ol>
 *   <li>{@link dev.lockstep.moves.MoveTable} holds what the march came upon that the index knows
 *       elsewhere, and what is in the way of that.
 *   <li>{@link dev.lockstep.moves.MoveOrder} says in which order it is renamed.
 *   <li>{@link dev.lockstep.moves.MovedFolders} tells where what the index knows is by then.
 * </ol>
 */
@NullMarked
package dev.lockstep.moves;

import org.jspecify.annotations.NullMarked;
