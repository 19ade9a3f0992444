package dev.lockstep.model;

/** What the march finds under one name. */
public sealed interface Pair {
  Name name();

  /** Only the source has the name. */
  record SourceOnly(Entry source) implements Pair {
    @Override
    public Name name() {
      return source.name();
    }
  }

  /** Only the replica has the name. */
  record ReplicaOnly(Entry replica) implements Pair {
    @Override
    public Name name() {
      return replica.name();
    }
  }

  /** Both sides have the name, be it for different kinds. */
  record Both(Entry source, Entry replica) implements Pair {
    public Both {
      if (!source.name().equals(replica.name())) {
        throw new IllegalArgumentException(
            "a pair has one name, not " + source.name() + " and " + replica.name());
      }
    }

    @Override
    public Name name() {
      return source.name();
    }
  }
}
