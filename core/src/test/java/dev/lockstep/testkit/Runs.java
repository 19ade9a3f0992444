package dev.lockstep.testkit;

import dev.lockstep.api.ManifestListener;
import dev.lockstep.api.ManifestOptions;
import dev.lockstep.api.ManifestReport;
import dev.lockstep.api.MirrorException;
import dev.lockstep.api.MirrorListener;
import dev.lockstep.api.MirrorOptions;
import dev.lockstep.api.MirrorReport;
import dev.lockstep.api.WithheldDeletion;
import dev.lockstep.engine.Engine;
import dev.lockstep.engine.EngineClock;
import dev.lockstep.fs.Availability;
import dev.lockstep.fs.TreeProvider;
import dev.lockstep.model.Cancellation;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Consumer;

/** The only place where tests start the engine, with a backend and a clock of their own. */
public final class Runs {
  private Runs() {}

  /** The backend for any platform: the one of lowest rank. */
  public static TreeProvider portable() {
    return ServiceLoader.load(TreeProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .min(Comparator.comparingInt(TreeProvider::rank))
        .orElseThrow(() -> new IllegalStateException("no backend is installed"));
  }

  /**
   * The backend under test: the portable one, or that of the name in {@code lockstep.tests.backend}
   * where it can serve the root.
   */
  public static TreeProvider backend(Path root) {
    String wanted = System.getProperty("lockstep.tests.backend", "");
    return ServiceLoader.load(TreeProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(provider -> provider.name().equals(wanted))
        .filter(provider -> provider.availability(root) instanceof Availability.Available)
        .findFirst()
        .orElseGet(Runs::portable);
  }

  /** An engine with this backend only. */
  public static Engine engine(TreeProvider provider, EngineClock clock) {
    return Engine.with(List.of(provider), clock);
  }

  /** Approves all that is withheld, by the backend under test. */
  public static long approve(MirrorOptions options, Consumer<WithheldDeletion> shown)
      throws MirrorException {
    return Engine.with(List.of(backend(options.source())), new StillClock())
        .approve(options, shown, () -> true);
  }

  /** Mirrors once by the backend under test. */
  public static MirrorReport mirror(MirrorOptions options, MirrorListener listener)
      throws MirrorException {
    return mirror(backend(options.source()), options, listener, new Cancellation());
  }

  /** Mirrors once by the backend under test with a gate before all that it does. */
  public static MirrorReport mirror(Roots roots, Gate gate, MirrorListener listener)
      throws MirrorException {
    return mirror(backend(roots.source()), roots, gate, listener);
  }

  /** Mirrors once by this backend with a gate before all that it does. */
  public static MirrorReport mirror(
      TreeProvider provider, Roots roots, Gate gate, MirrorListener listener)
      throws MirrorException {
    TreeProvider guarded = new FaultyProvider(provider, roots, gate);
    return mirror(guarded, roots.options(), listener, new Cancellation());
  }

  /** Mirrors once by this backend. */
  public static MirrorReport mirror(
      TreeProvider provider,
      MirrorOptions options,
      MirrorListener listener,
      Cancellation cancellation)
      throws MirrorException {
    return engine(provider, new StillClock()).run(options, listener, cancellation);
  }

  /** Writes a manifest by this backend. */
  public static ManifestReport manifest(
      TreeProvider provider,
      ManifestOptions options,
      OutputStream lines,
      ManifestListener listener,
      Cancellation cancellation)
      throws MirrorException, IOException {
    return engine(provider, new StillClock()).manifest(options, lines, listener, cancellation);
  }

  /** Makes the digest of a tree by this backend. */
  public static ManifestReport treeDigest(
      TreeProvider provider, ManifestOptions options, ManifestListener listener)
      throws MirrorException {
    return engine(provider, new StillClock()).treeDigest(options, listener, new Cancellation());
  }
}
