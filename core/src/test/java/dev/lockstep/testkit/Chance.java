package dev.lockstep.testkit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Seeded chance: names, content, modes and times for trees. Equal seeds say the same. */
final class Chance {
  private static final int[] FILE_MODES = {0644, 0600, 0444, 0400, 0755, 0500, 0640, 0664};
  private static final int[] FOLDER_MODES = {0755, 0700, 0750, 0775, 0555, 0711};
  private static final int LARGE = 300_000;
  private static final long FIRST_SECOND = 1_000_000_000L;
  private static final int SECONDS = 700_000_000;
  private static final int SECOND_NANOS = 1_000_000_000;

  private final Random random;
  private final List<String> oddNames;

  Chance(long seed, boolean unicode) {
    this.random = new Random(seed);
    this.oddNames = new ArrayList<>(OddNames.ASCII);
    if (unicode) {
      oddNames.addAll(OddNames.UNICODE);
    }
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  /** Whether a thing happens that does once in so many times. */
  boolean onceIn(int times) {
    return random.nextInt(times) == 0;
  }

  <T> T oneOf(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  String name() {
    return onceIn(3) ? oneOf(oddNames) : "n" + random.nextInt(40);
  }

  byte[] content() {
    int size = onceIn(8) ? 0 : onceIn(25) ? random.nextInt(LARGE) : random.nextInt(200);
    return bytes(size);
  }

  byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }

  String target() {
    return oneOf(List.of("nowhere", "..", "n1", "../n2/n3", "/nowhere/at/all", "new\nline", "."));
  }

  int fileMode() {
    return FILE_MODES[random.nextInt(FILE_MODES.length)];
  }

  int folderMode() {
    return FOLDER_MODES[random.nextInt(FOLDER_MODES.length)];
  }

  /** A time of full resolution between 2001 and 2023. */
  Instant time() {
    return Instant.ofEpochSecond(
        FIRST_SECOND + random.nextInt(SECONDS), random.nextInt(SECOND_NANOS));
  }
}
