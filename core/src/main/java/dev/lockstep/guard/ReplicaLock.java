package dev.lockstep.guard;

import dev.lockstep.fs.RootState;
import dev.lockstep.model.FileId;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A claim that keeps other processes away from a replica, also while nothing of it is open: a
 * locked file in the state folder. It is named after the replica's folder itself, in a form that
 * survives another mount, so that it does not matter by which path it was reached; or after the
 * place where a replica is or will be, so that it holds while its disk is out. The lock dies with
 * the process, the file stays.
 *
 * <p>Processes that use different state folders do not see each other's claims.
 */
public final class ReplicaLock implements Closeable {
  private static final int MOST_HOLDER_BYTES = 200;

  /**
   * The files that this process has locked, and in what words: on POSIX systems closing any channel
   * of such a file would end its lock, so they must not even be opened again.
   */
  private static final Map<Path, String> HELD_HERE = new ConcurrentHashMap<>();

  private final Path file;
  private final FileChannel channel;
  private final FileLock lock;

  private ReplicaLock(Path file, FileChannel channel, FileLock lock) {
    this.file = file;
    this.channel = channel;
    this.lock = lock;
  }

  /** What came of asking for the lock. */
  public sealed interface Outcome {
    /** It was had; closing it lets go. */
    record Held(ReplicaLock lock) implements Outcome {}

    /**
     * Another one has it.
     *
     * @param who in words such as {@code pid 17 since 2026-01-01T00:00:00Z}
     */
    record HeldBy(String who) implements Outcome {}
  }

  /**
   * Asks for the lock of a folder; does not wait.
   *
   * @param stateFolder made if it is missing
   * @param replica which folder is to be locked, by its own identity or, without one, by its real
   *     path
   * @param now tells others since when it is held
   * @throws IOException if the state folder cannot be written
   */
  public static Outcome tryLock(Path stateFolder, RootState.Folder replica, Instant now)
      throws IOException {
    return tryLock(stateFolder, key(replica), now);
  }

  /** Asks for the lock of a place in the same way, whatever is there; by its real path. */
  public static Outcome tryLock(Path stateFolder, Path place, Instant now) throws IOException {
    return tryLock(stateFolder, "place-" + hash(place.toString()), now);
  }

  private static Outcome tryLock(Path stateFolder, String key, Instant now) throws IOException {
    Path folder = Files.createDirectories(stateFolder.resolve("locks"));
    Path file = folder.toRealPath().resolve(key + ".lock");
    String own = holder(now);
    String other = HELD_HERE.putIfAbsent(file, own);
    if (other != null) {
      return new Outcome.HeldBy(other);
    }
    Optional<Outcome> outcome = Optional.empty();
    try {
      outcome = Optional.of(tryLock(file, own));
      return outcome.get();
    } finally {
      if (outcome.filter(Outcome.Held.class::isInstance).isEmpty()) {
        HELD_HERE.remove(file);
      }
    }
  }

  private static Outcome tryLock(Path file, String own) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock == null) {
        String holder = readHolder(channel);
        channel.close();
        return new Outcome.HeldBy(holder);
      }
      nameHolder(channel, own);
      return new Outcome.Held(new ReplicaLock(file, channel, lock));
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      lock.release();
    } finally {
      HELD_HERE.remove(file);
    }
  }

  private static String key(RootState.Folder replica) {
    FileId id = replica.id();
    if (!id.isKnown()) {
      return hash(replica.realPath().toString());
    }
    // What is known by its mount point only may be mounted elsewhere too.
    return replica.fileSystem().isOfUuid()
        ? hash(replica.fileSystem().key()) + "-" + Long.toHexString(id.inode())
        : Long.toHexString(id.fileSystem()) + "-" + Long.toHexString(id.inode());
  }

  private static String hash(String text) {
    return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
  }

  private static String holder(Instant since) {
    // Put together by hand: formatting loads what it knows of the world's numerals, at each start.
    return "pid "
        + ProcessHandle.current().pid()
        + " since "
        + since.truncatedTo(ChronoUnit.SECONDS);
  }

  private static void nameHolder(FileChannel channel, String holder) {
    try {
      channel.truncate(0);
      channel.write(ByteBuffer.wrap((holder + "\n").getBytes(StandardCharsets.US_ASCII)), 0);
    } catch (IOException e) {
      // Harmless: the lock holds all the same, on a full disk too; others only hear no name.
    }
  }

  private static String readHolder(FileChannel channel) throws IOException {
    ByteBuffer holder = ByteBuffer.allocate(MOST_HOLDER_BYTES);
    channel.read(holder, 0);
    String text =
        new String(holder.array(), 0, holder.position(), StandardCharsets.US_ASCII).strip();
    // RACE: the holder may be about to write its name; at worst it is not named.
    return text.isEmpty() ? "another process" : text;
  }
}
