package dev.lockstep.testkit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A tree on the real disk that holds all that a Linux file system can: built twice from one plan it
 * is twice the same, times included. What needs root, or more than the file system has, is left out
 * and named.
 *
 * <p>{@code torture.sh} makes what takes commands; here are the parts where they would take long.
 */
public final class TortureTree {
  /** Well in the past, so that nothing new is taken for it. */
  private static final Instant FIRST_TIME = Instant.ofEpochSecond(1_100_000_000, 123_456_789);

  private static final int KIB = 1024;

  /** A comparison starts a process for each entry that lies very deep. */
  private static final int LEVELS_WITHOUT_FILE = 8;

  /** Around the blocks of file systems, and around buffers. */
  private static final List<Integer> SIZES =
      List.of(0, 1, 511, 4095, 4096, 4097, 256 * KIB - 1, 256 * KIB, 256 * KIB + 1);

  private static final int LARGEST = 16 * KIB * KIB + 1;

  private final Path root;
  private final Plan plan;
  private final List<Missing> missing = new ArrayList<>();

  private TortureTree(Path root, Plan plan) {
    this.root = root;
    this.plan = plan;
  }

  /**
   * How large a tree.
   *
   * @param seed of contents and values
   * @param levels folders in each other, and how long their names are
   * @param wide files in one folder
   * @param holeMib size of a file that is nearly all hole
   */
  public record Plan(long seed, int levels, int nameLength, int wide, int holeMib) {
    /** Everything, a path longer than system calls take among it. */
    public static Plan usual(long seed) {
      return new Plan(seed, 40, 120, 3000, 1024);
    }

    /** For many runs, and for what cannot take long paths; all kinds of entries nevertheless. */
    public static Plan small(long seed) {
      return new Plan(seed, 4, 20, 30, 8);
    }

    /** The same with other folders in each other. */
    public Plan deep(int otherLevels, int otherNameLength) {
      return new Plan(seed, otherLevels, otherNameLength, wide, holeMib);
    }

    /** The same with another size of what is nearly all hole, which takes time to be read. */
    public Plan hole(int otherMib) {
      return new Plan(seed, levels, nameLength, wide, otherMib);
    }
  }

  /** What could not be made, and what the system said. */
  public record Missing(String feature, String reason) {}

  /**
   * Builds in a folder that is there and empty.
   *
   * @return what could not be made; of root in ext4 nothing
   */
  public static List<Missing> build(Path folder, Plan plan) throws IOException {
    TortureTree tree = new TortureTree(folder, plan);
    tree.buildDeep();
    tree.buildSizes();
    tree.buildWide();
    tree.buildSocket();
    tree.buildTheRest();
    return List.copyOf(tree.missing);
  }

  /** Deletes a tree however deep or shut, the folder itself too. */
  public static void delete(Path folder) throws IOException {
    if (!Machine.isRoot()) {
      Machine.run("chmod", "-R", "u+rwx", folder.toString());
    }
    Machine.run("rm", "-rf", folder.toString());
  }

  /** From the bottom upwards, since no path that is short leads down there. */
  private void buildDeep() throws IOException {
    Path deep = Files.createDirectory(root.resolve("deep"));
    Path bottom = write(deep.resolve("bottom"), "the deepest".getBytes(US_ASCII));
    attempt(
        "user xattrs",
        () ->
            Files.getFileAttributeView(bottom, UserDefinedFileAttributeView.class)
                .write("deep", UTF_8.encode("down here")));
    stamp(bottom, 0);
    Path above = root.resolve("deep-above");
    for (int level = 0; level < plan.levels(); level++) {
      Files.createDirectory(above);
      if (level % LEVELS_WITHOUT_FILE == 0) {
        stamp(write(above.resolve("file"), new byte[] {(byte) level}), level);
      }
      stamp(deep, level);
      Files.move(deep, above.resolve(name(level)));
      Files.move(above, deep);
    }
    stamp(deep, plan.levels());
  }

  private String name(int level) {
    String number = Integer.toString(level, Character.MAX_RADIX);
    return number + "-".repeat(Math.max(0, plan.nameLength() - number.length()));
  }

  private void buildSizes() throws IOException {
    Path folder = Files.createDirectory(root.resolve("sizes"));
    Random random = new Random(plan.seed());
    List<Integer> sizes = new ArrayList<>(SIZES);
    sizes.add(LARGEST);
    for (int size : sizes) {
      byte[] content = new byte[size];
      random.nextBytes(content);
      stamp(write(folder.resolve("of-" + size), content), size);
    }
    stamp(folder, 1);
  }

  private void buildWide() throws IOException {
    Path folder = Files.createDirectory(root.resolve("wide"));
    for (int i = 0; i < plan.wide(); i++) {
      stamp(write(folder.resolve("file-" + i), Integer.toString(i).getBytes(US_ASCII)), i);
    }
    stamp(folder, 2);
  }

  /** Stays when its channel is closed; bound elsewhere, since no long path may be bound to. */
  private void buildSocket() throws IOException {
    Path folder = Files.createDirectory(root.resolve("socket"));
    attempt(
        "socket",
        () -> {
          try (var socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.bind(UnixDomainSocketAddress.of(folder.resolve("socket")));
          }
          stamp(folder.resolve("socket"), 3);
        });
    stamp(folder, 4);
  }

  private void buildTheRest() throws IOException {
    Path script = Files.createTempFile("torture", ".sh");
    try (InputStream text = TortureTree.class.getResourceAsStream("torture.sh")) {
      if (text == null) {
        throw new IllegalStateException("torture.sh does not lie beside its class");
      }
      Files.write(script, text.readAllBytes());
      String seed = Long.toString(Math.floorMod(plan.seed(), 1_000_000L));
      String printed =
          Machine.run(
              new ProcessBuilder(
                      "/bin/sh", script.toString(), seed, Integer.toString(plan.holeMib()))
                  .directory(root.toFile()));
      printed.lines().map(TortureTree::parse).forEach(missing::add);
    } finally {
      Files.delete(script);
    }
  }

  private static Missing parse(String line) {
    int tab = line.indexOf('\t');
    return tab < 0
        ? new Missing("script", line)
        : new Missing(line.substring(0, tab), line.substring(tab + 1));
  }

  private static Path write(Path file, byte[] content) throws IOException {
    return Files.write(file, content);
  }

  private static void stamp(Path entry, long seconds) throws IOException {
    Lstat.setModified(entry, FIRST_TIME.plusSeconds(seconds));
  }

  private void attempt(String feature, Step step) {
    try {
      step.run();
    } catch (IOException | UnsupportedOperationException e) {
      missing.add(new Missing(feature, String.valueOf(e.getMessage())));
    }
  }

  private interface Step {
    void run() throws IOException;
  }
}
