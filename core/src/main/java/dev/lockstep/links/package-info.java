/**
 * Hard-link groups: names that are one file in the source are to be one file in the replica, and
 * names that are not, not.
 *
 * <ol>
 *   <li>{@code LinkTable}: take in what the march holds back.
 *   <li>Sort by the replica's files: where names of several sources share one, it stays with the
 *       first and is contested.
 *   <li>Sort by the source's files, in each group first the names that may lead it, and hand out
 *       the groups ({@code LinkGroup}).
 * </ol>
 */
package dev.lockstep.links;
