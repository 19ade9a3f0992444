package dev.lockstep.engine;

import dev.lockstep.api.ManifestOptions;
import dev.lockstep.fs.ReadableDirectory;
import dev.lockstep.fs.RootState;
import dev.lockstep.fs.StampEvidence;
import dev.lockstep.guard.MachineStart;
import dev.lockstep.guard.PairPaths;
import dev.lockstep.index.Circumstances;
import dev.lockstep.index.FolderProofs;
import dev.lockstep.index.Proof;
import dev.lockstep.index.ProofStore;
import dev.lockstep.model.Digest;
import dev.lockstep.model.DigestAlgorithm;
import dev.lockstep.model.Entry;
import dev.lockstep.model.Kind;
import dev.lockstep.model.RelativePath;
import dev.lockstep.model.Stamp;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What mirrors have proven of the files of one folder, which is the root of a known pair, on either
 * side, or lies in one. It works on copies of the indexes, so that a mirror may go on. A proof says
 * what a file holds as long as its stamp is the one that was proven on that side, and the file
 * system the same; where stamps prove little, no proof counts. For one thread.
 */
final class ManifestProofs implements Closeable {
  /** Each is copied before it is read. */
  private static final int MOST_PAIRS = 4;

  private final List<Side> sides = new ArrayList<>();
  private final DigestAlgorithm algorithm;
  private final String machineStart = MachineStart.id();
  private final Map<Long, StampEvidence> evidence = new HashMap<>();

  private ManifestProofs(DigestAlgorithm algorithm) {
    this.algorithm = algorithm;
  }

  /**
   * One side of a pair.
   *
   * @param inside the path of our folder from that side's root
   */
  private record Side(
      ProofStore store, RootState.Folder root, boolean isSource, RelativePath inside) {}

  /** Opens what is known. */
  static ManifestProofs open(
      ManifestOptions options, RootState.Folder folder, Backends backends, Path spillFolder) {
    var proofs = new ManifestProofs(Checks.algorithm(options.check()));
    if (options.stateDirectory().isPresent() && !options.rehash()) {
      for (PairPaths.Found found :
          PairPaths.around(options.stateDirectory().get(), folder.realPath())) {
        if (proofs.sides.size() < MOST_PAIRS) {
          proofs.add(found, backends, spillFolder);
        }
      }
    }
    return proofs;
  }

  private void add(PairPaths.Found found, Backends backends, Path spillFolder) {
    try {
      RootState state = backends.choose(found.root()).provider().inspect(found.root());
      if (state instanceof RootState.Folder root && root.realPath().equals(found.root())) {
        // What is known of the source holds whichever disk the replica is on.
        Optional<ProofStore> store =
            found.isSource()
                ? IndexFile.openLastCopy(found.pair(), spillFolder)
                : IndexFile.openCopy(found.pair(), root, spillFolder);
        store.ifPresent(open -> sides.add(new Side(open, root, found.isSource(), found.inside())));
      }
    } catch (IOException e) {
      // Costs time only.
    }
  }

  /**
   * What is known of the entries of a folder, to be asked in the order of their names.
   *
   * @param path of the folder from ours
   */
  Cursor of(RelativePath path, ReadableDirectory folder, long fileSystem) {
    List<Known> known = new ArrayList<>();
    if (!sides.isEmpty() && isTrusted(folder, fileSystem)) {
      for (Side side : sides) {
        RelativePath there = side.inside();
        for (var name : path.names()) {
          there = there.resolve(name);
        }
        known.add(
            new Known(
                side,
                ProofRules.fileSystem(side.root(), there, machineStart),
                side.store().folder(there, (_, _) -> {})));
      }
    }
    return new Cursor(known);
  }

  private boolean isTrusted(ReadableDirectory folder, long fileSystem) {
    StampEvidence found = evidence.get(fileSystem);
    if (found == null) {
      try {
        found = folder.stampEvidence();
      } catch (IOException e) {
        found = StampEvidence.WEAK;
      }
      evidence.put(fileSystem, found);
    }
    return found != StampEvidence.WEAK;
  }

  /**
   * One folder, as one pair knows it.
   *
   * @param fileSystem which one it is on now
   */
  private record Known(Side side, String fileSystem, FolderProofs proofs) {}

  /** What is known of one folder's entries. */
  final class Cursor {
    private final List<Known> known;

    private Cursor(List<Known> known) {
      this.known = known;
    }

    /** The digest of a file that need not be read. */
    Optional<Digest> digest(Entry.File file) {
      Optional<Digest> found = Optional.empty();
      for (Known each : known) {
        // All are asked, since each wants to be asked in order.
        Proof proof = each.proofs().find(file.name());
        if (proof != null && found.isEmpty()) {
          found = fresh(each, proof, file.stamp());
        }
      }
      return found;
    }
  }

  private Optional<Digest> fresh(Known known, Proof proof, Stamp now) {
    Circumstances then = known.side().store().circumstances(proof.circumstances());
    if (then == null || proof.kind() != Kind.FILE || !proof.has(Proof.CONTENT)) {
      return Optional.empty();
    }
    boolean isFresh =
        known.side().isSource()
            ? then.source().equals(known.fileSystem())
                && !proof.rotten()
                && proof.hasNone(Proof.YOUNG_SOURCE)
                && Proof.isSame(proof.source(), now)
            : then.servesReplicaFor(new Circumstances("", known.fileSystem(), "", ""), machineStart)
                && proof.hasNone(Proof.YOUNG_REPLICA)
                && Proof.isSame(proof.replica(), now);
    return isFresh
        ? proof.digest().filter(digest -> digest.algorithm() == algorithm)
        : Optional.empty();
  }

  @Override
  public void close() {
    for (Side side : sides) {
      try {
        side.store().close();
      } catch (IOException e) {
        // It was a copy.
      }
    }
  }
}
