package dev.lockstep.guard;

import dev.lockstep.fs.FileSystemIdentity;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The folder, below the state folder, in which a pair of roots has its files. It is named after
 * both roots' real paths, and made when the first file is written.
 *
 * @param path of the folder
 */
public record PairFolder(Path path) {
  /** Names of folders are this many hexadecimal digits of a digest, half of them. */
  private static final int NAME_BYTES = 16;

  /** Also where processes of several machines or containers share a state folder. */
  private static final String PROCESS = Long.toHexString(ThreadLocalRandom.current().nextLong());

  private static final Set<OpenOption> TO_WRITE =
      Set.of(
          StandardOpenOption.CREATE,
          StandardOpenOption.TRUNCATE_EXISTING,
          StandardOpenOption.WRITE,
          LinkOption.NOFOLLOW_LINKS);

  private static final Set<PosixFilePermission> OWNERS =
      PosixFilePermissions.fromString("rw-------");

  /**
   * The folder of a pair.
   *
   * @param stateFolder where all state is kept
   * @param source the root's real path
   * @param replica the root's real path, or the one that it will have
   */
  public static PairFolder of(Path stateFolder, Path source, Path replica) {
    return new PairFolder(stateFolder.resolve("pairs").resolve(name(source, replica)));
  }

  /** A file of the pair. */
  public Path file(String name) {
    return path.resolve(name);
  }

  /** The name of a file that each disk of the replica has its own of. */
  public static String nameFor(String name, FileSystemIdentity disk) {
    byte[] key = disk.key().getBytes(StandardCharsets.UTF_8);
    return disk.isKnown() ? name + "-" + UUID.nameUUIDFromBytes(key) : name;
  }

  /** Writes all of a file's content. */
  @FunctionalInterface
  public interface Content {
    void write(OutputStream out) throws IOException;
  }

  /**
   * Gives a file new content in one step, on the disk before it shows; who reads sees the old or
   * the new.
   */
  public void write(String name, Content content) throws IOException {
    if (!Files.isDirectory(path)) {
      Files.createDirectories(path);
      force(path.resolveSibling(""));
    }
    Path written = file(unfinished(name));
    boolean isThere = false;
    try {
      try (var channel = FileChannel.open(written, TO_WRITE, forOwner(written));
          OutputStream out = Channels.newOutputStream(channel)) {
        content.write(out);
        channel.force(true);
      }
      Files.move(
          written, file(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      isThere = true;
      force(path);
    } finally {
      if (!isThere) {
        Files.deleteIfExists(written);
      }
    }
  }

  /** A name that no other thread or process uses meanwhile, and that a later one may use again. */
  private static String unfinished(String name) {
    return name + "-" + PROCESS + "-" + Thread.currentThread().threadId() + ".new";
  }

  private static FileAttribute<?>[] forOwner(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNERS)}
        : new FileAttribute<?>[0];
  }

  /** Has a folder's names on the disk, where the system can do that. */
  private static void force(Path folder) {
    try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Harmless but for a power cut right now.
    }
  }

  private static String name(Path source, Path replica) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      // A path has no NUL, so that no two pairs are one sequence of bytes.
      digest.update((spelled(source) + "\0" + spelled(replica)).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest.digest(), 0, NAME_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** A path with no byte lost, also where its names are no text; whether it is there or not. */
  static String spelled(Path path) {
    String spelled = path.toUri().toString();
    return spelled.endsWith("/") ? spelled.substring(0, spelled.length() - 1) : spelled;
  }
}
