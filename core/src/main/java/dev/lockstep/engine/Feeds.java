package dev.lockstep.engine;

import dev.lockstep.api.MirrorOptions;
import dev.lockstep.fs.ChangeFeed;
import dev.lockstep.fs.Changes;
import dev.lockstep.fs.RootState;
import dev.lockstep.fs.TreeProvider;
import dev.lockstep.fs.Watching;
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
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Hears of changes in both roots, on a thread for each, as long as they can be heard of. For one
 * thread.
 */
final class Feeds implements Closeable {
  private static final Duration LONG = Duration.ofHours(1);

  private final DirtyPaths dirty;
  private final MirrorOptions options;
  private final Side source;
  private final Side replica;

  /** Opens nothing yet. */
  Feeds(MirrorOptions options, Backends backends, DirtyPaths dirty) {
    this.options = options;
    this.dirty = dirty;
    this.source = new Side("source", options.source(), backends, dirty, _ -> true, true);
    this.replica =
        new Side(
            "replica",
            options.replica(),
            backends,
            dirty,
            // Not what is on its way to its name.
            path -> !isStaged(path),
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

  /**
   * Begins to hear of what was not heard of yet, or not any more.
   *
   * @return whether something may have changed before that: a root that was not there at the last
   *     attempt was made by a run
   */
  boolean open() {
    boolean isLate = source.open(options);
    return replica.open(options) || isLate;
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

    boolean open(MirrorOptions options) {
      if (listening != null && !listening.hasEnded() && !isOther()) {
        return false;
      }
      close();
      boolean wasMissing = isMissing;
      isMissing = false;
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
            listening = Listening.start(feed, isOfInterest, dirty, "lockstep-watch-" + word);
          }
          case Watching.Unfit(String why) -> unfit = Optional.of(why);
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
    private final DirtyPaths dirty;
    private volatile boolean isWanted = true;
    private volatile boolean hasEnded;
    private volatile boolean isIncomplete;
    private @Nullable Thread thread;

    private Listening(ChangeFeed feed, Predicate<RelativePath> isOfInterest, DirtyPaths dirty) {
      this.feed = feed;
      this.isOfInterest = isOfInterest;
      this.dirty = dirty;
    }

    static Listening start(
        ChangeFeed feed, Predicate<RelativePath> isOfInterest, DirtyPaths dirty, String name) {
      var listening = new Listening(feed, isOfInterest, dirty);
      listening.thread = Thread.ofPlatform().daemon().name(name).start(listening::listen);
      return listening;
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
      dirty.incomplete(why);
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
