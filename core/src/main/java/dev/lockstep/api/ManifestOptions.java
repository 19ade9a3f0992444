package dev.lockstep.api;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * Of what a manifest is made, and how. Immutable: each {@code with} method gives changed options.
 */
public final class ManifestOptions {
  // Not final, so that a copy can be changed before anybody else sees it.
  private Path folder;
  private Check check = Check.MD5;
  private OptionalInt jobs = OptionalInt.empty();
  private boolean oneFileSystem;
  private boolean rehash;
  private List<Path> leftOut = List.of();
  private FilterOptions filter = FilterOptions.NONE;
  private Optional<Path> stateDirectory = Optional.empty();

  private ManifestOptions(Path folder) {
    this.folder = folder;
  }

  private ManifestOptions(ManifestOptions from) {
    this.folder = from.folder;
    this.check = from.check;
    this.jobs = from.jobs;
    this.oneFileSystem = from.oneFileSystem;
    this.rehash = from.rehash;
    this.leftOut = from.leftOut;
    this.filter = from.filter;
    this.stateDirectory = from.stateDirectory;
  }

  /**
   * The usual options for this folder: MD5, a worker for each core, all content read.
   *
   * @param folder one that is a link is followed
   */
  public static ManifestOptions of(Path folder) {
    return new ManifestOptions(folder);
  }

  private ManifestOptions with(Consumer<ManifestOptions> change) {
    var changed = new ManifestOptions(this);
    change.accept(changed);
    return changed;
  }

  public Path folder() {
    return folder;
  }

  /** Which digests are made. */
  public Check check() {
    return check;
  }

  /**
   * The same with other digests.
   *
   * @param other MD5 or SHA-256
   */
  public ManifestOptions withCheck(Check other) {
    if (other != Check.MD5 && other != Check.SHA256) {
      throw new IllegalArgumentException("a manifest is of md5 or sha256, not " + other.word());
    }
    return with(changed -> changed.check = other);
  }

  /** How many workers read, 1 to {@link MirrorOptions#MOST_JOBS}; empty: as suits the disk. */
  public OptionalInt jobs() {
    return jobs;
  }

  public ManifestOptions withJobs(int other) {
    if (other < 1 || other > MirrorOptions.MOST_JOBS) {
      throw new IllegalArgumentException(
          "jobs must be 1 to " + MirrorOptions.MOST_JOBS + ", not " + other);
    }
    return with(changed -> changed.jobs = OptionalInt.of(other));
  }

  /** Whether what is mounted below the folder counts as an empty folder. */
  public boolean oneFileSystem() {
    return oneFileSystem;
  }

  public ManifestOptions withOneFileSystem(boolean other) {
    return with(changed -> changed.oneFileSystem = other);
  }

  /** Whether all content is read, whatever was proven before. */
  public boolean rehash() {
    return rehash;
  }

  public ManifestOptions withRehash(boolean other) {
    return with(changed -> changed.rehash = other);
  }

  /** Files that do not count, such as the one that the manifest is written to. */
  public List<Path> leftOut() {
    return leftOut;
  }

  public ManifestOptions withLeftOut(List<Path> other) {
    return with(changed -> changed.leftOut = List.copyOf(other));
  }

  /** What else does not count; nothing is deleted, whatever it says of that. */
  public FilterOptions filter() {
    return filter;
  }

  public ManifestOptions withFilter(FilterOptions other) {
    return with(changed -> changed.filter = other);
  }

  /** Where mirrors keep what they have proven; it is only read. Without it all content is. */
  public Optional<Path> stateDirectory() {
    return stateDirectory;
  }

  public ManifestOptions withStateDirectory(Path other) {
    return with(changed -> changed.stateDirectory = Optional.of(other));
  }
}
