package dev.lockstep.compare;

import dev.lockstep.bench.Micro;
import dev.lockstep.bench.Samples;
import dev.lockstep.bench.TemporaryFolder;
import dev.lockstep.digest.Workspace;
import dev.lockstep.fs.linux.LinuxTreeProvider;
import dev.lockstep.model.AttributeSpace;
import dev.lockstep.model.Cancellation;
import dev.lockstep.model.Carried;
import dev.lockstep.model.DigestAlgorithm;
import dev.lockstep.model.Pair;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** Two equal files whose content is not read: by what a look tells, and with their attributes. */
public class ComparerBenchmark extends Micro {
  private final Workspace workspace = new Workspace(DigestAlgorithm.MD5);
  private final Pair.Both pair = new Pair.Both(Samples.file(0, 1), Samples.file(0, 2));
  private final Comparer plain = comparer(Set.of());
  private final Comparer thorough = comparer(EnumSet.allOf(AttributeSpace.class));
  private TemporaryFolder folder;

  private static Comparer comparer(Set<AttributeSpace> attributes) {
    var user = new Carried.User(0, 0, 022);
    var carried = new Carried(true, true, Carried.Times.ALL, attributes, true, user);
    return new Comparer(carried, ContentCheck.STAMP, new Cancellation());
  }

  @Setup
  public void make() throws IOException {
    folder = new TemporaryFolder(1, new LinuxTreeProvider());
  }

  @TearDown
  public void remove() throws IOException {
    folder.close();
  }

  @Benchmark
  public Comparison metadata() throws IOException {
    return plain.compare(pair, folder.open(), folder.open(), Evidence.NONE, workspace);
  }

  @Benchmark
  public Comparison metadataAndAttributes() throws IOException {
    return thorough.compare(pair, folder.open(), folder.open(), Evidence.NONE, workspace);
  }
}
