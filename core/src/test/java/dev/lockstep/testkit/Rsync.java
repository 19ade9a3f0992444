package dev.lockstep.testkit;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Path;

/** Real rsync, as the oracle: what it would still do to make the replica equal to the source. */
public final class Rsync {
  private static final String EVERYTHING = "-aHAXS";

  private Rsync() {}

  /** Aborts the test, saying why, where there is no rsync. */
  public static void assumePresent() {
    try {
      Machine.run("rsync", "--version");
    } catch (IOException e) {
      abort("there is no rsync here to ask: " + e.getMessage());
    }
  }

  /**
   * What rsync would change, a line for each entry; empty if nothing.
   *
   * <p>Without {@code --modify-window=-1} it compares times in whole seconds.
   */
  public static String wouldDo(Path source, Path replica) throws IOException {
    return Machine.run(
        "rsync",
        "-aH",
        "--delete",
        "--checksum",
        "--modify-window=-1",
        "--dry-run",
        "--itemize-changes",
        source + "/",
        replica + "/");
  }

  /**
   * Copies a tree with all that rsync can carry: hard links, ACLs, xattrs, holes, owners. Zeros
   * that were written become holes.
   */
  public static void copy(Path source, Path replica) throws IOException {
    Machine.run("rsync", EVERYTHING, "--numeric-ids", source + "/", replica + "/");
  }

  /** Makes a tree equal to another, and leaves alone what is equal: its inodes stay the same. */
  public static void copyChanges(Path wanted, Path tree) throws IOException {
    Machine.run(
        "rsync",
        EVERYTHING,
        "--delete",
        "--checksum",
        "--modify-window=-1",
        wanted + "/",
        tree + "/");
  }

  /**
   * What rsync would change if it carried everything, a line for each entry; empty if nothing.
   *
   * <p>It fails on a path of 4,096 bytes or more. It is blind to files that are one inode in the
   * replica and equal but two in the source, to links from outside, and to holes filled or made.
   */
  public static String finds(Path source, Path replica) throws IOException {
    return Machine.run(
        "rsync",
        EVERYTHING,
        "--numeric-ids",
        "--delete",
        "--checksum",
        "--modify-window=-1",
        "--dry-run",
        "--itemize-changes",
        source + "/",
        replica + "/");
  }
}
