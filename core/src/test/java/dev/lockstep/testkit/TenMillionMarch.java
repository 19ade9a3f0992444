package dev.lockstep.testkit;

import dev.lockstep.api.Check;
import dev.lockstep.api.MirrorListener;
import dev.lockstep.api.MirrorOptions;
import dev.lockstep.api.MirrorReport;
import dev.lockstep.engine.EngineClock;
import dev.lockstep.model.Cancellation;
import java.util.List;

/**
 * A program that marches over ten million entries of arithmetic and prints what came of it: for a
 * machine with a small heap.
 */
public final class TenMillionMarch {
  /** One folder of a million files, and nine thousand of a thousand. */
  public static final SyntheticTree TREE = new SyntheticTree(1_000_000, 9_000, 1_000, 3);

  private TenMillionMarch() {}

  /** Takes one word: {@code unchanged} or {@code copy}. */
  public static void main(String[] args) throws Exception {
    boolean copies = List.of(args).contains("copy");
    SyntheticProvider provider = new SyntheticProvider(TREE, copies);
    MirrorOptions options =
        MirrorOptions.of(SyntheticProvider.source(), SyntheticProvider.replica())
            .withCheck(Check.STAMP)
            .withJobs(2);
    MirrorReport report =
        Runs.engine(provider, EngineClock.SYSTEM)
            .run(options, MirrorListener.NONE, new Cancellation());
    Swallowed swallowed = provider.swallowed();
    System.out.println("exact " + report.isExact());
    System.out.println("entries " + report.counts().entries());
    System.out.println("actions " + report.counts().actions());
    System.out.println("created " + report.counts().created());
    System.out.println("bytes " + report.counts().bytesCopied());
    System.out.println("swallowed files " + swallowed.files());
    System.out.println("swallowed folders " + swallowed.folders());
    System.out.println("swallowed bytes " + swallowed.bytes());
    System.out.println("removals " + swallowed.removals());
    System.out.println("problems " + report.problems());
    System.out.println("took " + report.took());
  }
}
