package dev.lockstep.fs.linux;

import dev.lockstep.fs.RootLock;
import dev.lockstep.fs.linux.libc.Constants;
import dev.lockstep.fs.linux.libc.Errno;
import dev.lockstep.fs.linux.libc.Libc;
import dev.lockstep.fs.linux.libc.Scratch;
import dev.lockstep.fs.linux.libc.Statx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Locks an open root for this process, by flock(2), and finds out who has it locked. */
final class RootLocks {
  private static final Path LOCKS = Path.of("/proc/locks");

  /** In a line of proc_locks(5): {@code 1: FLOCK ADVISORY WRITE 17 08:01:131074 0 EOF}. */
  private static final int KIND = 1;

  private static final int HOLDER = 4;
  private static final int PLACE = 5;

  private RootLocks() {}

  /** Asks for the lock, which belongs to the descriptor; does not wait. */
  static RootLock tryLock(Handle root) throws IOException {
    int result = Libc.flock(root.number(), Constants.LOCK_EX | Constants.LOCK_NB);
    return switch (-result) {
      case 0 -> new RootLock.Held();
      case Errno.EAGAIN -> new RootLock.HeldBy(holder(root));
      // What a descriptor that may not read, and network file systems, say.
      default -> new RootLock.Unsupported();
    };
  }

  private static String holder(Handle root) throws IOException {
    Scratch scratch = Scratch.ofThisThread();
    Calls.lookAt(scratch, root.number(), "the replica");
    String inode = ":" + Statx.ino(scratch.statx());
    String place =
        "%02x:%02x%s"
            .formatted(Statx.devMajor(scratch.statx()), Statx.devMinor(scratch.statx()), inode);
    for (String line : locks()) {
      String[] fields = line.strip().split("\\s+", -1);
      if (fields.length > PLACE && fields[KIND].equals("FLOCK") && fields[PLACE].equals(place)) {
        return named(fields[HOLDER]);
      }
    }
    // RACE: it may have let go just now; on btrfs, the numbers of subvolumes are not in the table.
    return "another process";
  }

  private static List<String> locks() {
    try {
      return Files.readAllLines(LOCKS);
    } catch (IOException e) {
      return List.of(); // not there in some containers
    }
  }

  private static String named(String pid) {
    Optional<String> since =
        pid.matches("[0-9]{1,18}")
            ? ProcessHandle.of(Long.parseLong(pid))
                .flatMap(process -> process.info().startInstant())
                .map(start -> " since " + start.truncatedTo(ChronoUnit.SECONDS))
            : Optional.empty();
    return "pid " + pid + since.orElse("");
  }
}
