package dev.lockstep.engine;

import dev.lockstep.api.MirrorListener;
import dev.lockstep.api.Spared;
import dev.lockstep.api.WithheldDeletion;
import dev.lockstep.apply.Holdings;
import dev.lockstep.apply.TreeCounter;
import dev.lockstep.fs.FolderPair;
import dev.lockstep.guard.WithheldEntry;
import dev.lockstep.guard.WithheldList;
import dev.lockstep.model.Action.Delete.Why;
import dev.lockstep.model.Digest;
import dev.lockstep.model.DigestAlgorithm;
import dev.lockstep.model.Entry;
import dev.lockstep.model.Kind;
import dev.lockstep.model.Problem;
import dev.lockstep.model.RelativePath;
import dev.lockstep.spill.NameSorter;
import dev.lockstep.spill.RecordLog;
import dev.lockstep.spill.RecordSorter;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/**
 * All deletions of a run, from the wishes to the deeds: each is counted with all that it holds,
 * then it is decided about all of them, and only then the first one is carried out. For one thread.
 *
 * <p>What was withheld once stays so until it is approved, whatever share of the replica it is by
 * then: the same run that withheld it may have made the replica larger. Leftovers of interrupted
 * runs are cleaned outside of all this.
 */
final class DeletionRound {
  private static final Digest NOTHING = Digest.of(DigestAlgorithm.MD5, new byte[16]);

  private final RunParts run;
  private final DeletionRules rules;
  private final ReopenedFolders folders;
  private final TreeCounter counter;
  private final boolean isDry;

  private long open;
  private long sticky;
  private long contents;
  private long fingerprintOfAll;
  private long fingerprintOfSticky;
  private long kept;
  private long done;
  private long told;
  private boolean isApprovalUnread;

  DeletionRound(
      RunParts run,
      DeletionRules rules,
      ReopenedFolders folders,
      TreeCounter counter,
      boolean isDry) {
    this.run = run;
    this.rules = rules;
    this.folders = folders;
    this.counter = counter;
    this.isDry = isDry;
  }

  /** What becomes of a wish. */
  private enum Fate {
    /** It is carried out in any case. */
    LEFTOVER,
    /** Nothing of it may go, which is told; an emptied folder that holds what is excluded. */
    NOTHING_GOES,
    /** Somebody said yes. */
    APPROVED,
    /** It was withheld before, and still is. */
    STICKY,
    /** It is decided together with others. */
    OPEN,
    /** Nobody can say what it is all about, so it stays for now. */
    IN_DOUBT
  }

  /** A wish that was looked at. */
  private record Assessed(
      Wishes.Wish wish, Fate fate, long entries, long kept, String fingerprint, String doubt) {
    WithheldEntry entry() {
      return WithheldEntry.of(
          wish.path(), wish.kind(), wish.why() == Why.REPLACED, wish.id(), entries, fingerprint);
    }

    static Assessed read(DataInputStream in) throws IOException {
      Wishes.Wish wish = Wishes.Wish.read(in);
      Fate fate = Fate.valueOf(in.readUTF());
      return new Assessed(wish, fate, in.readLong(), in.readLong(), in.readUTF(), in.readUTF());
    }
  }

  /** Carries out what may be, and tells what is not. */
  Spared make(Deletions deletions) throws IOException {
    try (var all = new RecordLog(run.rules().spillFolder());
        var list =
            new RecordSorter<>(
                run.rules().spillFolder(), NameSorter.DEFAULT_BYTES, WithheldEntry::of)) {
      assess(all, list);
      Optional<String> reason = rules.deletes() ? reason() : Optional.empty();
      boolean isNews =
          rules.told().isNews(reason.isPresent() ? fingerprintOfAll : fingerprintOfSticky);
      boolean isDeed = !isDry && rules.deletes();
      // Before the first deed, so that no way to die in between forgets any of it.
      boolean isRemembered = isDeed && remember(all, list, reason.isPresent());
      all.forEach(in -> settle(Assessed.read(in), reason.isPresent(), isNews, deletions));
      long withheld = withheld(reason.isPresent());
      if (isNews && told > MirrorListener.MOST_WITHHELD) {
        run.tally().furtherWithheld(told - MirrorListener.MOST_WITHHELD);
      }
      if (isDeed) {
        conclude(withheld, isRemembered);
      }
      String why =
          withheld == 0
              ? ""
              : reason.orElseGet(
                  () -> "%,d entries, which wait since an earlier run".formatted(withheld));
      return new Spared(withheld, why, isNews && withheld > 0, kept);
    }
  }

  private long withheld(boolean isTripped) {
    if (!rules.deletes()) {
      return 0;
    }
    return isTripped ? open + sticky : sticky;
  }

  private void assess(RecordLog all, RecordSorter<WithheldEntry> list) throws IOException {
    try (Lists lists = Lists.open(rules, isDry, entry -> carryOver(entry, list))) {
      for (Wishes.Wish wish = run.wishes().next(); wish != null; wish = run.wishes().next()) {
        run.cancellation().check();
        Assessed assessed = assess(wish, lists);
        note(assessed);
        all.add(out -> {
          assessed.wish().write(out);
          out.writeUTF(assessed.fate().name());
          out.writeLong(assessed.entries());
          out.writeLong(assessed.kept());
          out.writeUTF(assessed.fingerprint());
          out.writeUTF(assessed.doubt());
        });
      }
      lists.drain();
      isApprovalUnread = lists.isApprovalUnread;
    }
  }

  /**
   * Keeps what was withheld and is not wished for in this run, be it that its folder could not be
   * listed or was left out this time: unless the source has it again, or the replica no more.
   */
  private void carryOver(WithheldEntry entry, RecordSorter<WithheldEntry> list) throws IOException {
    if (!isSettled(entry)) {
      add(entry, list);
    }
  }

  private boolean isSettled(WithheldEntry entry) {
    try {
      if (folders.inReplica(entry.path()).isEmpty()) {
        return true;
      }
      FolderPair folder = folders.open(entry.path().parent()).folder();
      Optional<Entry> source = folder.source().entry(entry.path().name());
      return source
          .filter(found -> !entry.replaced() || found.kind() == Kind.DIRECTORY)
          .isPresent();
    } catch (IOException e) {
      return false; // Nobody knows.
    }
  }

  private static void add(WithheldEntry entry, RecordSorter<WithheldEntry> list)
      throws IOException {
    byte[] record = entry.toBytes();
    try {
      list.add(record, 0, record.length);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private Assessed assess(Wishes.Wish wish, Lists lists) throws IOException {
    if (wish.why() == Why.LEFTOVER) {
      return new Assessed(wish, Fate.LEFTOVER, 0, 0, "", "");
    }
    long entries = 1;
    long keptThere = 0;
    String fingerprint = "";
    boolean isWhole = true;
    String doubt = "";
    if (wish.kind() == Kind.DIRECTORY) {
      Optional<Holdings> holdings = count(wish);
      entries = holdings.map(Holdings::entries).orElse(1L);
      keptThere = holdings.map(Holdings::kept).orElse(0L);
      fingerprint = holdings.map(counted -> counted.fingerprint().hex()).orElse("");
      isWhole = holdings.filter(Holdings::isWhole).isPresent();
      doubt = holdings.flatMap(Holdings::unruled).map(Failures::reason).orElse("");
    }
    var assessed = new Assessed(wish, Fate.OPEN, entries, keptThere, fingerprint, doubt);
    Fate fate = fate(lists, assessed, isWhole);
    if (isWhole && entries == 0 && keptThere > 0) {
      fate = Fate.NOTHING_GOES;
    }
    return new Assessed(wish, fate, entries, keptThere, fingerprint, doubt);
  }

  private Fate fate(Lists lists, Assessed assessed, boolean isWhole) {
    Fate fate = lists.fate(assessed.entry());
    if (!rules.breaker().hasLimit()) {
      // Whoever wants no limit need not approve what one has withheld before.
      return fate == Fate.STICKY ? Fate.OPEN : fate;
    }
    if (isWhole) {
      return fate;
    }
    return fate == Fate.OPEN ? Fate.IN_DOUBT : Fate.STICKY;
  }

  /** What an entry of the replica holds; empty if that cannot be looked at at all. */
  private Optional<Holdings> count(Wishes.Wish wish) {
    try {
      var folder = folders.open(wish.folder()).folder().replica();
      Optional<Entry> entry = folder.entry(wish.name());
      // What is gone by now holds nothing.
      return Optional.of(
          entry.isPresent()
              ? counter.count(folder, entry.get(), wish.path())
              : new Holdings(0, 0, NOTHING, true, Optional.empty()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private void note(Assessed assessed) {
    contents += Math.max(0, assessed.entries() - 1);
    long mark = assessed.entry().hashCode() * 0x9E3779B97F4A7C15L;
    switch (assessed.fate()) {
      case OPEN -> {
        open += assessed.entries();
        fingerprintOfAll = Long.rotateLeft(fingerprintOfAll, 5) ^ mark;
      }
      case STICKY -> {
        sticky += assessed.entries();
        fingerprintOfAll = Long.rotateLeft(fingerprintOfAll, 5) ^ mark;
        fingerprintOfSticky = Long.rotateLeft(fingerprintOfSticky, 5) ^ mark;
      }
      case LEFTOVER, NOTHING_GOES, APPROVED, IN_DOUBT -> {
        // They wait for nothing.
      }
    }
  }

  /** Why those that are open have to wait; empty if they do not. */
  private Optional<String> reason() {
    if (open == 0) {
      return Optional.empty();
    }
    long replica =
        rules.isOfPart()
            ? rules.sizeAfter(run.tally().growth())
            : run.tally().replicaEntries() + contents;
    long before = rules.hour().map(hour -> hour.sum(run.clock().nanos())).orElse(0L);
    Optional<String> ofStrangers =
        rules.judgement().isOfStrangers()
            ? rules.breaker().verdictOfStrangers(run.tally().entries(), replica)
            : Optional.empty();
    long wished = open + sticky;
    long size = rules.judgement().replica(replica, wished) + before;
    return ofStrangers.or(() -> rules.breaker().verdict(wished + before, size));
  }

  private void settle(Assessed one, boolean isTripped, boolean isNews, Deletions deletions) {
    switch (one.fate()) {
      case LEFTOVER, APPROVED -> carryOut(one, deletions);
      case NOTHING_GOES -> {
        if (rules.deletes()) {
          carryOut(one, deletions);
        } else {
          keep(one);
        }
      }
      case IN_DOUBT -> doubt(one);
      case OPEN -> {
        if (!rules.deletes()) {
          keep(one);
        } else if (isTripped) {
          withhold(one, isNews);
        } else {
          carryOut(one, deletions);
          done += one.entries();
        }
      }
      case STICKY -> {
        if (rules.deletes()) {
          withhold(one, isNews);
        } else {
          keep(one);
        }
      }
    }
  }

  private void carryOut(Assessed one, Deletions deletions) {
    deletions.carryOut(one.wish());
    if (one.kept() > 0 && one.wish().why() != Why.REPLACED) {
      kept += one.kept();
      if (rules.told().isNews(one.wish().path())) {
        run.tally()
            .note(one.wish().path() + " is kept in the replica, since it holds what is excluded.");
      }
    }
  }

  private void doubt(Assessed one) {
    RelativePath path = one.wish().path();
    Problem problem =
        hasVanished(one.wish().folder())
            ? Vanishing.tooLate(path)
            : new Problem(
                path,
                Problem.Cause.FAILED,
                one.doubt().isEmpty()
                    ? "is not deleted, since what it holds cannot be counted; the next run tries"
                        + " again"
                    : "is not deleted, since nobody knows what it is to keep: " + one.doubt());
    run.tally().problem(problem);
  }

  private boolean hasVanished(RelativePath folder) {
    try {
      folders.open(folder);
      return false;
    } catch (NoSuchFileException e) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private void keep(Assessed one) {
    if (one.wish().why() == Why.REPLACED) {
      run.tally()
          .problem(
              new Problem(
                  one.wish().path(),
                  Problem.Cause.FAILED,
                  "cannot be replaced: the folder in the replica is kept, as --no-delete asks;"
                      + " remove it, or let deletions happen"));
    } else {
      kept += one.entries() + one.kept();
    }
  }

  private void withhold(Assessed one, boolean isNews) {
    told++;
    if (isNews && told <= MirrorListener.MOST_WITHHELD) {
      Wishes.Wish wish = one.wish();
      run.tally()
          .withheld(
              new WithheldDeletion(
                  wish.path(), wish.kind(), wish.why() == Why.REPLACED, one.entries()));
    }
  }

  /**
   * Takes note of what was carried out.
   *
   * @param isRemembered whether what is withheld will be known; if not, a replica that has grown
   *     meanwhile must not make the next process judge more mildly
   */
  private void conclude(long withheld, boolean isRemembered) {
    rules.hour().ifPresent(hour -> hour.add(run.clock().nanos(), done));
    if (rules.isOfPart()) {
      return;
    }
    if (isRemembered) {
      rules.judgement().judged(run.tally().entries() + withheld);
    }
    try {
      if (!isApprovalUnread) {
        rules.store().carriedOut();
      }
    } catch (IOException e) {
      run.tally()
          .problem(
              Failures.problem(
                  RelativePath.ROOT,
                  "what was approved cannot be forgotten in the state folder",
                  e));
    }
  }

  /**
   * Keeps the list of what is withheld.
   *
   * @return whether that succeeded
   */
  private boolean remember(RecordLog all, RecordSorter<WithheldEntry> list, boolean isTripped) {
    try {
      all.forEach(in -> {
        Assessed one = Assessed.read(in);
        if (one.fate() == Fate.STICKY || (isTripped && one.fate() == Fate.OPEN)) {
          add(one.entry(), list);
        }
      });
      list.sort();
      WithheldEntry first = list.next();
      if (first == null) {
        rules.store().forget();
      } else {
        rules.store().keep(sink -> handOut(first, list, sink));
      }
      return true;
    } catch (IOException e) {
      run.tally()
          .problem(
              Failures.problem(
                  RelativePath.ROOT, "what is withheld cannot be kept in the state folder", e));
      return false;
    }
  }

  private static void handOut(
      WithheldEntry first, RecordSorter<WithheldEntry> list, WithheldList.Sink sink)
      throws IOException {
    for (WithheldEntry entry = first; entry != null; entry = list.next()) {
      sink.take(entry);
    }
  }

  /** What was withheld and approved before, read in step with the wishes. */
  private static final class Lists implements AutoCloseable {
    private final WithheldList.Sink passed;
    private Optional<WithheldList> approved = Optional.empty();
    private Optional<WithheldList> withheld = Optional.empty();
    private boolean isApprovalUnread;
    private boolean isDamaged;

    private Lists(WithheldList.Sink passed) {
      this.passed = passed;
    }

    /**
     * Opens both.
     *
     * @param passed takes what was withheld and is not asked for
     */
    static Lists open(DeletionRules rules, boolean isDry, WithheldList.Sink passed) {
      var lists = new Lists(passed);
      try {
        if (rules.deletes() && !rules.isOfPart()) {
          lists.approved = rules.store().approved(!isDry);
        }
      } catch (IOException e) {
        lists.isApprovalUnread = true; // It may be read another time.
      }
      try {
        lists.withheld = rules.store().withheld();
      } catch (IOException e) {
        lists.isDamaged = true;
      }
      return lists;
    }

    Fate fate(WithheldEntry entry) {
      boolean wasWithheld = isWithheld(entry.path());
      return isApproved(entry) ? Fate.APPROVED : wasWithheld ? Fate.STICKY : Fate.OPEN;
    }

    void drain() {
      try {
        if (withheld.isPresent()) {
          withheld.get().drain(passed);
        }
      } catch (IOException e) {
        // Damaged at its end; what it said there nobody knows.
      }
    }

    private boolean isApproved(WithheldEntry entry) {
      try {
        return approved.isPresent() && approved.get().has(entry);
      } catch (IOException e) {
        return false;
      }
    }

    /** Where nobody can tell any more, all are. */
    private boolean isWithheld(RelativePath path) {
      try {
        return isDamaged || (withheld.isPresent() && withheld.get().touches(path, passed));
      } catch (IOException e) {
        isDamaged = true;
        return true;
      }
    }

    @Override
    public void close() throws IOException {
      if (withheld.isPresent()) {
        withheld.get().close();
      }
      if (approved.isPresent()) {
        approved.get().close();
      }
    }
  }
}
