package dev.lockstep.fs.nio;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The names of disks by the UUID of what they hold, as udev keeps them: links to devices.
 *
 * @param folder of the links
 */
record DiskNames(Path folder) {
  static final DiskNames OF_SYSTEM = new DiskNames(Path.of("/dev/disk/by-uuid"));

  /**
   * The UUID of what this disk holds, if it is named.
   *
   * @param device its number as mountinfo has it, such as {@code 8:1}
   * @param source what was mounted, the device file as a rule
   */
  Optional<String> uuid(String device, Path source) {
    try (DirectoryStream<Path> links = Files.newDirectoryStream(folder)) {
      for (Path link : links) {
        if (leadsTo(link, device, source)) {
          return Optional.of(link.getFileName().toString());
        }
      }
    } catch (IOException e) {
      // No udev: then nothing is named.
    }
    return Optional.empty();
  }

  private static boolean leadsTo(Path link, String device, Path source) {
    try {
      return number(link).equals(device)
          || (Files.exists(source) && link.toRealPath().equals(source.toRealPath()));
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      // A link whose disk was just pulled out names nothing.
      return false;
    }
  }

  /** The device's number, which Java gives as makedev(3) puts it together. */
  private static String number(Path device) throws IOException {
    long number = ((Number) Files.getAttribute(device, "unix:rdev")).longValue();
    long major = (number >>> 8 & 0xfff) | (number >>> 32 & ~0xfffL);
    long minor = (number & 0xff) | (number >>> 12 & ~0xffL & 0xffffffffL);
    return major + ":" + minor;
  }
}
