package dev.lockstep.fs.nio;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** On which file systems Java's watch service tells of every change, and why not on others. */
final class TellingStores {
  /** Those of Linux of which all changes pass through this kernel, as mount(8) names them. */
  private static final Set<String> OF_LINUX =
      Set.of("ext2", "ext3", "ext4", "xfs", "btrfs", "tmpfs", "ramfs", "f2fs", "zfs");

  private static final Set<String> OF_WINDOWS = Set.of("NTFS", "ReFS");

  private TellingStores() {}

  /** Why changes below this path are not all told, as a clause; empty if they are. */
  static Optional<String> lack(Path path) throws IOException {
    if (!path.getFileSystem().equals(FileSystems.getDefault())) {
      return Optional.of("its file system is none of the system's own");
    }
    return lack(
        System.getProperty("os.name", ""), Files.getFileStore(path).type(), isOnServer(path));
  }

  /**
   * The same of a file system of this type.
   *
   * @param system its name, as Java has it
   */
  static Optional<String> lack(String system, String type, boolean isOnServer) {
    if (system.equals("Linux")) {
      return OF_LINUX.contains(type) ? Optional.empty() : Optional.of(unknown(type));
    }
    if (system.toLowerCase(Locale.ROOT).startsWith("windows")) {
      return OF_WINDOWS.contains(type) && !isOnServer
          ? Optional.empty()
          : Optional.of(isOnServer ? "it is on a server" : unknown(type));
    }
    return Optional.of("Java is told of no changes on this system");
  }

  private static String unknown(String type) {
    return "its file system, " + type + ", is not known to tell of every change";
  }

  private static boolean isOnServer(Path path) {
    Path root = path.getRoot();
    return root != null && root.toString().startsWith("\\\\");
  }
}
