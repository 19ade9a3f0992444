package dev.lockstep.engine;

import dev.lockstep.digest.Workspace;
import dev.lockstep.fs.FolderPair;
import dev.lockstep.index.Proof;
import dev.lockstep.model.Pair;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Deals with the pairs that a march comes upon. For any thread. */
interface Pairs {
  /**
   * Deals with a pair; what goes wrong with it is a problem in the tally.
   *
   * @param node the folder that holds the pair
   * @param folder the same, open
   * @param proof what was proven of the pair before; null if nothing was
   * @param sink hears of what was done
   * @return the folder below which the march has to go on, if the pair is one
   */
  Optional<FolderNode> handle(
      FolderNode node,
      FolderPair folder,
      Pair pair,
      @Nullable Proof proof,
      ActionSink sink,
      Workspace workspace);

  /** Sees to it that entries of the folder may be looked at and changed, and that it is settled. */
  void prepare(FolderNode node, FolderPair folder) throws IOException;
}
