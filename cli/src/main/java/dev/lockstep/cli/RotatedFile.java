package dev.lockstep.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A log file that is put aside when it is large or old enough, between two records. Each writing of
 * several bytes is one record. For one caller at a time.
 *
 * <p>All is done by renaming, the oldest file first, so that at any moment each line is in one of
 * the files, but for those of the oldest that is to go. Where that fails the old file is written on
 * to.
 */
final class RotatedFile extends OutputStream {
  /** How long is written on to a file that could not be put aside before that is tried again. */
  private static final Duration PAUSE = Duration.ofMinutes(1);

  private final Path file;
  private final LogRotation rotation;
  private final InstantSource clock;
  private final Consumer<IOException> onFirstFailure;
  private Open open;
  private Instant notBefore = Instant.MIN;
  private boolean failedBefore;

  /**
   * Opens the file for appending, made with its folders where it is missing.
   *
   * @param file where it really lies: a link would be put aside in its place
   * @param onFirstFailure is told when it cannot be put aside, once
   */
  RotatedFile(
      Path file, LogRotation rotation, InstantSource clock, Consumer<IOException> onFirstFailure)
      throws IOException {
    this.file = file;
    this.rotation = rotation;
    this.clock = clock;
    this.onFirstFailure = onFirstFailure;
    LogFile.makeFolders(file);
    this.open = open();
  }

  /**
   * The file that is written to.
   *
   * @param key which file that is
   * @param made when it was made; where the file system does not tell, when it was last written to
   * @param isPlain whether it is a file that can be put aside, and no device
   */
  private record Open(FileChannel channel, @Nullable Object key, Instant made, boolean isPlain) {}

  private Open open() throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    try {
      BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
      Instant made = channel.size() == 0 ? clock.instant() : found.creationTime().toInstant();
      return new Open(channel, found.fileKey(), made, found.isRegularFile());
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** Writes what belongs to the record before. */
  @Override
  public void write(int b) throws IOException {
    write(ByteBuffer.wrap(new byte[] {(byte) b}));
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (open.isPlain() && isDue(length)) {
      rotate();
    }
    write(ByteBuffer.wrap(bytes, offset, length));
  }

  private void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      open.channel().write(bytes);
    }
  }

  private boolean isDue(int length) throws IOException {
    long size = open.channel().size();
    if (size == 0) {
      return false;
    }
    Instant now = clock.instant();
    Optional<Duration> maxAge = rotation.maxAge();
    boolean isOld = maxAge.isPresent() && !now.isBefore(open.made().plus(maxAge.get()));
    boolean isFull =
        rotation.maxBytes().isPresent() && size + length > rotation.maxBytes().getAsLong();
    return (isOld || isFull) && !now.isBefore(notBefore);
  }

  private void rotate() {
    try {
      if (hasItsName()) {
        putAside();
      }
      Open next = open();
      try (FileChannel _ = open.channel()) {
        open = next;
      }
    } catch (IOException e) {
      notBefore = clock.instant().plus(PAUSE);
      if (!failedBefore) {
        failedBefore = true;
        onFirstFailure.accept(e);
      }
    }
  }

  /**
   * Whether the name still leads to the file that is written to; if not, somebody else has put it
   * aside.
   *
   * <p>RACE: where two processes write one log file, both may put it aside at the same moment. Then
   * there is a small file too many, and the oldest goes earlier than it had to.
   */
  private boolean hasItsName() throws IOException {
    try {
      var found = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return Objects.equals(found.fileKey(), open.key());
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** The first gap is filled, as a crash leaves one; without one the oldest is written over. */
  private void putAside() throws IOException {
    int last = 1;
    while (last < rotation.keep() && LogRotation.isThere(older(last))) {
      last++;
    }
    if (last == rotation.keep() && LogRotation.isThere(older(last))) {
      removeBeyond(last);
    }
    for (int number = last; number > 1; number--) {
      rename(older(number - 1), older(number));
    }
    rename(file, older(1));
  }

  /** Removes those of a command that kept more. */
  private void removeBeyond(int last) throws IOException {
    int number = last + 1;
    while (Files.isRegularFile(older(number), LinkOption.NOFOLLOW_LINKS)) {
      number++;
    }
    // From the end, so that a crash leaves none behind that would not be found.
    while (--number > last) {
      Files.delete(older(number));
    }
  }

  private Path older(int number) {
    return LogRotation.older(file, number);
  }

  private static void rename(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void close() throws IOException {
    open.channel().close();
  }
}
