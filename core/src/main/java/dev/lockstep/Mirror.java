package dev.lockstep;

import dev.lockstep.api.Adoption;
import dev.lockstep.api.FilterAnswer;
import dev.lockstep.api.MirrorException;
import dev.lockstep.api.MirrorListener;
import dev.lockstep.api.MirrorOptions;
import dev.lockstep.api.MirrorReport;
import dev.lockstep.api.MirrorStatus;
import dev.lockstep.api.Repair;
import dev.lockstep.api.VerifyReport;
import dev.lockstep.api.WatchTimes;
import dev.lockstep.api.WithheldDeletion;
import dev.lockstep.engine.Engine;
import dev.lockstep.engine.WarmUp;
import dev.lockstep.model.Cancellation;
import dev.lockstep.model.RelativePath;
import dev.lockstep.model.RunRequests;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Keeps a replica folder an exact mirror of a source folder.
 *
 * <p>One mirror makes one run at a time. It installs no signal handler, never ends the process, and
 * keeps nothing but in the state folder it was given.
 *
 * <p>On Linux, start Java with {@code --enable-native-access=dev.lockstep.linux}, or {@code
 * ALL-UNNAMED} on the class path; without it the portable backend serves, and a note and the
 * cautions of the report say so.
 */
public final class Mirror {
  private final MirrorOptions options;

  private Mirror(MirrorOptions options) {
    this.options = options;
  }

  public static Mirror of(MirrorOptions options) {
    return new Mirror(options);
  }

  /**
   * Begins to load, on a thread of its own, what every mirror needs; returns at once. Saves a
   * program that has something else to do first, such as reading its options, most of a tenth of a
   * second; nothing has to be waited for.
   */
  public static void warmUp() {
    WarmUp.begin();
  }

  /**
   * Mirrors once.
   *
   * @throws MirrorException if the run cannot be made; whatever went wrong with single paths is in
   *     the report
   */
  public MirrorReport run(MirrorListener listener, Cancellation cancellation)
      throws MirrorException {
    return Engine.standard().run(options, listener, cancellation);
  }

  /**
   * Tells what {@link #run} would do, and changes neither root.
   *
   * @throws MirrorException if it cannot be told
   */
  public MirrorReport diff(MirrorListener listener, Cancellation cancellation)
      throws MirrorException {
    return Engine.standard().run(options.withDryRun(true), listener, cancellation);
  }

  /**
   * Mirrors now and then every so often, start to start, until cancelled. A run that takes longer
   * than the interval is followed by the next at once.
   *
   * @param interval more than zero
   * @return the report of the last run that was made
   * @throws MirrorException if the first run cannot be made; a later one that cannot is told to the
   *     listener
   */
  public MirrorReport every(Duration interval, MirrorListener listener, Cancellation cancellation)
      throws MirrorException {
    return every(interval, listener, cancellation, new RunRequests());
  }

  /**
   * Does as {@link #every(Duration, MirrorListener, Cancellation)}, and makes a run at once when
   * one is asked for; the interval counts from its start.
   */
  public MirrorReport every(
      Duration interval, MirrorListener listener, Cancellation cancellation, RunRequests requests)
      throws MirrorException {
    return Engine.standard().every(interval, options, listener, cancellation, requests);
  }

  /**
   * Mirrors now and then as things happen, until cancelled. Where changes cannot be heard of, they
   * are looked for.
   *
   * @param requests by which a run through everything is asked for
   * @return the report of the last run
   * @throws MirrorException if the first run cannot be made; a later one that cannot is told to the
   *     listener, and tried again
   */
  public MirrorReport watch(
      WatchTimes times, MirrorListener listener, Cancellation cancellation, RunRequests requests)
      throws MirrorException {
    return Engine.standard().watch(times, options, listener, cancellation, requests);
  }

  /**
   * Reads both sides whole, compares them with each other and with what was proven, and tells the
   * listener what it finds. Changes nothing and needs no lock, unless it is to repair. What was
   * proven counts if it was by the same check, one that makes digests.
   *
   * @throws MirrorException if it cannot be done; whatever went wrong with single paths is in the
   *     report
   */
  public VerifyReport verify(Repair repair, MirrorListener listener, Cancellation cancellation)
      throws MirrorException {
    return Engine.standard().verify(options, repair, listener, cancellation);
  }

  /**
   * What is known of the runs of these roots; reads only.
   *
   * @throws MirrorException if there is no state folder, or it cannot be read
   */
  public MirrorStatus status() throws MirrorException {
    return Engine.standard().status(options);
  }

  /**
   * Approves the deletions that are withheld, so that the next run carries out exactly these, also
   * the next one of a mirror that is going on elsewhere.
   *
   * @param shown is shown each of them, in the order of their paths
   * @param question says whether they are approved; asked if there are any
   * @return how many entries were approved; 0 if none
   * @throws MirrorException if what is withheld cannot be read, or the answer cannot be kept
   */
  public long approve(Consumer<WithheldDeletion> shown, BooleanSupplier question)
      throws MirrorException {
    return Engine.standard().approve(options, shown, question);
  }

  /**
   * Accepts the roots as they are beside what they were, so that the next run is made.
   *
   * @param question is shown what is new, and says whether that is accepted
   * @return whether anything was accepted
   * @throws MirrorException if the roots are not in order, or it cannot be kept
   */
  public boolean adopt(Predicate<Adoption> question) throws MirrorException {
    return Engine.standard().adopt(options, question);
  }

  /**
   * Says which rule of the filter decides on a path; reads only, and holds no lock.
   *
   * @param path from the roots
   * @param isFolder whether it is to be taken for a folder where neither root has it
   * @throws MirrorException if the filter is malformed, or the source cannot be looked at
   */
  public FilterAnswer explainFilter(RelativePath path, boolean isFolder) throws MirrorException {
    return Engine.standard().explainFilter(options, path, isFolder);
  }

  /**
   * Sees whether the filter's patterns are in order; touches nothing.
   *
   * @throws MirrorException if one is malformed or can match nothing
   */
  public void checkFilter() throws MirrorException {
    Engine.standard().checkFilter(options);
  }
}
