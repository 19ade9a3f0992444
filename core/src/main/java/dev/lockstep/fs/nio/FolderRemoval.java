package dev.lockstep.fs.nio;

import dev.lockstep.model.Kind;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/** Removes a staged folder with all that it holds; a link is removed, not what it points to. */
final class FolderRemoval {
  private final Attributes attributes;
  private final Deque<Path> folders = new ArrayDeque<>();

  FolderRemoval(Attributes attributes) {
    this.attributes = attributes;
  }

  /**
   * Removes this folder.
   *
   * <p>RACE: where a link takes the place of a folder between the look at it and its listing, what
   * the link leads to is emptied. Only the owner can enter a staged folder to do that.
   */
  void remove(Path top) throws IOException {
    if (attributes.kindIfPresent(top).isEmpty()) {
      return;
    }
    folders.push(top);
    while (!folders.isEmpty()) {
      Path folder = folders.element();
      attributes.grantOwner(folder, attributes.look(folder));
      emptyOfAllButFolders(folder);
      if (folders.element().equals(folder)) {
        Files.delete(folders.pop());
      }
    }
  }

  private void emptyOfAllButFolders(Path folder) throws IOException {
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      for (Path path : stream) {
        if (attributes.look(path).kind() == Kind.DIRECTORY) {
          folders.push(path);
        } else {
          Files.delete(path);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }
}
