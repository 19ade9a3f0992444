package dev.lockstep.apply;

import dev.lockstep.fs.NameSink;
import dev.lockstep.fs.ReadableFile;
import dev.lockstep.fs.ReplicaDirectory;
import dev.lockstep.fs.Staged;
import dev.lockstep.fs.StagedDirectory;
import dev.lockstep.fs.StagedFile;
import dev.lockstep.model.Entry;
import dev.lockstep.model.ExtendedAttributes;
import dev.lockstep.model.FileId;
import dev.lockstep.model.Kind;
import dev.lockstep.model.LinkTarget;
import dev.lockstep.model.Metadata;
import dev.lockstep.model.Name;
import dev.lockstep.model.Node;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.Optional;

/**
 * A replica's folder in a dry run: it is read as it is, or empty if it is not there, and never
 * written.
 */
final class DryDirectory implements ReplicaDirectory {
  private static final Metadata NO_METADATA =
      new Metadata(Metadata.UNKNOWN, Metadata.UNKNOWN, Metadata.UNKNOWN, Instant.EPOCH);

  private final Optional<ReplicaDirectory> real;

  private DryDirectory(Optional<ReplicaDirectory> real) {
    this.real = real;
  }

  static DryDirectory of(ReplicaDirectory real) {
    return new DryDirectory(Optional.of(real));
  }

  static DryDirectory missing() {
    return new DryDirectory(Optional.empty());
  }

  @Override
  public void list(NameSink sink) throws IOException {
    if (real.isPresent()) {
      real.get().list(sink);
    }
  }

  @Override
  public Optional<Entry> entry(Name name) throws IOException {
    return real.isPresent() ? real.get().entry(name) : Optional.empty();
  }

  @Override
  public ReplicaDirectory openDirectory(Name name) throws IOException {
    // What the run would have made, be it in the place of something else, is a folder that is not
    // there yet.
    boolean isThere = entry(name).map(Entry::kind).filter(Kind.DIRECTORY::equals).isPresent();
    return isThere ? of(existing(name).openDirectory(name)) : missing();
  }

  @Override
  public ReadableFile openFile(Name name) throws IOException {
    return existing(name).openFile(name);
  }

  @Override
  public LinkTarget readSymlink(Name name) throws IOException {
    return existing(name).readSymlink(name);
  }

  @Override
  public ExtendedAttributes attributes(Name name) throws IOException {
    return existing(name).attributes(name);
  }

  @Override
  public ExtendedAttributes attributes() throws IOException {
    return real.isPresent() ? real.get().attributes() : ExtendedAttributes.UNKNOWN;
  }

  @Override
  public FileId id() throws IOException {
    return real.isPresent() ? real.get().id() : FileId.UNKNOWN;
  }

  @Override
  public Metadata metadata() throws IOException {
    return real.isPresent() ? real.get().metadata() : NO_METADATA;
  }

  @Override
  public boolean isFileSystemRoot() throws IOException {
    return real.isPresent() && real.get().isFileSystemRoot();
  }

  @Override
  public StagedFile stageFile(Name name, long size) {
    return new Swallowed(name);
  }

  @Override
  public StagedDirectory stageDirectory(Name name) {
    return new Swallowed(name);
  }

  @Override
  public Staged stageSymlink(Name name, LinkTarget target) {
    return new Swallowed(name);
  }

  @Override
  public Staged stageSpecial(Name name, Node node) {
    return new Swallowed(name);
  }

  @Override
  public Staged stageLink(Name name, ReplicaDirectory folder, Name existing, FileId id) {
    return new Swallowed(name);
  }

  @Override
  public void remove(Name name, Kind kind) {}

  @Override
  public void setMetadata(Name name, Kind kind, Metadata metadata) {}

  @Override
  public void setMetadata(Entry found, Metadata metadata) {}

  @Override
  public void setMetadata(Metadata metadata) {}

  @Override
  public long freeBytes() {
    return Long.MAX_VALUE;
  }

  @Override
  public void grantAccess() {}

  @Override
  public void close() throws IOException {
    if (real.isPresent()) {
      real.get().close();
    }
  }

  private ReplicaDirectory existing(Name name) throws IOException {
    return real.orElseThrow(() -> new NoSuchFileException(name.toString()));
  }

  /** What would have been staged. What it displaces keeps its name, and is found by it. */
  private record Swallowed(Name name) implements StagedFile, StagedDirectory {
    @Override
    public void write(byte[] buffer, int offset, int length) {}

    @Override
    public void writeHole(long length) {}

    @Override
    public ReplicaDirectory directory() {
      return missing();
    }

    @Override
    public void setMetadata(Metadata metadata) {}

    @Override
    public void commit() {}

    @Override
    public Name commitDisplacing() {
      return name;
    }

    @Override
    public void close() {}
  }
}
