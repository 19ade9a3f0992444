package dev.lockstep.testkit;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Compares all that two trees on the real disk are, by the system's own commands. It shares nothing
 * with what it judges, and copes with names of any bytes and with paths of any length.
 */
public final class ExactComparer {
  /** File systems need more or less to say where the content lies; 64 KiB in blocks. */
  private static final long BLOCKS_TOLERATED = 128;

  private final ExactListing source;
  private final ExactListing replica;
  private final Set<Aspect> ignored;
  private final Map<String, String> sourceGroups;
  private final Map<String, String> replicaGroups;
  private final Map<String, Long> replicaGroupSizes;
  private final List<String> differences = new ArrayList<>();

  private ExactComparer(ExactListing source, ExactListing replica, Set<Aspect> ignored) {
    this.source = source;
    this.replica = replica;
    this.ignored = ignored;
    this.sourceGroups = groups(source.entries());
    this.replicaGroups = groups(replica.entries());
    this.replicaGroupSizes =
        replicaGroups.values().stream()
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
  }

  /** In what trees are compared besides names and types. */
  public enum Aspect {
    MODE,
    OWNER,
    TIME,
    /** The time of the root; part of {@link #TIME}. */
    ROOT_TIME,
    SIZE,
    CONTENT,
    TARGET,
    DEVICE,
    /** Which paths are one inode. In the replica none may have a name elsewhere. */
    LINKS,
    /** That the replica does not take more room: holes stayed holes. */
    ROOM,
    /** That the replica does not take less room: zeros that were written stayed so. */
    DENSITY,
    /** Extended attributes of all name spaces, ACLs and capabilities among them. */
    XATTRS
  }

  /**
   * What was found.
   *
   * @param differences one in each line; empty if the replica is exact
   * @param leftOut what could not be read and was not compared, as the system says it; of root none
   */
  public record Result(List<String> differences, List<String> leftOut) {}

  /** Aborts the test, saying why, where a command is lacking. */
  public static void assumePresent() {
    for (String command : List.of("find", "xargs", "sha256sum", "stat", "getfattr")) {
      try {
        Machine.run(command, "--version");
      } catch (IOException e) {
        abort("there is no " + command + " here to compare with: " + e.getMessage());
      }
    }
  }

  /** In what the replica differs from its source, whatever is ignored left aside. */
  public static Result compare(Path source, Path replica, Aspect... ignored) throws IOException {
    Set<Aspect> aspects = EnumSet.noneOf(Aspect.class);
    aspects.addAll(List.of(ignored));
    ExactComparer comparer =
        new ExactComparer(ExactListing.of(source), ExactListing.of(replica), aspects);
    comparer.compareAll();
    List<String> leftOut = new ArrayList<>(comparer.source.leftOut());
    leftOut.addAll(comparer.replica.leftOut());
    return new Result(List.copyOf(comparer.differences), List.copyOf(leftOut));
  }

  /** The differences only, as {@link #compare} finds them. */
  public static List<String> differences(Path source, Path replica, Aspect... ignored)
      throws IOException {
    return compare(source, replica, ignored).differences();
  }

  private void compareAll() {
    SortedSet<String> paths = new TreeSet<>(source.entries().keySet());
    paths.addAll(replica.entries().keySet());
    for (String path : paths) {
      ExactEntry one = source.entries().get(path);
      ExactEntry other = replica.entries().get(path);
      if (one == null) {
        add(path, "only the replica has it");
      } else if (other == null) {
        add(path, "only the source has it");
      } else if (!one.type().equals(other.type())) {
        add(path, "type " + one.type() + " became " + other.type());
      } else {
        compare(path, one, other);
      }
    }
  }

  private void compare(String path, ExactEntry one, ExactEntry other) {
    expectSame(Aspect.MODE, path, one.mode(), other.mode());
    expectSame(Aspect.OWNER, path, one.owner(), other.owner());
    if (!path.isEmpty() || !ignored.contains(Aspect.ROOT_TIME)) {
      expectSame(Aspect.TIME, path, one.time(), other.time());
    }
    expectSame(Aspect.TARGET, path, one.target(), other.target());
    expectSame(Aspect.DEVICE, path, one.device(), other.device());
    expectSame(Aspect.XATTRS, path, one.xattrs().toString(), other.xattrs().toString());
    if (!one.isFolder()) {
      compareLinks(path, other);
    }
    if (one.isFile()) {
      expectSame(Aspect.SIZE, path, Long.toString(one.size()), Long.toString(other.size()));
      expectSame(Aspect.CONTENT, path, one.digest(), other.digest());
      compareRoom(path, one.blocks(), other.blocks());
    }
  }

  private void compareLinks(String path, ExactEntry other) {
    expectSame(
        Aspect.LINKS,
        path,
        "of " + sourceGroups.getOrDefault(path, path),
        "of " + replicaGroups.getOrDefault(path, path));
    long names = replicaGroupSizes.getOrDefault(replicaGroups.getOrDefault(path, path), 0L);
    if (other.links() != names && !ignored.contains(Aspect.LINKS)) {
      add(path, other.links() + " links in the replica, of which " + names + " lie there");
    }
  }

  private void compareRoom(String path, long blocks, long otherBlocks) {
    boolean more = otherBlocks - blocks > BLOCKS_TOLERATED && !ignored.contains(Aspect.ROOM);
    boolean less = blocks - otherBlocks > BLOCKS_TOLERATED && !ignored.contains(Aspect.DENSITY);
    if (more || less) {
      add(path, "blocks " + blocks + " became " + otherBlocks);
    }
  }

  /** For each path of what is no folder, the first of the paths that are the same inode. */
  private static Map<String, String> groups(SortedMap<String, ExactEntry> entries) {
    Map<String, String> firstOfInode = new HashMap<>();
    Map<String, String> groups = new HashMap<>();
    entries.forEach((path, entry) -> {
      if (!entry.isFolder()) {
        String first = firstOfInode.computeIfAbsent(entry.inode(), inode -> path);
        groups.put(path, first);
      }
    });
    return groups;
  }

  private void expectSame(Aspect aspect, String path, String one, String other) {
    if (!one.equals(other) && !ignored.contains(aspect)) {
      String word = aspect.name().toLowerCase(Locale.ROOT);
      add(path, word + " " + shown(one) + " became " + shown(other));
    }
  }

  private void add(String path, String what) {
    differences.add((path.isEmpty() ? "." : shown(path)) + ": " + what);
  }

  /** On one line, of printable ASCII. */
  private static String shown(String bytes) {
    StringBuilder shown = new StringBuilder();
    bytes
        .chars()
        .forEach(c -> {
          if (c < ' ' || c > '~' || c == '\\') {
            shown.append(String.format("\\x%02x", c));
          } else {
            shown.append((char) c);
          }
        });
    return shown.toString();
  }
}
