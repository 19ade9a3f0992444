package dev.lockstep.apply;

import dev.lockstep.digest.Digesting;
import dev.lockstep.digest.Meter;
import dev.lockstep.digest.Workspace;
import dev.lockstep.fs.FolderPair;
import dev.lockstep.fs.ReadableFile;
import dev.lockstep.fs.ReplicaDirectory;
import dev.lockstep.fs.SourceDirectory;
import dev.lockstep.fs.StagedFile;
import dev.lockstep.model.Cancellation;
import dev.lockstep.model.Digest;
import dev.lockstep.model.Entry;
import dev.lockstep.model.Kind;
import dev.lockstep.model.Metadata;
import dev.lockstep.model.Name;
import dev.lockstep.model.Stamp;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/** Brings a file's content into the replica: whole and of one version, or not at all. */
final class FileCopy {
  /** How often a file that changes while it is read is tried. */
  static final int ATTEMPTS = 5;

  /**
   * From this size on a file is looked at again before it is copied, since copying one in vain that
   * changed meanwhile costs more than the look.
   */
  private static final long LOOK_FIRST_BYTES = 1024 * 1024;

  /** From this size on, of both versions, writing only what differs is worth a clone. */
  private static final long WORTH_KEEPING_BYTES = 1024 * 1024;

  private final Dress dress;
  private final Pauses pauses;
  private final Pace pace;
  private final Cancellation cancellation;

  FileCopy(Dress dress, Pauses pauses, Pace pace, Cancellation cancellation) {
    this.dress = dress;
    this.pauses = pauses;
    this.pace = pace;
    this.cancellation = cancellation;
  }

  Put copy(
      FolderPair folder, Entry.File file, Optional<Entry> old, Terms terms, Workspace workspace)
      throws IOException {
    Entry.File seen = file;
    for (int attempt = 1; ; attempt++) {
      Terms ofThis = attempt == 1 ? terms : terms.ofAnother();
      Optional<Put> put = tryOnce(folder, seen, old, ofThis, attempt > 1, workspace);
      if (put.isPresent()) {
        return put.get();
      }
      if (attempt == ATTEMPTS) {
        return new Put.Unstable("kept changing while it was read");
      }
      pauses.before(attempt);
      cancellation.check();
      Optional<Entry> now = folder.source().entry(file.name());
      if (!(now.orElse(null) instanceof Entry.File again)) {
        return absence(now);
      }
      seen = again;
    }
  }

  /** What to say of a name that leads to no file any more. */
  private static Put absence(Optional<Entry> now) {
    return now.isEmpty()
        ? new Put.Vanished()
        : new Put.Unstable("became a " + now.get().kind().word() + " during the run");
  }

  /**
   * Tries; empty if the file changed meanwhile.
   *
   * @param seen what had the name before this
   * @param again whether that failed before
   */
  private Optional<Put> tryOnce(
      FolderPair folder,
      Entry.File seen,
      Optional<Entry> old,
      Terms terms,
      boolean again,
      Workspace workspace)
      throws IOException {
    Name name = seen.name();
    try (SourceContent content = SourceContent.open(folder.source(), name)) {
      if (content.file().isEmpty()) {
        return Optional.of(content.absence());
      }
      ReadableFile file = content.file().get();
      if (seen.size() >= LOOK_FIRST_BYTES && !isStill(seen, folder.source(), file)) {
        return Optional.empty();
      }
      try (var kept = new Kept(folder.replica().stageFile(name, seen.size()))) {
        StagedFile staged = kept.staged();
        Optional<Digest> digest = Optional.empty();
        // A second attempt needs a digest, which tells a file that only grew.
        if (again || terms.expected().isPresent() || !staged.shareContent(file)) {
          beginWithOld(staged, seen, old, folder.replica());
          try {
            digest = read(file, seen, Optional.of(staged), workspace);
          } catch (IOException e) {
            Optional<Entry> now = folder.source().entry(name);
            if (now.filter(entry -> entry.kind() == Kind.FILE).isEmpty()) {
              return Optional.of(absence(now));
            }
            throw e;
          }
          if (digest.isEmpty()) {
            return Optional.empty();
          }
        }
        Metadata metadata = metadata(seen, file);
        boolean isRotten =
            digest.isPresent() && isRotten(folder.source(), seen, terms, digest.get());
        if (!isOneVersion(folder.source(), file, seen, digest, again, workspace)) {
          return Optional.empty();
        }
        if (isRotten) {
          return Optional.of(new Put.Rotten());
        }
        Metadata expected =
            dress.expected(
                metadata, old.filter(there -> there.kind() == Kind.FILE), folder.replica());
        var what = Commit.Content.ofFile(seen.size(), digest, seen.stamp());
        return Optional.of(end(kept, expected, what, Applier.isFolder(old), terms.timing()));
      }
    }
  }

  /** Has a large file begin as its old version, where that saves writing what is the same. */
  private static void beginWithOld(
      StagedFile staged, Entry.File seen, Optional<Entry> old, ReplicaDirectory replica)
      throws IOException {
    // Holes are made, not compared, and equal zeros.
    if (seen.size() < WORTH_KEEPING_BYTES
        || seen.sparse()
        || !(old.orElse(null) instanceof Entry.File before)
        || before.sparse()
        || before.size() < WORTH_KEEPING_BYTES) {
      return;
    }
    ReadableFile file;
    try {
      file = replica.openFile(before.name());
    } catch (IOException e) {
      return; // Then all is written.
    }
    try (file) {
      staged.beginWith(file);
    }
  }

  /** Whether the file's content is not what it is to be; another algorithm reads it once more. */
  private boolean isRotten(SourceDirectory source, Entry.File seen, Terms terms, Digest digest)
      throws IOException {
    if (terms.expected().isEmpty()) {
      return false;
    }
    Digest expected = terms.expected().get();
    return expected.algorithm() == digest.algorithm()
        ? !expected.equals(digest)
        : !beginsWith(source, seen, expected, new Workspace(expected.algorithm()));
  }

  private static Put end(
      Kept kept, Metadata metadata, Commit.Content content, boolean displacing, Timing timing)
      throws IOException {
    StagedFile staged = kept.staged();
    switch (timing) {
      case AT_ONCE -> {}
      case AT_ONCE_AND_FLUSHED, AFTER_FLUSH -> staged.prepareFlush();
      case FLUSHED_ALONE -> staged.flushWithMetadata();
    }
    if (timing != Timing.AFTER_FLUSH) {
      return Commit.commit(staged, metadata, content, displacing);
    }
    PendingCommit pending = Commit.prepare(staged, metadata, content, displacing);
    kept.handOn();
    return new Put.Ready(pending);
  }

  /** A staged file that is closed here, unless it is handed on. */
  private static final class Kept implements AutoCloseable {
    private final StagedFile staged;
    private boolean isHandedOn;

    Kept(StagedFile staged) {
      this.staged = staged;
    }

    StagedFile staged() {
      return staged;
    }

    void handOn() {
      isHandedOn = true;
    }

    @Override
    public void close() throws IOException {
      if (!isHandedOn) {
        staged.close();
      }
    }
  }

  /**
   * Whether what is open is the file that was seen, and unchanged. Some backends look at the name
   * and not at what is open: only where the same file had the name before and after the opening it
   * is the open one.
   */
  private static boolean isStill(Entry.File seen, SourceDirectory source, ReadableFile file)
      throws IOException {
    return look(source, file, seen.name())
        .filter(now -> now.stamp().equals(seen.stamp()))
        .isPresent();
  }

  private Metadata metadata(Entry.File seen, ReadableFile file) throws IOException {
    return dress.readsAttributes()
        ? seen.metadata().withAttributes(file.attributes())
        : seen.metadata();
  }

  /**
   * Reads as many bytes as the file had when it was seen; empty if it ends before.
   *
   * @param to what they are written to, if anything
   */
  private Optional<Digest> read(
      ReadableFile from, Entry.File seen, Optional<StagedFile> to, Workspace workspace)
      throws IOException {
    Meter meter = workspace.meter();
    meter.begin();
    try (Digesting digesting = Digesting.of(seen.size(), workspace)) {
      for (long left = seen.size(); left > 0; ) {
        cancellation.check();
        long hole = seen.sparse() ? Math.min(from.skipHole(), left) : 0;
        if (hole > 0) {
          if (to.isPresent()) {
            to.get().writeHole(hole);
          }
          takeZeros(hole, digesting);
          meter.read(hole);
          left -= hole;
          continue;
        }
        byte[] buffer = digesting.buffer();
        int piece = (int) Math.min(buffer.length, left);
        if (to.isPresent()) {
          piece = pace.take(piece);
        }
        int got = from.read(buffer, 0, piece);
        if (got < 0) {
          return Optional.empty();
        }
        digesting.take(got);
        if (to.isPresent()) {
          to.get().write(buffer, 0, got);
          meter.copied(got);
        } else {
          meter.read(got);
        }
        left -= got;
      }
      return Optional.of(digesting.finish());
    }
  }

  /** A hole is content too: zeros that need not be read. */
  private void takeZeros(long length, Digesting digesting) {
    for (long left = length; left > 0; ) {
      cancellation.check();
      byte[] buffer = digesting.buffer();
      int piece = (int) Math.min(left, buffer.length);
      Arrays.fill(buffer, 0, piece, (byte) 0);
      digesting.take(piece);
      left -= piece;
    }
  }

  /**
   * Whether what was copied is one version of the file: it did not change meanwhile, or only grew.
   *
   * <p>RACE: a file that is written anew, and larger, before its first byte is read looks like one
   * that grew. So growing counts only from the second attempt on, when a single rewriting is over;
   * a file that is rewritten larger each time it is read, always beginning alike, may at worst
   * arrive cut short until it comes to rest.
   */
  private boolean isOneVersion(
      SourceDirectory source,
      ReadableFile file,
      Entry.File before,
      Optional<Digest> digest,
      boolean takesGrown,
      Workspace workspace)
      throws IOException {
    Optional<Entry.File> look = look(source, file, before.name());
    if (look.isEmpty()) {
      return false;
    }
    Stamp after = look.get().stamp();
    if (after.equals(before.stamp())) {
      return true;
    }
    boolean mayHaveOnlyGrown =
        after.id().equals(before.stamp().id()) && after.size() > before.size();
    return takesGrown
        && mayHaveOnlyGrown
        && digest.isPresent()
        && beginsWith(source, before, digest.get(), workspace);
  }

  /** Looks at the open file; empty if the name leads to no file any more. */
  private static Optional<Entry.File> look(SourceDirectory source, ReadableFile file, Name name)
      throws IOException {
    try {
      return Optional.of(file.entry());
    } catch (IOException e) {
      if (source.entry(name).filter(now -> now.kind() == Kind.FILE).isPresent()) {
        throw e;
      }
      return Optional.empty();
    }
  }

  /** Whether the file, read again, still begins with what was copied. */
  private boolean beginsWith(
      SourceDirectory source, Entry.File before, Digest digest, Workspace workspace)
      throws IOException {
    try (ReadableFile again = source.openFile(before.name())) {
      return read(again, before, Optional.empty(), workspace).filter(digest::equals).isPresent();
    }
  }

  /** A source's file that may be gone or something else by the time it is opened. */
  private record SourceContent(Optional<ReadableFile> file, Put absence) implements AutoCloseable {
    static SourceContent open(SourceDirectory source, Name name) throws IOException {
      try {
        return new SourceContent(Optional.of(source.openFile(name)), new Put.Vanished());
      } catch (IOException e) {
        Optional<Entry> now = source.entry(name);
        if (now.filter(entry -> entry.kind() == Kind.FILE).isEmpty()) {
          return new SourceContent(Optional.empty(), FileCopy.absence(now));
        }
        throw e;
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
