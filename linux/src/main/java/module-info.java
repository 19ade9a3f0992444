import dev.lockstep.fs.TreeProvider;
import dev.lockstep.fs.linux.LinuxTreeProvider;
import org.jspecify.annotations.NullMarked;

/** The Linux backend, by direct system calls. */
@NullMarked
module dev.lockstep.linux {
  requires dev.lockstep.core;

  provides TreeProvider with
      LinuxTreeProvider;
}
