package dev.lockstep.model;

/**
 * What verifying found at a path where the two sides are not equal.
 *
 * @param path where
 * @param kind of the source's entry, or of the replica's where the source has none
 * @param sort what was found
 * @param difference in what the two sides differ; none where only one of them has the path
 */
public record Finding(RelativePath path, Kind kind, Sort sort, Difference difference) {
  /** What verifying can find. */
  public enum Sort {
    /** The replica's content is not what was proven, although its stamp is. */
    REPLICA_ROTTED("replica-rotted"),
    /**
     * The source's content is not what was proven, although its stamp is; the replica may hold the
     * last good copy.
     */
    SOURCE_ROTTED("source-rotted"),
    /** Neither side's content is what was proven, although the stamps are. */
    BOTH_ROTTED("both-rotted"),
    /** The content differs, and the source was changed since it was proven equal. */
    SOURCE_CHANGED("source-changed"),
    /** The content differs, and the replica was changed since it was proven equal. */
    REPLICA_CHANGED("replica-changed"),
    /** The content differs, and both sides were changed since it was proven equal. */
    BOTH_CHANGED("both-changed"),
    /** The content differs, and nothing was proven that would tell why. */
    CONTENT("content"),
    /** The content is equal, and some of the metadata is not. */
    METADATA("metadata"),
    /** The two sides are of different kinds. */
    KIND("kind"),
    /** Only the source has it; of a folder, all that it holds is missing too. */
    MISSING("missing"),
    /** Only the replica has it; of a folder, with all that it holds. */
    EXTRA("extra");

    private final String word;

    Sort(String word) {
      this.word = word;
    }

    /** The word for it that programs read. */
    public String word() {
      return word;
    }

    /** Whether content has changed although its stamp has not. */
    public boolean isRot() {
      return switch (this) {
        case REPLICA_ROTTED, SOURCE_ROTTED, BOTH_ROTTED -> true;
        case SOURCE_CHANGED,
            REPLICA_CHANGED,
            BOTH_CHANGED,
            CONTENT,
            METADATA,
            KIND,
            MISSING,
            EXTRA ->
            false;
      };
    }
  }

  /** Something that only one side has. */
  public static Finding oneSided(RelativePath path, Kind kind, Sort sort) {
    return new Finding(path, kind, sort, Difference.NONE);
  }
}
