package dev.lockstep.testkit;

import dev.lockstep.fs.Availability;
import dev.lockstep.fs.Capabilities;
import dev.lockstep.fs.Region;
import dev.lockstep.fs.ReplicaDirectory;
import dev.lockstep.fs.ReplicaTree;
import dev.lockstep.fs.RootState;
import dev.lockstep.fs.SourceDirectory;
import dev.lockstep.fs.SourceTree;
import dev.lockstep.fs.TreeProvider;
import dev.lockstep.model.Carried;
import dev.lockstep.model.Name;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * A backend whose source is a {@link SyntheticTree} and whose replica is either the same or an
 * empty folder that swallows and counts what is made in it.
 */
public final class SyntheticProvider implements TreeProvider {
  private static final long SOURCE = 1;
  private static final long REPLICA = 2;

  private final SyntheticTree tree;
  private final boolean replicaIsEmpty;
  private final Swallowed swallowed = new Swallowed();

  /** A backend of such trees. */
  public SyntheticProvider(SyntheticTree tree, boolean replicaIsEmpty) {
    this.tree = tree;
    this.replicaIsEmpty = replicaIsEmpty;
  }

  /** The source's root, which nothing but this backend knows. */
  public static Path source() {
    return Path.of("/synthetic/source");
  }

  /** The replica's root, which nothing but this backend knows. */
  public static Path replica() {
    return Path.of("/synthetic/replica");
  }

  /** What was made in the replica. */
  public Swallowed swallowed() {
    return swallowed;
  }

  @Override
  public String name() {
    return "synthetic";
  }

  @Override
  public int rank() {
    return Integer.MAX_VALUE;
  }

  @Override
  public Availability availability(Path root) {
    return new Availability.Available();
  }

  @Override
  public RootState inspect(Path root) throws IOException {
    var region = new Region("synthetic", root);
    return new RootState.Folder(root, placeOf(root).id(), true, true, List.of(region));
  }

  @Override
  public void createRoot(Path root) throws IOException {
    throw new IOException(root + " is there");
  }

  @Override
  public SourceTree openSource(Path root) throws IOException {
    return new Source(placeOf(root));
  }

  @Override
  public ReplicaTree openReplica(Path root) throws IOException {
    return new Replica(new SyntheticReplica(placeOf(root), replicaIsEmpty, swallowed));
  }

  private SyntheticTree.Place placeOf(Path root) {
    return SyntheticTree.Place.root(tree, root.equals(source()) ? SOURCE : REPLICA);
  }

  private record Source(SyntheticTree.Place root) implements SourceTree {
    @Override
    public SourceDirectory openRoot() {
      return new Folder(root);
    }

    @Override
    public void close() {
      // Nothing is held.
    }
  }

  private static final class Folder extends SyntheticDirectory implements SourceDirectory {
    Folder(SyntheticTree.Place place) {
      super(place);
    }

    @Override
    public SourceDirectory openDirectory(Name name) throws IOException {
      return new Folder(childPlace(name));
    }
  }

  private record Replica(ReplicaDirectory root) implements ReplicaTree {
    @Override
    public ReplicaDirectory openRoot() {
      return root;
    }

    @Override
    public void flush() {}

    @Override
    public Capabilities capabilities() {
      var carried =
          new Carried(true, true, Carried.Times.ALL, Set.of(), false, new Carried.User(0, 0, 022));
      return new Capabilities(carried, true, Set.of(), true, true, List.of());
    }

    @Override
    public void close() {
      // Nothing is held.
    }
  }
}
