package dev.lockstep.apply;

import dev.lockstep.fs.NameSink;
import dev.lockstep.fs.ReadableFile;
import dev.lockstep.fs.ReplicaDirectory;
import dev.lockstep.fs.Staged;
import dev.lockstep.fs.StagedDirectory;
import dev.lockstep.fs.StagedFile;
import dev.lockstep.fs.StampEvidence;
import dev.lockstep.model.Entry;
import dev.lockstep.model.ExtendedAttributes;
import dev.lockstep.model.FileId;
import dev.lockstep.model.Kind;
import dev.lockstep.model.LinkTarget;
import dev.lockstep.model.Metadata;
import dev.lockstep.model.Name;
import dev.lockstep.model.Node;
import dev.lockstep.model.RelativePath;
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

  private final DryMoves moves;
  private final RelativePath path;

  /** Where it really is: elsewhere than its path says, if it or a folder above was moved. */
  private final RelativePath realPath;

  private final Optional<ReplicaDirectory> real;

  private DryDirectory(
      DryMoves moves, RelativePath path, RelativePath realPath, Optional<ReplicaDirectory> real) {
    this.moves = moves;
    this.path = path;
    this.realPath = realPath;
    this.real = real;
  }

  static DryDirectory root(DryMoves moves, Optional<ReplicaDirectory> real) {
    return new DryDirectory(moves, RelativePath.ROOT, RelativePath.ROOT, real);
  }

  private DryDirectory missing(Name name) {
    return new DryDirectory(moves, path.resolve(name), realPath.resolve(name), Optional.empty());
  }

  @Override
  public void list(NameSink sink) throws IOException {
    if (real.isPresent()) {
      real.get().list(moves.isEmpty() ? sink : new WithoutHidden(sink));
    }
  }

  /** Leaves out what would have been moved away. */
  private final class WithoutHidden implements NameSink {
    private final NameSink sink;

    WithoutHidden(NameSink sink) {
      this.sink = sink;
    }

    @Override
    public void name(byte[] bytes, int offset, int length) {
      if (!moves.isHidden(realPath.resolve(Name.copyOf(bytes, offset, length)))) {
        sink.name(bytes, offset, length);
      }
    }

    @Override
    public void unspeakable(String shown) {
      sink.unspeakable(shown);
    }
  }

  @Override
  public Optional<Entry> entry(Name name) throws IOException {
    return look(name, (folder, there) -> folder.entry(there).map(entry -> entry.named(name)))
        .flatMap(found -> found);
  }

  /** Something that is read of an entry. */
  @FunctionalInterface
  private interface Reading<T> {
    T read(ReplicaDirectory folder, Name name) throws IOException;
  }

  /** Reads something of an entry, wherever it really is; empty if nothing can have the name. */
  private <T> Optional<T> look(Name name, Reading<T> reading) throws IOException {
    if (moves.isEmpty()) {
      return real.isPresent() ? Optional.of(reading.read(real.get(), name)) : Optional.empty();
    }
    Optional<DryMoves.Elsewhere> elsewhere = moves.elsewhere(path.resolve(name));
    if (elsewhere.isPresent()) {
      try (ReplicaDirectory folder = elsewhere.get().folder()) {
        return Optional.of(reading.read(folder, elsewhere.get().name()));
      }
    }
    return real.isPresent() && !moves.isHidden(realPath.resolve(name))
        ? Optional.of(reading.read(real.get(), name))
        : Optional.empty();
  }

  private <T> T read(Name name, Reading<T> reading) throws IOException {
    return look(name, reading).orElseThrow(() -> new NoSuchFileException(name.toString()));
  }

  @Override
  public ReplicaDirectory openDirectory(Name name) throws IOException {
    // What the run would have made, be it in the place of something else, is a folder that is not
    // there yet.
    boolean isThere = entry(name).map(Entry::kind).filter(Kind.DIRECTORY::equals).isPresent();
    if (!isThere) {
      return missing(name);
    }
    return new DryDirectory(
        moves,
        path.resolve(name),
        realPathOf(name),
        Optional.of(read(name, ReplicaDirectory::openDirectory)));
  }

  @Override
  public ReadableFile openFile(Name name) throws IOException {
    return read(name, ReplicaDirectory::openFile);
  }

  @Override
  public LinkTarget readSymlink(Name name) throws IOException {
    return read(name, ReplicaDirectory::readSymlink);
  }

  @Override
  public ExtendedAttributes attributes(Name name) throws IOException {
    return read(name, ReplicaDirectory::attributes);
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
  public StampEvidence stampEvidence() throws IOException {
    return real.isPresent() ? real.get().stampEvidence() : moves.stampEvidence();
  }

  @Override
  public boolean isFileSystemRoot() throws IOException {
    return real.isPresent() && real.get().isFileSystemRoot();
  }

  @Override
  public StagedFile stageFile(Name name, long size) {
    return new Swallowed(name, missing(name), () -> {});
  }

  @Override
  public StagedDirectory stageDirectory(Name name) {
    return new Swallowed(name, missing(name), () -> {});
  }

  @Override
  public Staged stageSymlink(Name name, LinkTarget target) {
    return new Swallowed(name, missing(name), () -> {});
  }

  @Override
  public Staged stageSpecial(Name name, Node node) {
    return new Swallowed(name, missing(name), () -> {});
  }

  @Override
  public Staged stageLink(Name name, ReplicaDirectory folder, Name existing, FileId id) {
    RelativePath before = ((DryDirectory) folder).realPathOf(existing);
    return new Swallowed(name, missing(name), () -> moves.show(path.resolve(name), before));
  }

  @Override
  public void moveHere(Name name, ReplicaDirectory folder, Name existing, FileId id) {
    DryDirectory holder = (DryDirectory) folder;
    moves.show(path.resolve(name), holder.realPathOf(existing));
    moves.hide(holder.realPathOf(existing));
  }

  private RelativePath realPathOf(Name name) {
    return moves.placeBefore(path.resolve(name)).orElseGet(() -> realPath.resolve(name));
  }

  @Override
  public void remove(Name name, Kind kind) {
    moves.hideIfShown(realPathOf(name));
  }

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

  /** What would have been staged. What it displaces keeps its name, and is found by it. */
  private record Swallowed(Name name, ReplicaDirectory directory, Runnable committing)
      implements StagedFile, StagedDirectory {
    @Override
    public void write(byte[] buffer, int offset, int length) {}

    @Override
    public void writeHole(long length) {}

    @Override
    public void flushWithMetadata() {}

    @Override
    public void setMetadata(Metadata metadata) {}

    @Override
    public void commit() {
      committing.run();
    }

    @Override
    public Name commitDisplacing() {
      committing.run();
      return name;
    }

    @Override
    public void close() {}
  }
}
