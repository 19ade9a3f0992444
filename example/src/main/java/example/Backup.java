package example;

import dev.lockstep.Mirror;
import dev.lockstep.api.MirrorException;
import dev.lockstep.api.MirrorListener;
import dev.lockstep.api.MirrorOptions;
import dev.lockstep.api.MirrorReport;
import dev.lockstep.model.Cancellation;
import java.nio.file.Path;

/** Mirrors a folder, in ten lines. */
public final class Backup {
  private Backup() {}

  public static void main(String[] words) throws MirrorException {
    MirrorOptions options =
        MirrorOptions.of(Path.of(words[0]), Path.of(words[1]))
            .withStateDirectory(Path.of(words[2]));
    MirrorReport report = Mirror.of(options).run(MirrorListener.NONE, new Cancellation());
    System.out.println(report.isExact() ? "exact" : "not exact: " + report.problems());
    System.out.println(report.counts().actions() + " actions " + report.cautions());
  }
}
