package example;

import dev.lockstep.Mirror;
import dev.lockstep.api.ActionDone;
import dev.lockstep.api.MirrorException;
import dev.lockstep.api.MirrorListener;
import dev.lockstep.api.MirrorOptions;
import dev.lockstep.api.MirrorReport;
import dev.lockstep.api.Repair;
import dev.lockstep.api.WatchTimes;
import dev.lockstep.model.Cancellation;
import dev.lockstep.model.RunRequests;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** What else a mirror can do: tell, verify, approve, go on until it is cancelled, and watch. */
public final class Tour {
  private Tour() {}

  public static void main(String[] words) throws MirrorException {
    Mirror mirror =
        Mirror.of(
            MirrorOptions.of(Path.of(words[0]), Path.of(words[1]))
                .withStateDirectory(Path.of(words[2])));
    MirrorListener actions =
        new MirrorListener() {
          @Override
          public void action(ActionDone done) {
            System.out.println(done.path());
          }
        };
    System.out.println("diff " + mirror.diff(actions, new Cancellation()).counts().actions());

    Cancellation second = new Cancellation();
    mirror.every(Duration.ofMillis(1), cancelling(second, 2), second);
    Cancellation first = new Cancellation();
    WatchTimes times = new WatchTimes(Optional.empty(), WatchTimes.USUAL_FULL);
    mirror.watch(times, cancelling(first, 1), first, new RunRequests());

    System.out.println(
        "verified "
            + mirror.verify(Repair.NOTHING, MirrorListener.NONE, new Cancellation()).isEqual());
    System.out.println("approved " + mirror.approve(System.out::println, () -> true));
  }

  private static MirrorListener cancelling(Cancellation cancellation, long run) {
    return new MirrorListener() {
      @Override
      public void runEnded(MirrorReport report) {
        System.out.println("run " + report.number() + " exact " + report.isExact());
        if (report.number() == run) {
          cancellation.cancel();
        }
      }
    };
  }
}
