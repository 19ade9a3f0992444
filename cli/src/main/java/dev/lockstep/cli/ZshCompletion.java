package dev.lockstep.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** What has zsh complete the words of the command. */
final class ZshCompletion {
  private static final String SCRIPT =
      """
      #compdef lockstep
      # zsh completion for lockstep

      _lockstep_commands() {
        local -a commands=(
      @verbs@
        )
        _describe -t commands command commands
      }

      _lockstep_first() {
        _lockstep_commands
        _files -/
      }

      _lockstep_second() {
        if [[ $line[1] == help ]]; then
          _lockstep_commands
        else
          _files -/
        fi
      }

      _lockstep() {
        local -a line
        _arguments -s -S \\
      @options@
          '1: :_lockstep_first' \\
          '2: :_lockstep_second' \\
          '*: :_files'
      }

      _lockstep "$@"
      """;

  private ZshCompletion() {}

  static String script() {
    String verbs =
        Arrays.stream(Verb.values())
            .map(verb -> "    '" + verb.word() + ":" + escaped(HelpOutline.summary(verb)) + "'\n")
            .collect(Collectors.joining());
    String options =
        OptionWords.all().stream()
            .flatMap(option -> specifications(option).stream())
            .map(specification -> "    '" + specification + "' \\\n")
            .collect(Collectors.joining());
    return SCRIPT.replace("@verbs@\n", verbs).replace("@options@\n", options);
  }

  /** One for each name of the option. */
  private static List<String> specifications(OptionWords option) {
    List<String> all = new ArrayList<>();
    for (String name : option.names()) {
      all.add(
          "*" + name + sign(option, name) + "[" + escaped(option.summary()) + "]" + value(option));
    }
    return all;
  }

  private static String sign(OptionWords option, String name) {
    if (!option.takesValue()) {
      return "";
    }
    boolean isLong = name.startsWith("--");
    if (option.mayLackValue()) {
      return isLong ? "=-" : "-";
    }
    return isLong ? "=" : "+";
  }

  private static String value(OptionWords option) {
    if (!option.takesValue()) {
      return "";
    }
    String action = "";
    if (!option.choices().isEmpty()) {
      action = "(" + String.join(" ", option.choices()) + ")";
    } else if (option.takesFolder()) {
      action = "_files -/";
    } else if (option.takesFile()) {
      action = "_files";
    }
    return (option.mayLackValue() ? "::" : ":") + option.value() + ":" + action;
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\")
        .replace("'", "'\\''")
        .replace("[", "\\[")
        .replace("]", "\\]")
        .replace(":", "\\:");
  }
}
