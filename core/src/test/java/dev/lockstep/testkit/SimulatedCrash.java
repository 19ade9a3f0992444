package dev.lockstep.testkit;

/** What every operation throws once the process is taken for dead. */
public final class SimulatedCrash extends Error {
  private static final long serialVersionUID = 1L;

  SimulatedCrash(Operation operation) {
    super("dead before " + operation);
  }
}
