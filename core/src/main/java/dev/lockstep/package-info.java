/** The door for programs that embed Lockstep: {@link dev.lockstep.Mirror}. */
package dev.lockstep;
