package dev.lockstep.cli;

/** The command's entry point. */
public final class Lockstep {
  private Lockstep() {}

  public static void main(String[] words) {
    for (var word : words) {
      System.out.println(word);
    }
  }
}
