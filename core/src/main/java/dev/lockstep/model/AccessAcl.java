package dev.lockstep.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An ACL of access as Linux keeps it in an extended attribute, see acl(5): a version, and entries
 * of a tag, permissions and an id. Pure functions.
 *
 * <p>The mode says part of it again: what the owner and others may, and the mask, or where there is
 * none, the group.
 */
final class AccessAcl {
  /** The attribute that has it. */
  static final String NAME = AttributeSpace.ACL.prefix() + "access";

  /** The attribute that has the ACL of what comes to lie in a folder. */
  static final String DEFAULT_NAME = AttributeSpace.ACL.prefix() + "default";

  private static final int VERSION_BYTES = 4;
  private static final int ENTRY_BYTES = 8;
  private static final int OWNER = 0x01;
  private static final int MASK = 0x10;
  private static final int OTHERS = 0x20;

  private AccessAcl() {}

  /** Whether two ACLs, of which there may be none, differ in nothing but what modes tell too. */
  static boolean areSameButForMode(byte @Nullable [] one, byte @Nullable [] other) {
    return one != null && other != null && Arrays.equals(beyondMode(one), beyondMode(other));
  }

  /** The ACL without the permissions that the mode tells. */
  private static byte[] beyondMode(byte[] acl) {
    ByteBuffer rest = ByteBuffer.wrap(acl.clone()).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = VERSION_BYTES; at + ENTRY_BYTES <= acl.length; at += ENTRY_BYTES) {
      int tag = rest.getShort(at);
      if (tag == OWNER || tag == MASK || tag == OTHERS) {
        rest.putShort(at + Short.BYTES, (short) 0);
      }
    }
    return rest.array();
  }
}
