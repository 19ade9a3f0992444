package dev.lockstep.engine;

import dev.lockstep.api.FilterAnswer;
import dev.lockstep.api.MirrorException;
import dev.lockstep.api.MirrorException.Reason;
import dev.lockstep.api.MirrorOptions;
import dev.lockstep.apply.DryReplicaTree;
import dev.lockstep.filter.Exclusion;
import dev.lockstep.filter.Filter;
import dev.lockstep.filter.FolderRules;
import dev.lockstep.filter.Judge;
import dev.lockstep.filter.Rule;
import dev.lockstep.fs.ReplicaTree;
import dev.lockstep.fs.RootState;
import dev.lockstep.fs.SourceTree;
import dev.lockstep.fs.TreeProvider;
import dev.lockstep.model.Entry;
import dev.lockstep.model.Kind;
import dev.lockstep.model.Name;
import dev.lockstep.model.RelativePath;
import java.io.IOException;
import java.util.Optional;

/** Says which rule decides on a path. Only reads, and holds no lock. */
final class FilterExplanation {
  private final MirrorOptions options;
  private final Backends backends;

  FilterExplanation(MirrorOptions options, Backends backends) {
    this.options = options;
    this.backends = backends;
  }

  /**
   * Which one does.
   *
   * @param saysFolder whether the path is taken for a folder's where neither root has it
   * @throws MirrorException if the filter is malformed, or the source cannot be looked at
   */
  FilterAnswer of(RelativePath path, boolean saysFolder) throws MirrorException {
    Filter filter = Filters.of(options.filter());
    TreeProvider sources = backends.choose(options.source()).provider();
    try {
      if (!(sources.inspect(options.source()) instanceof RootState.Folder folder)) {
        throw new IOException("the source is no folder that can be read");
      }
      filter = filter.leavingOutAlso(LeftOut.of(options, folder).paths());
      try (SourceTree source = sources.openSource(options.source());
          ReplicaTree replica = replica()) {
        boolean isFolder = isFolder(source, replica, path).orElse(saysFolder);
        return answer(new FolderFilters(filter, source, replica), path, isFolder);
      }
    } catch (IgnoreFileException e) {
      return new FilterAnswer(
          true, "excluded, as all in its folder is left alone: " + Failures.reason(e));
    } catch (IOException e) {
      throw new MirrorException(
          Reason.REFUSED, "The roots cannot be looked at: " + Failures.reason(e) + ".", e);
    }
  }

  private ReplicaTree replica() throws IOException {
    TreeProvider replicas = backends.choose(options.replica()).provider();
    RootState state = replicas.inspect(options.replica());
    if (state instanceof RootState.Missing missing) {
      return DryReplicaTree.missing(replicas.openReplica(missing.nearest()));
    }
    return replicas.openReplica(options.replica());
  }

  private static Optional<Boolean> isFolder(
      SourceTree source, ReplicaTree replica, RelativePath path) throws IOException {
    Optional<Entry> found = Lookup.find(source.openRoot(), path, (_, _, _) -> {});
    if (found.isEmpty()) {
      found = Lookup.find(replica.openRoot(), path, (_, _, _) -> {});
    }
    return found.map(entry -> entry.kind() == Kind.DIRECTORY);
  }

  private static FilterAnswer answer(FolderFilters filters, RelativePath path, boolean isFolder)
      throws IOException {
    RelativePath at = RelativePath.ROOT;
    for (Name name : path.names()) {
      FolderRules rules = filters.at(at);
      at = at.resolve(name);
      boolean isLast = at.depth() == path.depth();
      Judge judge = rules.judge();
      Exclusion exclusion = judge.of(name);
      if (exclusion == Exclusion.ALWAYS) {
        return new FilterAnswer(
            true, "excluded: Lockstep's own log and state, and the replica, are never mirrored");
      }
      Optional<Rule> rule = judge.ruleOn(name, !isLast || isFolder);
      if (!isLast && exclusion.holdsFor(true)) {
        return new FilterAnswer(true, above(at, rule));
      }
      if (isLast) {
        return answer(rule);
      }
    }
    return new FilterAnswer(false, "included, as the root always is");
  }

  private static String above(RelativePath folder, Optional<Rule> rule) {
    return "excluded, since its folder "
        + folder
        + "/ is, by "
        + rule.map(Rule::place).orElse("a rule")
        + "; no rule brings back what lies in an excluded folder";
  }

  private static FilterAnswer answer(Optional<Rule> rule) {
    if (rule.isEmpty()) {
      return new FilterAnswer(false, "included: no rule matches");
    }
    boolean excludes = rule.get().excludes();
    return new FilterAnswer(
        excludes, (excludes ? "excluded by " : "included by ") + rule.get().place());
  }
}
