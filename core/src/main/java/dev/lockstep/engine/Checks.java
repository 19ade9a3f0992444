package dev.lockstep.engine;

import dev.lockstep.api.Check;
import dev.lockstep.api.MirrorOptions;
import dev.lockstep.compare.ContentCheck;
import dev.lockstep.model.Carried;
import dev.lockstep.model.DigestAlgorithm;

/** What the options mean for those who compare. */
final class Checks {
  private Checks() {}

  /** What proves content equal. */
  static ContentCheck of(Check check) {
    return switch (check) {
      case MD5, SHA256, XXH128 -> ContentCheck.DIGEST;
      case BYTES -> ContentCheck.BYTES;
      case STAMP -> ContentCheck.STAMP;
    };
  }

  /** Copies are hashed whatever the check is, so that the log can name what arrived. */
  static DigestAlgorithm algorithm(Check check) {
    return switch (check) {
      case SHA256 -> DigestAlgorithm.SHA256;
      case XXH128 -> DigestAlgorithm.XXH128;
      case MD5, BYTES, STAMP -> DigestAlgorithm.MD5;
    };
  }

  /** What the replica can carry of what was asked for. */
  static Carried carried(Roots roots, MirrorOptions options) {
    return roots.replica().capabilities().carried().without(options.leftAlone());
  }
}
