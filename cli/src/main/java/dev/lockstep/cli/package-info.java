/**
 * The command: what its words mean, what it says, and how it ends.
 *
 * <ol>
 *   <li>The words are had with no byte lost, options are told from the rest, and all is understood
 *       or refused in one sentence ({@link dev.lockstep.cli.CommandLineReader}).
 *   <li>The command's own files get their places, none of them in the replica, and the log file is
 *       proven writable ({@link dev.lockstep.cli.MirrorCommand}).
 *   <li>Signals are bound to a token, and the mirror runs.
 *   <li>What it tells becomes events; the log file gets all of them, the console those that pass
 *       {@link dev.lockstep.cli.ConsoleGate}; both in one form ({@link
 *       dev.lockstep.cli.LineFormat}).
 *   <li>The report becomes an exit code ({@link dev.lockstep.cli.ExitCode}).
 * </ol>
 */
package dev.lockstep.cli;
