package dev.lockstep.fs;

import dev.lockstep.model.FileId;
import dev.lockstep.model.Kind;
import java.nio.file.Path;
import java.util.List;

/** What stands where a root should be. */
public sealed interface RootState {
  /**
   * A folder, after following every link.
   *
   * @param realPath where it really is
   * @param id which folder it is
   * @param readable whether it may be listed
   * @param writable whether entries may be made in it, or its owner runs this and can see to it
   *     that they may
   * @param regions the place of the folder itself, first, and of every file system mounted below it
   */
  record Folder(Path realPath, FileId id, boolean readable, boolean writable, List<Region> regions)
      implements RootState {
    public Folder {
      regions = List.copyOf(regions);
    }
  }

  /**
   * Nothing.
   *
   * @param nearest the lowest of its ancestors that there is, really
   * @param writable whether entries may be made in that
   * @param region the place that the folder would have
   */
  record Missing(Path nearest, boolean writable, Region region) implements RootState {}

  /** A symbolic link that leads nowhere, or round in circles. */
  record DanglingLink() implements RootState {}

  /** Something that is no folder. */
  record NotAFolder(Kind kind) implements RootState {}

  /** It cannot be told: a folder on the way may not be entered, for instance. */
  record Unreachable(String reason) implements RootState {}
}
