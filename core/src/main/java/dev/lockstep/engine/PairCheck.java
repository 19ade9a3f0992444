package dev.lockstep.engine;

import dev.lockstep.api.Repair;
import dev.lockstep.apply.Holdings;
import dev.lockstep.apply.TreeCounter;
import dev.lockstep.compare.Comparison;
import dev.lockstep.digest.Hasher;
import dev.lockstep.digest.Workspace;
import dev.lockstep.fs.FolderPair;
import dev.lockstep.fs.ReadableDirectory;
import dev.lockstep.fs.SourceDirectory;
import dev.lockstep.index.Proof;
import dev.lockstep.model.Aspect;
import dev.lockstep.model.Difference;
import dev.lockstep.model.Digest;
import dev.lockstep.model.DigestAlgorithm;
import dev.lockstep.model.Entry;
import dev.lockstep.model.Finding;
import dev.lockstep.model.Finding.Sort;
import dev.lockstep.model.Kind;
import dev.lockstep.model.LinkTarget;
import dev.lockstep.model.Name;
import dev.lockstep.model.Pair;
import dev.lockstep.model.Problem;
import dev.lockstep.model.RelativePath;
import dev.lockstep.model.StagedNames;
import dev.lockstep.verify.Content;
import dev.lockstep.verify.LinkCheck;
import dev.lockstep.verify.Verdict;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What verifying does with a pair: reads both sides whole, tells what it finds, and repairs what it
 * may. For any thread.
 */
final class PairCheck implements Pairs {
  /** How often a file is read that changes meanwhile; a service may be about to mirror it. */
  private static final int ATTEMPTS = 3;

  private final RunParts run;
  private final boolean carriesLinks;
  private final Findings findings;
  private final LinkCheck links;
  private final SecondReaders readers;
  private final Repairs repairs;

  /** Sentences that were told, for each is told once. */
  private final Set<String> saidNotes = ConcurrentHashMap.newKeySet();

  /**
   * Makes the check.
   *
   * @param carriesLinks whether several names of the replica can be one file, and are to be
   * @param links takes the names of files that have several
   * @param readers read large files together with the workers
   */
  PairCheck(
      RunParts run,
      Repair repair,
      boolean carriesLinks,
      Findings findings,
      LinkCheck links,
      SecondReaders readers) {
    this.run = run;
    this.carriesLinks = carriesLinks;
    this.findings = findings;
    this.links = links;
    this.readers = readers;
    this.repairs = new Repairs(run, repair, findings, this::note);
  }

  @Override
  public void prepare(FolderNode node, FolderPair folder) throws IOException {
    repairs.prepare(node, folder);
  }

  @Override
  public Optional<FolderNode> handle(
      FolderNode node,
      FolderPair folder,
      Pair pair,
      @Nullable Proof proof,
      ActionSink sink,
      Workspace workspace) {
    RelativePath path = node.path().resolve(pair.name());
    try (Gauge.Passage _ = run.tally().gauge().pass(node, pair, workspace)) {
      switch (pair) {
        case Pair.SourceOnly(Entry source) -> missing(path, source);
        case Pair.ReplicaOnly(Entry replica) -> extra(folder, path, replica);
        case Pair.Both both -> {
          return both(new Look(node, folder, path, both, proof), workspace);
        }
      }
    } catch (IOException e) {
      run.tally().problem(Failures.problem(path, "cannot be read", e));
    }
    return Optional.empty();
  }

  /** A pair that both sides have, as it was looked at. */
  record Look(
      FolderNode node,
      FolderPair folder,
      RelativePath path,
      Pair.Both pair,
      @Nullable Proof proof) {
    Entry source() {
      return pair.source();
    }

    Entry replica() {
      return pair.replica();
    }

    Name name() {
      return pair.name();
    }

    /** Whether either side's file has more names. */
    boolean isLinked() {
      return source().links() > 1 || replica().links() > 1;
    }

    Look of(Pair.Both other) {
      return new Look(node, folder, path, other, proof);
    }
  }

  private void missing(RelativePath path, Entry source) {
    if (run.planner().isCarried(source)) {
      findings.add(Finding.oneSided(path, source.kind(), Sort.MISSING));
    } else if (source.kind() == Kind.SPECIAL) {
      run.tally().specialNotCarried();
    } else {
      run.tally()
          .problem(
              new Problem(
                  path,
                  Problem.Cause.NOT_CARRIED,
                  "the replica cannot hold a " + source.kind().word()));
    }
  }

  private void extra(FolderPair folder, RelativePath path, Entry replica) {
    if (replica.kind() == Kind.DIRECTORY && isKeptWhole(folder, path, replica)) {
      run.tally().leftOut();
    } else if (StagedNames.matches(replica.name())) {
      note(
          "%s is what a run has staged, which is going on or was cut off; the next one removes it."
              .formatted(path));
    } else {
      findings.add(Finding.oneSided(path, replica.kind(), Sort.EXTRA));
    }
  }

  /** Whether a folder stays though the source lacks it, since all in it is excluded. */
  private boolean isKeptWhole(FolderPair folder, RelativePath path, Entry replica) {
    if (run.rules().filter().hasNoRules()) {
      return false;
    }
    var counter =
        new TreeCounter(
            run.filters(),
            run.rules().spillFolder(),
            run.cancellation(),
            Hasher.of(DigestAlgorithm.MD5),
            run.applier());
    Holdings holdings = counter.count(folder.replica(), replica, path);
    return holdings.isWhole() && holdings.entries() == 0;
  }

  private Optional<FolderNode> both(Look look, Workspace workspace) throws IOException {
    if (look.source().kind() != look.replica().kind()) {
      add(look, Sort.KIND, Difference.in(Aspect.KIND));
      return Optional.empty();
    }
    switch (look.source()) {
      case Entry.Directory folder -> {
        tell(look, Optional.empty(), metadata(look), Optional.empty());
        return Optional.of(
            look.node().child(folder, Optional.of(look.replica()), Optional.empty()));
      }
      case Entry.Symlink _ -> checkSymlink(look);
      case Entry.Special special ->
          checkUnhashed(look, special.node().equals(((Entry.Special) look.replica()).node()));
      case Entry.File _ -> checkFile(look, workspace);
    }
    return Optional.empty();
  }

  private Difference metadata(Look look) throws IOException {
    return run.comparer().metadata(look.pair(), look.folder().source(), look.folder().replica());
  }

  private void checkSymlink(Look look) throws IOException {
    LinkTarget target = look.folder().source().readSymlink(look.name());
    LinkTarget copy;
    try {
      copy = look.folder().replica().readSymlink(look.name());
    } catch (IOException e) {
      unreadableInReplica(look, e);
      return;
    }
    checkUnhashed(look, target.equals(copy));
  }

  /** Judges what has no content that could be hashed. */
  private void checkUnhashed(Look look, boolean isEqual) throws IOException {
    noteLinks(look);
    Difference metadata = metadata(look);
    Optional<Sort> sort =
        Verdict.ofPair(
            verdict(look, true, Optional.empty()), verdict(look, false, Optional.empty()), isEqual);
    tell(look, sort, isEqual ? metadata : metadata.and(Aspect.CONTENT), Optional.empty());
  }

  private void checkFile(Look look, Workspace workspace) throws IOException {
    Optional<Look> now = Optional.of(look);
    for (int attempt = 1; now.isPresent() && attempt <= ATTEMPTS; attempt++) {
      run.cancellation().check();
      if (isChecked(now.get(), workspace)) {
        return;
      }
      now = again(look);
    }
    run.tally()
        .problem(
            new Problem(
                look.path(),
                Problem.Cause.UNSTABLE,
                "changed or vanished while it was read; the next run will see to it"));
  }

  /** The same name looked at again; empty if it leads to no files any more. */
  private static Optional<Look> again(Look look) throws IOException {
    SourceDirectory source = look.folder().source();
    Optional<Entry> ofSource = source.entry(look.name());
    Optional<Entry> ofReplica = look.folder().replica().entry(look.name());
    return ofSource.orElse(null) instanceof Entry.File file
            && ofReplica.orElse(null) instanceof Entry.File copy
        ? Optional.of(look.of(new Pair.Both(file, copy)))
        : Optional.empty();
  }

  /** Checks two files; false if one of them was another version by the time it was read. */
  private boolean isChecked(Look look, Workspace workspace) throws IOException {
    SecondReaders.Both<Content> sides = read(look, workspace);
    Content source = sides.first();
    Content replica = sides.second();
    if (source instanceof Content.Changed || replica instanceof Content.Changed) {
      return false;
    }
    if (source instanceof Content.Unreadable(IOException failure)) {
      run.tally().problem(Failures.problem(look.path(), "cannot be read", failure));
    }
    if (replica instanceof Content.Unreadable(IOException failure)
        && !isWrittenAnew(look, source, failure, workspace)) {
      unreadableInReplica(look, failure);
    }
    if (source instanceof Content.Read(Digest ofSource)
        && replica instanceof Content.Read(Digest ofReplica)) {
      findings.readInSource(look.source().stamp().size());
      findings.readInReplica(look.replica().stamp().size());
      check(look, ofSource, ofReplica, workspace);
    }
    return true;
  }

  private SecondReaders.Both<Content> read(Look look, Workspace workspace) {
    boolean isLarge =
        Math.min(look.source().stamp().size(), look.replica().stamp().size())
            >= FileTask.WORTH_BYTES;
    Function<Workspace, Content> source =
        memory -> read(look.folder().source(), look.source(), memory);
    Function<Workspace, Content> replica =
        memory -> read(look.folder().replica(), look.replica(), memory);
    if (isLarge) {
      return readers.read(source, replica, workspace);
    }
    return equal(look, workspace)
        .orElseGet(
            () -> new SecondReaders.Both<>(source.apply(workspace), replica.apply(workspace)));
  }

  private Optional<SecondReaders.Both<Content>> equal(Look look, Workspace workspace) {
    return Content.ofEqual(
            look.folder(),
            (Entry.File) look.source(),
            (Entry.File) look.replica(),
            run.cancellation(),
            workspace)
        .map(both -> new SecondReaders.Both<>(both, both));
  }

  private Content read(ReadableDirectory folder, Entry file, Workspace workspace) {
    return Content.of(folder, (Entry.File) file, run.cancellation(), workspace);
  }

  private void unreadableInReplica(Look look, IOException failure) {
    run.tally().problem(Failures.problem(look.path(), "cannot be read in the replica", failure));
  }

  /** Heals what a disk does not give back any more, as if it gave back something else. */
  private boolean isWrittenAnew(
      Look look, Content source, IOException failure, Workspace workspace) {
    if (failure instanceof AccessDeniedException
        || look.isLinked()
        || !(source instanceof Content.Read(Digest digest))
        || !repairs.may(Sort.REPLICA_ROTTED, verdict(look, true, Optional.of(digest)))) {
      return false;
    }
    Difference content = Difference.in(Aspect.CONTENT);
    Finding finding = add(look, Sort.REPLICA_ROTTED, content);
    repairs.make(look, finding, new Comparison(content, Optional.of(digest)), workspace);
    return true;
  }

  private void check(Look look, Digest ofSource, Digest ofReplica, Workspace workspace)
      throws IOException {
    noteLinks(look);
    noteAlgorithm(look, ofSource);
    boolean isEqual = ofSource.equals(ofReplica);
    Verdict source = verdict(look, true, Optional.of(ofSource));
    Verdict replica = verdict(look, false, Optional.of(ofReplica));
    Optional<Sort> sort = Verdict.ofPair(source, replica, isEqual);
    Difference metadata = metadata(look);
    Difference difference = isEqual ? metadata : metadata.and(Aspect.CONTENT);
    Optional<Finding> finding = tell(look, sort, difference, Optional.of(ofSource));
    if (finding.isEmpty()) {
      repairs.proveAgain(look, source, ofSource, workspace);
    } else if (repairs.may(finding.get().sort(), source)) {
      var comparison = new Comparison(difference, Optional.of(ofSource));
      repairs.make(look, finding.get(), comparison, workspace);
    }
  }

  private Verdict verdict(Look look, boolean isOfSource, Optional<Digest> found) {
    Optional<Verdict.Proven> proven = run.proofs().proven(look.node(), look.proof(), look.pair());
    if (proven.isEmpty()) {
      return Verdict.UNPROVEN;
    }
    return isOfSource ? proven.get().ofSource(found) : proven.get().ofReplica(found);
  }

  /** Tells what was found, if anything. */
  private Optional<Finding> tell(
      Look look, Optional<Sort> content, Difference difference, Optional<Digest> digest) {
    if (content.isPresent()) {
      return Optional.of(add(look, content.get(), difference));
    }
    if (!difference.isNone()) {
      return Optional.of(add(look, Sort.METADATA, difference));
    }
    if (run.reportUnchanged()) {
      run.tally().unchanged(look.path(), look.source(), digest);
    }
    return Optional.empty();
  }

  private Finding add(Look look, Sort sort, Difference difference) {
    var finding = new Finding(look.path(), look.source().kind(), sort, difference);
    findings.add(finding);
    return finding;
  }

  private void noteLinks(Look look) throws IOException {
    if (carriesLinks && look.isLinked()) {
      links.add(
          look.path(),
          look.source().kind(),
          look.source().stamp().id(),
          look.replica().stamp().id());
    }
  }

  private void noteAlgorithm(Look look, Digest made) {
    if (look.proof() != null
        && look.proof().digest().isPresent()
        && look.proof().digest().get().algorithm() != made.algorithm()) {
      String other = look.proof().digest().get().algorithm().word();
      note(
          "What was proven by %s does not count here: give --check %s to find what has rotted since."
              .formatted(other, other));
    }
  }

  private void note(String sentence) {
    if (saidNotes.add(sentence)) {
      run.tally().note(sentence);
    }
  }
}
