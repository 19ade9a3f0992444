package dev.lockstep.model;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * The one pattern of staged names: {@code .lockstep-} and 16 hexadecimal digits.
 *
 * <p>It does not hold the final name, which may fill all the 255 bytes that file systems allow. A
 * replica's entry of such a name that the source has not is what an interrupted run left behind;
 * one that the source has is an entry like any other.
 */
public final class StagedNames {
  private static final String PREFIX = ".lockstep-";
  private static final Pattern PATTERN = Pattern.compile("\\.lockstep-[0-9a-f]{16}");

  private StagedNames() {}

  /** A staged name that chance makes unlike all others; who finds it taken asks for another. */
  public static Name next() {
    long chance = ThreadLocalRandom.current().nextLong();
    return Name.of(
        (PREFIX + HexFormat.of().toHexDigits(chance)).getBytes(StandardCharsets.US_ASCII));
  }

  /** Whether the name is of the pattern. */
  public static boolean matches(Name name) {
    return name.length() == PREFIX.length() + 16 && PATTERN.matcher(name.text()).matches();
  }
}
