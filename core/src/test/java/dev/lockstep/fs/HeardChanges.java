package dev.lockstep.fs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.model.RelativePath;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * What a feed told, and waiting for it. A path counts as told, too, where a coarser hint covers it:
 * of a folder above that came as a whole, or of everything.
 */
public final class HeardChanges implements Changes {
  private static final Duration STEP = Duration.ofMillis(100);
  private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final ChangeFeed feed;
  private final Set<RelativePath> entries = new LinkedHashSet<>();
  private final Set<RelativePath> writings = new LinkedHashSet<>();
  private final Set<RelativePath> trees = new LinkedHashSet<>();
  private final List<String> everything = new ArrayList<>();
  private final List<String> incomplete = new ArrayList<>();

  public HeardChanges(ChangeFeed feed) {
    this.feed = feed;
  }

  @Override
  public void entry(RelativePath path) {
    entries.add(path);
  }

  @Override
  public void writing(RelativePath file) {
    writings.add(file);
  }

  @Override
  public void tree(RelativePath folder) {
    trees.add(folder);
  }

  @Override
  public void everything(String why) {
    everything.add(why);
  }

  @Override
  public void incomplete(String why) {
    incomplete.add(why);
  }

  /** Forgets what was told. */
  public void forget() {
    entries.clear();
    writings.clear();
    trees.clear();
    everything.clear();
    incomplete.clear();
  }

  /** Hears what has been told by now and waits for nothing. */
  public void hearWhatIsThere() throws IOException {
    feed.await(Duration.ZERO, this);
  }

  /** Waits until the path is told, and fails if that takes 10 seconds. */
  public void hear(String path) throws IOException {
    hear(RelativePath.of(path));
  }

  /** The same. */
  public void hear(RelativePath path) throws IOException {
    hearUntil(path + " is told", () -> covers(path));
  }

  /** Waits until an entry of this path is told itself; all that may be in it may be, too. */
  public void hearEntry(String path) throws IOException {
    RelativePath wanted = RelativePath.of(path);
    hearUntil(
        path + " is told as an entry", () -> entries.contains(wanted) || trees.contains(wanted));
  }

  /** Waits until a folder is told that came as a whole. */
  public void hearTree(String path) throws IOException {
    hearUntil(path + " is told as a whole", () -> isCovered(RelativePath.of(path)));
  }

  /** Waits until it holds, and fails if that takes 10 seconds. */
  public void hearUntil(String what, BooleanSupplier condition) throws IOException {
    long end = System.nanoTime() + LONGEST_NANOS;
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - end).as("%s; but told was %s", what, this).isNegative();
      feed.await(STEP, this);
    }
  }

  /** Whether the path was told by itself, or is covered. */
  public boolean covers(RelativePath path) {
    return entries.contains(path) || writings.contains(path) || isCovered(path);
  }

  /** Whether some entry in the folder was told by itself: it came, went or changed. */
  public boolean coversSomethingIn(RelativePath folder) {
    return entries.stream().anyMatch(path -> isChild(path, folder))
        || trees.stream().anyMatch(path -> isChild(path, folder));
  }

  private static boolean isChild(RelativePath path, RelativePath folder) {
    return !path.isRoot() && path.parent().equals(folder);
  }

  private boolean isCovered(RelativePath path) {
    if (!everything.isEmpty()) {
      return true;
    }
    RelativePath at = path;
    while (!at.isRoot() && !trees.contains(at)) {
      at = at.parent();
    }
    return trees.contains(at);
  }

  /** The files that were told as being written to. */
  public Set<RelativePath> writings() {
    return Collections.unmodifiableSet(writings);
  }

  /** The folders that were told with all that they hold. */
  public Set<RelativePath> trees() {
    return Collections.unmodifiableSet(trees);
  }

  /** Why everything was in doubt. */
  public List<String> everything() {
    return Collections.unmodifiableList(everything);
  }

  /** Why not every change is told. */
  public List<String> incomplete() {
    return Collections.unmodifiableList(incomplete);
  }

  /** Every path that was told, however. */
  public Set<RelativePath> paths() {
    Set<RelativePath> all = new LinkedHashSet<>(entries);
    all.addAll(writings);
    all.addAll(trees);
    return all;
  }

  @Override
  public String toString() {
    return "entries "
        + entries
        + ", writings "
        + writings
        + ", trees "
        + trees
        + ", everything "
        + everything
        + ", incomplete "
        + incomplete;
  }
}
