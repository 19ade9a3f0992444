package dev.lockstep.testkit;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A fresh file system, mounted until it is closed; nothing of it stays then. */
public final class Mounted implements Closeable {
  private static final long MIB = 1024L * 1024;
  private static final int EXT4_BLOCK_BYTES = 4096;
  private static final Set<String> IN_MEMORY = Set.of("tmpfs", "ramfs");

  /** FS_IOC_SHUTDOWN of linux/fs.h, and its flag that drops the journal too. */
  private static final String SHUT_DOWN =
      """
      import fcntl, os, struct, sys
      fd = os.open(sys.argv[1], os.O_RDONLY)
      fcntl.ioctl(fd, 0x8004587d, struct.pack('I', 2))
      """;

  private final String type;
  private final Path workFolder;
  private final Path folder;

  private Mounted(String type, Path workFolder, Path folder) {
    this.type = type;
    this.workFolder = workFolder;
    this.folder = folder;
  }

  static Mounted make(String type, int sizeMib) throws IOException {
    Path workFolder = Files.createTempDirectory("lockstep-" + type);
    Path folder = Files.createDirectory(workFolder.resolve("mounted"));
    Path image = workFolder.resolve("image");
    try {
      if (IN_MEMORY.contains(type)) {
        Machine.run("mount", "-t", type, "-o", "size=" + sizeMib + "m", type, folder.toString());
      } else {
        makeImage(type, image, sizeMib);
        // The loop device goes with the mount.
        Machine.run("mount", "-t", type, "-o", "loop", image.toString(), folder.toString());
      }
    } catch (IOException e) {
      deleteAll(image, folder, workFolder);
      throw e;
    }
    return new Mounted(type, workFolder, folder);
  }

  /** The root of the file system. */
  public Path folder() {
    return folder;
  }

  /**
   * Takes the power from it: what is not on the disk by now will never be, and until {@link
   * #mountAgain} everything fails. For ext4 and XFS.
   */
  public void cutPower() throws IOException {
    Machine.run("python3", "-c", SHUT_DOWN, folder.toString());
  }

  /** Mounts it again, as after a power cut. */
  public void mountAgain() throws IOException {
    Machine.run("umount", folder.toString());
    mount();
  }

  /**
   * Gives a file's inode a time of change of long ago, so that it is not in doubt whether the file
   * was changed once more just now. For ext4.
   *
   * @param file from the root of the file system
   */
  public void age(String file) throws IOException {
    Machine.run("umount", folder.toString());
    Machine.run(
        "debugfs",
        "-w",
        "-R",
        "set_inode_field /" + file + " ctime @1577836800",
        image().toString());
    mount();
  }

  /**
   * Flips a bit of a file's content below the file system, which knows nothing of it. For ext4.
   *
   * @param file from the root of the file system
   */
  public void rot(String file) throws IOException {
    Machine.run("umount", folder.toString());
    flip(place(file));
    mount();
  }

  /** The same, while memory holds the content as it was and hides what has become of the disk. */
  public void rotBehindMemory(String file) throws IOException {
    Machine.run("umount", folder.toString());
    long place = place(file);
    mount();
    Files.readAllBytes(folder.resolve(file));
    flip(place);
  }

  /** Where a file's content begins in the image. */
  private long place(String file) throws IOException {
    String blocks = Machine.run("debugfs", "-R", "blocks /" + file, image().toString()).strip();
    String first = blocks.substring(blocks.lastIndexOf('\n') + 1).split(" ", 2)[0];
    return Long.parseLong(first) * EXT4_BLOCK_BYTES;
  }

  private void flip(long place) throws IOException {
    try (RandomAccessFile image = new RandomAccessFile(image().toFile(), "rw")) {
      image.seek(place);
      int content = image.read();
      image.seek(place);
      image.write(content ^ 1);
    }
  }

  private void mount() throws IOException {
    Machine.run("mount", "-t", type, "-o", "loop", image().toString(), folder.toString());
  }

  /** Where the kernel tells of the disk that it lies on. */
  public Path sysfs() throws IOException {
    String device = Machine.run("findmnt", "-n", "-o", "SOURCE", folder.toString()).strip();
    return Path.of("/sys/class/block").resolve(Path.of(device).getFileName());
  }

  /** The file that it is in; what is changed there, the file system does not know of. */
  public Path image() {
    return workFolder.resolve("image");
  }

  @Override
  public void close() throws IOException {
    Machine.run("umount", folder.toString());
    deleteAll(workFolder.resolve("image"), folder, workFolder);
  }

  private static void makeImage(String type, Path image, int sizeMib) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
      file.setLength(sizeMib * MIB);
    }
    List<String> command = new ArrayList<>(List.of("mkfs." + type));
    command.addAll(
        switch (type) {
          // By itself it takes blocks of 1 KiB for small ones, which hold shorter links and xattrs.
          case "ext4" -> List.of("-q", "-F", "-m", "0", "-b", "" + EXT4_BLOCK_BYTES, "-I", "256");
          case "xfs" -> List.of("-q", "-f");
          case "btrfs" -> List.of("-q", "-f");
          default -> List.of();
        });
    command.add(image.toString());
    Machine.run(new ProcessBuilder(command));
  }

  private static void deleteAll(Path... paths) throws IOException {
    for (Path path : paths) {
      Files.deleteIfExists(path);
    }
  }
}
