package dev.lockstep.fs.nio;

import dev.lockstep.fs.FileSystemIdentity;
import dev.lockstep.fs.NestedMount;
import dev.lockstep.fs.Region;
import dev.lockstep.model.RelativePath;
import dev.lockstep.model.Shown;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The mounts that this process sees, as Linux tells them in {@code mountinfo} (proc(5)). */
final class MountTable implements Regions {
  static final Path FILE = Path.of("/proc/self/mountinfo");

  private static final Path TOP = Path.of("/");

  /** What is mounted on a point of another mount; a later mount covers an earlier one. */
  private final Map<Point, Mount> mounts = new HashMap<>();

  private @Nullable Mount topmost;

  private MountTable() {}

  /** One mount: a folder of a file system, shown at a path. */
  private record Mount(
      int id, int parent, String device, Path folder, Path path, String type, String source) {
    Identities.Mount described() {
      return new Identities.Mount(type, source, device, path);
    }

    Region place(Path real) {
      int above = path.getNameCount();
      int all = real.getNameCount();
      return new Region(device, above == all ? folder : folder.resolve(real.subpath(above, all)));
    }
  }

  private record Point(int mount, Path path) {
    // What a record has of itself is linked at run time, which each start would wait for.
    @Override
    public int hashCode() {
      return 31 * mount + path.hashCode();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Point that && mount == that.mount && path.equals(that.path);
    }
  }

  /** Reads the file's content. */
  static MountTable parse(byte[] content) {
    List<Mount> all = mounts(content);
    Set<Integer> ids = new HashSet<>();
    all.forEach(mount -> ids.add(mount.id()));
    var table = new MountTable();
    for (Mount mount : all) {
      table.add(mount, ids);
    }
    return table;
  }

  /**
   * As which type a device is mounted, by the file's content; empty if it is not there.
   *
   * @param device its major number, a colon, and its minor one
   */
  static Optional<String> typeOf(String device, byte[] content) {
    for (String[] fields : lines(content)) {
      if (fields[2].equals(device)) {
        return Optional.of(mount(fields).type());
      }
    }
    return Optional.empty();
  }

  private static List<Mount> mounts(byte[] content) {
    return lines(content).stream().map(MountTable::mount).toList();
  }

  /** The first five fields of each mount, and the rest. */
  private static List<String[]> lines(byte[] content) {
    List<String[]> all = new ArrayList<>();
    // One character per byte, so that names which are no text survive the splitting.
    for (String line : new String(content, StandardCharsets.ISO_8859_1).split("\n", -1)) {
      String[] fields = line.split(" ", 6);
      if (fields.length == 6) {
        all.add(fields);
      }
    }
    return all;
  }

  /** The mount that the path leads to. */
  Optional<Identities.Mount> mountOf(Path real) {
    Mount mount = covering(real);
    return mount == null ? Optional.empty() : Optional.of(mount.described());
  }

  @Override
  public Region at(Path real) {
    Mount mount = covering(real);
    return mount == null ? new Regions.ByRoot().at(real) : mount.place(real);
  }

  @Override
  public List<Region> below(Path real) {
    return visibleBelow(real).stream()
        .map(mount -> new Region(mount.device(), mount.folder()))
        .toList();
  }

  @Override
  public FileSystemIdentity identity(Path real, Identities identities) {
    Mount mount = covering(real);
    return mount == null ? FileSystemIdentity.UNKNOWN : identities.of(mount.described(), real);
  }

  @Override
  public List<NestedMount> mountsBelow(Path real, Identities identities) {
    return visibleBelow(real).stream()
        .map(mount ->
            new NestedMount(
                relative(real, mount.path()), identities.of(mount.described(), mount.path())))
        .toList();
  }

  private static RelativePath relative(Path root, Path path) {
    var spelling = new ByteSpelling();
    RelativePath relative = RelativePath.ROOT;
    for (Path name : root.relativize(path)) {
      relative = relative.resolve(spelling.name(name));
    }
    return relative;
  }

  private List<Mount> visibleBelow(Path real) {
    List<Mount> below = new ArrayList<>();
    Mount own = covering(real);
    for (Mount mount : mounts.values()) {
      boolean isBelow = mount.path().startsWith(real) && !mount.equals(own);
      if (isBelow && mount.equals(covering(mount.path()))) {
        below.add(mount);
      }
    }
    return below;
  }

  @Override
  public boolean isMountPoint(Path real) {
    Mount mount = covering(real);
    return mount != null && mount.path().equals(real);
  }

  private void add(Mount mount, Set<Integer> ids) {
    boolean hasParent = ids.contains(mount.parent()) && mount.parent() != mount.id();
    if (hasParent) {
      mounts.put(new Point(mount.parent(), mount.path()), mount);
    } else if (mount.path().equals(TOP)) {
      topmost = mount;
    }
  }

  /** The mount that the path leads to, found as the kernel does: step by step from the top. */
  private @Nullable Mount covering(Path real) {
    if (topmost == null) {
      return null;
    }
    Mount mount = uppermost(topmost, TOP);
    Path path = TOP;
    for (Path name : real) {
      path = path.resolve(name);
      mount = uppermost(mount, path);
    }
    return mount;
  }

  private Mount uppermost(Mount mount, Path path) {
    Mount upper = mount;
    for (Mount next = mount; next != null; next = mounts.get(new Point(next.id(), path))) {
      upper = next;
    }
    return upper;
  }

  private static Mount mount(String[] fields) {
    // After any number of optional fields: a hyphen, the type, the source, and more.
    String[] rest = fields[5].replaceFirst("^(.* )?- ", "").split(" ", 3);
    return new Mount(
        Integer.parseInt(fields[0]),
        Integer.parseInt(fields[1]),
        fields[2],
        path(fields[3]),
        path(fields[4]),
        rest[0],
        rest.length > 1 ? Shown.bytes(unescaped(rest[1], 0)) : "");
  }

  private static Path path(String field) {
    // What is mounted by a handle of another kind, such as net:[1], is no path but has its place.
    return ByteSpelling.absolute(unescaped(field, field.startsWith("/") ? 1 : 0));
  }

  private static byte[] unescaped(String field, int first) {
    var bytes = new ByteArrayOutputStream(field.length());
    for (int i = first; i < field.length(); i++) {
      if (field.charAt(i) == '\\') {
        bytes.write(Integer.parseInt(field.substring(i + 1, i + 4), 8));
        i += 3;
      } else {
        bytes.write(field.charAt(i));
      }
    }
    return bytes.toByteArray();
  }
}
