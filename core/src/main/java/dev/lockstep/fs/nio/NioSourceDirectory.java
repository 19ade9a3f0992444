package dev.lockstep.fs.nio;

import dev.lockstep.fs.NameSink;
import dev.lockstep.fs.ReadableFile;
import dev.lockstep.fs.SourceDirectory;
import dev.lockstep.model.Entry;
import dev.lockstep.model.FileId;
import dev.lockstep.model.LinkTarget;
import dev.lockstep.model.Metadata;
import dev.lockstep.model.Name;
import java.io.IOException;
import java.util.Optional;

/** A folder of the source. */
final class NioSourceDirectory implements SourceDirectory {
  private final OpenFolder folder;

  NioSourceDirectory(OpenFolder folder) {
    this.folder = folder;
  }

  @Override
  public void list(NameSink sink) throws IOException {
    folder.list(sink);
  }

  @Override
  public Optional<Entry> entry(Name name) throws IOException {
    return folder.entry(name);
  }

  @Override
  public SourceDirectory openDirectory(Name name) throws IOException {
    return new NioSourceDirectory(folder.openFolder(name));
  }

  @Override
  public ReadableFile openFile(Name name) throws IOException {
    return folder.openFile(name);
  }

  @Override
  public LinkTarget readSymlink(Name name) throws IOException {
    return folder.readSymlink(name);
  }

  @Override
  public FileId id() {
    return folder.id();
  }

  @Override
  public Metadata metadata() throws IOException {
    return folder.metadata();
  }

  @Override
  public boolean isFileSystemRoot() throws IOException {
    return folder.isFileSystemRoot();
  }

  @Override
  public void close() {
    // Nothing is held.
  }
}
