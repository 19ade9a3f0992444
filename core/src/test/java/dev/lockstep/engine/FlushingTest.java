package dev.lockstep.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.api.Durability;
import dev.lockstep.fs.FileSystemIdentity;
import dev.lockstep.guard.PairFolder;
import dev.lockstep.model.RelativePath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlushingTest {
  private static final RelativePath FILE = RelativePath.of("file");

  private final Deque<IOException> failing = new ArrayDeque<>();
  private final Unflushed unflushed = Unflushed.of(Optional.empty(), FileSystemIdentity.UNKNOWN);
  private final Flushing flushing =
      new Flushing(new FlushedTree(this::flush), Durability.SAFE, unflushed);
  private int flushes;
  private Runnable during = () -> {};

  @Test
  void aFlushThatFailedForOthersCommitsNothingThatItCovered() throws IOException {
    long since = flushing.failures();
    flushing.written();
    unflushed.add(FILE);
    failing.add(new IOException("lost"));

    assertThatThrownBy(() -> flushing.flush(since)).hasMessage("lost");

    assertThatThrownBy(() -> flushing.flush(since)).isInstanceOf(IOException.class);
    assertThat(flushes).isEqualTo(1);
    assertThat(unflushed.isInDoubt(FILE)).isTrue();
    long again = flushing.failures();
    unflushed.add(FILE);
    flushing.written();
    assertThatCode(() -> flushing.flush(again)).doesNotThrowAnyException();
    assertThat(unflushed.inDoubt()).isZero();
  }

  @Test
  void whatIsToldWhileAFlushFailsIsInDoubtToo() throws IOException {
    RelativePath meanwhile = RelativePath.of("meanwhile");
    flushing.written();
    failing.add(new IOException("lost"));
    during = () -> unflushed.add(meanwhile);

    assertThatThrownBy(flushing::flush).hasMessage("lost");

    assertThat(unflushed.isInDoubt(meanwhile)).isTrue();
  }

  @Test
  void whatAFailedFlushCoveredIsStillToBeFlushed() throws IOException {
    flushing.written();
    failing.add(new IOException("lost"));
    assertThatThrownBy(flushing::flush).hasMessage("lost");

    assertThat(unflushed.isWritten()).isTrue();
    flushing.flush();
    assertThat(unflushed.isWritten()).isFalse();
    assertThat(flushes).isEqualTo(2);
  }

  @Test
  void nothingIsFlushedTwice() throws IOException {
    flushing.written();
    flushing.flush();
    flushing.flush();

    assertThat(flushes).isEqualTo(1);
  }

  @Test
  void whereAllFilesAreInDoubtAWholeRunClearsThem() {
    for (int i = 0; i <= Unflushed.MOST; i++) {
      unflushed.doubt(RelativePath.of("file" + i));
    }
    assertThat(unflushed.isInDoubt(FILE)).isTrue();

    unflushed.begin();
    unflushed.cover().isOnDisk();
    assertThat(unflushed.isInDoubt(FILE)).isTrue();
    unflushed.passed();
    unflushed.cover().isOnDisk();

    assertThat(unflushed.inDoubt()).isZero();
  }

  @Test
  void aFileThatIsNoMoreIsNotInDoubtForLaterProcesses(@TempDir Path state) {
    var folder = Optional.of(new PairFolder(state.resolve("pair")));
    Unflushed kept = Unflushed.of(folder, FileSystemIdentity.UNKNOWN);
    kept.doubt(FILE);
    assertThat(Unflushed.of(folder, FileSystemIdentity.UNKNOWN).isInDoubt(FILE)).isTrue();

    kept.forget(FILE);
    kept.cover().isOnDisk();

    assertThat(Unflushed.of(folder, FileSystemIdentity.UNKNOWN).inDoubt()).isZero();
  }

  private void flush() throws IOException {
    flushes++;
    during.run();
    IOException failure = failing.poll();
    if (failure != null) {
      throw failure;
    }
  }
}
