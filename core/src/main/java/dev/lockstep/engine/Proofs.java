package dev.lockstep.engine;

import dev.lockstep.apply.Put;
import dev.lockstep.compare.Evidence;
import dev.lockstep.fs.FolderPair;
import dev.lockstep.fs.ReadableDirectory;
import dev.lockstep.fs.StampEvidence;
import dev.lockstep.index.Circumstances;
import dev.lockstep.index.FolderProofs;
import dev.lockstep.index.Place;
import dev.lockstep.index.Proof;
import dev.lockstep.index.ProofLog;
import dev.lockstep.index.ProofStore;
import dev.lockstep.model.Digest;
import dev.lockstep.model.Entry;
import dev.lockstep.model.FileId;
import dev.lockstep.model.Kind;
import dev.lockstep.model.Name;
import dev.lockstep.model.Pair;
import dev.lockstep.model.Stamp;
import dev.lockstep.verify.Verdict;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What earlier runs have proven of the pair, and what this one proves anew, which becomes part of
 * the index once it is on the disk. For any thread.
 */
final class Proofs implements Closeable {
  /** Longer than a step of any clock that stamps are made with, also of FAT's. */
  private static final Duration GRAIN = Duration.ofSeconds(2);

  /** So long after a first look, a file that is read again was not changed in the same step. */
  private static final long APART_SECONDS = 10;

  /** How long a proof holds where stamps prove little. */
  static final Duration WEAK_AGE = Duration.ofDays(7);

  private final Optional<Index> index;
  private final Path spillFolder;
  private final boolean isRecording;
  private final boolean isForgetting;
  private final long now;
  private final Instant begun;
  private final Map<Long, StampEvidence> sourceEvidence = new ConcurrentHashMap<>();
  private final Map<Long, StampEvidence> replicaEvidence = new ConcurrentHashMap<>();
  private final Map<Circumstances, Integer> numbers = new ConcurrentHashMap<>();

  /**
   * Apart from what was proven, and kept at the end alone: until then, what is gone may be found
   * elsewhere.
   */
  private final ProofLog gone;

  // Guarded by this.
  private ProofLog log;

  /**
   * An index that is open.
   *
   * @param rules when what it says will do
   */
  record Index(ProofStore store, ProofRules rules) {}

  /**
   * Makes the proofs of a run.
   *
   * @param index what was proven before, if that is kept
   * @param isRecording whether what is proven anew is kept
   * @param isForgetting whether what nobody asks for is gone, since it is mirrored so
   * @param at when the run began
   */
  Proofs(
      Optional<Index> index,
      boolean isRecording,
      boolean isForgetting,
      Path spillFolder,
      Instant at) {
    this.index = index;
    this.isRecording = isRecording && index.isPresent();
    this.isForgetting = isForgetting;
    this.spillFolder = spillFolder;
    this.begun = at;
    this.now = at.getEpochSecond();
    this.log = new ProofLog(spillFolder);
    this.gone = new ProofLog(spillFolder);
  }

  /** Those of a run that has no index. */
  static Proofs none(Path spillFolder) {
    return new Proofs(Optional.empty(), false, false, spillFolder, Instant.EPOCH);
  }

  /** Those of a folder, in the order of its names; what nobody asks for is gone. */
  FolderProofs of(FolderNode node) {
    return index
        .map(known -> known.store().folder(node.indexPath(), (name, _) -> gone(node, name)))
        .orElse(FolderProofs.NONE);
  }

  /** Sees what the proofs of a folder depend on. */
  void look(FolderNode node, FolderPair folder) throws IOException {
    if (index.isPresent() && node.standing() == null) {
      Circumstances circumstances = index.get().rules().circumstances(node);
      node.standsOn(
          new Standing(
              number(circumstances),
              circumstances,
              evidence(sourceEvidence, node.source().stamp().id(), folder.source()),
              evidence(replicaEvidence, folder.replica().id(), folder.replica())));
    }
  }

  private int number(Circumstances circumstances) {
    return numbers.computeIfAbsent(
        circumstances, wanted -> isRecording ? store().number(wanted) : Integer.MAX_VALUE);
  }

  private static StampEvidence evidence(
      Map<Long, StampEvidence> known, FileId id, ReadableDirectory folder) throws IOException {
    StampEvidence found = known.get(id.fileSystem());
    if (found == null) {
      found = folder.stampEvidence();
      known.put(id.fileSystem(), found);
    }
    return found;
  }

  /** What a person may want to know of the index, a sentence each. */
  List<String> notes() {
    List<String> notes = new ArrayList<>();
    if (index.isPresent()) {
      addIfWeak(notes, "source", sourceEvidence);
      addIfWeak(notes, "replica", replicaEvidence);
      store()
          .damage()
          .ifPresent(how ->
              notes.add(
                  "The index cannot be used (%s) and begins anew with the next run."
                      .formatted(how)));
    }
    return notes;
  }

  private static void addIfWeak(
      List<String> notes, String side, Map<Long, StampEvidence> evidence) {
    if (evidence.containsValue(StampEvidence.WEAK)) {
      notes.add(
          "The %s's file system keeps no times of change, so its files count as unchanged by size and time, and are read again after %d days."
              .formatted(side, WEAK_AGE.toDays()));
    }
  }

  /** What is known of a pair. */
  Known known(FolderNode node, @Nullable Proof proof, Pair pair) {
    return switch (pair) {
      case Pair.Both(Entry source, Entry replica) ->
          known(node, proof, source, Optional.of(replica));
      case Pair.SourceOnly(Entry source) -> known(node, proof, source, Optional.empty());
      case Pair.ReplicaOnly _ -> Known.NOTHING;
    };
  }

  private Known known(
      FolderNode node, @Nullable Proof proof, Entry source, Optional<Entry> replica) {
    Standing standing = node.standing();
    if (proof == null
        || standing == null
        || proof.kind() == Kind.DIRECTORY
        || proof.kind() != source.kind()) {
      return Known.outdated(proof);
    }
    ProofRules rules = rules();
    Circumstances then = store().circumstances(proof.circumstances());
    Circumstances here = standing.circumstances();
    if (then == null) {
      return Known.outdated(proof);
    }
    boolean isSource = holdsForSource(proof, then, source, standing);
    boolean isReplica =
        replica.isPresent()
            && replica.get().kind() == proof.kind()
            && holdsForReplica(proof, then, replica.get().stamp(), standing);
    boolean isExact =
        standing.source() != StampEvidence.WEAK && standing.replica() != StampEvidence.WEAK;
    boolean metadata =
        isSource
            && isReplica
            && isExact
            && proof.has(Proof.METADATA)
            && then.carried().equals(here.carried());
    Optional<Digest> digest = proof.digest().filter(made -> made.algorithm() == rules.algorithm());
    boolean isWanted = !rules.isDue(node, source.name(), proof, now);
    boolean content =
        isSource
            && isReplica
            && isWanted
            && (metadata || proof.kind() == Kind.FILE)
            && rules.suffices(proof, digest.isPresent());
    Optional<Digest> ofReplica = isReplica && !isSource && isWanted ? digest : Optional.empty();
    Optional<Digest> expected =
        isSource && standing.source() != StampEvidence.WEAK ? digest : Optional.empty();
    return new Known(proof, new Evidence(content, metadata, digest, ofReplica), expected, false);
  }

  private boolean holdsForSource(Proof proof, Circumstances then, Entry source, Standing standing) {
    return then.source().equals(standing.circumstances().source())
        && proof.hasNone(Proof.YOUNG_SOURCE)
        && holds(proof.source(), source.stamp(), standing.source(), proof);
  }

  private boolean holdsForReplica(
      Proof proof, Circumstances then, Stamp replica, Standing standing) {
    return then.servesReplicaFor(standing.circumstances(), rules().machineStart())
        && proof.hasNone(Proof.YOUNG_REPLICA)
        && holds(proof.replica(), replica, standing.replica(), proof);
  }

  /**
   * What was proven of a pair that is read whole now; empty if nothing was. Where the source's
   * stamps prove little, content that is not the proven one counts as changed, not as rotten.
   */
  Optional<Verdict.Proven> proven(FolderNode node, @Nullable Proof proof, Pair.Both pair) {
    Standing standing = node.standing();
    if (proof == null || standing == null || proof.kind() != pair.source().kind()) {
      return Optional.empty();
    }
    Circumstances then = store().circumstances(proof.circumstances());
    if (then == null) {
      return Optional.empty();
    }
    Optional<Digest> digest =
        proof.digest().filter(made -> made.algorithm() == rules().algorithm());
    return Optional.of(
        new Verdict.Proven(
            digest,
            standing.source() != StampEvidence.WEAK
                && holdsForSource(proof, then, pair.source(), standing),
            pair.replica().kind() == proof.kind()
                && holdsForReplica(proof, then, pair.replica().stamp(), standing)));
  }

  private boolean holds(Stamp known, Stamp seen, StampEvidence evidence, Proof proof) {
    if (evidence == StampEvidence.WEAK) {
      long age = now - proof.provenAt();
      return Proof.looksSame(known, seen) && age >= 0 && age < WEAK_AGE.toSeconds();
    }
    return Proof.isSame(known, seen);
  }

  /** Takes note that a pair is equal, as it was looked at. */
  void equal(FolderNode node, Pair.Both both, Known known, Optional<Digest> digest) {
    if (!known.isComplete()) {
      proven(node, both.source(), both.source().stamp(), both.replica().stamp(), known, digest);
    } else if (isRecording && node.isMoved() && known.proof() != null) {
      put(node, both.name(), known.proof());
    }
  }

  /**
   * Takes note that the replica holds what the source had.
   *
   * @param entry of the source
   * @param source its stamp before it was read
   * @param replica the stamp of what holds it
   * @param known what was known before
   */
  void proven(
      FolderNode node,
      Entry entry,
      Stamp source,
      Stamp replica,
      Known known,
      Optional<Digest> digest) {
    Standing standing = node.standing();
    if (!isRecording || standing == null || known.isOfLink()) {
      return;
    }
    int marks = rules().comparesContent() ? Proof.CONTENT | Proof.METADATA : Proof.METADATA;
    Proof last = known.proof();
    Proof before = last != null && now - last.provenAt() >= APART_SECONDS ? last : null;
    if (isYoung(source, standing.source(), before == null ? null : before.source())) {
      marks |= Proof.YOUNG_SOURCE;
    }
    boolean isYoungReplica =
        standing.replica() != StampEvidence.FINE
            && standing.replica() != StampEvidence.WEAK
            && isYoungByItself(replica, before == null ? null : before.replica());
    if (isYoungReplica) {
      marks |= Proof.YOUNG_REPLICA;
    }
    put(
        node,
        entry.name(),
        new Proof(entry.kind(), source, replica, digest, now, marks, standing.number(), false));
  }

  /** Takes note of what was put into the replica. */
  void put(FolderNode node, Entry entry, Put.Done done, Known known) {
    if (done.source().isPresent() && done.replica().isPresent() && done.lacking().isEmpty()) {
      Stamp source = done.source().get();
      Stamp replica = done.replica().get();
      // What somebody else has put there meanwhile proves nothing.
      if (source.size() == replica.size()) {
        proven(node, entry, source, replica, known, done.digest());
      }
    }
  }

  private boolean isYoung(Stamp stamp, StampEvidence evidence, @Nullable Stamp before) {
    return switch (evidence) {
      case FINE, WEAK -> false;
      case COARSE -> stamp.changed() == null || stamp.changed().isAfter(begun.minus(GRAIN));
      case FOREIGN -> isYoungByItself(stamp, before);
    };
  }

  /**
   * Whether a write in the same step as the last change would not show: it gives the content a time
   * near that of the change, and would give it the one that it has. By that file system's clock
   * alone, so that it need not agree with ours.
   *
   * @param before the stamp at an earlier look, long enough ago; null if there was none
   */
  private static boolean isYoungByItself(Stamp stamp, @Nullable Stamp before) {
    boolean wasSeen = before != null && Proof.isSame(before, stamp);
    return !wasSeen
        && (stamp.changed() == null || stamp.modified().isAfter(stamp.changed().minus(GRAIN)));
  }

  /** Takes note of a folder that both sides have. */
  void folder(FolderNode parent, Entry source, FileId replica, @Nullable Proof proof) {
    Standing standing = parent.standing();
    Stamp stamp = source.stamp();
    boolean isKnown =
        proof != null
            && proof.kind() == Kind.DIRECTORY
            && Proof.isSameObject(proof.source(), stamp)
            && proof.replica().id().inode() == replica.inode();
    if (isRecording && standing != null && !isKnown) {
      var there = new Stamp(replica, 0, stamp.modified(), null);
      put(
          parent,
          source.name(),
          new Proof(
              Kind.DIRECTORY, stamp, there, Optional.empty(), now, 0, standing.number(), false));
    }
  }

  /** Takes note that the source of a pair has rotted, so that it is remembered. */
  void rotten(FolderNode node, Name name, Known known) {
    Proof proof = known.proof();
    if (isRecording && proof != null && !proof.rotten()) {
      put(node, name, proof.asRotten());
    }
  }

  /**
   * Where the index knows an entry of the source that it does not know under this name.
   *
   * @param proof what was proven under this name; null if nothing was
   */
  Optional<Place> movedFrom(FolderNode node, Entry source, @Nullable Proof proof) {
    Standing standing = node.standing();
    if (standing == null
        || standing.source() == StampEvidence.WEAK
        || standing.replica() == StampEvidence.WEAK
        || (proof != null && Proof.isSameObject(proof.source(), source.stamp()))) {
      return Optional.empty();
    }
    return store()
        .place(source.stamp())
        .filter(place -> place.proof().kind() == source.kind())
        .filter(place -> isLikely(place.proof().source(), source))
        .filter(place -> isOfThese(place.proof(), standing))
        .filter(place -> source.kind() == Kind.DIRECTORY || isOnDisk(place.proof()));
  }

  /** DURABLE: what may take an old version's place was flushed, as a copy would be. */
  private boolean isOnDisk(Proof proof) {
    Circumstances then = store().circumstances(proof.circumstances());
    return then != null && (then.unflushedIn().isEmpty() || !rules().isFlushed());
  }

  /**
   * What was proven of a file that this run has moved, as far as it holds for the replica: its
   * stamp is a new one only since it was moved.
   *
   * <p>RACE: what is written to the replica's file between the look before and the moving is
   * noticed by its time and size alone.
   *
   * @param before the stamp of the replica's file before it was moved
   * @return null if nothing holds
   */
  @Nullable Proof ofMoved(FolderNode node, Pair.Both pair, Stamp before) {
    Standing standing = node.standing();
    Proof proof = movedFrom(node, pair.source(), null).map(Place::proof).orElse(null);
    if (proof == null || standing == null) {
      return null;
    }
    Circumstances then = store().circumstances(proof.circumstances());
    Stamp replica = pair.replica().stamp();
    boolean holds =
        then != null
            && holdsForReplica(proof, then, before, standing)
            && Proof.isSameObject(before, replica)
            && Proof.looksSame(before, replica)
            && !rules().isDue(node, pair.name(), proof, now);
    return holds ? proof.ofReplica(replica, now) : null;
  }

  /**
   * Whether an inode's number was not given to another entry meanwhile: a file was not changed when
   * it was moved; a folder may have been, but has its birth.
   */
  private static boolean isLikely(Stamp known, Entry now) {
    return (now.kind() == Kind.DIRECTORY && known.id().birth() != null)
        || Proof.looksSame(known, now.stamp());
  }

  private boolean isOfThese(Proof proof, Standing standing) {
    Circumstances then = store().circumstances(proof.circumstances());
    return then != null
        && then.source().equals(standing.circumstances().source())
        && then.servesReplicaFor(standing.circumstances(), rules().machineStart());
  }

  /** Whether the source has another entry under a name than the one that was proven. */
  boolean isAnother(FolderNode node, Entry source, Proof proof) {
    Standing standing = node.standing();
    return standing != null
        && standing.source() != StampEvidence.WEAK
        && isOfThese(proof, standing)
        && !Proof.isSameObject(proof.source(), source.stamp());
  }

  private void gone(FolderNode node, Name name) {
    // What is said of a folder's old place goes as a whole.
    if (isRecording && isForgetting && !node.isMoved()) {
      gone.gone(node.path(), name);
    }
  }

  private void put(FolderNode node, Name name, Proof proof) {
    log().put(node.path(), name, proof);
  }

  private ProofStore store() {
    return index.orElseThrow().store();
  }

  private ProofRules rules() {
    return index.orElseThrow().rules();
  }

  private synchronized ProofLog log() {
    return log;
  }

  /** Whether something was proven that the index does not have yet. */
  boolean hasNews() {
    return !log().isEmpty();
  }

  /** What was proven so far, for a flush to cover it before it is kept. */
  synchronized ProofLog take() {
    ProofLog taken = log;
    log = new ProofLog(spillFolder);
    return taken;
  }

  /**
   * Makes what was proven part of the index.
   *
   * @param covered all on the disk
   * @throws IOException if it cannot be written
   */
  void keep(ProofLog covered) throws IOException {
    try (covered) {
      if (isRecording && !covered.isEmpty()) {
        store().apply(covered, spillFolder);
      }
    }
  }

  /**
   * Has the index forget what is gone, and makes the rest of what was proven part of it. Nothing is
   * proven after this.
   *
   * @param areOnDisk whether what was proven is
   * @throws IOException if it cannot be written
   */
  void end(boolean areOnDisk) throws IOException {
    try (ProofLog covered = take()) {
      if (areOnDisk) {
        keep(gone);
        keep(covered);
      }
    }
  }

  @Override
  public void close() {
    try (var _ = log();
        var _ = gone) {
      if (index.isPresent()) {
        store().close();
      }
    } catch (IOException e) {
      // What was applied is there; what is not costs time only.
    }
  }
}
