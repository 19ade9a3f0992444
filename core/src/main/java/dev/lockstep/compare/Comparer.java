package dev.lockstep.compare;

import dev.lockstep.digest.Hasher;
import dev.lockstep.digest.Workspace;
import dev.lockstep.fs.ReadableDirectory;
import dev.lockstep.fs.ReadableFile;
import dev.lockstep.fs.SourceDirectory;
import dev.lockstep.model.Aspect;
import dev.lockstep.model.Cancellation;
import dev.lockstep.model.Carried;
import dev.lockstep.model.Difference;
import dev.lockstep.model.Entry;
import dev.lockstep.model.Name;
import dev.lockstep.model.Pair;
import dev.lockstep.model.Stamp;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/** Finds out what differs in a pair. May be used by several threads at once. */
public final class Comparer {
  private final Carried carried;
  private final ContentCheck check;
  private final Cancellation cancellation;

  /**
   * Makes a comparer.
   *
   * @param carried what the replica can carry; differences in other metadata do not count
   * @param check what proves content equal
   * @param cancellation ends a comparison that is going on
   */
  public Comparer(Carried carried, ContentCheck check, Cancellation cancellation) {
    this.carried = carried;
    this.check = check;
    this.cancellation = cancellation;
  }

  /**
   * Compares a pair.
   *
   * @throws IOException if the source cannot be read; a replica that cannot be read differs
   * @throws java.util.concurrent.CancellationException if cancelled meanwhile
   */
  public Comparison compare(
      Pair.Both pair, SourceDirectory source, ReadableDirectory replica, Workspace workspace)
      throws IOException {
    if (pair.source().kind() != pair.replica().kind()) {
      return Comparison.of(Difference.in(Aspect.KIND));
    }
    Difference metadata =
        carried.difference(
            pair.source().kind(), pair.source().metadata(), pair.replica().metadata());
    return switch (pair.source()) {
      case Entry.File file ->
          compareFiles(file, (Entry.File) pair.replica(), metadata, source, replica, workspace);
      case Entry.Symlink link ->
          Comparison.of(
              hasSameTarget(link, source, replica) ? metadata : metadata.and(Aspect.CONTENT));
      case Entry.Directory directory -> Comparison.of(metadata);
      case Entry.Special special -> Comparison.of(metadata);
    };
  }

  private Comparison compareFiles(
      Entry.File sourceFile,
      Entry.File replicaFile,
      Difference metadata,
      SourceDirectory source,
      ReadableDirectory replica,
      Workspace workspace)
      throws IOException {
    if (sourceFile.size() != replicaFile.size()) {
      return Comparison.of(metadata.and(Aspect.CONTENT));
    }
    if (check == ContentCheck.STAMP) {
      boolean same =
          carried.sameTime(sourceFile.metadata().modified(), replicaFile.metadata().modified());
      return Comparison.of(same ? metadata : metadata.and(Aspect.CONTENT));
    }
    try (ReadableFile content = source.openFile(sourceFile.name())) {
      Stamp before = content.entry().stamp();
      Hasher hasher = workspace.hasher();
      boolean same =
          before.equals(sourceFile.stamp())
              && isSameContent(content, replicaFile, replica, workspace, hasher)
              && content.entry().stamp().equals(before);
      if (!same) {
        // A source that changed meanwhile is not proven equal either: copying it sorts that out.
        return Comparison.of(metadata.and(Aspect.CONTENT));
      }
      return new Comparison(
          metadata, check == ContentCheck.DIGEST ? Optional.of(hasher.finish()) : Optional.empty());
    }
  }

  private boolean isSameContent(
      ReadableFile source,
      Entry.File replicaFile,
      ReadableDirectory replica,
      Workspace workspace,
      Hasher hasher)
      throws IOException {
    try (ReplicaContent content = ReplicaContent.open(replica, replicaFile.name())) {
      while (true) {
        cancellation.check();
        int length = readFully(source, workspace.source());
        if (!content.hasNext(workspace.source(), length, workspace.replica())) {
          return false;
        }
        if (check == ContentCheck.DIGEST) {
          hasher.update(workspace.source(), 0, length);
        }
        if (length < workspace.source().length) {
          return true;
        }
      }
    }
  }

  private static boolean hasSameTarget(
      Entry.Symlink link, SourceDirectory source, ReadableDirectory replica) throws IOException {
    var target = source.readSymlink(link.name());
    try {
      return target.equals(replica.readSymlink(link.name()));
    } catch (IOException e) {
      // Harmless: a replica's link that cannot be read is made anew.
      return false;
    }
  }

  /** Reads a bufferful, or up to the end. */
  private static int readFully(ReadableFile file, byte[] buffer) throws IOException {
    int filled = 0;
    while (filled < buffer.length) {
      int got = file.read(buffer, filled, buffer.length - filled);
      if (got < 0) {
        break;
      }
      filled += got;
    }
    return filled;
  }

  /** The replica's side of a comparison: what cannot be read differs and will be written anew. */
  private static final class ReplicaContent implements AutoCloseable {
    private final Optional<ReadableFile> file;

    private ReplicaContent(Optional<ReadableFile> file) {
      this.file = file;
    }

    static ReplicaContent open(ReadableDirectory replica, Name name) {
      try {
        return new ReplicaContent(Optional.of(replica.openFile(name)));
      } catch (IOException e) {
        return new ReplicaContent(Optional.empty());
      }
    }

    /**
     * Whether the next bytes are these; where fewer than a bufferful, also whether they are the
     * last.
     */
    boolean hasNext(byte[] expected, int length, byte[] buffer) {
      if (file.isEmpty()) {
        return false;
      }
      try {
        int got = readFully(file.get(), buffer);
        return got == length && Arrays.equals(expected, 0, length, buffer, 0, length);
      } catch (IOException e) {
        return false;
      }
    }

    @Override
    public void close() throws IOException {
      if (file.isPresent()) {
        file.get().close();
      }
    }
  }
}
