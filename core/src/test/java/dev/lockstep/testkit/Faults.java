package dev.lockstep.testkit;

import dev.lockstep.fs.NoSpaceException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A plan of failures that also keeps count. A plan that was never reached has proven nothing:
 * {@link #assertReached}.
 */
public final class Faults implements Gate {
  private final Trigger trigger;
  private final Effect effect;
  private final Optional<Sort> sort;
  private final List<Operation> passed = new ArrayList<>();
  private @Nullable Operation struck;

  private Faults(Trigger trigger, Effect effect) {
    this(trigger, effect, Optional.empty());
  }

  private Faults(Trigger trigger, Effect effect, Optional<Sort> sort) {
    this.trigger = trigger;
    this.effect = effect;
    this.sort = sort;
  }

  /** What goes wrong, as the system names it and the backends say it. */
  public enum Sort {
    INPUT_OUTPUT("Input/output error"),
    PERMISSION_DENIED("Permission denied"),
    TOO_MANY_OPEN_FILES("Too many open files"),
    READ_ONLY("Read-only file system"),
    NO_SPACE("No space left on device"),
    QUOTA("Disk quota exceeded");

    private final String reason;

    Sort(String reason) {
      this.reason = reason;
    }

    private IOException failure(Operation operation) {
      String path = operation.path().toString();
      return switch (this) {
        case PERMISSION_DENIED -> new AccessDeniedException(path);
        case NO_SPACE -> NoSpaceException.ofDisk(path);
        case QUOTA -> NoSpaceException.ofQuota(path);
        case INPUT_OUTPUT, TOO_MANY_OPEN_FILES, READ_ONLY ->
            new FileSystemException(path, null, reason);
      };
    }
  }

  /** What follows from a fault. */
  private enum Effect {
    ONCE,
    ON_THIS_PATH_FROM_NOW_ON,
    ALWAYS_WHERE_IT_APPLIES,
    DEATH
  }

  /** Says where a fault strikes. */
  @FunctionalInterface
  private interface Trigger {
    boolean strikes(long index, Operation operation);
  }

  /** Nothing fails; operations are counted. */
  public static Faults none() {
    return new Faults((index, operation) -> false, Effect.ONCE);
  }

  /** The operation of this index fails, and no other. */
  public static Faults at(long index) {
    return new Faults((at, operation) -> at == index, Effect.ONCE);
  }

  /** The operation of this index fails, and from then on every one on the same side and path. */
  public static Faults from(long index) {
    return new Faults((at, operation) -> at == index, Effect.ON_THIS_PATH_FROM_NOW_ON);
  }

  /** Every such operation fails. */
  public static Faults whenever(Predicate<Operation> such) {
    return new Faults((at, operation) -> such.test(operation), Effect.ALWAYS_WHERE_IT_APPLIES);
  }

  /**
   * The process dies before the operation of this index: nothing more is done and nothing undone.
   */
  public static Faults deathAt(long index) {
    return new Faults((at, operation) -> at == index, Effect.DEATH);
  }

  /** The same plan, not yet begun, with failures of this sort. */
  public Faults of(Sort other) {
    return new Faults(trigger, effect, Optional.of(other));
  }

  @Override
  public synchronized void before(Operation operation) throws IOException {
    boolean strikes = trigger.strikes(passed.size(), operation);
    passed.add(operation);
    if (strikes && struck == null) {
      struck = operation;
    }
    if (isDead()) {
      throw new SimulatedCrash(operation);
    }
    if (strikes || isStuck(operation)) {
      throw fault(operation);
    }
  }

  @Override
  public boolean mayLeaveOpen() {
    return effect != Effect.ONCE;
  }

  @Override
  public synchronized boolean isDead() {
    return effect == Effect.DEATH && struck != null;
  }

  /** Every operation so far, those that failed included. */
  public synchronized List<Operation> operations() {
    return List.copyOf(passed);
  }

  /** Every operation so far that writes. */
  public List<Operation> writes() {
    return operations().stream().filter(operation -> operation.verb().writes()).toList();
  }

  /** The operation that failed first. */
  public synchronized Optional<Operation> struck() {
    return Optional.ofNullable(struck);
  }

  /** Fails the test if no operation failed as planned. */
  public void assertReached() {
    if (struck().isEmpty()) {
      throw new AssertionError(
          "the planned fault was never reached in " + operations().size() + " operations");
    }
  }

  private boolean isStuck(Operation operation) {
    return effect == Effect.ON_THIS_PATH_FROM_NOW_ON
        && struck != null
        && struck.side() == operation.side()
        && struck.path().equals(operation.path());
  }

  private IOException fault(Operation operation) {
    return sort.orElse(operation.verb().writes() ? Sort.NO_SPACE : Sort.INPUT_OUTPUT)
        .failure(operation);
  }
}
