import org.jspecify.annotations.NullMarked;

/** The mirror itself: what an embedding program uses, and what a backend implements. */
@NullMarked
// the Linux backend is built after this; the store is an automatic module
@SuppressWarnings({"module", "requires-automatic"})
module dev.lockstep.core {
  requires static transitive org.jspecify;
  requires com.dynatrace.hash4j;
  requires com.h2database.mvstore;

  exports dev.lockstep;
  exports dev.lockstep.api;
  exports dev.lockstep.fs;
  exports dev.lockstep.fs.nio to
      dev.lockstep.linux;
  exports dev.lockstep.model;

  uses dev.lockstep.fs.TreeProvider;

  provides dev.lockstep.fs.TreeProvider with
      dev.lockstep.fs.nio.NioTreeProvider;
}
