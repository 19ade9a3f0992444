package dev.lockstep.bench;

import dev.lockstep.model.Digest;
import dev.lockstep.model.DigestAlgorithm;
import dev.lockstep.model.Entry;
import dev.lockstep.model.FileId;
import dev.lockstep.model.Metadata;
import dev.lockstep.model.Name;
import dev.lockstep.model.Stamp;
import java.time.Instant;
import java.util.Random;

/** Entries as a tree of many small files has them. */
public final class Samples {
  private static final Instant NOW = Instant.parse("2026-11-22T10:15:30.123456789Z");
  private static final int BYTES = 4_096;

  private Samples() {}

  /** The name of the file of this number; they are in the order of their numbers. */
  public static Name name(int number) {
    return Name.of("file-%07d.dat".formatted(number));
  }

  /** A file of this number, on a file system. */
  public static Entry.File file(int number, long fileSystem) {
    var metadata = new Metadata(0644, 1000, 1000, NOW.plusNanos(number));
    return new Entry.File(name(number), metadata, stamp(number, fileSystem), 1, false);
  }

  /** The stamp of that file. */
  public static Stamp stamp(int number, long fileSystem) {
    Instant changed = NOW.plusSeconds(fileSystem).plusNanos(number);
    var id = new FileId(fileSystem, 1_000_000 + number, changed);
    return new Stamp(id, BYTES, NOW.plusNanos(number), changed);
  }

  /** The digest of that file; none is like another. */
  public static Digest digest(int number) {
    byte[] bytes = new byte[DigestAlgorithm.MD5.length()];
    new Random(number).nextBytes(bytes);
    return Digest.of(DigestAlgorithm.MD5, bytes);
  }
}
