package dev.lockstep.testkit;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the machine that runs the tests allows. */
public final class Machine {
  private Machine() {}

  /** Whether the tests run as root. */
  public static boolean isRoot() {
    return user() == 0;
  }

  /** The numeric user that runs the tests. */
  public static int user() {
    try {
      // Followed: the link is root's, whoever asks, and what it leads to is the process's.
      return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether Java spells the names of files on disk in UTF-8: not where the locale is C. */
  public static boolean speaksUtf8() {
    String encoding = System.getProperty("sun.jnu.encoding", "");
    return Charset.isSupported(encoding)
        && Charset.forName(encoding).equals(StandardCharsets.UTF_8);
  }

  /**
   * Runs a command to its end.
   *
   * @return what it printed, errors too
   * @throws IOException if it cannot be started or ends with another code than 0
   */
  public static String run(String... command) throws IOException {
    return run(new ProcessBuilder(command));
  }

  /** Runs a command to its end, as {@link #run(String...)} does. */
  public static String run(ProcessBuilder builder) throws IOException {
    Process process = builder.redirectErrorStream(true).start();
    process.getOutputStream().close();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = process.onExit().join().exitValue();
    if (code != 0) {
      throw new IOException(
          String.join(" ", builder.command()) + " ended with " + code + ": " + printed);
    }
    return printed;
  }

  /** Mounts something on a folder, until it is closed. */
  public static Closeable mount(Path what, Path folder, String... options) throws IOException {
    List<String> command = new ArrayList<>(List.of("mount"));
    command.addAll(List.of(options));
    command.addAll(List.of(what.toString(), folder.toString()));
    run(new ProcessBuilder(command));
    return () -> run("umount", folder.toString());
  }

  /**
   * Makes a file system of this type in an image of this size, in a folder for temporary files, and
   * mounts it until it is closed; {@code tmpfs} and {@code ramfs} without an image. Needs root.
   */
  public static Mounted loopMounted(String type, int sizeMib) throws IOException {
    return Mounted.make(type, sizeMib);
  }

  /** Where the open descriptors of this process lead that lead into a folder. */
  public static List<Path> openBelow(Path folder) throws IOException {
    List<Path> open = new ArrayList<>();
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path descriptor : descriptors) {
        // The stream's own is gone by the time it is listed.
        if (Files.exists(descriptor, LinkOption.NOFOLLOW_LINKS)) {
          Path target = Files.readSymbolicLink(descriptor);
          if (target.startsWith(folder)) {
            open.add(target);
          }
        }
      }
    }
    return open;
  }
}
