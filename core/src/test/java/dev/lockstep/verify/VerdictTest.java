package dev.lockstep.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.model.Digest;
import dev.lockstep.model.DigestAlgorithm;
import dev.lockstep.model.Finding;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is to blame: proven content, stamps and found content, line by line. */
class VerdictTest {
  /**
   * Contents are single letters; a stamp holds or does not; {@code -} is what was not proven, or
   * not told.
   */
  @ParameterizedTest
  @CsvSource({
    // proven, source, its stamp, replica, its stamp, verdict
    "a, a, holds, a, holds, -",
    "a, a, other, a, other, -",
    "a, b, other, b, other, -",
    "-, a, holds, a, holds, -",
    "-, a, other, a, holds, -",
    // rot
    "a, a, holds, b, holds, REPLICA_ROTTED",
    "a, a, other, b, holds, REPLICA_ROTTED",
    "a, b, other, c, holds, REPLICA_ROTTED",
    "a, b, other, b, holds, REPLICA_ROTTED",
    "a, b, holds, a, holds, SOURCE_ROTTED",
    "a, b, holds, a, other, SOURCE_ROTTED",
    "a, b, holds, c, other, SOURCE_ROTTED",
    "a, b, holds, b, other, SOURCE_ROTTED",
    "a, b, holds, c, holds, BOTH_ROTTED",
    "a, b, holds, b, holds, BOTH_ROTTED",
    // changes that the stamps tell
    "a, b, other, a, holds, SOURCE_CHANGED",
    "a, b, other, a, other, SOURCE_CHANGED",
    "a, a, holds, b, other, REPLICA_CHANGED",
    "a, b, other, c, other, BOTH_CHANGED",
    "-, a, other, b, holds, SOURCE_CHANGED",
    "-, a, holds, b, other, REPLICA_CHANGED",
    // nothing was proven that could tell
    "-, a, holds, b, holds, CONTENT",
  })
  void tellsWhoIsToBlame(
      String proven,
      String source,
      String sourceStamp,
      String replica,
      String replicaStamp,
      String verdict) {
    var evidence =
        new Verdict.Proven(
            content(proven), sourceStamp.equals("holds"), replicaStamp.equals("holds"));

    Optional<Finding.Sort> sort =
        Verdict.ofPair(
            evidence.ofSource(content(source)),
            evidence.ofReplica(content(replica)),
            source.equals(replica));

    assertThat(sort.map(Enum::name).orElse("-")).isEqualTo(verdict);
  }

  private static Optional<Digest> content(String letter) {
    if (letter.equals("-")) {
      return Optional.empty();
    }
    byte[] bytes = new byte[DigestAlgorithm.MD5.length()];
    Arrays.fill(bytes, (byte) letter.charAt(0));
    return Optional.of(Digest.of(DigestAlgorithm.MD5, bytes));
  }
}
