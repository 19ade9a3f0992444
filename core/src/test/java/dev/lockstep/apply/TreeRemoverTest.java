package dev.lockstep.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.filter.Filter;
import dev.lockstep.fs.ReplicaDirectory;
import dev.lockstep.fs.ReplicaTree;
import dev.lockstep.model.Cancellation;
import dev.lockstep.model.Entry;
import dev.lockstep.model.Name;
import dev.lockstep.model.RelativePath;
import dev.lockstep.testkit.Roots;
import dev.lockstep.testkit.Runs;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeRemoverTest {
  private static final int LEVELS = 3 * Descent.MOST_OPEN + 7;

  @TempDir private Path spillFolder;

  private final List<String> removed = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();
  private Roots roots;
  private ReplicaTree tree;
  private int open;
  private int mostOpen;

  @BeforeEach
  void openReplica() throws IOException {
    roots = Roots.inMemory();
    Path folder = Files.createDirectory(roots.replica());
    for (int level = 0; level < LEVELS; level++) {
      folder = Files.createDirectory(folder.resolve("d"));
      Files.createFile(folder.resolve("a"));
      Files.createFile(folder.resolve("z"));
    }
    tree = Runs.portable().openReplica(roots.replica());
  }

  @AfterEach
  void closeReplica() throws IOException {
    tree.close();
    roots.close();
  }

  @Test
  void aTreeDeeperThanFoldersMayBeOpenIsRemoved() throws Exception {
    assertThat(remove(path -> {})).isTrue();
    assertThat(failures).isEmpty();
    assertThat(removed).hasSize(3 * LEVELS);
    assertThat(roots.replica()).isEmptyDirectory();
    assertThat(mostOpen).isLessThanOrEqualTo(Descent.MOST_OPEN + 2);
    assertThat(open).isZero();
  }

  @Test
  void aFolderExchangedWhileItWasClosedIsKeptWithAllItHolds() throws Exception {
    Path moved = roots.replica().resolve("d/d/d");
    Path aside = roots.replica().resolveSibling("aside");
    boolean isGone =
        remove(path -> {
          if (path.depth() == LEVELS + 1 && Files.notExists(aside)) {
            Files.move(moved, aside);
            Files.createDirectories(moved.resolve("d"));
            Files.createFile(moved.resolve("z"));
          }
        });
    assertThat(isGone).isFalse();
    assertThat(moved.resolve("z")).exists();
    assertThat(aside.resolve("z")).exists();
    assertThat(failures)
        .anyMatch(failure -> failure.contains("exchanged in the replica during the run"));
    assertThat(open).isZero();
  }

  /** Done when something was removed. */
  @FunctionalInterface
  private interface Then {
    void removed(RelativePath path) throws IOException;
  }

  private boolean remove(Then then) throws IOException {
    var applier =
        new Applier(tree.capabilities().carried(), attempt -> {}, Pace.FREE, new Cancellation());
    var remover =
        new TreeRemover(
            applier,
            Protection.of(Filter.NOTHING),
            spillFolder,
            new Cancellation(),
            new Remembering(then));
    try (ReplicaDirectory root = counted(tree.openRoot())) {
      Entry entry = root.entry(Name.of("d")).orElseThrow();
      return remover.remove(root, entry, RelativePath.of("d"));
    }
  }

  private final class Remembering implements TreeRemover.Sink {
    private final Then then;

    Remembering(Then then) {
      this.then = then;
    }

    @Override
    public void removed(RelativePath path, Entry entry) {
      removed.add(path.toString());
      try {
        then.removed(path);
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void failed(RelativePath path, IOException failure) {
      failures.add(path + ": " + failure.getMessage());
    }

    @Override
    public void mountPoint(RelativePath path, boolean isOfOther) {
      failures.add(path + ": mount point");
    }

    @Override
    public void leftOut(RelativePath path) {
      failures.add(path + ": left out");
    }
  }

  /** The same folder, with all that is opened through it counted. */
  private ReplicaDirectory counted(ReplicaDirectory folder) {
    open++;
    mostOpen = Math.max(mostOpen, open);
    InvocationHandler counting =
        (proxy, method, arguments) -> {
          if (method.getName().equals("close")) {
            open--;
          }
          try {
            Object result = method.invoke(folder, arguments);
            return result instanceof ReplicaDirectory below ? counted(below) : result;
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        };
    return (ReplicaDirectory)
        Proxy.newProxyInstance(
            ReplicaDirectory.class.getClassLoader(),
            new Class<?>[] {ReplicaDirectory.class},
            counting);
  }
}
