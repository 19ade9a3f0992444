package dev.lockstep.engine;

import dev.lockstep.fs.FileSystemIdentity;
import dev.lockstep.fs.NestedMount;
import dev.lockstep.fs.RootState;
import dev.lockstep.index.Circumstances;
import dev.lockstep.index.Proof;
import dev.lockstep.model.Carried;
import dev.lockstep.model.DigestAlgorithm;
import dev.lockstep.model.Kind;
import dev.lockstep.model.Name;
import dev.lockstep.model.RelativePath;
import dev.lockstep.model.Stamp;
import java.time.Duration;
import java.util.Optional;
import java.util.TreeSet;

/**
 * When a proof will do. Immutable.
 *
 * @param source the root, and what is mounted below it
 * @param replica likewise
 * @param carried what of the metadata counts
 * @param demand what is asked of a proof
 * @param machineStart tells this start of the machine from others
 * @param isFlushed whether what is proven in this run is flushed before it is kept
 */
record ProofRules(
    RootState.Folder source,
    RootState.Folder replica,
    Carried carried,
    Demand demand,
    String machineStart,
    boolean isFlushed) {
  /** A multiplication by it spreads what lies together, in the upper bits. */
  private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

  /**
   * What is asked of a proof.
   *
   * @param comparesContent whether content is compared at all
   * @param needsDigest whether a proof without a digest does not count
   * @param algorithm the digests that count
   * @param rehash whether no proof of content counts
   * @param scrubAge how old one may become
   */
  record Demand(
      boolean comparesContent,
      boolean needsDigest,
      DigestAlgorithm algorithm,
      boolean rehash,
      Optional<Duration> scrubAge) {}

  boolean comparesContent() {
    return demand.comparesContent();
  }

  DigestAlgorithm algorithm() {
    return demand.algorithm();
  }

  /** Whether a proof whose stamps hold proves what was asked for. */
  boolean suffices(Proof proof, boolean hasDigest) {
    if (!demand.comparesContent()) {
      return proof.has(Proof.METADATA);
    }
    boolean needsDigest = demand.needsDigest() && proof.kind() == Kind.FILE;
    return proof.has(Proof.CONTENT) && (hasDigest || !needsDigest);
  }

  /** Whether a replica's entry may be what the source's is: somebody else may have changed it. */
  boolean areLike(Kind kind, Stamp source, Stamp replica) {
    return kind != Kind.FILE
        || (source.size() == replica.size()
            && (!carried.times().of(kind)
                || carried.sameTime(source.modified(), replica.modified())));
  }

  /** Whether the content of a file is to be read again, whatever was proven. */
  boolean isDue(FolderNode node, Name name, Proof proof, long now) {
    // No lambda: see "For each file" in ARCHITECTURE.md.
    Optional<Duration> age = demand.scrubAge();
    return demand.rehash()
        || (age.isPresent() && isDue(age.get().toSeconds(), node, name, proof.provenAt(), now));
  }

  /**
   * Each file has a moment of its own within the age, by its path, so that every run has its share:
   * it is due when that has passed since the proof.
   */
  private static boolean isDue(long age, FolderNode node, Name name, long provenAt, long now) {
    if (provenAt > now) {
      return true; // The clock was wrong then, or is now.
    }
    long moment = moment(node.path(), name, age);
    return Math.floorDiv(now - moment, age) > Math.floorDiv(provenAt - moment, age);
  }

  /** Names that differ little have moments far apart. */
  static long moment(RelativePath folder, Name name, long age) {
    long mixed = (31L * folder.hashCode() + name.hashCode()) * GOLDEN_RATIO;
    return Long.remainderUnsigned(mixed ^ (mixed >>> 32), age);
  }

  /** What the proofs of a folder's entries depend on. */
  Circumstances circumstances(FolderNode node) {
    return new Circumstances(
        fileSystem(source, node.path(), machineStart),
        fileSystem(replica, node.path(), machineStart),
        signature(carried),
        isFlushed ? "" : machineStart);
  }

  /**
   * That of the lowest mount above a path. Btrfs's subvolumes are of the file system they lie in.
   */
  static String fileSystem(RootState.Folder root, RelativePath path, String machineStart) {
    FileSystemIdentity found = root.fileSystem();
    int depth = -1;
    for (NestedMount mount : root.mounts()) {
      if (mount.path().depth() > depth && isBelow(path, mount.path())) {
        found = mount.fileSystem();
        depth = mount.path().depth();
      }
    }
    // What cannot be told from others lasts no longer than its mount, and that not beyond a start.
    return found.isKnown() ? found.key() : machineStart + " " + root.id().fileSystem();
  }

  private static boolean isBelow(RelativePath path, RelativePath mount) {
    RelativePath at = path;
    while (at.depth() > mount.depth()) {
      at = at.parent();
    }
    return at.equals(mount);
  }

  // Spelled out: what a record says of itself is linked at run time, and may change with the JDK.
  // The umask is left out, since it says nothing of what an entry that is there has to have.
  private static String signature(Carried carried) {
    return String.join(
        " ",
        "modes:" + carried.modes(),
        "owners:" + carried.owners(),
        "times:" + signature(carried.times()),
        "attributes:" + new TreeSet<>(carried.attributes()),
        "user:" + carried.user().user() + ":" + carried.user().group());
  }

  private static String signature(Carried.Times times) {
    return String.join(
        ",",
        Boolean.toString(times.ofEntries()),
        Boolean.toString(times.ofLinks()),
        times.grain().toString(),
        times.earliest().toString(),
        times.latest().toString());
  }
}
