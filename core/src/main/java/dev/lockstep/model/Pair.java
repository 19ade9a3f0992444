package dev.lockstep.model;

import java.util.Optional;

/** What the march finds under one name. */
public sealed interface Pair {
  Name name();

  /** What the source has. */
  Optional<Entry> ofSource();

  /** What the replica has. */
  Optional<Entry> ofReplica();

  /** The pair of a name that the source has. */
  static Pair of(Entry source, Optional<Entry> replica) {
    return replica.isPresent() ? new Both(source, replica.get()) : new SourceOnly(source);
  }

  /** Only the source has the name. */
  record SourceOnly(Entry source) implements Pair {
    @Override
    public Name name() {
      return source.name();
    }

    @Override
    public Optional<Entry> ofSource() {
      return Optional.of(source);
    }

    @Override
    public Optional<Entry> ofReplica() {
      return Optional.empty();
    }
  }

  /** Only the replica has the name. */
  record ReplicaOnly(Entry replica) implements Pair {
    @Override
    public Name name() {
      return replica.name();
    }

    @Override
    public Optional<Entry> ofSource() {
      return Optional.empty();
    }

    @Override
    public Optional<Entry> ofReplica() {
      return Optional.of(replica);
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

    @Override
    public Optional<Entry> ofSource() {
      return Optional.of(source);
    }

    @Override
    public Optional<Entry> ofReplica() {
      return Optional.of(replica);
    }
  }
}
