/**
 * What tests are made of: trees as literals and by chance, an independent comparer, a backend that
 * fails or dies at will, one whose trees are mere arithmetic, and rsync as the oracle.
 *
 * <p>Nothing here looks at a tree through {@code dev.lockstep.fs}, but for the backends that stand
 * in for real ones.
 */
package dev.lockstep.testkit;
