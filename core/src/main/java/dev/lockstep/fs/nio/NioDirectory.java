package dev.lockstep.fs.nio;

import dev.lockstep.fs.NameSink;
import dev.lockstep.fs.ReadableDirectory;
import dev.lockstep.fs.ReadableFile;
import dev.lockstep.fs.StampEvidence;
import dev.lockstep.model.Entry;
import dev.lockstep.model.FileId;
import dev.lockstep.model.LinkTarget;
import dev.lockstep.model.Metadata;
import dev.lockstep.model.Name;
import java.io.IOException;
import java.util.Optional;

/** What folders of both sides have in common: they are read alike. */
abstract sealed class NioDirectory implements ReadableDirectory
    permits NioSourceDirectory, NioReplicaDirectory {
  private final OpenFolder folder;

  NioDirectory(OpenFolder folder) {
    this.folder = folder;
  }

  final OpenFolder folder() {
    return folder;
  }

  @Override
  public final void list(NameSink sink) throws IOException {
    folder.list(sink);
  }

  @Override
  public final Optional<Entry> entry(Name name) throws IOException {
    return folder.entry(name);
  }

  @Override
  public final ReadableFile openFile(Name name) throws IOException {
    return folder.openFile(name);
  }

  @Override
  public final LinkTarget readSymlink(Name name) throws IOException {
    return folder.readSymlink(name);
  }

  @Override
  public final FileId id() {
    return folder.id();
  }

  @Override
  public final Metadata metadata() throws IOException {
    return folder.metadata();
  }

  @Override
  public final StampEvidence stampEvidence() throws IOException {
    return folder.stampEvidence();
  }

  @Override
  public final boolean isFileSystemRoot() throws IOException {
    return folder.isFileSystemRoot();
  }

  @Override
  public final void close() {
    // Nothing is held.
  }
}
