package dev.lockstep.index;

import dev.lockstep.model.Digest;
import dev.lockstep.model.DigestAlgorithm;
import dev.lockstep.model.FileId;
import dev.lockstep.model.Kind;
import dev.lockstep.model.Stamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes proofs one after the other, or reads them: what is near the same of the one before takes
 * little room. For one thread.
 */
final class ProofCodec {
  // By their numbers in files, which must stay.
  private static final List<Kind> KINDS =
      List.of(Kind.FILE, Kind.DIRECTORY, Kind.SYMLINK, Kind.SPECIAL);
  private static final List<DigestAlgorithm> ALGORITHMS =
      List.of(DigestAlgorithm.MD5, DigestAlgorithm.SHA256, DigestAlgorithm.XXH128);

  private static final int KIND_BITS = 2;
  private static final int HAS_DIGEST = 1 << 2;
  private static final int SAME_SIZE = 1 << 3;
  private static final int SAME_TIME = 1 << 4;
  private static final int ALGORITHM_SHIFT = 5;

  private static final int ALGORITHM_MASK = 3;
  private static final int ROTTEN = 1 << 7;

  private static final int HAS_BIRTH = 1;
  private static final int HAS_CHANGED = 2;
  private static final int REPLICA_SHIFT = 2;
  private static final int MARKS_SHIFT = 4;

  private final PackedBytes bytes;
  private final Before source = new Before();
  private final Before replica = new Before();
  private long provenAt;
  private int circumstances;

  ProofCodec(PackedBytes bytes) {
    this.bytes = bytes;
  }

  /** What the proof before had on one side. */
  private static final class Before {
    private long inode;
    private long birth;
    private long modified;
    private long changed;
  }

  void write(Proof proof) {
    bytes.writeByte(shape(proof));
    bytes.writeByte(
        has(proof.source())
            | (has(proof.replica()) << REPLICA_SHIFT)
            | (proof.marks() << MARKS_SHIFT));
    writeStamp(proof.source(), source, false, false);
    writeStamp(proof.replica(), replica, hasSameSize(proof), hasSameTime(proof));
    proof
        .digest()
        .ifPresent(digest -> bytes.write(digest.toBytes(), 0, digest.algorithm().length()));
    bytes.writeSigned(proof.provenAt() - provenAt);
    provenAt = proof.provenAt();
    bytes.writeSigned(proof.circumstances() - circumstances);
    circumstances = proof.circumstances();
  }

  Proof read() {
    int shape = bytes.readByte();
    int has = bytes.readByte();
    Stamp sourceStamp = readStamp(source, has, null, shape);
    Stamp replicaStamp = readStamp(replica, has >> REPLICA_SHIFT, sourceStamp, shape);
    Optional<Digest> digest = Optional.empty();
    if ((shape & HAS_DIGEST) != 0) {
      DigestAlgorithm algorithm = ALGORITHMS.get((shape >> ALGORITHM_SHIFT) & ALGORITHM_MASK);
      digest = Optional.of(Digest.of(algorithm, bytes.read(algorithm.length())));
    }
    provenAt += bytes.readSigned();
    circumstances += (int) bytes.readSigned();
    Kind kind = KINDS.get(shape & ((1 << KIND_BITS) - 1));
    return new Proof(
        kind,
        sourceStamp,
        replicaStamp,
        digest,
        provenAt,
        has >> MARKS_SHIFT,
        circumstances,
        (shape & ROTTEN) != 0);
  }

  private static int shape(Proof proof) {
    int shape = KINDS.indexOf(proof.kind());
    if (proof.digest().isPresent()) {
      shape |=
          HAS_DIGEST | (ALGORITHMS.indexOf(proof.digest().get().algorithm()) << ALGORITHM_SHIFT);
    }
    if (hasSameSize(proof)) {
      shape |= SAME_SIZE;
    }
    if (hasSameTime(proof)) {
      shape |= SAME_TIME;
    }
    return proof.rotten() ? shape | ROTTEN : shape;
  }

  private static boolean hasSameSize(Proof proof) {
    return proof.source().size() == proof.replica().size();
  }

  private static boolean hasSameTime(Proof proof) {
    return proof.source().modified().equals(proof.replica().modified());
  }

  private static int has(Stamp stamp) {
    return (stamp.id().birth() != null ? HAS_BIRTH : 0)
        | (stamp.changed() != null ? HAS_CHANGED : 0);
  }

  private void writeStamp(Stamp stamp, Before before, boolean sameSize, boolean sameTime) {
    bytes.writeSigned(stamp.id().inode() - before.inode);
    before.inode = stamp.id().inode();
    if (!sameSize) {
      bytes.writeUnsigned(stamp.size());
    }
    if (!sameTime) {
      before.modified = writeTime(stamp.modified(), before.modified);
    }
    if (stamp.changed() != null) {
      before.changed = writeTime(stamp.changed(), before.changed);
    }
    if (stamp.id().birth() != null) {
      before.birth = writeTime(stamp.id().birth(), before.birth);
    }
  }

  private Stamp readStamp(Before before, int has, @Nullable Stamp other, int shape) {
    before.inode += bytes.readSigned();
    long size = other != null && (shape & SAME_SIZE) != 0 ? other.size() : bytes.readUnsigned();
    Instant modified;
    if (other != null && (shape & SAME_TIME) != 0) {
      modified = other.modified();
    } else {
      before.modified += bytes.readSigned();
      modified = Instant.ofEpochSecond(before.modified, bytes.readInt());
    }
    Instant changed = null;
    if ((has & HAS_CHANGED) != 0) {
      before.changed += bytes.readSigned();
      changed = Instant.ofEpochSecond(before.changed, bytes.readInt());
    }
    Instant birth = null;
    if ((has & HAS_BIRTH) != 0) {
      before.birth += bytes.readSigned();
      birth = Instant.ofEpochSecond(before.birth, bytes.readInt());
    }
    return new Stamp(new FileId(0, before.inode, birth), size, modified, changed);
  }

  private long writeTime(Instant time, long before) {
    bytes.writeSigned(time.getEpochSecond() - before);
    bytes.writeInt(time.getNano());
    return time.getEpochSecond();
  }
}
