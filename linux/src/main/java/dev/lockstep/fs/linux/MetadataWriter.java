package dev.lockstep.fs.linux;

import dev.lockstep.fs.UncarriableException;
import dev.lockstep.fs.linux.libc.Constants;
import dev.lockstep.fs.linux.libc.Errno;
import dev.lockstep.fs.linux.libc.Memory;
import dev.lockstep.fs.linux.libc.Scratch;
import dev.lockstep.fs.linux.libc.Statx;
import dev.lockstep.model.AttributeSpace;
import dev.lockstep.model.Carried;
import dev.lockstep.model.ExtendedAttributes;
import dev.lockstep.model.Kind;
import dev.lockstep.model.Metadata;
import dev.lockstep.model.Shown;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gives open entries of a replica the metadata that it carries. The order of the calls leaves no
 * moment in which anybody but the owner may do what neither the old nor the new metadata allow:
 *
 * <ol>
 *   <li>where the owner changes, rights that the new mode has not are taken first, since the old
 *       ones would be the new owner's for a moment;
 *   <li>owner and group, which costs setuid, setgid and file capabilities;
 *   <li>extended attributes and ACLs, for which a file that its owner may not write is opened to
 *       him, as he could do at any time; an ACL sets permission bits, and may cost setgid;
 *   <li>the mode, setuid and setgid with it;
 *   <li>the time.
 * </ol>
 */
final class MetadataWriter {
  private static final int PERMISSIONS = 0777;
  private static final int NOT_GROUPS = 0707;
  private static final int OWNER_READS_AND_WRITES = 0600;

  /** From 1970 to 2038 every file system keeps the second. */
  private static final Instant SURE_UNTIL = Instant.ofEpochSecond(Integer.MAX_VALUE);

  private static final Set<AttributeSpace> ACL = Set.of(AttributeSpace.ACL);

  private final Carried carried;
  private final boolean overridesModes;

  MetadataWriter(Carried carried, boolean overridesModes) {
    this.carried = carried;
    this.overridesModes = overridesModes;
  }

  /**
   * Gives an entry its metadata.
   *
   * @param shown the name that failures are told with
   * @param has what it has; mode, owner, group and attributes may be unknown
   * @param wanted what it is to have
   * @throws UncarriableException if it cannot have this very metadata; it has all that it can
   */
  void write(Handle handle, Kind kind, Object shown, Metadata has, Metadata wanted)
      throws IOException {
    var work = new Work(handle, kind, shown, has, wanted);
    work.giveOwner();
    work.giveAttributes();
    work.giveMode();
    work.giveTime();
    if (work.lacking != null) {
      throw work.lacking;
    }
  }

  /** One entry on its way. */
  private final class Work {
    private final Handle handle;
    private final Kind kind;
    private final Object shown;
    private final Metadata has;
    private final Metadata wanted;

    /** The mode that it has now; unknown where a call may have changed it. */
    private int mode;

    private boolean gaveOwner;
    private @Nullable UncarriableException lacking;

    Work(Handle handle, Kind kind, Object shown, Metadata has, Metadata wanted) {
      this.handle = handle;
      this.kind = kind;
      this.shown = shown;
      this.has = has;
      this.wanted = wanted;
      this.mode = has.mode();
    }

    void giveOwner() throws IOException {
      boolean isDue =
          carried.owners()
              && (differ(wanted.owner(), has.owner()) || differ(wanted.group(), has.group()));
      if (!isDue) {
        return;
      }
      if (kind != Kind.SYMLINK
          && carried.modes()
          && mode != Metadata.UNKNOWN
          && wanted.mode() != Metadata.UNKNOWN) {
        // With an ACL the bits of the group are no rights of the group, but a mask.
        boolean hasNoAcl = has.attributes().isKnown() && has.attributes().names().isEmpty();
        setMode(mode & wanted.mode() & (hasNoAcl ? PERMISSIONS : NOT_GROUPS));
      }
      check(handle.chown(wanted.owner(), wanted.group()));
      gaveOwner = true;
      if (kind == Kind.FILE) {
        mode = Metadata.UNKNOWN;
      }
    }

    void giveAttributes() throws IOException {
      if (!wanted.attributes().isKnown() || carried.attributes().isEmpty()) {
        return;
      }
      ExtendedAttributes wantedOnes = wanted.attributes().only(carried.attributes());
      Set<AttributeSpace> spaces = wantedOnes.spaces();
      boolean isNone = wantedOnes.names().isEmpty();
      if (isNone && has.attributes().isKnown() && has.attributes().names().isEmpty()) {
        return;
      }
      openUp();
      ExtendedAttributes old =
          (has.attributes().isKnown() ? has.attributes() : XattrReader.read(handle)).only(spaces);
      if (!wantedOnes.only(ACL).equals(old.only(ACL))) {
        mode = Metadata.UNKNOWN;
      }
      for (String name : old.names()) {
        if (!wantedOnes.names().contains(name)) {
          long removed = handle.removexattr(put(name));
          if (removed != -Errno.ENODATA) {
            check(removed);
          }
        }
      }
      for (String name : wantedOnes.names()) {
        byte @Nullable [] value = wantedOnes.value(name);
        if (value != null && !old.has(name, value)) {
          set(name, value);
        }
      }
    }

    private void set(String name, byte[] value) throws IOException {
      Scratch scratch = Scratch.ofThisThread();
      long bytes = scratch.xattrValue();
      Memory.copy(value, 0, value.length, bytes);
      long result = handle.setxattr(put(name), bytes, value.length);
      if (result == -Errno.ENOSPC || result == -Errno.E2BIG || result == -Errno.ERANGE) {
        lack("the replica has no room for its attribute " + inWords(name));
      } else if (result == -Errno.EOPNOTSUPP || result == -Errno.EINVAL) {
        lack("the replica cannot hold its attribute " + inWords(name));
      } else if (isSystems(name) && (result == -Errno.EPERM || result == -Errno.EACCES)) {
        lack("the system does not let its attribute " + inWords(name) + " be set");
      } else {
        check(result);
      }
    }

    private static boolean isSystems(String attribute) {
      return attribute.startsWith(AttributeSpace.SECURITY.prefix())
          || attribute.startsWith(AttributeSpace.TRUSTED.prefix());
    }

    /** Attributes of users are written only by who may write the file. */
    private void openUp() throws IOException {
      if (!overridesModes && kind != Kind.SYMLINK && mode == Metadata.UNKNOWN) {
        Scratch scratch = Scratch.ofThisThread();
        Calls.lookAt(scratch, handle.number(), shown);
        mode = Looks.metadata(scratch.statx()).mode();
      }
      boolean lacksRight =
          !overridesModes
              && kind != Kind.SYMLINK
              && mode != Metadata.UNKNOWN
              && (mode & OWNER_READS_AND_WRITES) != OWNER_READS_AND_WRITES;
      if (lacksRight) {
        int narrow = wanted.mode() == Metadata.UNKNOWN ? mode : mode & wanted.mode();
        setMode((narrow & PERMISSIONS) | OWNER_READS_AND_WRITES);
      }
    }

    void giveMode() throws IOException {
      int last = wanted.mode() == Metadata.UNKNOWN ? modeKept() : wanted.mode();
      if (kind != Kind.SYMLINK && carried.modes() && last != Metadata.UNKNOWN) {
        setMode(withoutRightsOfOthers(last));
      }
    }

    /** Setgid hands out the rights of the group that the entry has, which may be its folder's. */
    private int withoutRightsOfOthers(int last) throws IOException {
      if (carried.owners() || (last & Constants.S_ISGID) == 0) {
        return last;
      }
      int group = has.group();
      if (group == Metadata.UNKNOWN) {
        Scratch scratch = Scratch.ofThisThread();
        Calls.lookAt(scratch, handle.number(), shown);
        group = Statx.gid(scratch.statx());
      }
      return group == carried.user().group() ? last : last & ~Constants.S_ISGID;
    }

    /** Setuid and setgid are not for a new owner whom nobody meant to give them to. */
    private int modeKept() {
      return gaveOwner && kind == Kind.FILE && has.mode() != Metadata.UNKNOWN
          ? has.mode() & ~(Constants.S_ISUID | Constants.S_ISGID)
          : has.mode();
    }

    void giveTime() throws IOException {
      Instant time = wanted.modified();
      if (!carried.times().of(kind)
          || time.equals(Metadata.UNKNOWN_TIME)
          || time.equals(has.modified())) {
        return;
      }
      check(handle.utimens(time));
      if (time.isBefore(Instant.EPOCH) || time.isAfter(SURE_UNTIL)) {
        Scratch scratch = Scratch.ofThisThread();
        Calls.lookAt(scratch, handle.number(), shown);
        Instant got = Looks.modified(scratch.statx());
        if (Duration.between(time, got).abs().compareTo(carried.times().grain()) >= 0) {
          lack("its time can only be " + got + ", not " + time);
        }
      }
    }

    private void setMode(int wantedMode) throws IOException {
      if (wantedMode != mode) {
        check(handle.chmod(wantedMode));
        mode = wantedMode;
      }
    }

    private void lack(String reason) {
      if (lacking == null) {
        lacking = new UncarriableException(reason);
      }
    }

    private void check(long result) throws FileSystemException {
      if (result < 0) {
        throw Calls.refusal(result, handle.number(), shown);
      }
    }
  }

  private static boolean differ(int wanted, int has) {
    return wanted != Metadata.UNKNOWN && wanted != has;
  }

  private static long put(String attribute) {
    byte[] bytes = attribute.getBytes(StandardCharsets.ISO_8859_1);
    return Scratch.ofThisThread().name().put(bytes);
  }

  private static String inWords(String attribute) {
    return Shown.bytes(attribute.getBytes(StandardCharsets.ISO_8859_1));
  }
}
