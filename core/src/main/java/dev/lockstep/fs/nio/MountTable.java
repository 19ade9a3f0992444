package dev.lockstep.fs.nio;

import dev.lockstep.fs.Region;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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
  private record Mount(int id, int parent, String device, Path folder, Path path) {
    Region place(Path real) {
      int above = path.getNameCount();
      int all = real.getNameCount();
      return new Region(device, above == all ? folder : folder.resolve(real.subpath(above, all)));
    }
  }

  private record Point(int mount, Path path) {}

  /** Reads the file's content. */
  static MountTable parse(byte[] content) {
    List<Mount> all = new ArrayList<>();
    Set<Integer> ids = new HashSet<>();
    // One character per byte, so that names which are no text survive the splitting.
    for (String line : new String(content, StandardCharsets.ISO_8859_1).split("\n", -1)) {
      String[] fields = line.split(" ", 6);
      if (fields.length == 6) {
        Mount mount = mount(fields);
        all.add(mount);
        ids.add(mount.id());
      }
    }
    var table = new MountTable();
    for (Mount mount : all) {
      table.add(mount, ids);
    }
    return table;
  }

  @Override
  public Region at(Path real) {
    Mount mount = covering(real);
    return mount == null ? new Regions.ByRoot().at(real) : mount.place(real);
  }

  @Override
  public List<Region> below(Path real) {
    List<Region> places = new ArrayList<>();
    Mount own = covering(real);
    for (Mount mount : mounts.values()) {
      boolean isBelow = mount.path().startsWith(real) && !mount.equals(own);
      if (isBelow && mount.equals(covering(mount.path()))) {
        places.add(new Region(mount.device(), mount.folder()));
      }
    }
    return places;
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
    return new Mount(
        Integer.parseInt(fields[0]),
        Integer.parseInt(fields[1]),
        fields[2],
        path(fields[3]),
        path(fields[4]));
  }

  private static Path path(String field) {
    var bytes = new ByteArrayOutputStream(field.length());
    // What is mounted by a handle of another kind, such as net:[1], is no path but has its place.
    int first = field.startsWith("/") ? 1 : 0;
    for (int i = first; i < field.length(); i++) {
      if (field.charAt(i) == '\\') {
        bytes.write(Integer.parseInt(field.substring(i + 1, i + 4), 8));
        i += 3;
      } else {
        bytes.write(field.charAt(i));
      }
    }
    return ByteSpelling.absolute(bytes.toByteArray());
  }
}
