package dev.lockstep.cli;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What has bash complete the words of the command. */
final class BashCompletion {
  private static final String SCRIPT =
      """
      # bash completion for lockstep

      _lockstep() {
        local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} equals= i place=0
        local verb= ended=
        COMPREPLY=()

        # The value after an equals sign, which is a word of its own here.
        if [[ $word == = ]]; then
          equals=yes word=
        elif [[ $before == = && COMP_CWORD -gt 2 ]]; then
          equals=yes before=${COMP_WORDS[COMP_CWORD-2]}
        fi

        for ((i = 1; i < COMP_CWORD; i++)); do
          case ${COMP_WORDS[i]} in
            --) ended=yes ;;
            =) ((i++)) ;;
            @valued@) [[ ${COMP_WORDS[i+1]} == = ]] || ((i++)) ;;
            -*) ;;
            *) ((place++)) || verb=${COMP_WORDS[i]} ;;
          esac
        done

        if [[ -z $ended ]]; then
          case $before in
      @choices@
            @folders@) _lockstep_paths -d; return ;;
            @files@) _lockstep_paths -f; return ;;
            @valued@) return ;;
          esac
          if [[ -n $equals ]]; then
            case $before in
      @optional@
            esac
            return
          fi
          if [[ $word == -* ]]; then
            COMPREPLY=($(compgen -W '@options@' -- "$word"))
            return
          fi
        fi

        case $verb in
          @verbs@) ((place--)) ;;
        esac
        if [[ $verb == help ]]; then
          ((place)) || COMPREPLY=($(compgen -W '@topics@' -- "$word"))
        elif ((place < 2)); then
          _lockstep_paths -d
          [[ -n $verb ]] || COMPREPLY+=($(compgen -W '@topics@' -- "$word"))
        elif ((place == 3)); then
          _lockstep_paths -f
        fi
      }

      _lockstep_paths() {
        local path
        compopt -o filenames 2>/dev/null
        while IFS= read -r path; do
          COMPREPLY+=("$path")
        done < <(compgen "$1" -- "$word")
      }

      complete -F _lockstep lockstep
      """;

  private BashCompletion() {}

  static String script() {
    List<OptionWords> all = OptionWords.all();
    List<String> verbs = Arrays.stream(Verb.values()).map(Verb::word).toList();
    return SCRIPT
        .replace("@choices@\n", choices("      ", all, option -> !option.mayLackValue()))
        .replace("@optional@\n", choices("        ", all, OptionWords::mayLackValue))
        .replace("@valued@", names(all, option -> option.takesValue() && !option.mayLackValue()))
        .replace("@folders@", names(all, OptionWords::takesFolder))
        .replace("@files@", names(all, OptionWords::takesFile))
        .replace("@options@", names(all, _ -> true).replace('|', ' '))
        .replace("@verbs@", String.join("|", verbs))
        .replace("@topics@", String.join(" ", verbs));
  }

  private static String choices(
      String indent, List<OptionWords> all, Predicate<OptionWords> which) {
    return all.stream()
        .filter(option -> !option.choices().isEmpty() && which.test(option))
        .map(option ->
            "%s%s) COMPREPLY=($(compgen -W '%s' -- \"$word\")); return ;;\n"
                .formatted(
                    indent, String.join("|", option.names()), String.join(" ", option.choices())))
        .collect(Collectors.joining());
  }

  private static String names(List<OptionWords> all, Predicate<OptionWords> which) {
    return all.stream()
        .filter(which)
        .flatMap(option -> option.names().stream())
        .collect(Collectors.joining("|"));
  }
}
