package dev.lockstep.index;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What stamps do not say of themselves, and has to be the same for a proof to hold.
 *
 * @param source which file system, in a form that survives a restart of the machine
 * @param replica likewise
 * @param carried what of the metadata was compared
 * @param unflushedIn the start of the machine in which nothing was flushed after the proof, so that
 *     it holds no longer than that; empty: all was on the disk
 */
public record Circumstances(String source, String replica, String carried, String unflushedIn) {
  /** What no path has. */
  private static final String SEPARATOR = "\0";

  private static final int PARTS = 5;

  // What a record has of itself is linked at run time, which each start would wait for.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Circumstances that
        && source.equals(that.source)
        && replica.equals(that.replica)
        && carried.equals(that.carried)
        && unflushedIn.equals(that.unflushedIn);
  }

  @Override
  public int hashCode() {
    return Objects.hash(source, replica, carried, unflushedIn);
  }

  /** Whether what a proof of these circumstances says of the replica holds in those. */
  public boolean servesReplicaFor(Circumstances now, String machineStart) {
    return replica.equals(now.replica)
        && (unflushedIn.isEmpty() || unflushedIn.equals(machineStart));
  }

  /** In one piece, with a checksum, since what is read wrongly might make any proof hold. */
  String toText(long number) {
    return String.join(SEPARATOR, source, replica, carried, unflushedIn, checksum(number));
  }

  static Circumstances ofText(long number, String text) {
    List<String> parts = List.of(text.split(SEPARATOR, -1));
    if (parts.size() == PARTS) {
      var found = new Circumstances(parts.get(0), parts.get(1), parts.get(2), parts.get(3));
      if (found.checksum(number).equals(parts.get(PARTS - 1))) {
        return found;
      }
    }
    throw new DamagedException("circumstances are none");
  }

  private String checksum(long number) {
    var checksum = new CRC32C();
    for (String part : List.of(Long.toString(number), source, replica, carried, unflushedIn)) {
      checksum.update(part.getBytes(StandardCharsets.UTF_8));
      checksum.update(0);
    }
    return Long.toHexString(checksum.getValue());
  }
}
