package dev.lockstep.testkit;

import dev.lockstep.fs.ReadableFile;
import dev.lockstep.fs.ReplicaDirectory;
import dev.lockstep.fs.Staged;
import dev.lockstep.fs.StagedDirectory;
import dev.lockstep.fs.StagedFile;
import dev.lockstep.model.Metadata;
import dev.lockstep.model.Name;
import dev.lockstep.model.RelativePath;
import dev.lockstep.model.Stamp;
import dev.lockstep.testkit.Operation.Side;
import dev.lockstep.testkit.Operation.Verb;
import java.io.IOException;
import java.util.Optional;

/** Something staged, guarded. A dead process undoes nothing: its litter stays. */
class FaultyStaged<S extends Staged> implements Staged {
  private final S inner;
  private final RelativePath path;
  private final Gate gate;
  private boolean committed;

  FaultyStaged(S inner, RelativePath path, Gate gate) {
    this.inner = inner;
    this.path = path;
    this.gate = gate;
  }

  final void pass(Verb verb) throws IOException {
    gate.before(new Operation(Side.REPLICA, verb, path));
  }

  final S inner() {
    return inner;
  }

  @Override
  public void setMetadata(Metadata metadata) throws IOException {
    pass(Verb.SET_STAGED_METADATA);
    inner.setMetadata(metadata);
  }

  @Override
  public void commit() throws IOException {
    pass(Verb.COMMIT);
    inner.commit();
    committed = true;
  }

  @Override
  public Name commitDisplacing() throws IOException {
    pass(Verb.COMMIT_DISPLACING);
    Name displaced = inner.commitDisplacing();
    committed = true;
    return displaced;
  }

  @Override
  public Optional<Stamp> stamp() throws IOException {
    pass(Verb.STAMP);
    return inner.stamp();
  }

  @Override
  public void close() throws IOException {
    if (gate.isDead()) {
      return;
    }
    if (!committed) {
      pass(Verb.CLOSE_STAGED);
    }
    inner.close();
  }

  /** A file. */
  static final class OfFile extends FaultyStaged<StagedFile> implements StagedFile {
    OfFile(StagedFile inner, RelativePath path, Gate gate) {
      super(inner, path, gate);
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
      pass(Verb.WRITE);
      inner().write(buffer, offset, length);
    }

    @Override
    public void writeHole(long length) throws IOException {
      pass(Verb.WRITE_HOLE);
      inner().writeHole(length);
    }

    @Override
    public void prepareFlush() throws IOException {
      pass(Verb.PREPARE_FLUSH);
      inner().prepareFlush();
    }

    @Override
    public void flushWithMetadata() throws IOException {
      pass(Verb.PREPARE_FLUSH);
      inner().flushWithMetadata();
    }

    @Override
    public boolean shareContent(ReadableFile source) throws IOException {
      pass(Verb.SHARE_CONTENT);
      return inner().shareContent(unguarded(source));
    }

    @Override
    public boolean beginWith(ReadableFile old) throws IOException {
      pass(Verb.BEGIN_WITH);
      return inner().beginWith(unguarded(old));
    }

    private static ReadableFile unguarded(ReadableFile file) {
      return file instanceof FaultyDirectory.FaultyFile(var inner, _, _, _) ? inner : file;
    }
  }

  /** A folder. */
  static final class OfDirectory extends FaultyStaged<StagedDirectory> implements StagedDirectory {
    private final FaultyReplicaDirectory directory;

    OfDirectory(StagedDirectory inner, RelativePath path, Gate gate) {
      super(inner, path, gate);
      this.directory = new FaultyReplicaDirectory(inner.directory(), path, gate);
    }

    @Override
    public ReplicaDirectory directory() {
      return directory;
    }
  }
}
