package dev.lockstep.digest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.model.DigestAlgorithm;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against what {@code md5sum}, {@code sha256sum} and {@code xxhsum -H2} print. */
final class HasherTest {
  @ParameterizedTest
  @CsvSource({
    "MD5, '', d41d8cd98f00b204e9800998ecf8427e",
    "MD5, abc, 900150983cd24fb0d6963f7d28e17f72",
    "SHA256, abc, ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    "XXH128, '', 99aa06d3014798d86001c324468d497f",
    "XXH128, abc, 06b05ab6733a618578af5f94892f3950"
  })
  void digestsAreThoseOfTheStandardTools(DigestAlgorithm algorithm, String text, String hex) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    Hasher hasher = Hasher.of(algorithm);
    hasher.update(bytes, 0, bytes.length);
    hasher.reset();
    hasher.update(bytes, 0, bytes.length / 2);
    hasher.update(bytes, bytes.length / 2, bytes.length - bytes.length / 2);
    assertThat(hasher.finish().hex()).isEqualTo(hex);
    hasher.update(bytes, 0, bytes.length);
    assertThat(hasher.finish().hex()).isEqualTo(hex);
  }
}
