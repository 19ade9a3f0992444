/** What to march next, and when. */
package dev.lockstep.watch;
