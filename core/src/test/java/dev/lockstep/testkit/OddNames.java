package dev.lockstep.testkit;

import java.util.List;

/** Names that have broken other tools. */
public final class OddNames {
  /** Names that are ASCII. */
  public static final List<String> ASCII =
      List.of(
          "new\nline",
          "-rf",
          "--delete",
          "..x",
          "...",
          " ",
          "trailing ",
          "tab\t",
          "carriage\rreturn",
          "back\\slash",
          "*?[a-z]",
          "'\"`$(id)",
          ".hidden",
          ".lockstep-0123456789abcdef",
          ".lockstep-fedcba9876543210",
          ".lockstep-",
          ".lockstep-0123456789abcdef0",
          "\u001b[31mred",
          "~",
          "a:b",
          "x".repeat(255));

  /** Names that need UTF-8. */
  public static final List<String> UNICODE =
      List.of(
          "Bücher",
          "cafe\u0301",
          "caf\u00e9",
          "日本語",
          "\ud83d\ude00",
          "\u202egnp.exe",
          "line\u2028separator",
          "\u0085next",
          "ü".repeat(127) + "x",
          "\uffff",
          "\ue000");

  private OddNames() {}
}
