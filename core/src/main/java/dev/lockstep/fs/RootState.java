package dev.lockstep.fs;

import dev.lockstep.model.FileId;
import dev.lockstep.model.Kind;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What stands where a root should be. */
public sealed interface RootState {
  /** Where it really is, or would be; empty where that cannot be told. */
  default Optional<Path> place() {
    return Optional.empty();
  }

  /** Which file system it is on, or would be; unknown where it cannot be. */
  default FileSystemIdentity fileSystem() {
    return FileSystemIdentity.UNKNOWN;
  }

  /**
   * A folder, after following every link.
   *
   * @param realPath where it really is
   * @param id which folder it is
   * @param readable whether it may be listed
   * @param writable whether entries may be made in it, or its owner runs this and can see to it
   *     that they may
   * @param regions the place of the folder itself, first, and of every file system mounted below it
   * @param fileSystem which file system it lies on
   * @param mounts what is mounted below it
   * @param mountPoint whether something is mounted right here
   */
  record Folder(
      Path realPath,
      FileId id,
      boolean readable,
      boolean writable,
      List<Region> regions,
      FileSystemIdentity fileSystem,
      List<NestedMount> mounts,
      boolean mountPoint)
      implements RootState {
    public Folder {
      regions = List.copyOf(regions);
      mounts = List.copyOf(mounts);
    }

    /** A folder on a file system of which nothing is known. */
    public Folder(
        Path realPath, FileId id, boolean readable, boolean writable, List<Region> regions) {
      this(realPath, id, readable, writable, regions, FileSystemIdentity.UNKNOWN, List.of(), false);
    }

    @Override
    public Optional<Path> place() {
      return Optional.of(realPath);
    }

    /** The same with another identity. */
    public Folder withId(FileId other) {
      return new Folder(
          realPath, other, readable, writable, regions, fileSystem, mounts, mountPoint);
    }
  }

  /**
   * Nothing.
   *
   * @param nearest the lowest of its ancestors that there is, really
   * @param writable whether entries may be made in that
   * @param region the place that the folder would have
   * @param realPath where it would really be
   * @param fileSystem which file system the nearest ancestor lies on
   */
  record Missing(
      Path nearest, boolean writable, Region region, Path realPath, FileSystemIdentity fileSystem)
      implements RootState {
    /** Nothing, on a file system of which nothing is known. */
    public Missing(Path nearest, boolean writable, Region region) {
      this(nearest, writable, region, region.path(), FileSystemIdentity.UNKNOWN);
    }

    @Override
    public Optional<Path> place() {
      return Optional.of(realPath);
    }
  }

  /** A symbolic link that leads nowhere, or round in circles. */
  record DanglingLink() implements RootState {}

  /** Something that is no folder. */
  record NotAFolder(Kind kind) implements RootState {}

  /** It cannot be told: a folder on the way may not be entered, for instance. */
  record Unreachable(String reason) implements RootState {}
}
