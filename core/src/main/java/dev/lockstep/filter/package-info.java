/**
 * Which paths belong to the mirror. Pure: what is read from files is handed in.
 *
 * <ol>
 *   <li>Patterns become {@link dev.lockstep.filter.Rule rules}, or are refused: {@code
 *       PatternReader}.
 *   <li>A {@link dev.lockstep.filter.Filter} has those that hold everywhere, {@link
 *       dev.lockstep.filter.FolderRules} those that hold in one folder, its ignore files' among
 *       them.
 *   <li>A {@link dev.lockstep.filter.Judge} decides on the names of that folder.
 * </ol>
 */
package dev.lockstep.filter;
