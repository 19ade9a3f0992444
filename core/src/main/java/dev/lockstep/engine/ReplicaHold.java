package dev.lockstep.engine;

import dev.lockstep.api.MirrorException;
import dev.lockstep.api.MirrorException.Reason;
import dev.lockstep.api.MirrorOptions;
import dev.lockstep.fs.ReplicaTree;
import dev.lockstep.fs.RootLock;
import dev.lockstep.fs.RootState;
import dev.lockstep.guard.ReplicaLock;
import dev.lockstep.model.FileId;
import dev.lockstep.model.Shown;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What keeps other runs away from the replica: from before it is made to the end of the session two
 * claims in the state folder, of its place and of its folder; during a run a lock of the open root
 * too, which those see who have another state folder. For one thread.
 */
final class ReplicaHold implements Closeable {
  private final MirrorOptions options;
  private final EngineClock clock;
  private @Nullable ReplicaLock placeClaim;
  private @Nullable Path place;
  private @Nullable ReplicaLock folderClaim;
  private FileId folder = FileId.UNKNOWN;

  ReplicaHold(MirrorOptions options, EngineClock clock) {
    this.options = options;
    this.clock = clock;
  }

  /**
   * Claims the place of the replica, by its real path, whether it is there or not.
   *
   * @return whether it was not claimed before
   * @throws IOException if the state folder cannot be written
   * @throws MirrorException if another one has it
   */
  boolean claim(Path replica) throws IOException, MirrorException {
    if (options.stateDirectory().isEmpty() || (placeClaim != null && replica.equals(place))) {
      return false;
    }
    release(placeClaim);
    placeClaim = null;
    placeClaim = held(ReplicaLock.tryLock(options.stateDirectory().get(), replica, clock.now()));
    place = replica;
    return true;
  }

  /** Claims the folder that the replica is, in the same way. */
  boolean claim(RootState.Folder replica) throws IOException, MirrorException {
    if (options.stateDirectory().isEmpty()
        || (folderClaim != null && folder.equals(replica.id()))) {
      return false;
    }
    release(folderClaim);
    folderClaim = null;
    folderClaim = held(ReplicaLock.tryLock(options.stateDirectory().get(), replica, clock.now()));
    folder = replica.id();
    return true;
  }

  /**
   * Locks the open replica, until it is closed.
   *
   * @return whether that can be done; if not, the claims have to do, which only those see who have
   *     the same state folder
   * @throws MirrorException if another one has it locked
   */
  boolean lock(ReplicaTree replica) throws IOException, MirrorException {
    RootLock outcome = replica.tryLock();
    if (outcome instanceof RootLock.HeldBy(String who)) {
      throw held(who);
    }
    return outcome instanceof RootLock.Held;
  }

  @Override
  public void close() {
    release(placeClaim);
    release(folderClaim);
    placeClaim = null;
    folderClaim = null;
  }

  private ReplicaLock held(ReplicaLock.Outcome outcome) throws MirrorException {
    // No switch: see "The start" in ARCHITECTURE.md.
    if (outcome instanceof ReplicaLock.Outcome.Held(ReplicaLock lock)) {
      return lock;
    }
    throw held(((ReplicaLock.Outcome.HeldBy) outcome).who());
  }

  private MirrorException held(String who) {
    return new MirrorException(
        Reason.HELD,
        "Another run holds the replica %s: held by %s; wait until it ends, or stop it."
            .formatted(Shown.text(options.replica().toString()), who));
  }

  private static void release(@Nullable ReplicaLock claim) {
    try (ReplicaLock _ = claim) {
      // Closing is all there is to do.
    } catch (IOException e) {
      // Harmless: the lock ends with the process at the latest.
    }
  }
}
