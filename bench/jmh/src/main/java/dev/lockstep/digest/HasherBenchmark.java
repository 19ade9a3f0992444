package dev.lockstep.digest;

import dev.lockstep.bench.Micro;
import dev.lockstep.model.Digest;
import dev.lockstep.model.DigestAlgorithm;
import java.util.Random;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** The digest of one file's content: 1 KiB, 4 KiB, 256 KiB, 4 MiB. */
public class HasherBenchmark extends Micro {
  @Param public DigestAlgorithm algorithm;

  @Param({"1024", "4096", "262144", "4194304"})
  public int bytes;

  private Hasher hasher;
  private byte[] content;

  @Setup
  public void fill() {
    hasher = Hasher.of(algorithm);
    content = new byte[bytes];
    new Random(1).nextBytes(content);
  }

  @Benchmark
  public Digest digest() {
    hasher.update(content, 0, bytes);
    return hasher.finish();
  }
}
