package dev.lockstep.testkit;

import dev.lockstep.fs.NameSink;
import dev.lockstep.fs.ReplicaDirectory;
import dev.lockstep.fs.Staged;
import dev.lockstep.fs.StagedDirectory;
import dev.lockstep.fs.StagedFile;
import dev.lockstep.model.Entry;
import dev.lockstep.model.Kind;
import dev.lockstep.model.LinkTarget;
import dev.lockstep.model.Metadata;
import dev.lockstep.model.Name;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/**
 * A folder of a replica that keeps nothing. An empty one lists nothing, yet has every folder of the
 * tree as soon as it is opened by name, as if it had been made.
 */
final class SyntheticReplica extends SyntheticDirectory implements ReplicaDirectory {
  private final boolean isEmpty;
  private final Swallowed swallowed;

  SyntheticReplica(SyntheticTree.Place place, boolean isEmpty, Swallowed swallowed) {
    super(place);
    this.isEmpty = isEmpty;
    this.swallowed = swallowed;
  }

  @Override
  public void list(NameSink sink) throws IOException {
    if (!isEmpty) {
      super.list(sink);
    }
  }

  @Override
  public Optional<Entry> entry(Name name) throws IOException {
    return isEmpty && !place().isRoot() ? Optional.empty() : super.entry(name);
  }

  @Override
  public SyntheticReplica openDirectory(Name name) throws IOException {
    return new SyntheticReplica(childPlace(name), isEmpty, swallowed);
  }

  @Override
  public long freeBytes() {
    return Long.MAX_VALUE;
  }

  @Override
  public StagedFile stageFile(Name name, long size) {
    return new OfFile(swallowed);
  }

  @Override
  public StagedDirectory stageDirectory(Name name) throws IOException {
    return new OfDirectory(swallowed.folders, openDirectory(name));
  }

  @Override
  public Staged stageSymlink(Name name, LinkTarget target) {
    return new Swallow(swallowed.files);
  }

  @Override
  public void remove(Name name, Kind kind) {
    swallowed.removals.increment();
  }

  @Override
  public void setMetadata(Name name, Kind kind, Metadata metadata) {
    // Nothing is kept.
  }

  @Override
  public void setMetadata(Metadata metadata) {
    // Nothing is kept.
  }

  @Override
  public void grantAccess() {
    // Everything is allowed.
  }

  private static class Swallow implements Staged {
    private final LongAdder committed;

    Swallow(LongAdder committed) {
      this.committed = committed;
    }

    @Override
    public void setMetadata(Metadata metadata) {
      // Nothing is kept.
    }

    @Override
    public void commit() {
      committed.increment();
    }

    @Override
    public Name commitDisplacing() {
      throw new IllegalStateException("nothing was here to be displaced");
    }

    @Override
    public void close() {
      // Nothing is kept.
    }
  }

  private static final class OfFile extends Swallow implements StagedFile {
    private final LongAdder bytes;

    OfFile(Swallowed swallowed) {
      super(swallowed.files);
      this.bytes = swallowed.bytes;
    }

    @Override
    public void write(byte[] buffer, int offset, int length) {
      bytes.add(length);
    }

    @Override
    public void flushWithMetadata() {
      // Nothing is kept.
    }
  }

  private static final class OfDirectory extends Swallow implements StagedDirectory {
    private final ReplicaDirectory directory;

    OfDirectory(LongAdder committed, ReplicaDirectory directory) {
      super(committed);
      this.directory = directory;
    }

    @Override
    public ReplicaDirectory directory() {
      return directory;
    }
  }
}
