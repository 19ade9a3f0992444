package dev.lockstep.compare;

import dev.lockstep.digest.Hasher;
import dev.lockstep.digest.Workspace;
import dev.lockstep.fs.ReadableDirectory;
import dev.lockstep.fs.ReadableFile;
import dev.lockstep.fs.SourceDirectory;
import dev.lockstep.fs.WholeContent;
import dev.lockstep.model.Aspect;
import dev.lockstep.model.AttributeSpace;
import dev.lockstep.model.Cancellation;
import dev.lockstep.model.Carried;
import dev.lockstep.model.Difference;
import dev.lockstep.model.Digest;
import dev.lockstep.model.Entry;
import dev.lockstep.model.ExtendedAttributes;
import dev.lockstep.model.Metadata;
import dev.lockstep.model.Name;
import dev.lockstep.model.Pair;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds out what differs in a pair. May be used by several threads at once. */
public final class Comparer {
  /** Equals no attributes that there are, since no entry has one of an empty name. */
  private static final ExtendedAttributes UNREADABLE =
      ExtendedAttributes.of(
          Map.of(
              AttributeSpace.ACL.prefix(), new byte[0], AttributeSpace.USER.prefix(), new byte[0]));

  /**
   * From this size on a changed file is compared with the replica's, whose digest is known, before
   * it is hashed: it mostly differs, which shows before its end, and comparing is several times as
   * fast as hashing. Below, opening the other file costs as much as it saves.
   */
  private static final long WORTH_COMPARING_BYTES = 1 << 20;

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
   * @param evidence what need not be compared
   * @throws IOException if the source cannot be read; a replica that cannot be read differs
   * @throws java.util.concurrent.CancellationException if cancelled meanwhile
   */
  public Comparison compare(
      Pair.Both pair,
      SourceDirectory source,
      ReadableDirectory replica,
      Evidence evidence,
      Workspace workspace)
      throws IOException {
    if (pair.source().kind() != pair.replica().kind()) {
      return Comparison.of(Difference.in(Aspect.KIND));
    }
    if (evidence.content()) {
      return new Comparison(
          evidence.metadata() ? Difference.NONE : metadata(pair, source, replica),
          evidence.digest());
    }
    if (pair.source() instanceof Entry.File file) {
      return compareFiles(file, (Entry.File) pair.replica(), source, replica, evidence, workspace);
    }
    Difference metadata = metadata(pair, source, replica);
    return Comparison.of(
        hasSameContent(pair, source, replica) ? metadata : metadata.and(Aspect.CONTENT));
  }

  private boolean hasSameContent(Pair.Both pair, SourceDirectory source, ReadableDirectory replica)
      throws IOException {
    if (pair.source() instanceof Entry.Symlink link) {
      return hasSameTarget(link, source, replica);
    }
    return !(pair.source() instanceof Entry.Special special)
        || special.node().equals(((Entry.Special) pair.replica()).node());
  }

  /** In which metadata the two sides of a pair of one kind differ. */
  public Difference metadata(Pair.Both pair, SourceDirectory source, ReadableDirectory replica)
      throws IOException {
    return metadata(pair.source(), pair.replica(), source, replica);
  }

  /** In what the metadata of two open folders, the roots, differs. */
  public Difference metadataOfRoots(
      Entry.Directory sourceRoot,
      Entry.Directory replicaRoot,
      SourceDirectory source,
      ReadableDirectory replica)
      throws IOException {
    return metadata(sourceRoot, replicaRoot, source::attributes, replica::attributes);
  }

  private Difference metadata(
      Entry sourceEntry, Entry replicaEntry, SourceDirectory source, ReadableDirectory replica)
      throws IOException {
    Name name = sourceEntry.name();
    return metadata(
        sourceEntry, replicaEntry, () -> source.attributes(name), () -> replica.attributes(name));
  }

  /** Reads extended attributes. */
  @FunctionalInterface
  private interface Attributes {
    ExtendedAttributes read() throws IOException;
  }

  private Difference metadata(
      Entry sourceEntry, Entry replicaEntry, Attributes source, Attributes replica)
      throws IOException {
    Metadata sourceMetadata = sourceEntry.metadata();
    Metadata replicaMetadata = replicaEntry.metadata();
    if (!carried.attributes().isEmpty()) {
      sourceMetadata = sourceMetadata.withAttributes(source.read());
      replicaMetadata = replicaMetadata.withAttributes(ofReplica(replica));
    }
    return carried.difference(sourceEntry.kind(), sourceMetadata, replicaMetadata);
  }

  /** What cannot be read differs from any, so that it is given anew, and trouble shows then. */
  private static ExtendedAttributes ofReplica(Attributes replica) {
    try {
      return replica.read();
    } catch (IOException e) {
      return UNREADABLE;
    }
  }

  private Comparison compareFiles(
      Entry.File sourceFile,
      Entry.File replicaFile,
      SourceDirectory source,
      ReadableDirectory replica,
      Evidence evidence,
      Workspace workspace)
      throws IOException {
    if (sourceFile.size() != replicaFile.size()) {
      return Comparison.of(metadata(sourceFile, replicaFile, source, replica).and(Aspect.CONTENT));
    }
    if (check == ContentCheck.STAMP) {
      Difference metadata = metadata(sourceFile, replicaFile, source, replica);
      boolean same =
          carried.sameTime(sourceFile.metadata().modified(), replicaFile.metadata().modified());
      return Comparison.of(same ? metadata : metadata.and(Aspect.CONTENT));
    }
    Optional<Digest> known = check == ContentCheck.DIGEST ? evidence.replica() : Optional.empty();
    if (known.isPresent() && sourceFile.size() < WORTH_COMPARING_BYTES) {
      Optional<Digest> digest = digest(sourceFile, source, workspace);
      Difference metadata = metadata(sourceFile, replicaFile, source, replica);
      return digest.equals(known)
          ? new Comparison(metadata, digest)
          : Comparison.of(metadata.and(Aspect.CONTENT));
    }
    boolean hashes = check == ContentCheck.DIGEST && known.isEmpty();
    try (ReadableFile content = source.openFile(sourceFile.name());
        ReplicaContent copy = ReplicaContent.open(replica, replicaFile)) {
      if (evidence.isDoubted()) {
        content.forgetCached();
        copy.forgetCached();
      }
      Hasher hasher = workspace.hasher();
      boolean same =
          isSameContent(content, sourceFile.sparse(), copy, workspace, hashes ? hasher : null);
      Difference metadata =
          metadata(sourceFile, replicaFile, content::attributes, copy::attributes);
      if (!same || !content.entry().stamp().equals(sourceFile.stamp())) {
        // A source that changed meanwhile is not proven equal either: copying it sorts that out.
        return Comparison.of(metadata.and(Aspect.CONTENT));
      }
      if (known.isEmpty()) {
        return new Comparison(metadata, hashes ? Optional.of(hasher.finish()) : known);
      }
      // What is equal may have rotted on both sides: what was known need not be its digest.
      Optional<Digest> digest = digest(sourceFile, source, workspace);
      return digest.isPresent()
          ? new Comparison(metadata, digest)
          : Comparison.of(metadata.and(Aspect.CONTENT));
    }
  }

  /** The digest of a source's file; empty if it changed meanwhile. */
  private Optional<Digest> digest(Entry.File file, SourceDirectory source, Workspace workspace)
      throws IOException {
    try (ReadableFile open = source.openFile(file.name())) {
      Hasher hasher = workspace.hasher();
      var content = new WholeContent(open, file.sparse());
      byte[] buffer = workspace.source();
      workspace.meter().begin();
      int length;
      do {
        cancellation.check();
        length = content.read(buffer);
        hasher.update(buffer, 0, length);
        workspace.meter().read(length);
      } while (length == buffer.length);
      Digest digest = hasher.finish();
      return open.entry().stamp().equals(file.stamp()) ? Optional.of(digest) : Optional.empty();
    }
  }

  private boolean isSameContent(
      ReadableFile source,
      boolean sparse,
      ReplicaContent copy,
      Workspace workspace,
      @Nullable Hasher hasher)
      throws IOException {
    var content = new WholeContent(source, sparse);
    workspace.meter().begin();
    while (true) {
      cancellation.check();
      int length = content.read(workspace.source());
      workspace.meter().read(length);
      if (!copy.hasNext(workspace.source(), length, workspace.replica())) {
        return false;
      }
      if (hasher != null) {
        hasher.update(workspace.source(), 0, length);
      }
      if (length < workspace.source().length) {
        return true;
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

  /** The replica's side of a comparison: what cannot be read differs and will be written anew. */
  private static final class ReplicaContent implements AutoCloseable {
    private final Optional<ReadableFile> file;
    private final Optional<WholeContent> content;

    private ReplicaContent(Optional<ReadableFile> file, boolean sparse) {
      this.file = file;
      this.content = file.map(open -> new WholeContent(open, sparse));
    }

    static ReplicaContent open(ReadableDirectory replica, Entry.File seen) {
      try {
        return new ReplicaContent(Optional.of(replica.openFile(seen.name())), seen.sparse());
      } catch (IOException e) {
        return new ReplicaContent(Optional.empty(), false);
      }
    }

    /**
     * Whether the next bytes are these; where fewer than a bufferful, also whether they are the
     * last.
     */
    boolean hasNext(byte[] expected, int length, byte[] buffer) {
      if (content.isEmpty()) {
        return false;
      }
      try {
        int got = content.get().read(buffer);
        return got == length && Arrays.equals(expected, 0, length, buffer, 0, length);
      } catch (IOException e) {
        return false;
      }
    }

    void forgetCached() {
      file.ifPresent(ReadableFile::forgetCached);
    }

    ExtendedAttributes attributes() throws IOException {
      return file.isPresent() ? file.get().attributes() : ExtendedAttributes.UNKNOWN;
    }

    @Override
    public void close() throws IOException {
      if (file.isPresent()) {
        file.get().close();
      }
    }
  }
}
