package dev.lockstep.testkit;

import dev.lockstep.fs.NameSink;
import dev.lockstep.fs.ReadableDirectory;
import dev.lockstep.fs.ReadableFile;
import dev.lockstep.fs.StampEvidence;
import dev.lockstep.model.Entry;
import dev.lockstep.model.ExtendedAttributes;
import dev.lockstep.model.FileId;
import dev.lockstep.model.LinkTarget;
import dev.lockstep.model.Metadata;
import dev.lockstep.model.Name;
import dev.lockstep.model.RelativePath;
import dev.lockstep.testkit.Operation.Side;
import dev.lockstep.testkit.Operation.Verb;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/**
 * The reading half of a guarded folder. Its close is no operation: a dead process loses its handles
 * too.
 */
abstract class FaultyDirectory<D extends ReadableDirectory> implements ReadableDirectory {
  private final D inner;
  private final Side side;
  private final RelativePath path;
  private final Gate gate;

  FaultyDirectory(D inner, Side side, RelativePath path, Gate gate) {
    this.inner = inner;
    this.side = side;
    this.path = path;
    this.gate = gate;
  }

  final D inner() {
    return inner;
  }

  final Gate gate() {
    return gate;
  }

  final RelativePath pathOf(Name name) {
    return path.resolve(name);
  }

  /** An operation on the folder itself. */
  final void pass(Verb verb) throws IOException {
    gate.before(new Operation(side, verb, path));
  }

  /** An operation on one entry. */
  final void pass(Verb verb, Name name) throws IOException {
    gate.before(new Operation(side, verb, pathOf(name)));
  }

  @Override
  public void list(NameSink sink) throws IOException {
    pass(Verb.LIST);
    inner.list(sink);
    pass(Verb.LISTED);
  }

  @Override
  public Optional<Entry> entry(Name name) throws IOException {
    try {
      pass(Verb.ENTRY, name);
    } catch (NoSuchFileException e) {
      // So a gate says that nothing is found there.
      return Optional.empty();
    }
    return inner.entry(name);
  }

  @Override
  public ReadableFile openFile(Name name) throws IOException {
    pass(Verb.OPEN_FILE, name);
    return new FaultyFile(inner.openFile(name), side, pathOf(name), gate);
  }

  @Override
  public LinkTarget readSymlink(Name name) throws IOException {
    pass(Verb.READ_SYMLINK, name);
    return inner.readSymlink(name);
  }

  @Override
  public ExtendedAttributes attributes(Name name) throws IOException {
    pass(Verb.ATTRIBUTES, name);
    return inner.attributes(name);
  }

  @Override
  public ExtendedAttributes attributes() throws IOException {
    pass(Verb.ATTRIBUTES);
    return inner.attributes();
  }

  @Override
  public FileId id() throws IOException {
    pass(Verb.ID);
    return inner.id();
  }

  @Override
  public Metadata metadata() throws IOException {
    pass(Verb.METADATA);
    return inner.metadata();
  }

  @Override
  public StampEvidence stampEvidence() throws IOException {
    return gate.stampEvidence(inner.stampEvidence());
  }

  @Override
  public boolean isFileSystemRoot() throws IOException {
    pass(Verb.IS_FILE_SYSTEM_ROOT);
    return inner.isFileSystemRoot();
  }

  @Override
  public void close() throws IOException {
    inner.close();
  }

  /** An open file, guarded. */
  record FaultyFile(ReadableFile inner, Side side, RelativePath path, Gate gate)
      implements ReadableFile {
    @Override
    public Entry.File entry() throws IOException {
      gate.before(new Operation(side, Verb.FILE_ENTRY, path));
      return inner.entry();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      var operation = new Operation(side, Verb.READ, path);
      gate.before(operation);
      int got = inner.read(buffer, offset, length);
      gate.afterRead(operation, inner, buffer, offset, got);
      return got;
    }

    @Override
    public long skipHole() throws IOException {
      gate.before(new Operation(side, Verb.SKIP_HOLE, path));
      return inner.skipHole();
    }

    @Override
    public void forgetCached() {
      inner.forgetCached();
    }

    @Override
    public ExtendedAttributes attributes() throws IOException {
      gate.before(new Operation(side, Verb.FILE_ATTRIBUTES, path));
      return inner.attributes();
    }

    @Override
    public void close() throws IOException {
      inner.close();
    }
  }
}
