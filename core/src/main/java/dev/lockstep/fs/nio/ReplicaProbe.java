package dev.lockstep.fs.nio;

import dev.lockstep.fs.Capabilities;
import dev.lockstep.fs.Capabilities.Lack;
import dev.lockstep.model.Carried;
import dev.lockstep.model.Metadata;
import dev.lockstep.model.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what a replica can hold. It only reads: a file made to try things would give the root a
 * new time in every run.
 */
final class ReplicaProbe {
  private static final Duration NANOSECOND = Duration.ofNanos(1);
  private static final Duration SECOND = Duration.ofSeconds(1);

  /** File systems that have no links, modes or owners. */
  private static final Set<String> FAT = Set.of("vfat", "msdos", "exfat");

  private final Attributes attributes;
  private final Path realPath;

  ReplicaProbe(Attributes attributes, Path realPath) {
    this.attributes = attributes;
    this.realPath = realPath;
  }

  Capabilities capabilities() throws IOException {
    boolean numbersUsers = attributes.look(realPath).metadata().owner() != Metadata.UNKNOWN;
    RunningUser user = numbersUsers ? RunningUser.now() : RunningUser.UNKNOWN;
    String type = type();
    boolean isFat = FAT.contains(type);
    boolean modes = attributes.modeBits() != 0 && !isFat;
    boolean owners = user.mayGiveAway() && !isFat;
    boolean links = !isFat;
    boolean hardLinks = attributes.tellsLinks() && !isFat;
    var times = new Carried.Times(true, links, grain(type), Instant.MIN, Instant.MAX);
    var carried = new Carried(modes, owners, times, Set.of(), hardLinks, user.user());
    return new Capabilities(
        carried, links, Set.of(), false, false, lacks(carried, numbersUsers, links));
  }

  private List<Lack> lacks(Carried carried, boolean numbersUsers, boolean links) {
    List<Lack> missing = new ArrayList<>();
    if (!carried.hardLinks()) {
      missing.add(Lack.of(Part.HARD_LINKS, "hard links"));
    }
    missing.add(Lack.of("holes"));
    missing.add(Lack.of(Part.ATTRIBUTES, "extended attributes"));
    missing.add(Lack.of(Part.ACLS, "ACLs"));
    if (!links) {
      missing.add(Lack.of("symbolic links"));
    }
    if (!carried.modes()) {
      missing.add(Lack.of(Part.MODES, "permissions"));
    }
    if (!carried.owners()) {
      boolean couldBeRoot = numbersUsers && carried.modes();
      missing.add(Lack.ofOwners(couldBeRoot));
    }
    Duration grain = carried.times().grain();
    if (grain.compareTo(NANOSECOND) > 0) {
      missing.add(Lack.ofTimesFinerThan(grain));
    }
    return missing;
  }

  /** The type decides where it is known; else the root's own time of change gives it away. */
  private Duration grain(String type) throws IOException {
    if (FAT.contains(type)) {
      return Duration.ofSeconds(2);
    }
    return switch (type) {
      case "zipfs", "hfs", "hfsplus" -> SECOND;
      case "ntfs", "ntfs3", "cifs", "smb3" -> Duration.ofNanos(100);
      default -> hasFraction(attributes.look(realPath).stamp().changed()) ? NANOSECOND : SECOND;
    };
  }

  /**
   * No program sets this time, so a whole second means, but once in millions, that the file system
   * has only such: ext3, and ext4 with small inodes. Where there is none, fine steps are believed.
   */
  private static boolean hasFraction(@Nullable Instant changed) {
    return changed == null || !changed.equals(changed.truncatedTo(ChronoUnit.SECONDS));
  }

  private String type() {
    try {
      return Files.getFileStore(realPath).type().toLowerCase(Locale.ROOT);
    } catch (IOException | UnsupportedOperationException e) {
      // Some containers hide the mount; without a type the replica is taken for an ordinary one.
      return "";
    }
  }
}
