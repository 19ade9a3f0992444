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

  private static final ThreadLocal<OfThread> ERRNO =
      ThreadLocal.withInitial(() ->
          new OfThread(
              Thread.currentThread().threadId(),
              Arena.ofAuto().allocate(Linker.Option.captureStateLayout())));

  /**
   * What {@link #ERRNO} holds for the threads that called last, each at its number modulo 64, where
   * another may take its place. There are two calls or more for each file, and asking a ThreadLocal
   * is a native call of its own in code that only the JVM's first compiler has seen.
   */
  private static final OfThread[] LAST = new OfThread[64];

  /**
   * Where a thread's calls leave their errno. Immutable, so that any thread may see it in {@link
   * #LAST}.
   */
  private record OfThread(long thread, MemorySegment errno) {}

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
    MemorySegment errno = errnoOfThisThread();
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
    long thread = Thread.currentThread().threadId();
    int place = (int) thread & (LAST.length - 1);
    OfThread mine = LAST[place];
    if (mine == null || mine.thread() != thread) {
      mine = ERRNO.get();
      LAST[place] = mine;
    }
    return mine.errno();
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
