package dev.lockstep.index;

import dev.lockstep.bench.Micro;
import dev.lockstep.bench.Samples;
import dev.lockstep.model.Kind;
import dev.lockstep.model.Name;
import dev.lockstep.model.RelativePath;
import java.util.Optional;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.infra.Blackhole;

/** A page of proofs, packed and unpacked; of a usual folder, and the largest there is. */
public class PageBenchmark extends Micro {
  @Param({"200", "4096"})
  public int entries;

  private final byte[] key = PageKey.of(RelativePath.of("part-000/folder-00000"));
  private Name[] names;
  private Proof[] proofs;
  private byte[] page;

  @Setup
  public void fill() {
    names = new Name[entries];
    proofs = new Proof[entries];
    for (int number = 0; number < entries; number++) {
      names[number] = Samples.name(number);
      proofs[number] = proof(number);
    }
    page = pack();
  }

  private static Proof proof(int number) {
    return new Proof(
        Kind.FILE,
        Samples.stamp(number, 1),
        Samples.stamp(number, 2),
        Optional.of(Samples.digest(number)),
        1_795_000_000L,
        Proof.CONTENT | Proof.METADATA,
        1,
        false);
  }

  @Benchmark
  public byte[] pack() {
    var writer = new Page.Writer();
    for (int number = 0; number < entries; number++) {
      writer.add(names[number], proofs[number]);
    }
    return writer.pack(key);
  }

  @Benchmark
  public void unpack(Blackhole hole) {
    var reader = new Page.Reader(key, page);
    for (var name = reader.next(); name != null; name = reader.next()) {
      hole.consume(name);
      hole.consume(reader.proof());
    }
  }
}
