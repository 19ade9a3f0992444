package dev.lockstep.guard;

import dev.lockstep.fs.FileSystemIdentity;
import dev.lockstep.fs.NestedMount;
import dev.lockstep.fs.RootState;
import dev.lockstep.model.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What changes in the memory of a pair if somebody accepts its roots as they are: new file systems
 * stand beside the old ones, and mounts that are gone are forgotten. Pure.
 *
 * @param sentences what is new or gone, each as it may be shown
 * @param isNeeded whether there is anything to accept
 * @param accepted the memory after a yes
 */
public record Acceptance(List<String> sentences, boolean isNeeded, PairMemory accepted) {
  public Acceptance {
    sentences = List.copyOf(sentences);
  }

  /**
   * What is to be accepted of these roots.
   *
   * @param isReversed whether they are known the other way round
   */
  public static Acceptance of(
      PairMemory known, RootState.Folder source, RootState replica, boolean isReversed) {
    List<String> news = new ArrayList<>();
    root("source", known.source(), source).ifPresent(news::add);
    FileSystemIdentity ofReplica = replica.fileSystem();
    root("replica", known.replica(), replica).ifPresent(news::add);
    mounts(known, source, news);
    if (isReversed) {
      news.add("The roots are known the other way round, the replica as the source.");
    }
    RootMemory replicaNow =
        replica instanceof RootState.Folder folder
            ? known.replica().with(folder)
            : known.replica().with(ofReplica);
    PairMemory accepted =
        known.accepting(known.source().with(source), replicaNow, source.mounts(), isReversed);
    List<String> sentences = new ArrayList<>();
    sentences.add("The source lies on " + Shown.text(source.fileSystem().shown()) + ".");
    sentences.add("The replica lies on " + Shown.text(ofReplica.shown()) + ".");
    sentences.addAll(news);
    return new Acceptance(sentences, !news.isEmpty(), accepted);
  }

  private static Optional<String> root(String root, RootMemory known, RootState now) {
    if (known.isStranger(now.fileSystem())) {
      return Optional.of(
          "That is new: in earlier runs, the %s lay on %s."
              .formatted(root, Shown.text(known.shown())));
    }
    return known.isUnmounted(now)
        ? Optional.of(
            "That is new: in earlier runs, something was mounted at the %s.".formatted(root))
        : Optional.empty();
  }

  private static void mounts(PairMemory known, RootState.Folder source, List<String> news) {
    for (NestedMount old : known.mounts()) {
      Optional<NestedMount> now =
          source.mounts().stream().filter(mount -> mount.path().equals(old.path())).findFirst();
      String was = Shown.text(old.fileSystem().shown());
      if (now.isEmpty()) {
        news.add("Gone from %s in the source: %s.".formatted(old.path(), was));
      } else if (isStranger(known, now.get())) {
        news.add(
            "New at %s in the source: %s, beside %s."
                .formatted(old.path(), Shown.text(now.get().fileSystem().shown()), was));
      }
    }
  }

  private static boolean isStranger(PairMemory known, NestedMount now) {
    return known.mounts().stream()
        .filter(old -> old.path().equals(now.path()))
        .allMatch(old -> old.fileSystem().differsFrom(now.fileSystem()));
  }
}
