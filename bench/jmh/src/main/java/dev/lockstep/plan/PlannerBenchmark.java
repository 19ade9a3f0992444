package dev.lockstep.plan;

import dev.lockstep.bench.Micro;
import dev.lockstep.bench.Samples;
import dev.lockstep.model.Aspect;
import dev.lockstep.model.Difference;
import dev.lockstep.model.Kind;
import dev.lockstep.model.Node;
import dev.lockstep.model.Pair;
import java.util.EnumSet;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/** What is to be done about a pair: nothing, a new file, another content. */
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PlannerBenchmark extends Micro {
  private final Planner planner =
      new Planner(EnumSet.allOf(Kind.class), EnumSet.allOf(Node.Type.class));
  private final Pair both = new Pair.Both(Samples.file(0, 1), Samples.file(0, 2));
  private final Pair alone = new Pair.SourceOnly(Samples.file(0, 1));
  private final Difference content = Difference.in(Aspect.CONTENT, Aspect.TIMES);

  @Benchmark
  public Plan keep() {
    return planner.plan(both, Difference.NONE);
  }

  @Benchmark
  public Plan create() {
    return planner.plan(alone, Difference.NONE);
  }

  @Benchmark
  public Plan update() {
    return planner.plan(both, content);
  }
}
