package dev.lockstep.fs.linux;

import dev.lockstep.bench.Micro;
import dev.lockstep.bench.Samples;
import dev.lockstep.bench.TemporaryFolder;
import dev.lockstep.fs.nio.NioTreeProvider;
import dev.lockstep.model.Entry;
import dev.lockstep.model.Name;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Optional;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** A look at one name: by statx through an open folder, by the portable backend, by Java alone. */
public class LookBenchmark extends Micro {
  private final Name name = Samples.name(0);
  private TemporaryFolder linuxFolder;
  private TemporaryFolder portableFolder;
  private Path path;

  @Setup
  public void make() throws IOException {
    linuxFolder = new TemporaryFolder(1, new LinuxTreeProvider());
    portableFolder = new TemporaryFolder(1, new NioTreeProvider());
    path = linuxFolder.file(0);
  }

  @TearDown
  public void remove() throws IOException {
    linuxFolder.close();
    portableFolder.close();
  }

  @Benchmark
  public Optional<Entry> linux() throws IOException {
    return linuxFolder.open().entry(name);
  }

  @Benchmark
  public Optional<Entry> portable() throws IOException {
    return portableFolder.open().entry(name);
  }

  @Benchmark
  public PosixFileAttributes readAttributes() throws IOException {
    return Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }
}
