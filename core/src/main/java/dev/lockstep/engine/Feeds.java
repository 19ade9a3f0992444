package dev.lockstep.engine;

import dev.lockstep.api.MirrorOptions;
import dev.lockstep.filter.Filter;
import dev.lockstep.fs.ChangeFeed;
import dev.lockstep.fs.Changes;
import dev.lockstep.fs.NestedMount;
import dev.lockstep.fs.RootState;
import dev.lockstep.fs.TreeProvider;
import dev.lockstep.fs.Watching;
import dev.lockstep.model.Cancellation;
import dev.lockstep.model.FileId;
import dev.lockstep.model.RelativePath;
import dev.lockstep.watch.DirtyPaths;
import dev.lockstep.watch.JoiningFiles;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Hears of changes in both roots, on a thread for each, as long as they can be heard of. For one
 * thread.
 */
final class Feeds implements Closeable {
  private static final Duration LONG = Duration.ofHours(1);

  /** After so long, what was not heard of wholly is given another chance. */
  private static final long AGAIN_NANOS = Duration.ofMinutes(10).toNanos();

  private final DirtyPaths dirty;
  private final Side source;
  private final Side replica;
  private final LongSupplier clock;

  /**
   * Opens nothing yet.
   *
   * @param filter what was asked for
   * @param joining hears of the source's entries too
   * @param clock a clock that only goes forward, in nanoseconds
   * @param cancellation after which nothing is of interest any more
   */
  Feeds(
      MirrorOptions options,
      Filter filter,
      Backends backends,
      DirtyPaths dirty,
      JoiningFiles joining,
      LongSupplier clock,
      Cancellation cancellation) {
    this.clock = clock;
    this.dirty = dirty;
    this.source =
        new Side(
            "source",
            options.source(),
            backends,
            dirty,
            Interest.inSource(filter).until(cancellation),
            joining::entry,
            true,
            options.oneFileSystem());
    this.replica =
        new Side(
            "replica",
            options.replica(),
            backends,
            dirty,
            Interest.inReplica(filter).until(cancellation),
            _ -> {},
            // Who embeds this may change the source, but what befalls the replica is our own work.
            false,
            options.oneFileSystem());
  }

  /** Begins to hear of what was not heard of yet, or not any more, or not wholly for long. */
  void open() {
    long now = clock.getAsLong();
    source.open(now);
    replica.open(now);
  }

  /**
   * Begins to hear of what could not be heard of a while ago, or is not any more; but does not ask
   * again where the answer was that it is unfit.
   *
   * @return whether something may have changed before that
   */
  boolean openAgain() {
    long now = clock.getAsLong();
    boolean isLate = source.openAgain(now);
    return replica.openAgain(now) || isLate;
  }

  /** Whether nothing can change that would not be told. */
  boolean areComplete() {
    return source.isComplete() && replica.isComplete();
  }

  /**
   * Sees whether the roots are still those that are heard of, with the same mounts below; if not,
   * everything is in doubt.
   */
  void check() {
    if (source.isOther() || replica.isOther()) {
      dirty.doubt();
    }
  }

  /** What a person may want to know of it, a sentence each. */
  List<String> notes() {
    return List.of(source, replica).stream().flatMap(side -> side.note().stream()).toList();
  }

  @Override
  public void close() {
    source.close();
    replica.close();
  }

  /** A folder with what is mounted below it, of which the feeds hear only from their beginning. */
  private record Place(FileId id, Set<NestedMount> mounts) {
    /**
     * Without the mounts that are of no interest: of other file systems where these are left out.
     */
    static Place of(RootState.Folder folder, Interest interest, boolean oneFileSystem) {
      Set<NestedMount> mounts =
          folder.mounts().stream()
              .filter(mount -> interest.isEntered().test(mount.path()))
              .filter(mount -> !oneFileSystem || mount.fileSystem().isSame(folder.fileSystem()))
              .collect(Collectors.toUnmodifiableSet());
      return new Place(folder.id(), mounts);
    }
  }

  /** One root. */
  private static final class Side {
    private final String word;
    private final Path root;
    private final TreeProvider provider;
    private final DirtyPaths dirty;
    private final Interest interest;
    private final Consumer<RelativePath> onEntry;
    private final boolean isOwnOfInterest;
    private final boolean oneFileSystem;
    private @Nullable Place place;
    private @Nullable Listening listening;
    private Optional<String> unfit = Optional.empty();
    private boolean isRefused;
    private long opened;

    /** What was told of why not every change is, so that it is told once. */
    private final Set<String> reasons = ConcurrentHashMap.newKeySet();

    Side(
        String word,
        Path root,
        Backends backends,
        DirtyPaths dirty,
        Interest interest,
        Consumer<RelativePath> onEntry,
        boolean isOwnOfInterest,
        boolean oneFileSystem) {
      this.word = word;
      this.root = root;
      this.provider = backends.choose(root).provider();
      this.dirty = dirty;
      this.interest = interest;
      this.onEntry = onEntry;
      this.isOwnOfInterest = isOwnOfInterest;
      this.oneFileSystem = oneFileSystem;
    }

    void open(long now) {
      if (listening != null && !listening.isComplete() && now - opened >= AGAIN_NANOS) {
        close();
      }
      isRefused = false;
      openAgain(now);
    }

    boolean openAgain(long now) {
      if (isRefused || (listening != null && !listening.hasEnded() && !isOther())) {
        return false;
      }
      if (listening != null) {
        dirty.doubt(); // What is there now is another one, or was not heard of for a while.
      }
      close();
      opened = now;
      begin();
      return listening != null;
    }

    private void begin() {
      try {
        if (!(provider.inspect(root) instanceof RootState.Folder folder)) {
          unfit = Optional.of("it is not there");
          return;
        }
        place = Place.of(folder, interest, oneFileSystem);
        var scope = new Watching.Scope(interest.isEntered(), oneFileSystem, isOwnOfInterest);
        switch (provider.watch(root, scope)) {
          case Watching.Fed(ChangeFeed feed) -> {
            unfit = Optional.empty();
            listening = new Listening(feed, interest, onEntry, reasons::add, dirty);
            listening.start("lockstep-watch-" + word);
          }
          case Watching.Unfit(String why) -> {
            unfit = Optional.of(why);
            isRefused = true;
          }
        }
      } catch (IOException e) {
        unfit = Optional.of("it cannot be watched: " + Failures.reason(e));
      }
    }

    boolean isComplete() {
      return listening != null && listening.isComplete();
    }

    boolean isOther() {
      if (listening == null) {
        return false; // Whoever hears of nothing looks at everything anyway.
      }
      try {
        return !(provider.inspect(root) instanceof RootState.Folder folder)
            || !Place.of(folder, interest, oneFileSystem).equals(place);
      } catch (IOException e) {
        return true;
      }
    }

    Optional<String> note() {
      return unfit.map(why ->
          "Changes in the %s are looked for, not told by the system, since %s."
              .formatted(word, why));
    }

    void close() {
      if (listening != null) {
        listening.end();
        listening = null;
      }
    }
  }

  /** A thread that hears of the changes of one root, and hands on those of interest. */
  private static final class Listening implements Changes {
    private final ChangeFeed feed;
    private final Interest interest;
    private final Consumer<RelativePath> onEntry;
    private final Predicate<String> isNews;
    private final DirtyPaths dirty;
    private volatile boolean isWanted = true;
    private volatile boolean hasEnded;
    private volatile boolean isIncomplete;
    private @Nullable Thread thread;

    /**
     * Hears of nothing yet.
     *
     * @param onEntry hears of single entries that have changed
     * @param isNews whether a reason why not every change is told was not given before
     */
    Listening(
        ChangeFeed feed,
        Interest interest,
        Consumer<RelativePath> onEntry,
        Predicate<String> isNews,
        DirtyPaths dirty) {
      this.feed = feed;
      this.interest = interest;
      this.onEntry = onEntry;
      this.isNews = isNews;
      this.dirty = dirty;
    }

    void start(String name) {
      thread = Thread.ofPlatform().daemon().name(name).start(this::listen);
    }

    private void listen() {
      try (feed) {
        hear();
      } catch (IOException | RuntimeException e) {
        // It was taken note of.
      }
    }

    private void hear() throws IOException {
      try {
        while (isWanted) {
          feed.await(LONG, this);
        }
      } finally {
        if (isWanted) {
          // What is heard of no more, be it by an error, is looked at as a whole, and then heard of
          // anew.
          hasEnded = true;
          dirty.doubt();
        }
      }
    }

    @Override
    public void entry(RelativePath path) {
      if (interest.isRules().test(path)) {
        dirty.rules(path);
      } else if (interest.isHeard().test(path)) {
        dirty.entry(path);
        onEntry.accept(path);
      }
    }

    @Override
    public void writing(RelativePath file) {
      if (interest.isRules().test(file)) {
        dirty.writingRules(file);
      } else if (interest.isHeard().test(file)) {
        dirty.writing(file);
      }
    }

    @Override
    public void tree(RelativePath folder) {
      if (interest.isRules().test(folder)) {
        dirty.rules(folder);
      } else if (interest.isHeard().test(folder)) {
        dirty.tree(folder);
      }
    }

    @Override
    public void everything(String why) {
      dirty.everything(why);
    }

    @Override
    public void incomplete(String why) {
      isIncomplete = true;
      if (isNews.test(why)) {
        dirty.incomplete(why);
      }
    }

    boolean isComplete() {
      return !isIncomplete && !hasEnded;
    }

    boolean hasEnded() {
      return hasEnded;
    }

    void end() {
      isWanted = false;
      feed.wake();
      Threads.awaitEnd(thread);
    }
  }
}
