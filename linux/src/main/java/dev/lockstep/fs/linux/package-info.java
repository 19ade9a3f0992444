/** The Linux backend. */
package dev.lockstep.fs.linux;
