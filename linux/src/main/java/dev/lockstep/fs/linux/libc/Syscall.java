package dev.lockstep.fs.linux.libc;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * The one native function that is linked: syscall(2), for every call alike.
 *
 * <p>Linking is most of what native calls cost at the start, and it is paid per shape of signature;
 * hence one shape, seven longs to a long. It happens at the first call, which may therefore be made
 * early on another thread. A call pins a virtual thread to its carrier.
 */
final class Syscall {
  private static final int INTERRUPTED = -Errno.EINTR;

  private static final ThreadLocal<MemorySegment> ERRNO =
      ThreadLocal.withInitial(Syscall::errnoOfThisThread);

  private Syscall() {}

  /** Whether the C library offers the function, and the JVM a way to it. Links nothing yet. */
  static boolean isThere() {
    try {
      return Linker.nativeLinker().defaultLookup().find("syscall").isPresent();
    } catch (UnsupportedOperationException e) {
      return false; // so says a JVM without a linker
    }
  }

  /** What the call answers, or its negated errno. Arguments that a call does not take are 0. */
  static long call(long number, long a, long b, long c, long d, long e, long f) {
    MemorySegment errno = ERRNO.get();
    long result;
    try {
      result = (long) Linked.SYSCALL.invokeExact(errno, number, a, b, c, d, e, f);
    } catch (RuntimeException | Error thrown) {
      throw thrown;
    } catch (Throwable thrown) {
      throw new AssertionError("a C function throws nothing", thrown);
    }
    return result == -1 ? -errno.get(ValueLayout.JAVA_INT, 0) : result;
  }

  static long call(long number, long a, long b, long c, long d) {
    return call(number, a, b, c, d, 0, 0);
  }

  static long call(long number, long a, long b, long c) {
    return call(number, a, b, c, 0, 0, 0);
  }

  static long call(long number, long a, long b) {
    return call(number, a, b, 0, 0, 0, 0);
  }

  static long call(long number, long a) {
    return call(number, a, 0, 0, 0, 0, 0);
  }

  /** As {@link #call}, again and again while a signal interrupts it. */
  static long repeat(long number, long a, long b, long c, long d, long e, long f) {
    long result;
    do {
      result = call(number, a, b, c, d, e, f);
    } while (result == INTERRUPTED);
    return result;
  }

  static long repeat(long number, long a, long b, long c, long d) {
    return repeat(number, a, b, c, d, 0, 0);
  }

  static long repeat(long number, long a, long b, long c) {
    return repeat(number, a, b, c, 0, 0, 0);
  }

  static long repeat(long number, long a, long b) {
    return repeat(number, a, b, 0, 0, 0, 0);
  }

  static long repeat(long number, long a) {
    return repeat(number, a, 0, 0, 0, 0, 0);
  }

  private static MemorySegment errnoOfThisThread() {
    return Arena.ofAuto().allocate(Linker.Option.captureStateLayout());
  }

  /** Apart, so that asking whether the function is there does not link it. */
  private static final class Linked {
    static final MethodHandle SYSCALL = link();

    @SuppressWarnings("restricted") // Native tells beforehand whether this is allowed
    private static MethodHandle link() {
      ValueLayout.OfLong l = ValueLayout.JAVA_LONG;
      Linker linker = Linker.nativeLinker();
      return linker.downcallHandle(
          linker.defaultLookup().find("syscall").orElseThrow(),
          FunctionDescriptor.of(l, l, l, l, l, l, l, l),
          Linker.Option.firstVariadicArg(1),
          Linker.Option.captureCallState("errno"));
    }
  }
}
