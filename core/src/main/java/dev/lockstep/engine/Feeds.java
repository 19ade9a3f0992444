package dev.lockstep.engine;

import dev.lockstep.api.MirrorOptions;
import dev.lockstep.fs.ChangeFeed;
import dev.lockstep.fs.Changes;
import dev.lockstep.fs.RootState;
import dev.lockstep.fs.TreeProvider;
import dev.lockstep.fs.Watching;
import dev.lockstep.model.Cancellation;
import dev.lockstep.model.FileId;
import dev.lockstep.model.RelativePath;
import dev.lockstep.model.StagedNames;
import dev.lockstep.watch.DirtyPaths;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
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
  private final MirrorOptions options;
  private final Side source;
  private final Side replica;
  private final LongSupplier clock;

  /**
   * Opens nothing yet.
   *
   * @param clock a clock that only goes forward, in nanoseconds
   * @param cancellation after which nothing is of interest any more
   */
  Feeds(
      MirrorOptions options,
      Backends backends,
      DirtyPaths dirty,
      LongSupplier clock,
      Cancellation cancellation) {
    this.options = options;
    this.clock = clock;
    this.dirty = dirty;
    this.source =
        new Side(
            "source", options.source(), backends, dirty, _ -> !cancellation.isCancelled(), true);
    this.replica =
        new Side(
            "replica",
            options.replica(),
            backends,
            dirty,
            // Not what is on its way to its name.
            path -> !cancellation.isCancelled() && !isStaged(path),
            // Who embeds this may change the source, but what befalls the replica is our own work.
            false);
  }

  private static boolean isStaged(RelativePath path) {
    for (RelativePath at = path; !at.isRoot(); at = at.parent()) {
      if (StagedNames.matches(at.name())) {
        return true;
      }
    }
    return false;
  }

  /** Begins to hear of what was not heard of yet, or not any more, or not wholly for long. */
  void open() {
    long now = clock.getAsLong();
    source.open(options, now);
    replica.open(options, now);
  }

  /**
   * Begins to hear of what could not be heard of a while ago, or is not any more; but does not ask
   * again where the answer was that it is unfit.
   *
   * @return whether something may have changed before that: a root that was not there at the last
   *     attempt was made by a run
   */
  boolean openAgain() {
    long now = clock.getAsLong();
    boolean isLate = source.openAgain(options, now);
    return replica.openAgain(options, now) || isLate;
  }

  /** Whether nothing can change that would not be told. */
  boolean areComplete() {
    return source.isComplete() && replica.isComplete();
  }

  /** Sees whether the roots are still those that are heard of; if not, everything is in doubt. */
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

  /** One root. */
  private static final class Side {
    private final String word;
    private final Path root;
    private final TreeProvider provider;
    private final DirtyPaths dirty;
    private final Predicate<RelativePath> isOfInterest;
    private final boolean isOwnOfInterest;
    private FileId id = FileId.UNKNOWN;
    private @Nullable Listening listening;
    private Optional<String> unfit = Optional.empty();
    private boolean isMissing;
    private boolean isRefused;
    private long opened;

    /** What was told of why not every change is, so that it is told once. */
    private final Set<String> reasons = ConcurrentHashMap.newKeySet();

    Side(
        String word,
        Path root,
        Backends backends,
        DirtyPaths dirty,
        Predicate<RelativePath> isOfInterest,
        boolean isOwnOfInterest) {
      this.word = word;
      this.root = root;
      this.provider = backends.choose(root).provider();
      this.dirty = dirty;
      this.isOfInterest = isOfInterest;
      this.isOwnOfInterest = isOwnOfInterest;
    }

    void open(MirrorOptions options, long now) {
      if (listening != null && !listening.isComplete() && now - opened >= AGAIN_NANOS) {
        close();
      }
      isRefused = false;
      openAgain(options, now);
    }

    boolean openAgain(MirrorOptions options, long now) {
      if (isRefused || (listening != null && !listening.hasEnded() && !isOther())) {
        return false;
      }
      close();
      boolean wasMissing = isMissing;
      isMissing = false;
      opened = now;
      begin(options);
      return listening != null && !wasMissing;
    }

    private void begin(MirrorOptions options) {
      try {
        if (!(provider.inspect(root) instanceof RootState.Folder folder)) {
          unfit = Optional.of("it is not there");
          isMissing = true;
          return;
        }
        id = folder.id();
        var scope = new Watching.Scope(isOfInterest, options.oneFileSystem(), isOwnOfInterest);
        switch (provider.watch(root, scope)) {
          case Watching.Fed(ChangeFeed feed) -> {
            unfit = Optional.empty();
            listening = new Listening(feed, isOfInterest, reasons::add, dirty);
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
            || !folder.id().equals(id);
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
    private final Predicate<RelativePath> isOfInterest;
    private final Predicate<String> isNews;
    private final DirtyPaths dirty;
    private volatile boolean isWanted = true;
    private volatile boolean hasEnded;
    private volatile boolean isIncomplete;
    private @Nullable Thread thread;

    /**
     * Hears of nothing yet.
     *
     * @param isNews whether a reason why not every change is told was not given before
     */
    Listening(
        ChangeFeed feed,
        Predicate<RelativePath> isOfInterest,
        Predicate<String> isNews,
        DirtyPaths dirty) {
      this.feed = feed;
      this.isOfInterest = isOfInterest;
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
      if (isOfInterest.test(path)) {
        dirty.entry(path);
      }
    }

    @Override
    public void writing(RelativePath file) {
      if (isOfInterest.test(file)) {
        dirty.writing(file);
      }
    }

    @Override
    public void tree(RelativePath folder) {
      if (isOfInterest.test(folder)) {
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
      boolean isInterrupted = false;
      while (thread != null && thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          isInterrupted = true;
        }
      }
      if (isInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
