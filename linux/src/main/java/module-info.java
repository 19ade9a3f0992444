import org.jspecify.annotations.NullMarked;

/** The Linux backend: direct system calls, and a watcher. */
@NullMarked
module dev.lockstep.linux {
  requires dev.lockstep.core;
}
