package dev.lockstep.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Opens the log file. */
final class LogFile {
  private LogFile() {}

  /**
   * Opens the file for appending, made with its folders where it is missing, and proves that it can
   * be written.
   *
   * @param firstLine what is written for proof
   * @param opener opens it
   * @throws UsageException if it cannot
   */
  static OutputStream open(Path path, String firstLine, ReopenedFile.Opener opener)
      throws UsageException {
    try {
      OutputStream stream = opener.open();
      stream.write((firstLine + '\n').getBytes(StandardCharsets.UTF_8));
      return stream;
    } catch (IOException e) {
      throw new UsageException(
          "The log file "
              + ShownPlace.of(path)
              + " cannot be written: "
              + reason(path, e)
              + "; name another place for it.");
    }
  }

  /** Opens the file for appending, made with its folders where it is missing. */
  static OutputStream append(Path path) throws IOException {
    makeFolders(path);
    return Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /** Makes the folders of a file where they are missing. */
  static void makeFolders(Path path) throws IOException {
    Path parent = path.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
  }

  /** Why it failed, as one clause. */
  static String reason(Path path, IOException failure) {
    if (Files.isDirectory(path)) {
      return "it is a folder";
    }
    return switch (failure) {
      case AccessDeniedException e -> "permission denied";
      case FileAlreadyExistsException e -> "what should be its folder is none";
      case FileSystemException e when e.getReason() != null -> e.getReason();
      default -> String.valueOf(failure.getMessage());
    };
  }
}
