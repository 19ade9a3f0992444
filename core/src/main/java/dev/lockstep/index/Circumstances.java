package dev.lockstep.index;

import java.util.List;

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
  private static final String SEPARATOR = "\n";
  private static final int PARTS = 4;

  /** Whether what a proof of these circumstances says of the replica holds in those. */
  public boolean servesReplicaFor(Circumstances now, String machineStart) {
    return replica.equals(now.replica)
        && (unflushedIn.isEmpty() || unflushedIn.equals(machineStart));
  }

  String toText() {
    return String.join(SEPARATOR, source, replica, carried, unflushedIn);
  }

  static Circumstances ofText(String text) {
    List<String> parts = List.of(text.split(SEPARATOR, -1));
    if (parts.size() != PARTS) {
      throw new IllegalArgumentException("no circumstances");
    }
    return new Circumstances(parts.get(0), parts.get(1), parts.get(2), parts.get(3));
  }
}
