import dev.lockstep.fs.TreeProvider;
import dev.lockstep.fs.linux.LinuxTreeProvider;
import org.jspecify.annotations.NullMarked;

/** The Linux backend: direct system calls, and a watcher. */
@NullMarked
module dev.lockstep.linux {
  requires dev.lockstep.core;

  provides TreeProvider with
      LinuxTreeProvider;
}
