package dev.lockstep.fs.linux;

import dev.lockstep.fs.Capabilities;
import dev.lockstep.fs.Capabilities.Lack;
import dev.lockstep.fs.linux.libc.Constants;
import dev.lockstep.fs.linux.libc.Errno;
import dev.lockstep.fs.linux.libc.Scratch;
import dev.lockstep.fs.linux.libc.Statx;
import dev.lockstep.fs.nio.RunningUser;
import dev.lockstep.model.AttributeSpace;
import dev.lockstep.model.Carried;
import dev.lockstep.model.Node;
import dev.lockstep.model.Part;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Finds out what a replica can hold. It only reads: an entry made to try things would give the root
 * a new time in every run.
 */
final class ReplicaProbe {
  private static final Duration NANOSECOND = Duration.ofNanos(1);

  private final Handle root;
  private final RunningUser user;
  private final FileSystemType type;

  ReplicaProbe(Handle root, RunningUser user, FileSystemType type) {
    this.root = root;
    this.user = user;
    this.type = type;
  }

  Capabilities capabilities() throws IOException {
    boolean isFat = type == FileSystemType.FAT;
    var carried =
        new Carried(
            !isFat, user.mayGiveAway() && !isFat, times(), attributes(), !isFat, user.user());
    Set<Node.Type> specials = isFat ? Set.of() : specials();
    return new Capabilities(carried, !isFat, specials, type.exchanges(), true, lacks(carried));
  }

  private Carried.Times times() throws IOException {
    Scratch scratch = Scratch.ofThisThread();
    Calls.lookAt(scratch, root.number(), "the replica");
    boolean hasBirth = (Statx.mask(scratch.statx()) & Constants.STATX_BTIME) != 0;
    FileSystemType.Range range = type.range(hasBirth);
    return new Carried.Times(
        true,
        type != FileSystemType.FAT,
        type.grain(Statx.ctimeNanos(scratch.statx()), hasBirth),
        range.earliest(),
        range.latest());
  }

  private Set<AttributeSpace> attributes() {
    Set<AttributeSpace> spaces = EnumSet.noneOf(AttributeSpace.class);
    add(spaces, AttributeSpace.USER, "user.lockstep", true);
    add(spaces, AttributeSpace.TRUSTED, "trusted.lockstep", user.seesTrusted());
    add(spaces, AttributeSpace.SECURITY, "security.capability", user.setsSecurity());
    add(spaces, AttributeSpace.ACL, "system.posix_acl_access", true);
    add(spaces, AttributeSpace.BTRFS, "btrfs.compression", true);
    return spaces;
  }

  private void add(
      Set<AttributeSpace> spaces, AttributeSpace space, String example, boolean allowed) {
    long name = Scratch.ofThisThread().name().put(example.getBytes(StandardCharsets.US_ASCII));
    long result = root.getxattr(name, 0, 0);
    boolean isKnownOf = result >= 0 || result == -Errno.ENODATA;
    if (allowed && isKnownOf) {
      spaces.add(space);
    }
  }

  private Set<Node.Type> specials() {
    Set<Node.Type> types = EnumSet.of(Node.Type.FIFO, Node.Type.SOCKET);
    if (user.makesDevices()) {
      types.add(Node.Type.BLOCK_DEVICE);
      types.add(Node.Type.CHARACTER_DEVICE);
    }
    return types;
  }

  private List<Lack> lacks(Carried carried) {
    List<Lack> missing = new ArrayList<>();
    if (type == FileSystemType.FAT) {
      missing.add(Lack.of(Part.HARD_LINKS, "hard links"));
      missing.add(Lack.of("symbolic links"));
      missing.add(Lack.of("holes"));
      missing.add(Lack.of("names that differ only in case"));
      missing.add(Lack.of("names with any of \"*:<>?\\|"));
    }
    if (!carried.modes()) {
      missing.add(Lack.of(Part.MODES, "permissions"));
    }
    if (!carried.owners()) {
      missing.add(Lack.ofOwners(carried.modes()));
    }
    Set<AttributeSpace> spaces = carried.attributes();
    if (!spaces.contains(AttributeSpace.USER)) {
      missing.add(Lack.of(Part.ATTRIBUTES, "extended attributes"));
    } else if (!spaces.contains(AttributeSpace.SECURITY)) {
      missing.add(Lack.of(Part.ATTRIBUTES, "file capabilities (not root)"));
    }
    if (!spaces.contains(AttributeSpace.ACL)) {
      missing.add(Lack.of(Part.ACLS, "ACLs"));
    }
    Duration grain = carried.times().grain();
    if (grain.compareTo(NANOSECOND) > 0) {
      missing.add(Lack.ofTimesFinerThan(grain));
    }
    return missing;
  }
}
