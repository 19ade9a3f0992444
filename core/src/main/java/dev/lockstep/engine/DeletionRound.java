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
import dev.lockstep.model.Entry;
import dev.lockstep.model.Kind;
import dev.lockstep.model.Problem;
import dev.lockstep.model.RelativePath;
import dev.lockstep.spill.NameSorter;
import dev.lockstep.spill.RecordLog;
import dev.lockstep.spill.RecordSorter;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All deletions of a run, from the wishes to the deeds: each is counted with all that it holds,
 * then it is decided about all of them, and only then the first one is carried out. For one thread.
 *
 * <p>What was withheld once stays so until it is approved, whatever share of the replica it is by
 * then: the same run that withheld it may have made the replica larger. Leftovers of interrupted
 * runs are cleaned outside of all this.
 */
final class DeletionRound {
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
    /** Somebody said yes. */
    APPROVED,
    /** It was withheld before, and still is. */
    STICKY,
    /** It is decided together with others. */
    OPEN
  }

  /** A wish that was looked at. */
  private record Assessed(Wishes.Wish wish, Fate fate, long entries, String fingerprint) {
    WithheldEntry entry() {
      return WithheldEntry.of(
          wish.path(), wish.kind(), wish.why() == Why.REPLACED, wish.id(), entries, fingerprint);
    }

    static Assessed read(DataInputStream in) throws IOException {
      Wishes.Wish wish = Wishes.Wish.read(in);
      return new Assessed(wish, Fate.valueOf(in.readUTF()), in.readLong(), in.readUTF());
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
      all.forEach(in -> settle(Assessed.read(in), reason.isPresent(), isNews, deletions));
      long withheld = reason.isPresent() ? open + sticky : sticky;
      if (isNews && told > MirrorListener.MOST_WITHHELD) {
        run.tally().furtherWithheld(told - MirrorListener.MOST_WITHHELD);
      }
      if (!isDry && rules.deletes()) {
        remember(all, list, reason.isPresent());
      }
      String why = reason.orElse("they were withheld before");
      return new Spared(withheld, withheld > 0 ? why : "", isNews && withheld > 0, kept);
    }
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
          out.writeUTF(assessed.fingerprint());
        });
      }
      lists.drain();
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
      FolderPair folder = folders.open(entry.path().parent()).folder();
      Optional<Entry> replica = folder.replica().entry(entry.path().name());
      Optional<Entry> source = folder.source().entry(entry.path().name());
      boolean isThere =
          replica.filter(found -> found.stamp().id().inode() == entry.inode()).isPresent();
      boolean isBack =
          source.filter(found -> !entry.replaced() || found.kind() == Kind.DIRECTORY).isPresent();
      return !isThere || isBack;
    } catch (IOException e) {
      return false; // Nobody knows.
    }
  }

  private static void add(WithheldEntry entry, RecordSorter<WithheldEntry> list)
      throws IOException {
    byte[] record = entry.toBytes();
    list.add(record, 0, record.length);
  }

  private Assessed assess(Wishes.Wish wish, Lists lists) throws IOException {
    if (wish.why() == Why.LEFTOVER) {
      return new Assessed(wish, Fate.LEFTOVER, 0, "");
    }
    Holdings holdings = wish.kind() == Kind.DIRECTORY ? count(wish) : null;
    var assessed =
        new Assessed(
            wish,
            Fate.OPEN,
            holdings == null ? 1 : holdings.entries(),
            holdings == null ? "" : holdings.fingerprint().hex());
    return new Assessed(
        wish, lists.fate(assessed.entry()), assessed.entries(), assessed.fingerprint());
  }

  private @Nullable Holdings count(Wishes.Wish wish) {
    try {
      var folder = folders.open(wish.folder()).folder().replica();
      Optional<Entry> entry = folder.entry(wish.name());
      return entry.isPresent() ? counter.count(folder, entry.get(), wish.path()) : null;
    } catch (IOException e) {
      return null; // Carrying it out will tell.
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
      case LEFTOVER, APPROVED -> {
        // They wait for nothing.
      }
    }
  }

  /** Why those that are open have to wait; empty if they do not. */
  private Optional<String> reason() {
    if (open == 0) {
      return Optional.empty();
    }
    long replica = run.tally().replicaEntries() + contents;
    long before = rules.hour().map(hour -> hour.sum(run.clock().nanos())).orElse(0L);
    Optional<String> ofNewPair =
        rules.isNewPair()
            ? rules
                .breaker()
                .verdictOfNewPair(run.tally().entries(), replica, run.tally().sharedAtTop())
            : Optional.empty();
    return ofNewPair.or(() -> rules.breaker().verdict(open + sticky + before, replica + before));
  }

  private void settle(Assessed one, boolean isTripped, boolean isNews, Deletions deletions) {
    switch (one.fate()) {
      case LEFTOVER, APPROVED -> deletions.carryOut(one.wish());
      case OPEN -> {
        if (!rules.deletes()) {
          keep(one);
        } else if (isTripped) {
          withhold(one, isNews);
        } else {
          deletions.carryOut(one.wish());
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
      kept += one.entries();
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

  /** Keeps the list of what is withheld, and takes note of what was carried out. */
  private void remember(RecordLog all, RecordSorter<WithheldEntry> list, boolean isTripped) {
    rules.hour().ifPresent(hour -> hour.add(run.clock().nanos(), done));
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
      rules.store().carriedOut();
    } catch (IOException e) {
      run.tally()
          .problem(
              Failures.problem(
                  RelativePath.ROOT, "what is withheld cannot be kept in the state folder", e));
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
    private final Optional<WithheldList> approved;
    private final WithheldList.Sink passed;
    private Optional<WithheldList> withheld = Optional.empty();
    private boolean isDamaged;

    private Lists(Optional<WithheldList> approved, WithheldList.Sink passed) {
      this.approved = approved;
      this.passed = passed;
    }

    /**
     * Opens both.
     *
     * @param passed takes what was withheld and is not asked for
     */
    static Lists open(DeletionRules rules, boolean isDry, WithheldList.Sink passed) {
      var lists = new Lists(approved(rules, isDry), passed);
      try {
        lists.withheld = rules.store().withheld();
      } catch (IOException e) {
        lists.isDamaged = true;
      }
      return lists;
    }

    /** What cannot be read was not approved. */
    private static Optional<WithheldList> approved(DeletionRules rules, boolean isDry) {
      try {
        return rules.store().approved(!isDry && rules.deletes());
      } catch (IOException e) {
        return Optional.empty();
      }
    }

    Fate fate(WithheldEntry entry) {
      boolean wasWithheld = isWithheld(entry);
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
        return approved.isPresent() && approved.get().has(entry, true, _ -> {});
      } catch (IOException e) {
        return false;
      }
    }

    /** Where nobody can tell any more, all are. */
    private boolean isWithheld(WithheldEntry entry) {
      try {
        return isDamaged || (withheld.isPresent() && withheld.get().has(entry, false, passed));
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
