package dev.lockstep.testkit;

import dev.lockstep.fs.ReadableFile;
import dev.lockstep.model.FileId;
import dev.lockstep.model.RelativePath;
import dev.lockstep.testkit.Operation.Side;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * A disk that gives back other content than it was given: the first byte of what is read of a
 * rotten file is another one, and nothing else tells. A file that takes its name is sound.
 */
public final class Rot implements Gate {
  private record Place(Side side, RelativePath path) {}

  private final Set<Place> places = new HashSet<>();
  private final Map<Place, FileId> rotten = new HashMap<>();

  /** Lets the file at a path rot, which it is told by when it is read first. */
  public synchronized Rot in(Side side, String path) {
    places.add(new Place(side, RelativePath.of(path)));
    return this;
  }

  @Override
  public void before(Operation operation) {}

  @Override
  public synchronized void afterRead(
      Operation operation, ReadableFile file, byte[] buffer, int offset, int got)
      throws IOException {
    var place = new Place(operation.side(), operation.path());
    if (places.contains(place) && got > 0) {
      FileId id = file.entry().stamp().id();
      if (rotten.computeIfAbsent(place, _ -> id).equals(id)) {
        buffer[offset] ^= 1;
      }
    }
  }
}
