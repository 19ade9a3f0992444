package dev.lockstep.spill;

import dev.lockstep.bench.Micro;
import dev.lockstep.bench.Samples;
import dev.lockstep.bench.TemporaryFolder;
import dev.lockstep.fs.linux.LinuxTreeProvider;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** All names of a folder in order: listed and sorted, and sorted alone. */
public class SortedNamesBenchmark extends Micro {
  @Param({"100", "10000"})
  public int names;

  private final List<byte[]> shuffled = new ArrayList<>();
  private TemporaryFolder folder;

  @Setup
  public void make() throws IOException {
    folder = new TemporaryFolder(names, new LinuxTreeProvider());
    for (int number = 0; number < names; number++) {
      shuffled.add(Samples.name(number).toBytes());
    }
    Collections.shuffle(shuffled, new Random(1));
  }

  @TearDown
  public void remove() throws IOException {
    folder.close();
  }

  @Benchmark
  public int list() throws IOException {
    int length = 0;
    try (var sorted = SortedNames.of(folder.open(), folder.path(), NameSorter.DEFAULT_BYTES)) {
      for (; sorted.current() != null; sorted.advance()) {
        length += sorted.current().length();
      }
    }
    return length;
  }

  @Benchmark
  public int sort() throws IOException {
    int length = 0;
    try (var sorter = new NameSorter(folder.path(), NameSorter.DEFAULT_BYTES)) {
      shuffled.forEach(name -> sorter.add(name, 0, name.length));
      sorter.sort();
      for (var name = sorter.next(); name != null; name = sorter.next()) {
        length += name.length();
      }
    }
    return length;
  }
}
