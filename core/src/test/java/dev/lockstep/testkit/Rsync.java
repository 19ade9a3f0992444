package dev.lockstep.testkit;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Path;

/** Real rsync, as the oracle: what it would still do to make the replica equal to the source. */
public final class Rsync {
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
        "-a",
        "--delete",
        "--checksum",
        "--modify-window=-1",
        "--dry-run",
        "--itemize-changes",
        source + "/",
        replica + "/");
  }
}
