package dev.lockstep.fs;

import dev.lockstep.model.Carried;
import dev.lockstep.model.Node;
import dev.lockstep.model.Part;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a replica can hold and what its backend guarantees.
 *
 * @param carried which metadata is kept
 * @param symlinks whether symbolic links can be made
 * @param specials which sorts of special entries can be made
 * @param atomicExchange whether an entry of another kind is replaced without a moment in which the
 *     name is missing
 * @param confined whether no swapped link can lead an operation outside the root
 * @param lacks what the replica does not hold
 */
public record Capabilities(
    Carried carried,
    boolean symlinks,
    Set<Node.Type> specials,
    boolean atomicExchange,
    boolean confined,
    List<Lack> lacks) {
  public Capabilities {
    specials = Set.copyOf(specials);
    lacks = List.copyOf(lacks);
  }

  /**
   * Something that the replica does not hold.
   *
   * @param part what nobody misses who asked for it to be left alone; empty for what is always
   *     missed
   * @param words such as {@code owners (not root)}
   */
  public record Lack(Optional<Part> part, String words) {
    /** The lack of a part. */
    public static Lack of(Part part, String words) {
      return new Lack(Optional.of(part), words);
    }

    /** The lack of the finest times, which are kept in steps like this. */
    public static Lack ofTimesFinerThan(Duration grain) {
      long seconds = grain.toSeconds();
      return of(
          Part.TIMES,
          "times finer than " + (seconds > 0 ? seconds + " s" : grain.toNanos() + " ns"));
    }

    /**
     * The lack of owners.
     *
     * @param couldBeRoot whether root could give them
     */
    public static Lack ofOwners(boolean couldBeRoot) {
      return of(Part.OWNERS, couldBeRoot ? "owners (not root)" : "owners");
    }

    /** The lack of something else. */
    public static Lack of(String words) {
      return new Lack(Optional.empty(), words);
    }
  }
}
