package dev.lockstep.fs.nio;

import dev.lockstep.fs.NameSink;
import dev.lockstep.fs.UncarriableException;
import dev.lockstep.model.LinkTarget;
import dev.lockstep.model.Name;
import dev.lockstep.model.Shown;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Names are text, and their bytes those of UTF-8: all that NIO promises of any file system. */
final class TextSpelling implements Spelling {
  private final FileSystem fileSystem;

  TextSpelling(FileSystem fileSystem) {
    this.fileSystem = fileSystem;
  }

  @Override
  public void hand(Path fileName, NameSink sink) {
    String text = fileName.toString();
    // Some providers mark folders by a slash.
    String name =
        text.endsWith("/") && text.length() > 1 ? text.substring(0, text.length() - 1) : text;
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    if (isName(name, bytes) && fileSystem.getPath(text).equals(fileName)) {
      sink.name(bytes, 0, bytes.length);
    } else {
      sink.unspeakable(Shown.text(text));
    }
  }

  @Override
  public Path path(Name name) throws UncarriableException {
    String text = name.text();
    Path path = parsed(name.isText(), text, "name");
    // Else a name with, say, a backslash could lead anywhere on Windows.
    if (path.isAbsolute() || path.getRoot() != null || path.getNameCount() != 1) {
      throw new UncarriableException("the replica's file system takes such a name for a path");
    }
    return path;
  }

  @Override
  public LinkTarget target(Path target) throws UncarriableException {
    LinkTarget read = LinkTarget.of(target.toString());
    if (!read.text().equals(target.toString())) {
      throw new UncarriableException("the link's target is not valid text");
    }
    return read;
  }

  @Override
  public Path path(LinkTarget target) throws UncarriableException {
    String text = target.text();
    return parsed(LinkTarget.of(text).equals(target), text, "target");
  }

  private Path parsed(boolean isText, String text, String what) throws UncarriableException {
    if (!isText) {
      throw new UncarriableException("its " + what + " is not valid UTF-8");
    }
    try {
      Path path = fileSystem.getPath(text);
      if (path.toString().equals(text)) {
        return path;
      }
    } catch (InvalidPathException e) {
      throw Uncarriable.because(
          "the file system cannot have its " + what + ": " + Shown.text(e.getReason()), e);
    }
    throw new UncarriableException("Java's file API would change its " + what);
  }

  private static boolean isName(String name, byte[] bytes) {
    return !name.isEmpty()
        && !name.equals(".")
        && !name.equals("..")
        && name.indexOf('/') < 0
        && name.indexOf('\0') < 0
        && new String(bytes, StandardCharsets.UTF_8).equals(name);
  }
}
