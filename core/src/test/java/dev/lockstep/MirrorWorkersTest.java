package dev.lockstep;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.api.ManifestListener;
import dev.lockstep.api.ManifestOptions;
import dev.lockstep.api.ManifestReport;
import dev.lockstep.api.MirrorListener;
import dev.lockstep.api.MirrorOptions;
import dev.lockstep.api.Repair;
import dev.lockstep.fs.SourceDirectory;
import dev.lockstep.fs.SourceTree;
import dev.lockstep.fs.Storage;
import dev.lockstep.fs.TreeProvider;
import dev.lockstep.model.Cancellation;
import dev.lockstep.testkit.DelegatingProvider;
import dev.lockstep.testkit.FaultyProvider;
import dev.lockstep.testkit.Gate;
import dev.lockstep.testkit.Operation;
import dev.lockstep.testkit.Operation.Side;
import dev.lockstep.testkit.Operation.Verb;
import dev.lockstep.testkit.Roots;
import dev.lockstep.testkit.Runs;
import dev.lockstep.testkit.StillClock;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How many work on a run where nobody says how many are to. */
class MirrorWorkersTest {
  private static final int OF_NETWORK = 8;
  private static final int PATIENCE_SECONDS = 60;

  private Roots roots;

  @BeforeEach
  void makeRoots() throws Exception {
    roots = Roots.inMemory();
    for (int i = 0; i < OF_NETWORK; i++) {
      Files.createDirectories(roots.replica().resolve("folder" + i));
      Path folder = Files.createDirectories(roots.source().resolve("folder" + i));
      Files.writeString(folder.resolve("file"), "text");
    }
  }

  @AfterEach
  void closeRoots() throws Exception {
    roots.close();
  }

  @Test
  void aMirrorHasAsManyAsSuitTheSlowerRoot() throws Exception {
    MirrorOptions options = MirrorOptions.of(roots.source(), roots.replica());

    assertThat(
            Runs.mirror(provider(Verb.LIST), options, MirrorListener.NONE, new Cancellation())
                .isExact())
        .isTrue();
    assertThat(
            Runs.engine(provider(Verb.LIST), new StillClock())
                .verify(options, Repair.NOTHING, MirrorListener.NONE, new Cancellation())
                .problems())
        .isEmpty();
  }

  @Test
  void aManifestHasAsManyAsSuitTheFolder() throws Exception {
    ManifestReport report =
        Runs.manifest(
            provider(Verb.READ),
            ManifestOptions.of(roots.source()),
            OutputStream.nullOutputStream(),
            ManifestListener.NONE,
            new Cancellation());

    assertThat(report.read()).isEqualTo(OF_NETWORK);
    assertThat(report.isWhole()).isTrue();
  }

  /** A network, on which such an operation in the source waits until eight are being made. */
  private TreeProvider provider(Verb verb) {
    var all = new CountDownLatch(OF_NETWORK);
    Gate gate =
        operation -> {
          if (operation.side() == Side.SOURCE
              && operation.verb() == verb
              && !operation.path().isRoot()) {
            await(all, operation);
          }
        };
    return new FaultyProvider(new Network(Runs.portable()), roots, gate);
  }

  private static void await(CountDownLatch all, Operation operation) throws IOException {
    all.countDown();
    try {
      if (!all.await(PATIENCE_SECONDS, SECONDS)) {
        throw new IOException(all.getCount() + " workers are missing at " + operation);
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  /** A backend whose sources lie on another machine. */
  private static final class Network extends DelegatingProvider {
    Network(TreeProvider inner) {
      super(inner);
    }

    @Override
    public SourceTree openSource(Path root) throws IOException {
      return new Source(super.openSource(root));
    }
  }

  private record Source(SourceTree inner) implements SourceTree {
    @Override
    public SourceDirectory openRoot() throws IOException {
      return inner.openRoot();
    }

    @Override
    public Storage storage() {
      return Storage.NETWORK;
    }

    @Override
    public void close() throws IOException {
      inner.close();
    }
  }
}
