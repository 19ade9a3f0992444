package dev.lockstep.fs.nio;

import dev.lockstep.fs.NameSink;
import dev.lockstep.fs.UncarriableException;
import dev.lockstep.model.LinkTarget;
import dev.lockstep.model.Name;
import java.nio.file.FileSystem;
import java.nio.file.Path;

/**
 * Turns names and link targets into paths of one file system and back, byte for byte; or says that
 * it cannot.
 */
interface Spelling {
  /** The way for this file system. */
  static Spelling of(FileSystem fileSystem) {
    return ByteSpelling.serves(fileSystem) ? new ByteSpelling() : new TextSpelling(fileSystem);
  }

  /** Hands a listed name on. */
  void hand(Path fileName, NameSink sink);

  /**
   * The relative path of this one name.
   *
   * @throws UncarriableException if the file system cannot have the name
   */
  Path path(Name name) throws UncarriableException;

  /**
   * The target that was read from a link.
   *
   * @throws UncarriableException if its bytes cannot be told
   */
  LinkTarget target(Path target) throws UncarriableException;

  /**
   * The path that makes a link of this target.
   *
   * @throws UncarriableException if the link would point elsewhere than the target says
   */
  Path path(LinkTarget target) throws UncarriableException;
}
