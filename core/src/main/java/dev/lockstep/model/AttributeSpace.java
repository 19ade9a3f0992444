package dev.lockstep.model;

import java.util.Optional;

/**
 * A group of extended attributes that a replica holds as a whole or not at all: a namespace of
 * xattr(7), with POSIX ACLs for one of their own.
 */
public enum AttributeSpace {
  /** What users attach to files and folders. */
  USER("user."),
  /** What only the superuser sees. */
  TRUSTED("trusted."),
  /** File capabilities and labels of security modules. */
  SECURITY("security."),
  /** ACLs of access, and default ones of folders. */
  ACL("system.posix_acl_"),
  /** What btrfs keeps about its own files, such as their compression. */
  BTRFS("btrfs.");

  /** The kernel makes it anew for each file; no other value would hold. */
  private static final String VERIFICATION = "security.evm";

  /** XFS shows ACLs once more under names that begin so. */
  private static final String ACL_OF_XFS = "trusted.SGI_ACL_";

  private final String prefix;

  AttributeSpace(String prefix) {
    this.prefix = prefix;
  }

  /** What the names of its attributes begin with. */
  public String prefix() {
    return prefix;
  }

  /** Where an attribute of this name belongs; empty for what cannot be mirrored. */
  public static Optional<AttributeSpace> of(String attribute) {
    if (attribute.equals(VERIFICATION) || attribute.startsWith(ACL_OF_XFS)) {
      return Optional.empty();
    }
    for (AttributeSpace space : values()) {
      if (attribute.startsWith(space.prefix)) {
        return Optional.of(space);
      }
    }
    return Optional.empty();
  }
}
