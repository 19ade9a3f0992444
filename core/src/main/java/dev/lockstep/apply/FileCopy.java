package dev.lockstep.apply;

import dev.lockstep.digest.Hasher;
import dev.lockstep.digest.Workspace;
import dev.lockstep.fs.FolderPair;
import dev.lockstep.fs.ReadableFile;
import dev.lockstep.fs.SourceDirectory;
import dev.lockstep.fs.StagedFile;
import dev.lockstep.model.Cancellation;
import dev.lockstep.model.Carried;
import dev.lockstep.model.Digest;
import dev.lockstep.model.Entry;
import dev.lockstep.model.Kind;
import dev.lockstep.model.Name;
import dev.lockstep.model.Stamp;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/** Brings a file's content into the replica: whole and of one version, or not at all. */
final class FileCopy {
  /** How often a file that changes while it is read is tried. */
  static final int ATTEMPTS = 5;

  private final Carried carried;
  private final Pauses pauses;
  private final Cancellation cancellation;

  FileCopy(Carried carried, Pauses pauses, Cancellation cancellation) {
    this.carried = carried;
    this.pauses = pauses;
    this.cancellation = cancellation;
  }

  Put copy(FolderPair folder, Entry.File file, boolean displacing, Workspace workspace)
      throws IOException {
    Entry.File seen = file;
    for (int attempt = 1; ; attempt++) {
      Optional<Put> put = tryOnce(folder, seen, displacing, attempt > 1, workspace);
      if (put.isPresent()) {
        return put.get();
      }
      if (attempt == ATTEMPTS) {
        return new Put.Unstable("kept changing while it was read");
      }
      pauses.before(attempt);
      cancellation.check();
      if (folder.source().entry(file.name()).orElse(file) instanceof Entry.File now) {
        seen = now;
      }
    }
  }

  /**
   * Tries; empty if the file changed meanwhile.
   *
   * @param seen what had the name before this
   */
  private Optional<Put> tryOnce(
      FolderPair folder,
      Entry.File seen,
      boolean displacing,
      boolean takesGrown,
      Workspace workspace)
      throws IOException {
    Name name = seen.name();
    try (SourceContent content = SourceContent.open(folder.source(), name)) {
      if (content.file().isEmpty()) {
        return Optional.of(content.absence());
      }
      ReadableFile file = content.file().get();
      Optional<Entry.File> look = look(folder.source(), file, name);
      // Some backends look at the name and not at what is open: only where the same file had the
      // name before and after the opening it is the open one.
      if (look.isEmpty() || !look.get().stamp().id().equals(seen.stamp().id())) {
        return Optional.empty();
      }
      Entry.File before = look.get();
      try (StagedFile staged = folder.replica().stageFile(name, before.size())) {
        Hasher hasher = workspace.hasher();
        boolean isWhole = stream(file, before.size(), staged, workspace.source(), hasher);
        Digest digest = hasher.finish();
        if (!isWhole
            || !isOneVersion(folder.source(), file, before, digest, takesGrown, workspace)) {
          return Optional.empty();
        }
        return Optional.of(
            Commit.commit(
                staged,
                carried.expected(before.metadata()),
                new Commit.Content(OptionalLong.of(before.size()), Optional.of(digest)),
                displacing));
      }
    }
  }

  /** Copies this many bytes; false if the file ends before. */
  private boolean stream(ReadableFile from, long size, StagedFile to, byte[] buffer, Hasher hasher)
      throws IOException {
    for (long left = size; left > 0; ) {
      cancellation.check();
      int got = from.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (got < 0) {
        return false;
      }
      to.write(buffer, 0, got);
      hasher.update(buffer, 0, got);
      left -= got;
    }
    return true;
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
      Digest digest,
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
    return takesGrown && mayHaveOnlyGrown && beginsWith(source, before, digest, workspace);
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
    Hasher hasher = workspace.hasher();
    try (ReadableFile again = source.openFile(before.name())) {
      for (long left = before.size(); left > 0; ) {
        cancellation.check();
        byte[] buffer = workspace.source();
        int got = again.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (got < 0) {
          return false;
        }
        hasher.update(buffer, 0, got);
        left -= got;
      }
    }
    return hasher.finish().equals(digest);
  }

  /** A source's file that may be gone or something else by the time it is opened. */
  private record SourceContent(Optional<ReadableFile> file, Put absence) implements AutoCloseable {
    static SourceContent open(SourceDirectory source, Name name) throws IOException {
      try {
        return new SourceContent(Optional.of(source.openFile(name)), new Put.Vanished());
      } catch (IOException e) {
        Optional<Entry> now = source.entry(name);
        if (now.isEmpty()) {
          return new SourceContent(Optional.empty(), new Put.Vanished());
        }
        if (now.get().kind() != Kind.FILE) {
          Put changed = new Put.Unstable("became a " + now.get().kind().word() + " during the run");
          return new SourceContent(Optional.empty(), changed);
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
