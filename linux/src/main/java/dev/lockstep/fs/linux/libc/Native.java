package dev.lockstep.fs.linux.libc;

import java.util.Optional;

/** Whether native calls can be made here. Asking neither makes one nor has the JVM warn of one. */
public final class Native {
  private Native() {}

  /** Why they cannot be made, as a clause for a user; empty if they can. */
  public static Optional<String> unavailable() {
    if (!System.getProperty("os.name", "").equals("Linux")) {
      return Optional.of("it works on Linux only");
    }
    if (Machine.CURRENT == Machine.UNKNOWN) {
      return Optional.of("it works on an x86-64 or arm64 machine only");
    }
    if (!Libc.class.getModule().isNativeAccessEnabled()) {
      return Optional.of("native access is not enabled; start java with " + remedy());
    }
    if (!Syscall.isThere()) {
      return Optional.of("the C library offers no function syscall");
    }
    return Optional.empty();
  }

  private static String remedy() {
    String module = Libc.class.getModule().getName();
    return "--enable-native-access=" + (module == null ? "ALL-UNNAMED" : module);
  }
}
