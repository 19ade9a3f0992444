package dev.lockstep.engine;

import dev.lockstep.fs.FolderPair;
import dev.lockstep.fs.ReadableDirectory;
import dev.lockstep.fs.StampEvidence;
import dev.lockstep.index.Circumstances;
import dev.lockstep.model.FileId;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToIntFunction;

/** Sees what the proofs of folders depend on besides the stamps. For any thread. */
final class Standings {
  /** How long a proof holds where stamps prove little. */
  static final Duration WEAK_AGE = Duration.ofDays(7);

  private final ProofRules rules;
  private final ToIntFunction<Circumstances> numbering;
  private final Map<Long, StampEvidence> sourceEvidence = new ConcurrentHashMap<>();
  private final Map<Long, StampEvidence> replicaEvidence = new ConcurrentHashMap<>();
  private final Map<Circumstances, Integer> numbers = new ConcurrentHashMap<>();

  /**
   * Has seen nothing yet.
   *
   * @param numbering gives circumstances their number in the index
   */
  Standings(ProofRules rules, ToIntFunction<Circumstances> numbering) {
    this.rules = rules;
    this.numbering = numbering;
  }

  Standing of(FolderNode node, FolderPair folder) {
    Circumstances circumstances = rules.circumstances(node);
    return new Standing(
        numbers.computeIfAbsent(circumstances, numbering::applyAsInt),
        circumstances,
        evidence(sourceEvidence, node.source().stamp().id(), folder.source()),
        evidence(replicaEvidence, node.replicaId(), folder.replica()));
  }

  private static StampEvidence evidence(
      Map<Long, StampEvidence> known, FileId id, ReadableDirectory folder) {
    return known.computeIfAbsent(id.fileSystem(), _ -> evidence(folder));
  }

  private static StampEvidence evidence(ReadableDirectory folder) {
    try {
      return folder.stampEvidence();
    } catch (IOException e) {
      return StampEvidence.FOREIGN; // So nothing holds that has another time of change.
    }
  }

  /** What a person may want to know of what was seen, a sentence each. */
  List<String> notes() {
    List<String> notes = new ArrayList<>();
    addIfWeak(notes, "source", sourceEvidence);
    addIfWeak(notes, "replica", replicaEvidence);
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
}
