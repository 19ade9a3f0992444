package dev.lockstep.api;

import dev.lockstep.model.Part;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

/** What is to be mirrored, and how. Immutable: each {@code with} method gives changed options. */
public final class MirrorOptions {
  /** The most workers that may be asked for. */
  public static final int MOST_JOBS = 256;

  // Not final, so that a copy can be changed before anybody else sees it.
  private Path source;
  private Path replica;
  private Check check = Check.MD5;
  private OptionalInt jobs = OptionalInt.empty();
  private OptionalLong bytesPerSecond = OptionalLong.empty();
  private boolean dryRun;
  private boolean reportUnchanged;
  private List<Path> leftOut = List.of();
  private FilterOptions filter = FilterOptions.NONE;
  private List<Path> leftOutUnsaid = List.of();
  private Set<Part> leftAlone = Set.of();
  private boolean oneFileSystem;
  private Durability durability = Durability.SAFE;
  private DeletionLimit deletionLimit = new DeletionLimit.Usual();
  private boolean deletes = true;
  private Optional<Path> stateDirectory = Optional.empty();
  private boolean keepsIndex = true;
  private boolean rehash;
  private Optional<Duration> scrubAge = Optional.empty();

  private MirrorOptions(Path source, Path replica) {
    this.source = source;
    this.replica = replica;
  }

  private MirrorOptions(MirrorOptions from) {
    this.source = from.source;
    this.replica = from.replica;
    this.check = from.check;
    this.jobs = from.jobs;
    this.bytesPerSecond = from.bytesPerSecond;
    this.dryRun = from.dryRun;
    this.reportUnchanged = from.reportUnchanged;
    this.leftOut = from.leftOut;
    this.filter = from.filter;
    this.leftOutUnsaid = from.leftOutUnsaid;
    this.leftAlone = from.leftAlone;
    this.oneFileSystem = from.oneFileSystem;
    this.durability = from.durability;
    this.deletionLimit = from.deletionLimit;
    this.deletes = from.deletes;
    this.stateDirectory = from.stateDirectory;
    this.keepsIndex = from.keepsIndex;
    this.rehash = from.rehash;
    this.scrubAge = from.scrubAge;
  }

  /**
   * The usual options for these roots: MD5, as many workers as suit the disks, no state folder.
   *
   * @param source the folder to mirror; a root that is a link is followed
   * @param replica the folder to be kept equal to it; made if it is missing
   */
  public static MirrorOptions of(Path source, Path replica) {
    return new MirrorOptions(source, replica);
  }

  private MirrorOptions with(Consumer<MirrorOptions> change) {
    var changed = new MirrorOptions(this);
    change.accept(changed);
    if (changed.check == Check.STAMP && changed.leftAlone.contains(Part.TIMES)) {
      throw new IllegalArgumentException("the stamp needs the times that are to be left alone");
    }
    return changed;
  }

  public Path source() {
    return source;
  }

  public Path replica() {
    return replica;
  }

  /** What proves two files equal. */
  public Check check() {
    return check;
  }

  public MirrorOptions withCheck(Check other) {
    return with(changed -> changed.check = other);
  }

  /** How many workers share the work, 1 to {@link #MOST_JOBS}; empty: as many as suit the disks. */
  public OptionalInt jobs() {
    return jobs;
  }

  /**
   * The same with another number of workers.
   *
   * @param other 1 to {@link #MOST_JOBS}
   */
  public MirrorOptions withJobs(int other) {
    if (other < 1 || other > MOST_JOBS) {
      throw new IllegalArgumentException("jobs must be 1 to " + MOST_JOBS + ", not " + other);
    }
    return with(changed -> changed.jobs = OptionalInt.of(other));
  }

  /**
   * How many bytes of files all workers together may copy in a second; empty: any number. What is
   * only read, and what shares its blocks with the source, does not count; a changed file counts
   * whole.
   */
  public OptionalLong bytesPerSecond() {
    return bytesPerSecond;
  }

  /**
   * The same with copying held back.
   *
   * @param limit 1 or more
   */
  public MirrorOptions withBytesPerSecond(long limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("a limit of " + limit + " bytes a second");
    }
    return with(changed -> changed.bytesPerSecond = OptionalLong.of(limit));
  }

  /** Whether to change nothing and only tell what a run would do. */
  public boolean dryRun() {
    return dryRun;
  }

  public MirrorOptions withDryRun(boolean other) {
    return with(changed -> changed.dryRun = other);
  }

  /** Whether the listener hears of unchanged entries too. */
  public boolean reportUnchanged() {
    return reportUnchanged;
  }

  public MirrorOptions withReportUnchanged(boolean other) {
    return with(changed -> changed.reportUnchanged = other);
  }

  /**
   * Files and folders that are no part of the mirror wherever they are, such as the run's own log
   * file; inside the replica they are refused.
   */
  public List<Path> leftOut() {
    return leftOut;
  }

  public MirrorOptions withLeftOut(List<Path> other) {
    return with(changed -> changed.leftOut = List.copyOf(other));
  }

  /** What is no part of the mirror. */
  public FilterOptions filter() {
    return filter;
  }

  public MirrorOptions withFilter(FilterOptions other) {
    return with(changed -> changed.filter = other);
  }

  /** More of them, of which no note is made: the older ones of a log that is rotated. */
  public List<Path> leftOutUnsaid() {
    return leftOutUnsaid;
  }

  public MirrorOptions withLeftOutUnsaid(List<Path> other) {
    return with(changed -> changed.leftOutUnsaid = List.copyOf(other));
  }

  /** What entries of the replica keep as they have it. */
  public Set<Part> leftAlone() {
    return leftAlone;
  }

  public MirrorOptions withLeftAlone(Set<Part> other) {
    return with(changed -> changed.leftAlone = Set.copyOf(other));
  }

  /**
   * Whether to stay on the roots' file systems: what is mounted below them is made as a folder and
   * not entered.
   */
  public boolean oneFileSystem() {
    return oneFileSystem;
  }

  public MirrorOptions withOneFileSystem(boolean other) {
    return with(changed -> changed.oneFileSystem = other);
  }

  /** What a power cut may cost. */
  public Durability durability() {
    return durability;
  }

  public MirrorOptions withDurability(Durability other) {
    return with(changed -> changed.durability = other);
  }

  /** From how many deletions on a run withholds them. */
  public DeletionLimit deletionLimit() {
    return deletionLimit;
  }

  public MirrorOptions withDeletionLimit(DeletionLimit other) {
    return with(changed -> changed.deletionLimit = other);
  }

  /** Whether what only the replica has is deleted; if not, it is counted and kept. */
  public boolean deletes() {
    return deletes;
  }

  public MirrorOptions withDeletes(boolean other) {
    return with(changed -> changed.deletes = other);
  }

  /**
   * Where claims, what is known of the roots, and what is withheld are kept. Without it a run is
   * guarded less against another one of the same replica, and nothing is known of earlier runs.
   */
  public Optional<Path> stateDirectory() {
    return stateDirectory;
  }

  public MirrorOptions withStateDirectory(Path other) {
    return with(changed -> changed.stateDirectory = Optional.of(other));
  }

  /** Whether what is proven is remembered in the state folder, and need not be read again. */
  public boolean keepsIndex() {
    return keepsIndex;
  }

  public MirrorOptions withIndex(boolean other) {
    return with(changed -> changed.keepsIndex = other);
  }

  /** Whether all content is read again, whatever was proven before. */
  public boolean rehash() {
    return rehash;
  }

  public MirrorOptions withRehash(boolean other) {
    return with(changed -> changed.rehash = other);
  }

  /** How old a proof may become; each run renews its share of them. Empty: any age. */
  public Optional<Duration> scrubAge() {
    return scrubAge;
  }

  /**
   * The same with every proof renewed in time.
   *
   * @param age more than zero
   */
  public MirrorOptions withScrubAge(Duration age) {
    if (age.isZero() || age.isNegative()) {
      throw new IllegalArgumentException("an age of " + age);
    }
    return with(changed -> changed.scrubAge = Optional.of(age));
  }
}
