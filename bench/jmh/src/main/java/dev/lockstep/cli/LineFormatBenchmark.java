package dev.lockstep.cli;

import dev.lockstep.api.ActionDone;
import dev.lockstep.bench.Micro;
import dev.lockstep.bench.Samples;
import dev.lockstep.model.Action;
import dev.lockstep.model.RelativePath;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.OptionalLong;
import org.openjdk.jmh.annotations.Benchmark;

/** The line of a file that was created. */
public class LineFormatBenchmark extends Micro {
  private final LineFormat format = new LineFormat(ZoneId.of("Europe/Berlin"), false);
  private final RunEvent created =
      new RunEvent.Done(
          new ActionDone(
              Instant.parse("2026-11-22T10:15:30.123456789Z"),
              RelativePath.of("part-000/folder-00000").resolve(Samples.name(0)),
              new Action.Create(Samples.file(0, 1)),
              OptionalLong.of(4_096),
              Optional.of(Samples.digest(0))));

  @Benchmark
  public String action() {
    return format.line(created);
  }
}
