package dev.lockstep;

import dev.lockstep.api.ManifestListener;
import dev.lockstep.api.ManifestOptions;
import dev.lockstep.api.ManifestReport;
import dev.lockstep.api.MirrorException;
import dev.lockstep.engine.Engine;
import dev.lockstep.model.Cancellation;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Says by digests what a folder holds. It only reads: the folder, and what mirrors of it have
 * proven, beside which it may run.
 */
public final class Manifest {
  private final ManifestOptions options;

  private Manifest(ManifestOptions options) {
    this.options = options;
  }

  public static Manifest of(ManifestOptions options) {
    return new Manifest(options);
  }

  /**
   * Writes a line for each regular file, as {@code md5sum} or {@code sha256sum} does, in the order
   * of the paths: folder by folder, names by their unsigned bytes.
   *
   * @param lines is written in small pieces by the calling thread, and neither flushed nor closed
   * @throws MirrorException if the folder is not in order
   * @throws IOException if the lines cannot be written
   */
  public ManifestReport writeTo(
      OutputStream lines, ManifestListener listener, Cancellation cancellation)
      throws MirrorException, IOException {
    return Engine.standard().manifest(options, lines, listener, cancellation);
  }

  /**
   * Makes one digest of the whole tree; docs/manifest.md says how.
   *
   * @return a report with the digest, unless something could not be read
   * @throws MirrorException if the folder is not in order
   */
  public ManifestReport digestTree(ManifestListener listener, Cancellation cancellation)
      throws MirrorException {
    return Engine.standard().treeDigest(options, listener, cancellation);
  }
}
