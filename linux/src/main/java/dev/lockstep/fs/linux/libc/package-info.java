/**
 * Linux system calls and the memory they read and write: the only home of java.lang.foreign.
 *
 * <p>Nothing here decides anything. Names are those of the manual pages; a failed call answers its
 * negated errno, and only {@link dev.lockstep.fs.linux.libc.Errno#exception} makes an exception of
 * one. Memory is told by its address: a wrong one may end the JVM, so addresses come from {@link
 * dev.lockstep.fs.linux.libc.Scratch}.
 *
 * <ol>
 *   <li>{@code Native}: whether calls can be made on this machine.
 *   <li>{@code Scratch}, {@code Slot}: each thread's memory for arguments and answers.
 *   <li>{@code Libc}, over {@code Syscall} and {@code Numbers}: the calls, and in {@code Constants}
 *       their flags.
 *   <li>{@code Statx}, {@code Dirents}, {@code Statfs}, {@code InotifyEvents}, {@code
 *       FanotifyEvents}, {@code FileHandle}, {@code Pollfd}, over {@code Memory}: reading the
 *       answers.
 *   <li>{@code Errno}: what went wrong; {@code Fd}: who closes a descriptor.
 * </ol>
 */
package dev.lockstep.fs.linux.libc;
