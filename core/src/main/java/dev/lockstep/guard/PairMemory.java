package dev.lockstep.guard;

import dev.lockstep.fs.FileSystemIdentity;
import dev.lockstep.fs.NestedMount;
import dev.lockstep.fs.RootState;
import dev.lockstep.guard.RootMemory.Known;
import dev.lockstep.model.Name;
import dev.lockstep.model.RelativePath;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is remembered of a pair of roots, so that another disk in a root's place is noticed. Losing
 * it costs a question, never data. Immutable.
 *
 * @param source what is known of the source
 * @param replica what is known of the replica
 * @param mounts what was mounted below the source; several for one mount point that disks share
 * @param isReversalAccepted whether these roots may be mirrored though they were known the other
 *     way round
 */
public record PairMemory(
    RootMemory source, RootMemory replica, List<NestedMount> mounts, boolean isReversalAccepted) {
  /** What is known of a pair that was never mirrored. */
  public static final PairMemory NOTHING =
      new PairMemory(RootMemory.NOTHING, RootMemory.NOTHING, List.of(), false);

  private static final String FILE = "roots";
  private static final String FORM = "lockstep roots 1";

  private static final String SOURCE = "source";
  private static final String REPLICA = "replica";
  private static final String MOUNT = "mount";
  private static final String MOUNT_POINT = "mountpoint";
  private static final String REVERSAL = "reversal";

  public PairMemory {
    mounts = List.copyOf(mounts);
  }

  /**
   * Reads what is remembered; empty if the pair was never mirrored.
   *
   * @throws IOException if it cannot be read, or is damaged
   */
  public static Optional<PairMemory> read(PairFolder folder) throws IOException {
    Optional<List<List<String>>> lines = StateLines.read(folder, FILE, FORM);
    return lines.isEmpty() ? Optional.empty() : Optional.of(parse(lines.get()));
  }

  /** Whether anything is remembered, be it that it cannot be read. */
  public static boolean isKept(PairFolder folder) {
    return Files.exists(folder.file(FILE));
  }

  /** Writes it, in one step. */
  public void write(PairFolder folder) throws IOException {
    StateLines.write(folder, FILE, FORM, lines());
  }

  /** Whether the same is remembered. */
  public boolean isSame(PairMemory other) {
    return lines().equals(other.lines());
  }

  private List<List<String>> lines() {
    List<List<String>> lines = new ArrayList<>();
    source.known().forEach(known -> lines.add(line(SOURCE, known)));
    replica.known().forEach(known -> lines.add(line(REPLICA, known)));
    for (NestedMount mount : mounts) {
      FileSystemIdentity fileSystem = mount.fileSystem();
      lines.add(List.of(MOUNT, fileSystem.key(), fileSystem.shown(), spelled(mount.path())));
    }
    if (source.mountPoint()) {
      lines.add(List.of(MOUNT_POINT, SOURCE));
    }
    if (replica.mountPoint()) {
      lines.add(List.of(MOUNT_POINT, REPLICA));
    }
    if (isReversalAccepted) {
      lines.add(List.of(REVERSAL));
    }
    return lines;
  }

  /**
   * The same with what a run found in order.
   *
   * @param seen what is mounted below the source, as far as it belongs to the mirror
   */
  public PairMemory with(
      RootState.Folder sourceRoot, RootState.Folder replicaRoot, List<NestedMount> seen) {
    List<NestedMount> all = new ArrayList<>(mounts);
    addNew(all, seen);
    return new PairMemory(
        source.with(sourceRoot), replica.with(replicaRoot), all, isReversalAccepted);
  }

  /**
   * The same with what somebody accepted: roots as they are beside the old ones, and no mount but
   * those that there are.
   */
  PairMemory accepting(
      RootMemory sourceNow, RootMemory replicaNow, List<NestedMount> seen, boolean reversal) {
    List<NestedMount> all = new ArrayList<>();
    for (NestedMount old : mounts) {
      if (seen.stream().anyMatch(mount -> mount.path().equals(old.path()))) {
        all.add(old);
      }
    }
    addNew(all, seen);
    return new PairMemory(sourceNow, replicaNow, all, reversal || isReversalAccepted);
  }

  private void addNew(List<NestedMount> all, List<NestedMount> seen) {
    for (NestedMount mount : seen) {
      if (mount.fileSystem().isMissed() && !isKnown(mount)) {
        all.add(mount);
      }
    }
  }

  private boolean isKnown(NestedMount mount) {
    return mounts.stream()
        .anyMatch(old ->
            old.path().equals(mount.path())
                && old.fileSystem().key().equals(mount.fileSystem().key()));
  }

  private static List<String> line(String word, Known known) {
    FileSystemIdentity fileSystem = known.fileSystem();
    return List.of(word, fileSystem.key(), fileSystem.shown(), known.folder());
  }

  private static PairMemory parse(List<List<String>> lines) throws DamagedException {
    List<Known> source = new ArrayList<>();
    List<Known> replica = new ArrayList<>();
    List<NestedMount> mounts = new ArrayList<>();
    boolean reversal = false;
    Set<String> mountPoints = new HashSet<>();
    for (List<String> line : lines) {
      switch (line.getFirst()) {
        case SOURCE -> source.add(known(line));
        case REPLICA -> replica.add(known(line));
        case MOUNT -> mounts.add(new NestedMount(path(field(line, 3)), identity(line)));
        case MOUNT_POINT -> mountPoints.add(field(line, 1));
        case REVERSAL -> reversal = true;
        default -> throw new DamagedException("it holds a line of another version");
      }
    }
    return new PairMemory(
        new RootMemory(source, mountPoints.contains(SOURCE)),
        new RootMemory(replica, mountPoints.contains(REPLICA)),
        mounts,
        reversal);
  }

  private static Known known(List<String> line) throws DamagedException {
    return new Known(identity(line), field(line, 3));
  }

  private static FileSystemIdentity identity(List<String> line) throws DamagedException {
    return new FileSystemIdentity(field(line, 1), field(line, 2));
  }

  private static String field(List<String> line, int index) throws DamagedException {
    if (index >= line.size()) {
      throw new DamagedException("a line lacks a field");
    }
    return line.get(index);
  }

  /** Names as hexadecimal digits, so that no byte is lost. */
  private static String spelled(RelativePath path) {
    List<String> names = new ArrayList<>();
    path.names().forEach(name -> names.add(HexFormat.of().formatHex(name.toBytes())));
    return String.join("/", names);
  }

  private static RelativePath path(String spelled) throws DamagedException {
    try {
      RelativePath path = RelativePath.ROOT;
      for (String name : spelled.split("/", -1)) {
        path = path.resolve(Name.of(HexFormat.of().parseHex(name)));
      }
      return path;
    } catch (IllegalArgumentException e) {
      throw new DamagedException("a path in it is none");
    }
  }
}
