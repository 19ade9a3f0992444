package dev.lockstep.testkit;

import dev.lockstep.Mirror;
import dev.lockstep.api.MirrorException;
import dev.lockstep.api.MirrorListener;
import dev.lockstep.api.MirrorOptions;
import dev.lockstep.api.MirrorReport;
import dev.lockstep.fs.TreeProvider;
import dev.lockstep.model.Cancellation;
import java.util.Comparator;
import java.util.ServiceLoader;

/** The only place where tests start the engine with a backend of their own. */
public final class Runs {
  private Runs() {}

  /** The backend for any platform: the one of lowest rank. */
  public static TreeProvider portable() {
    return ServiceLoader.load(TreeProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .min(Comparator.comparingInt(TreeProvider::rank))
        .orElseThrow();
  }

  /** Mirrors once by the portable backend. */
  public static MirrorReport mirror(MirrorOptions options, MirrorListener listener)
      throws MirrorException {
    return mirror(portable(), options, listener, new Cancellation());
  }

  /** Mirrors once by this backend. */
  public static MirrorReport mirror(
      TreeProvider provider,
      MirrorOptions options,
      MirrorListener listener,
      Cancellation cancellation)
      throws MirrorException {
    if (provider.rank() != 0) {
      throw new UnsupportedOperationException("no way yet to hand over " + provider.name());
    }
    return Mirror.of(options).run(listener, cancellation);
  }
}
