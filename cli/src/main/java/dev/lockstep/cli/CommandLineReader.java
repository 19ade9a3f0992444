package dev.lockstep.cli;

import dev.lockstep.api.Check;
import dev.lockstep.api.WatchTimes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Understands the words of the command line. Pure: whether what they name exists is not asked here.
 */
final class CommandLineReader {
  private static final String HINT = "; see lockstep --help.";

  private final Words words;
  private final OptionValues values;

  private CommandLineReader(Words words) {
    this.words = words;
    this.values = new OptionValues(words);
  }

  /**
   * What these words ask for.
   *
   * @throws UsageException if they make no command
   */
  static Request read(List<String> words) throws UsageException {
    return new CommandLineReader(Words.of(words)).request();
  }

  private Request request() throws UsageException {
    List<String> others = words.others();
    if (words.has(Options.VERSION)) {
      return new Request.Version();
    }
    Optional<Verb> verb = others.isEmpty() ? Optional.empty() : Verb.of(others.getFirst());
    if (words.has(Options.HELP)) {
      return new Request.Help(verb.filter(topic -> topic != Verb.HELP));
    }
    if (words.has(Options.HELP_LETTER)) {
      return helpByLetter(verb, others.size() - (verb.isPresent() ? 1 : 0));
    }
    if (verb.isEmpty()) {
      refuseMisspeltVerb(others);
      return mirroring(Verb.SYNC, others);
    }
    List<String> rest = others.subList(1, others.size());
    return switch (verb.get()) {
      case HELP -> help(rest);
      case STATUS, ADOPT, APPROVE -> ofPair(verb.get(), rest);
      case VERIFY -> verifying(rest);
      case MANIFEST -> manifest(rest);
      case SYNC, DIFF -> mirroring(verb.get(), rest);
    };
  }

  /** In rsync's {@code -avh} it stands for something else, and who writes that wants a mirror. */
  private static Request helpByLetter(Optional<Verb> verb, int places) throws UsageException {
    if (places >= 2 && verb.filter(Verb.HELP::equals).isEmpty()) {
      throw new UsageException("-h is help here; leave it out, sizes are always for people.");
    }
    return new Request.Help(verb.filter(topic -> topic != Verb.HELP));
  }

  private Request verifying(List<String> places) throws UsageException {
    refuseWhatMirrorsMustNot();
    refuseYes(Verb.VERIFY);
    refuseRootDigest(Verb.VERIFY);
    requireCount(Verb.VERIFY, places);
    refuseWhatVerifyingDoesNot();
    refuseWhatIsForMirrors(Verb.VERIFY, Options.OF_ACTIONS);
    return new Request.Verifying(
        new VerifyArguments(
            OptionValues.root("SOURCE", places.get(0)),
            OptionValues.root("REPLICA", places.get(1)),
            logFile(places),
            logStyle(places).rotation(),
            values.stateDirectory(),
            digestCheck(),
            !words.has(Options.NO_INDEX),
            values.jobs(),
            values.leftAlone(),
            words.has(Options.ONE_FILE_SYSTEM),
            values.durability(),
            values.repair(),
            filter(),
            words.has(Options.JSON),
            values.loudness(),
            values.progress()));
  }

  private void refuseWhatVerifyingDoesNot() throws UsageException {
    for (Map.Entry<String, String> option : Options.NOT_OF_VERIFY.entrySet()) {
      if (words.has(option.getKey())) {
        throw new UsageException(
            "verify " + option.getValue() + ", so it takes no " + option.getKey() + ".");
      }
    }
  }

  private Check digestCheck() throws UsageException {
    Check check = values.check();
    if (check == Check.BYTES || check == Check.STAMP) {
      throw new UsageException(
          "verify compares digests with those that were proven: --check md5, sha256 or xxh128, not "
              + check.word()
              + ".");
    }
    return check;
  }

  private void refuseRepair(Verb verb) throws UsageException {
    if (words.has(Options.REPAIR)) {
      throw new UsageException(Options.REPAIR + " is for verify, not for " + verb.word() + HINT);
    }
  }

  private void refuseJson(Verb verb) throws UsageException {
    if (words.has(Options.JSON)) {
      throw new UsageException(
          Options.JSON + " is for sync, diff and verify, not for " + verb.word() + HINT);
    }
  }

  /** Refuses what is about actions, and about the log file that they go to. */
  private void refuseWhatIsForMirrors(Verb verb) throws UsageException {
    refuseWhatIsForMirrors(verb, Options.OF_ACTIONS);
    refuseWhatIsForMirrors(verb, Options.OF_LOG);
  }

  private void refuseWhatIsForMirrors(Verb verb, List<String> options) throws UsageException {
    for (String option : options) {
      if (words.has(option)) {
        throw new UsageException(option + " is for sync and diff, not for " + verb.word() + HINT);
      }
    }
  }

  private FilterWords filter() {
    return new FilterWords(
        words.rules(), words.has(Options.IGNORE_FILES), words.has(Options.DELETE_EXCLUDED));
  }

  private void refuseExplanation(Verb verb) throws UsageException {
    if (words.has(Options.EXPLAIN_FILTER)) {
      throw new UsageException(
          Options.EXPLAIN_FILTER + " is for sync and diff, not for " + verb.word() + HINT);
    }
  }

  private Request ofPair(Verb verb, List<String> places) throws UsageException {
    refuseWhatMirrorsMustNot();
    requireCount(verb, places);
    refuseRepair(verb);
    refuseJson(verb);
    refuseWhatIsForMirrors(verb);
    refuseRootDigest(verb);
    refuseExplanation(verb);
    if (verb == Verb.STATUS) {
      refuseYes(verb);
    }
    refuseUnread(verb);
    return new Request.OfPair(
        new PairArguments(
            verb,
            OptionValues.root("SOURCE", places.get(0)),
            OptionValues.root("REPLICA", places.get(1)),
            values.stateDirectory(),
            words.has(Options.ONE_FILE_SYSTEM),
            filter(),
            words.has(Options.YES)));
  }

  private Request manifest(List<String> places) throws UsageException {
    refuseWhatMirrorsMustNot();
    refuseYes(Verb.MANIFEST);
    refuseRepair(Verb.MANIFEST);
    refuseJson(Verb.MANIFEST);
    refuseWhatIsForMirrors(Verb.MANIFEST);
    refuseExplanation(Verb.MANIFEST);
    for (String option :
        List.of(
            Options.EVERY,
            Options.WATCH,
            Options.FULL_EVERY,
            Options.SCRUB,
            Options.LOG_FILE,
            Options.BWLIMIT,
            Options.DELETE_EXCLUDED)) {
      if (words.has(option)) {
        throw new UsageException("manifest only reads, and once, so it takes no " + option + ".");
      }
    }
    refuseUnread(Verb.MANIFEST);
    if (places.size() != 1) {
      throw new UsageException(
          places.isEmpty()
              ? "Name the FOLDER that the manifest is of" + HINT
              : ShownPlace.quoted(places.get(1)) + " is one word too many after FOLDER" + HINT);
    }
    boolean isAnew =
        words.has(Options.REHASH) || words.has(Options.CHECKSUM) || words.has(Options.NO_INDEX);
    return new Request.OfFolder(
        new ManifestArguments(
            OptionValues.root("FOLDER", places.getFirst()),
            checkOfManifest(),
            words.has(Options.ROOT_DIGEST),
            isAnew,
            words.has(Options.ONE_FILE_SYSTEM),
            values.jobs(),
            values.stateDirectory(),
            filter(),
            words.has(Options.VERBOSE)));
  }

  /** Refuses what this verb would take and not heed, as if a dry run were one. */
  private void refuseUnread(Verb verb) throws UsageException {
    Set<String> read = Options.READ_BY.getOrDefault(verb, Set.of());
    for (String option : words.options()) {
      if (!read.contains(option) && !Options.ALWAYS_ON.contains(option)) {
        throw new UsageException(
            verb.word() + " takes no " + option + "; see lockstep help " + verb.word() + ".");
      }
    }
  }

  private Check checkOfManifest() throws UsageException {
    Check check = values.check();
    if (check != Check.MD5 && check != Check.SHA256) {
      throw new UsageException(
          "A manifest is for md5sum or sha256sum, so --check takes md5 or sha256 here, not "
              + check.word()
              + ".");
    }
    return check;
  }

  private void refuseRootDigest(Verb verb) throws UsageException {
    if (words.has(Options.ROOT_DIGEST)) {
      throw new UsageException(verb.word() + " takes no --root-digest; manifest does.");
    }
  }

  private void refuseYes(Verb verb) throws UsageException {
    if (words.has(Options.YES)) {
      throw new UsageException(verb.word() + " asks nothing, so it takes no --yes.");
    }
  }

  /** A first word of three or more may be a folder only if the third is an interval. */
  private static void refuseMisspeltVerb(List<String> words) throws UsageException {
    if (words.size() < 3) {
      return;
    }
    Optional<Verb> near = Verb.near(words.getFirst());
    if (near.isPresent() && !IntervalWord.isOne(words.get(2))) {
      throw new UsageException(
          "There is no command "
              + ShownPlace.quoted(words.getFirst())
              + "; did you mean "
              + near.get().word()
              + "? (A folder of that name is written ./"
              + ShownPlace.of(words.getFirst())
              + ".)");
    }
  }

  private static Request help(List<String> topics) throws UsageException {
    if (topics.isEmpty()) {
      return new Request.Help(Optional.empty());
    }
    Optional<Verb> topic = Verb.of(topics.getFirst());
    if (topic.isEmpty() || topics.size() > 1) {
      String remedy =
          topics.size() > 1
              ? HINT
              : Verb.near(topics.getFirst())
                  .map(near -> "; did you mean " + near.word() + "?")
                  .orElse(HINT);
      throw new UsageException(
          "There is no help on " + ShownPlace.quoted(topics.getLast()) + remedy);
    }
    return new Request.Help(topic.filter(verb -> verb != Verb.HELP));
  }

  private Request mirroring(Verb verb, List<String> places) throws UsageException {
    refuseWhatMirrorsMustNot();
    refuseYes(verb);
    refuseRepair(verb);
    refuseRootDigest(verb);
    requireCount(verb, places);
    boolean isDiff = verb == Verb.DIFF;
    return new Request.Mirroring(
        new Arguments(
            OptionValues.root("SOURCE", places.get(0)),
            OptionValues.root("REPLICA", places.get(1)),
            interval(isDiff, places),
            watch(verb),
            logFile(places),
            logStyle(places),
            values.stateDirectory(),
            values.check(),
            memory(isDiff),
            values.jobs(),
            bytesPerSecond(isDiff),
            values.leftAlone(),
            words.has(Options.ONE_FILE_SYSTEM),
            values.durability(),
            values.deletionLimit(),
            !words.has(Options.NO_DELETE),
            mirrorFilter(),
            words.value(Options.EXPLAIN_FILTER),
            isDiff,
            isDiff || words.has(Options.DRY_RUN),
            values.reporting(),
            values.loudness(),
            values.progress()));
  }

  private FilterWords mirrorFilter() throws UsageException {
    if (words.has(Options.NO_DELETE) && words.has(Options.DELETE_EXCLUDED)) {
      throw new UsageException(
          "--no-delete keeps what --delete-excluded would delete; give one of them.");
    }
    return filter();
  }

  private void refuseWhatMirrorsMustNot() throws UsageException {
    for (String option : Options.REFUSED.keySet().stream().sorted().toList()) {
      if (words.has(option)) {
        throw new UsageException(
            option + " is refused: " + Options.REFUSED.get(option) + "; leave it out.");
      }
    }
  }

  private static void requireCount(Verb verb, List<String> places) throws UsageException {
    if (places.isEmpty()) {
      throw new UsageException("Name a SOURCE and a REPLICA folder" + HINT);
    }
    if (places.size() == 1) {
      throw new UsageException(
          "There is no REPLICA after the SOURCE " + ShownPlace.quoted(places.getFirst()) + HINT);
    }
    int most = verb == Verb.SYNC ? 4 : 2;
    if (places.size() > most) {
      throw new UsageException(
          ShownPlace.quoted(places.get(most))
              + " is one word too many after SOURCE REPLICA"
              + (verb == Verb.SYNC ? " INTERVAL LOGFILE" : "")
              + HINT);
    }
  }

  private Optional<Duration> interval(boolean isDiff, List<String> places) throws UsageException {
    Optional<String> option = words.value(Options.EVERY);
    if (isDiff && option.isPresent()) {
      throw new UsageException("diff looks once, so it takes no --every.");
    }
    if (places.size() > 2 && option.isPresent()) {
      throw new UsageException(
          "The interval is given twice, as "
              + ShownPlace.quoted(places.get(2))
              + " and by --every; once is enough.");
    }
    Optional<String> word = places.size() > 2 ? Optional.of(places.get(2)) : option;
    return word.isEmpty() ? Optional.empty() : IntervalWord.parse(word.get());
  }

  /** How often all is looked at where changes are heard of; empty: they are not. */
  private Optional<Duration> watch(Verb verb) throws UsageException {
    Optional<String> full = words.value(Options.FULL_EVERY);
    if (!words.has(Options.WATCH)) {
      if (full.isPresent()) {
        throw new UsageException(
            "--full-every says how often all is looked at under --watch; give that too.");
      }
      return Optional.empty();
    }
    if (verb == Verb.DIFF || words.has(Options.DRY_RUN)) {
      throw new UsageException(
          verb == Verb.DIFF
              ? "diff looks once, so it takes no --watch."
              : "A dry run changes nothing, so it takes no --watch; --every repeats it.");
    }
    if (full.isEmpty()) {
      return Optional.of(WatchTimes.USUAL_FULL);
    }
    Optional<Duration> every = IntervalWord.parse(Options.FULL_EVERY, full.get());
    if (every.isEmpty()) {
      throw new UsageException("--full-every takes a time such as 1d; 0 is none.");
    }
    return every;
  }

  private Optional<Path> logFile(List<String> places) throws UsageException {
    Optional<String> option = words.value(Options.LOG_FILE);
    if (places.size() < 4) {
      return OptionValues.path(Options.LOG_FILE, option);
    }
    if (option.isPresent()) {
      throw new UsageException(
          "The log file is given twice, as "
              + ShownPlace.quoted(places.get(3))
              + " and by --log-file; once is enough.");
    }
    return OptionValues.path("LOGFILE", Optional.of(places.get(3)));
  }

  private LogStyle logStyle(List<String> places) throws UsageException {
    if (places.size() < 4 && !words.has(Options.LOG_FILE)) {
      for (String option : Options.OF_LOG) {
        if (words.has(option)) {
          throw new UsageException(option + " is about the log file; name one by --log-file.");
        }
      }
    }
    return values.logStyle();
  }

  private OptionalLong bytesPerSecond(boolean isDiff) throws UsageException {
    if (isDiff && words.has(Options.BWLIMIT)) {
      throw new UsageException("diff copies nothing, so it takes no --bwlimit.");
    }
    return values.bytesPerSecond();
  }

  private Arguments.Memory memory(boolean isDiff) throws UsageException {
    boolean isKept = !words.has(Options.NO_INDEX);
    boolean rehash = words.has(Options.REHASH) || words.has(Options.CHECKSUM);
    Optional<String> word = words.value(Options.SCRUB);
    if (word.isEmpty()) {
      return new Arguments.Memory(isKept, rehash, Optional.empty());
    }
    if (!isKept || isDiff) {
      throw new UsageException(
          isDiff
              ? "diff renews nothing, so it takes no --scrub."
              : "--scrub renews what --no-index does not keep; give one of them.");
    }
    Optional<Duration> age = IntervalWord.parse(Options.SCRUB, word.get());
    if (age.isEmpty()) {
      throw new UsageException("--scrub takes an age such as 30d; to read all now, give --rehash.");
    }
    return new Arguments.Memory(true, rehash, age);
  }
}
