package dev.lockstep.index;

import dev.lockstep.model.Digest;
import dev.lockstep.model.Kind;
import dev.lockstep.model.Stamp;
import java.util.Objects;
import java.util.Optional;

/**
 * What was proven of a pair: that the replica's entry, as this stamp knows it, holds what the
 * source's entry held when it had that stamp. The stamps' file systems are not kept: the
 * circumstances say which they are.
 *
 * @param digest of the content, if it was made
 * @param provenAt in seconds since 1970, by this machine's clock
 * @param marks see the constants
 * @param circumstances the number of those in which it was proven: see {@link
 *     ProofStore#circumstances}
 * @param rotten whether the source was found to hold something else by then, under the same stamp
 */
public record Proof(
    Kind kind,
    Stamp source,
    Stamp replica,
    Optional<Digest> digest,
    long provenAt,
    int marks,
    int circumstances,
    boolean rotten) {
  /** A mark: all of the content was compared or copied. */
  public static final int CONTENT = 1;

  /** A mark: nothing that the replica can carry differed in the metadata. */
  public static final int METADATA = 2;

  /** A mark: the source may have changed once more without its stamp telling. */
  public static final int YOUNG_SOURCE = 4;

  /** A mark: the replica may have changed once more without its stamp telling. */
  public static final int YOUNG_REPLICA = 8;

  /** The same, of a source that was found to hold something else under the same stamp. */
  public Proof asRotten() {
    return new Proof(kind, source, replica, digest, provenAt, marks, circumstances, true);
  }

  /** The same of what the replica has under another stamp by now. */
  public Proof ofReplica(Stamp other) {
    return new Proof(kind, source, other, digest, provenAt, marks, circumstances, rotten);
  }

  /** Whether it has all of these marks. */
  public boolean has(int wanted) {
    return (marks & wanted) == wanted;
  }

  /** Whether it has none of these marks. */
  public boolean hasNone(int unwanted) {
    return (marks & unwanted) == 0;
  }

  /** Whether two stamps are of one object in one state; both are of one file system. */
  public static boolean isSame(Stamp known, Stamp now) {
    return isSameObject(known, now)
        && now.id().inode() != 0
        && known.size() == now.size()
        && known.modified().equals(now.modified())
        && known.changed() != null
        && known.changed().equals(now.changed());
  }

  /** Whether two stamps are of one object, whatever has become of it. */
  public static boolean isSameObject(Stamp known, Stamp now) {
    return known.id().inode() == now.id().inode()
        && Objects.equals(known.id().birth(), now.id().birth());
  }

  /** Whether size and time are the same, which is all that some file systems can tell. */
  public static boolean looksSame(Stamp known, Stamp now) {
    return known.size() == now.size() && known.modified().equals(now.modified());
  }
}
