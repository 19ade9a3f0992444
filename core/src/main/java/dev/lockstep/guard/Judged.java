package dev.lockstep.guard;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Whether the deletions of a pair have ever been judged, and how large the replica was then: a run
 * that is cut off before has made the replica larger, and the two sides more alike, and must not
 * make the next one judge more mildly. Immutable.
 *
 * @param isBegun whether a run was begun
 * @param sharesNames whether both roots had a name in common when the first run began
 * @param entries how many entries the replica had after its deletions were judged; empty if they
 *     never were
 */
public record Judged(boolean isBegun, boolean sharesNames, Optional<Long> entries) {
  /** That of a pair that was never mirrored. */
  public static final Judged NEVER = new Judged(false, false, Optional.empty());

  private static final String FILE = "judged";
  private static final String FORM = "lockstep judged 1";

  /** Reads it; where nobody can tell, the pair was never mirrored. */
  public static Judged read(PairFolder folder) {
    try {
      Optional<List<List<String>>> lines = StateLines.read(folder, FILE, FORM);
      if (lines.isEmpty()) {
        return NEVER;
      }
      List<String> line = lines.get().getFirst();
      return new Judged(
          true,
          Boolean.parseBoolean(line.get(0)),
          line.size() > 1 ? Optional.of(Long.valueOf(line.get(1))) : Optional.empty());
    } catch (IOException | RuntimeException e) {
      return new Judged(true, false, Optional.empty());
    }
  }

  /** Writes it, in one step. */
  public void write(PairFolder folder) throws IOException {
    String shares = Boolean.toString(sharesNames);
    List<String> line =
        entries.map(count -> List.of(shares, count.toString())).orElseGet(() -> List.of(shares));
    StateLines.write(folder, FILE, FORM, List.of(line));
  }

  /** Whether the replica had so many entries when its deletions were last judged. */
  public boolean isOf(long count) {
    return entries.filter(known -> known == count).isPresent();
  }

  /** The same with a first run that begins. */
  public Judged begun(boolean shares) {
    return isBegun ? this : new Judged(true, shares, Optional.empty());
  }

  /** The same with deletions that were judged. */
  public Judged judged(long count) {
    return new Judged(true, sharesNames, Optional.of(count));
  }

  /**
   * How large the replica is taken to be.
   *
   * @param found how many entries were found in it now
   * @param wished how many of them are to be deleted
   */
  public long replica(long found, long wished) {
    if (entries.isPresent()) {
      return Math.max(wished, Math.min(found, entries.get()));
    }
    // What a run has made that was cut off cannot be told from what was there.
    return isBegun ? wished : found;
  }
}
