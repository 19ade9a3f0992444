package dev.lockstep.api;

import dev.lockstep.model.Action;
import dev.lockstep.model.Digest;
import dev.lockstep.model.LinkTarget;
import dev.lockstep.model.RelativePath;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An action that was carried out; in a dry run, one that would have been.
 *
 * @param at when it was done
 * @param path where
 * @param action what
 * @param size how many bytes of content it brought, if it brought content
 * @param digest of that content, if it was made
 * @param target where the symbolic link points that was made or given metadata
 */
public record ActionDone(
    Instant at,
    RelativePath path,
    Action action,
    OptionalLong size,
    Optional<Digest> digest,
    Optional<LinkTarget> target) {
  /** An action that brought no content. */
  public ActionDone(Instant at, RelativePath path, Action action) {
    this(at, path, action, OptionalLong.empty(), Optional.empty(), Optional.empty());
  }

  /** An action on a symbolic link that points there. */
  public ActionDone(Instant at, RelativePath path, Action action, Optional<LinkTarget> target) {
    this(at, path, action, OptionalLong.empty(), Optional.empty(), target);
  }

  /** The same, done at another time. */
  public ActionDone at(Instant time) {
    return new ActionDone(time, path, action, size, digest, target);
  }
}
