package dev.lockstep.engine;

import dev.lockstep.apply.Put;
import dev.lockstep.compare.Evidence;
import dev.lockstep.fs.FolderPair;
import dev.lockstep.fs.StampEvidence;
import dev.lockstep.index.Circumstances;
import dev.lockstep.index.FolderProofs;
import dev.lockstep.index.Place;
import dev.lockstep.index.Proof;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What earlier runs have proven of the pair, and what this one proves anew, which becomes part of
 * the index once it is on the disk. For any thread.
 */
final class Proofs implements Closeable {
  /** So long after a first look, a file that is read again was not changed in the same step. */
  private static final long APART_SECONDS = 10;

  private final Optional<Index> index;
  private final ProofNews news;
  private final boolean isForgetting;
  private final long now;
  private final StampAge age;
  private final Optional<Standings> standings;
  private boolean isDistrusted;

  /**
   * An index that is open, and stays so.
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
    this.news = new ProofNews(index.filter(_ -> isRecording).map(Index::store), spillFolder);
    this.isForgetting = isForgetting;
    this.now = at.getEpochSecond();
    this.age = new StampAge(at);
    this.standings = index.map(known -> new Standings(known.rules(), this::number));
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

  /** The same, but of some names only: of others nothing is said. */
  FolderProofs some(FolderNode node) {
    return index
        .map(known -> known.store().folder(node.indexPath(), (_, _) -> {}))
        .orElse(FolderProofs.NONE);
  }

  /** Whether there is an index that can be used. */
  boolean areKept() {
    return index.filter(known -> known.store().trouble().isEmpty()).isPresent();
  }

  /** Sees what the proofs of a folder depend on. */
  void look(FolderNode node, FolderPair folder) {
    if (standings.isPresent() && node.standing() == null) {
      node.standsOn(standings.get().of(node, folder));
    }
  }

  private int number(Circumstances circumstances) {
    return news.areKept() ? store().number(circumstances) : Integer.MAX_VALUE;
  }

  /** What a person may want to know of the index, a sentence each. */
  List<String> notes() {
    List<String> notes = new ArrayList<>();
    standings.ifPresent(seen -> notes.addAll(seen.notes()));
    if (index.isPresent()) {
      store().trouble().ifPresent(notes::add);
    }
    return notes;
  }

  /** What is known of a pair. */
  Known known(FolderNode node, @Nullable Proof proof, Pair pair) {
    Optional<Entry> source = pair.ofSource();
    return source.isPresent() ? known(node, proof, source.get(), pair.ofReplica()) : Known.NOTHING;
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
    Circumstances then = circumstancesOf(proof, standing);
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
    Optional<Digest> digest = digestOf(proof);
    boolean isDue = rules.isDue(node, source.name(), proof, now);
    boolean content =
        isSource
            && isReplica
            && !isDue
            && (metadata || proof.kind() == Kind.FILE)
            && rules.suffices(proof, digest.isPresent());
    Optional<Digest> ofReplica = isReplica && !isSource && !isDue ? digest : Optional.empty();
    boolean tellsRot = isSource && standing.source() != StampEvidence.WEAK;
    Optional<Digest> expected = tellsRot ? proof.digest() : Optional.empty();
    // What is read again may turn out to be sound, if its digest can be compared.
    boolean isRotten = proof.rotten() && tellsRot && !(isDue && digest.isPresent());
    boolean isUnchanged =
        isSource
            && isReplica
            && isExact
            && rules.comparesContent()
            && proof.kind() == Kind.FILE
            && proof.has(Proof.CONTENT);
    return new Known(
        proof,
        new Evidence(content, metadata, digest, ofReplica, isDue),
        expected,
        isRotten,
        isUnchanged,
        false);
  }

  /** Mostly those of its folder now, which are told by their number; null if they are not known. */
  private @Nullable Circumstances circumstancesOf(Proof proof, Standing standing) {
    return proof.circumstances() == standing.number()
        ? standing.circumstances()
        : store().circumstances(proof.circumstances());
  }

  /** What was proven of the content, if by the digests that count. */
  private Optional<Digest> digestOf(Proof proof) {
    Optional<Digest> made = proof.digest();
    boolean counts = made.isPresent() && made.get().algorithm() == rules().algorithm();
    return counts ? made : Optional.empty();
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
    Circumstances then = circumstancesOf(proof, standing);
    if (then == null) {
      return Optional.empty();
    }
    return Optional.of(
        new Verdict.Proven(
            digestOf(proof),
            standing.source() != StampEvidence.WEAK
                && holdsForSource(proof, then, pair.source(), standing),
            pair.replica().kind() == proof.kind()
                && holdsForReplica(proof, then, pair.replica().stamp(), standing)));
  }

  private boolean holds(Stamp known, Stamp seen, StampEvidence evidence, Proof proof) {
    if (evidence == StampEvidence.WEAK) {
      long since = now - proof.provenAt();
      return Proof.looksSame(known, seen) && since >= 0 && since < Standings.WEAK_AGE.toSeconds();
    }
    return Proof.isSame(known, seen);
  }

  /** Keeps what was proven of an entry in a folder that was moved, until it is proven anew. */
  void carry(FolderNode node, Name name, Proof proof) {
    if (node.isMoved()) {
      news.put(node, name, proof);
    }
  }

  /** Takes note that a pair is equal, as it was looked at. */
  void equal(FolderNode node, Pair.Both both, Known known, Optional<Digest> digest) {
    if (!known.isComplete()) {
      equal(node, both.source(), both.replica().stamp(), known, digest);
    }
  }

  /**
   * Takes note that the replica has what the source has, as both were compared.
   *
   * @param replica the stamp of what has it
   */
  void equal(FolderNode node, Entry source, Stamp replica, Known known, Optional<Digest> digest) {
    // Where none was made, the one that its stamp stands for still holds.
    Optional<Digest> made = digest.or(known::expected);
    proven(node, source, source.stamp(), replica, known, made, readAt(known, digest));
  }

  /** When all of both sides was read last, be it in an earlier run. */
  private long readAt(Known known, Optional<Digest> digest) {
    Proof last = known.proof();
    return last != null && known.sparesReading(digest) ? last.provenAt() : now;
  }

  private void proven(
      FolderNode node,
      Entry entry,
      Stamp source,
      Stamp replica,
      Known known,
      Optional<Digest> digest,
      long at) {
    Standing standing = node.standing();
    if (!news.areKept()
        || standing == null
        || known.isOfLink()
        || !rules().areLike(entry.kind(), source, replica)) {
      return;
    }
    int marks = rules().comparesContent() ? Proof.CONTENT | Proof.METADATA : Proof.METADATA;
    Proof last = known.proof();
    Optional<Proof> before =
        Optional.ofNullable(last).filter(proof -> now - proof.provenAt() >= APART_SECONDS);
    if (age.isYoungInSource(source, standing.source(), before.map(Proof::source).orElse(null))) {
      marks |= Proof.YOUNG_SOURCE;
    }
    if (age.isYoungInReplica(
        replica, standing.replica(), before.map(Proof::replica).orElse(null))) {
      marks |= Proof.YOUNG_REPLICA;
    }
    news.put(
        node,
        entry.name(),
        new Proof(entry.kind(), source, replica, digest, at, marks, standing.number(), false));
  }

  /** Takes note of what was put into the replica. */
  void put(FolderNode node, Entry entry, Put.Done done, Known known) {
    if (done.source().isPresent() && done.replica().isPresent() && done.lacking().isEmpty()) {
      proven(node, entry, done.source().get(), done.replica().get(), known, done.digest(), now);
    }
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
    if (standing != null && !isKnown) {
      var there = new Stamp(replica, 0, stamp.modified(), null);
      news.put(
          parent,
          source.name(),
          new Proof(
              Kind.DIRECTORY, stamp, there, Optional.empty(), now, 0, standing.number(), false));
    }
  }

  /** Takes note that the source of a pair has rotted, so that it is remembered. */
  void rotten(FolderNode node, Name name, Known known) {
    Proof proof = known.proof();
    if (proof != null && (!proof.rotten() || node.isMoved())) {
      news.put(node, name, proof.asRotten());
    }
  }

  /** What was proven of a file of the source, under this or another name; null if nothing was. */
  @Nullable Proof ofFile(Entry source) {
    return placeOf(source).map(Place::proof).orElse(null);
  }

  /** Where the index knows an entry of the source, be it under one of several names. */
  private Optional<Place> placeOf(Entry source) {
    return index.flatMap(known -> known.store().place(source.stamp()));
  }

  /** Where the index knows a file of the source, under each of its names. */
  List<Place> placesOf(Entry source) {
    return index.map(known -> known.store().places(source.stamp())).orElse(List.of());
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
    // No lambda: see "For each file" in ARCHITECTURE.md.
    Optional<Place> place = store().place(source.stamp());
    return place.isPresent() && isOrigin(place.get().proof(), source, standing)
        ? place
        : Optional.empty();
  }

  private boolean isOrigin(Proof proof, Entry source, Standing standing) {
    return proof.kind() == source.kind()
        && isLikely(proof.source(), source)
        && isOfThese(proof, standing)
        && (source.kind() == Kind.DIRECTORY || isOnDisk(proof));
  }

  /** DURABLE: what may take an old version's place was flushed, as a copy would be. */
  private boolean isOnDisk(Proof proof) {
    Circumstances then = store().circumstances(proof.circumstances());
    return then != null && (then.unflushedIn().isEmpty() || !rules().isFlushed());
  }

  /**
   * What was proven of a file that this run has moved, as far as it holds for the replica: its
   * stamp is a new one only since it was moved, and fine enough to be trusted at once.
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
    Circumstances then = circumstancesOf(proof, standing);
    Stamp replica = pair.replica().stamp();
    boolean holds =
        then != null
            && standing.replica() == StampEvidence.FINE
            && holdsForReplica(proof, then, before, standing)
            && Proof.isSameObject(before, replica)
            && Proof.looksSame(before, replica);
    return holds ? proof.ofReplica(replica) : null;
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
    Circumstances then = circumstancesOf(proof, standing);
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

  /** Takes note that the source has nothing of a name. */
  void gone(FolderNode node, Name name) {
    // What is said of a folder's old place goes as a whole.
    if (isForgetting && !node.isMoved()) {
      news.gone(node, name);
    }
  }

  /** Whether something is part of the index in memory only. */
  boolean isHolding() {
    return index.isPresent() && store().isHolding();
  }

  /** Whether that is so much that it has to be flushed, and kept. */
  boolean isFull() {
    return index.isPresent() && store().isFull();
  }

  /** Has the index on the disk; all that it claims is. */
  void commit() {
    if (index.isPresent()) {
      store().commit();
    }
  }

  /** What is part of the index in memory only is not on the replica's disk. */
  void distrust() {
    isDistrusted = true;
  }

  /** It is there by now. */
  void trust() {
    isDistrusted = false;
  }

  /** Whether the index must be closed without what it has in memory. */
  boolean isDistrusted() {
    return isDistrusted;
  }

  private ProofStore store() {
    return index.orElseThrow().store();
  }

  private ProofRules rules() {
    return index.orElseThrow().rules();
  }

  /** What this run finds out. */
  ProofNews news() {
    return news;
  }

  @Override
  public void close() {
    try (news) {
      // Nothing more is to come.
    } catch (IOException e) {
      // What was applied is there; what is not costs time only.
    }
  }
}
