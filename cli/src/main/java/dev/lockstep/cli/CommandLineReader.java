package dev.lockstep.cli;

import dev.lockstep.api.Check;
import dev.lockstep.api.DeletionLimit;
import dev.lockstep.api.Durability;
import dev.lockstep.api.MirrorOptions;
import dev.lockstep.api.Repair;
import dev.lockstep.model.Part;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Understands the words of the command line. Pure: whether what they name exists is not asked here.
 */
final class CommandLineReader {
  private static final String HINT = "; see lockstep --help.";

  private final Words words;

  private CommandLineReader(Words words) {
    this.words = words;
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
    if (verb.isEmpty()) {
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

  private Request verifying(List<String> places) throws UsageException {
    refuseWhatMirrorsMustNot();
    refuseYes(Verb.VERIFY);
    refuseRootDigest(Verb.VERIFY);
    requireCount(Verb.VERIFY, places);
    refuseWhatVerifyingDoesNot();
    return new Request.Verifying(
        new VerifyArguments(
            root("SOURCE", places.get(0)),
            root("REPLICA", places.get(1)),
            path(Options.STATE_DIR, words.value(Options.STATE_DIR)),
            digestCheck(),
            !words.has(Options.NO_INDEX),
            jobs(),
            leftAlone(),
            words.has(Options.ONE_FILE_SYSTEM),
            durability(),
            repair(),
            words.has(Options.JSON),
            loudness()));
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
    Check check = check();
    if (check == Check.BYTES || check == Check.STAMP) {
      throw new UsageException(
          "verify compares digests with those that were proven: --check md5, sha256 or xxh128, not "
              + check.word()
              + ".");
    }
    return check;
  }

  private Repair repair() throws UsageException {
    Optional<String> word = words.value(Options.REPAIR);
    if (word.isEmpty()) {
      return Repair.NOTHING;
    }
    return switch (word.get()) {
      case "" -> Repair.REPLICA;
      case Options.SOURCE_IS_RIGHT -> Repair.SOURCE_IS_RIGHT;
      default ->
          throw new UsageException(
              "--repair takes no value but "
                  + Options.SOURCE_IS_RIGHT
                  + ", not "
                  + ShownPlace.quoted(word.get())
                  + ".");
    };
  }

  private void refuseWhatIsForVerify(Verb verb) throws UsageException {
    for (String option : List.of(Options.REPAIR, Options.JSON)) {
      if (words.has(option)) {
        throw new UsageException(option + " is for verify, not for " + verb.word() + HINT);
      }
    }
  }

  private Request ofPair(Verb verb, List<String> places) throws UsageException {
    requireCount(verb, places);
    refuseWhatIsForVerify(verb);
    refuseRootDigest(verb);
    if (verb == Verb.STATUS) {
      refuseYes(verb);
    }
    return new Request.OfPair(
        new PairArguments(
            verb,
            root("SOURCE", places.get(0)),
            root("REPLICA", places.get(1)),
            path(Options.STATE_DIR, words.value(Options.STATE_DIR)),
            words.has(Options.ONE_FILE_SYSTEM),
            words.has(Options.YES)));
  }

  private Request manifest(List<String> places) throws UsageException {
    refuseYes(Verb.MANIFEST);
    refuseWhatIsForVerify(Verb.MANIFEST);
    for (String option : List.of(Options.EVERY, Options.SCRUB, Options.LOG_FILE)) {
      if (words.has(option)) {
        throw new UsageException("manifest only reads, and once, so it takes no " + option + ".");
      }
    }
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
            root("FOLDER", places.getFirst()),
            checkOfManifest(),
            words.has(Options.ROOT_DIGEST),
            isAnew,
            words.has(Options.ONE_FILE_SYSTEM),
            jobs(),
            path(Options.STATE_DIR, words.value(Options.STATE_DIR)),
            words.has(Options.VERBOSE)));
  }

  private Check checkOfManifest() throws UsageException {
    Check check = check();
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

  private static Request help(List<String> topics) throws UsageException {
    if (topics.isEmpty()) {
      return new Request.Help(Optional.empty());
    }
    Optional<Verb> topic = Verb.of(topics.getFirst());
    if (topic.isEmpty() || topics.size() > 1) {
      throw new UsageException("There is no help on " + ShownPlace.quoted(topics.getLast()) + HINT);
    }
    return new Request.Help(topic.filter(verb -> verb != Verb.HELP));
  }

  private Request mirroring(Verb verb, List<String> places) throws UsageException {
    refuseWhatMirrorsMustNot();
    refuseYes(verb);
    refuseWhatIsForVerify(verb);
    refuseRootDigest(verb);
    requireCount(verb, places);
    boolean isDiff = verb == Verb.DIFF;
    return new Request.Mirroring(
        new Arguments(
            root("SOURCE", places.get(0)),
            root("REPLICA", places.get(1)),
            interval(isDiff, places),
            logFile(places),
            path(Options.STATE_DIR, words.value(Options.STATE_DIR)),
            check(),
            memory(isDiff),
            jobs(),
            leftAlone(),
            words.has(Options.ONE_FILE_SYSTEM),
            durability(),
            deletionLimit(),
            !words.has(Options.NO_DELETE),
            isDiff,
            isDiff || words.has(Options.DRY_RUN),
            loudness()));
  }

  private void refuseWhatMirrorsMustNot() throws UsageException {
    for (String option : Options.REFUSED.keySet().stream().sorted().toList()) {
      if (words.has(option)) {
        throw new UsageException(option + " is refused: " + Options.REFUSED.get(option) + ".");
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

  private static Path root(String what, String word) throws UsageException {
    RemoteWord.refuse(nonEmpty(what, word));
    return RawWords.path(word);
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

  private Optional<Path> logFile(List<String> places) throws UsageException {
    Optional<String> option = words.value(Options.LOG_FILE);
    if (places.size() < 4) {
      return path(Options.LOG_FILE, option);
    }
    if (option.isPresent()) {
      throw new UsageException(
          "The log file is given twice, as "
              + ShownPlace.quoted(places.get(3))
              + " and by --log-file; once is enough.");
    }
    return path("LOGFILE", Optional.of(places.get(3)));
  }

  private static Optional<Path> path(String what, Optional<String> word) throws UsageException {
    return word.isEmpty()
        ? Optional.empty()
        : Optional.of(RawWords.path(nonEmpty(what, word.get())));
  }

  private static String nonEmpty(String what, String word) throws UsageException {
    if (word.isEmpty()) {
      throw new UsageException(what + " is an empty word; name a path.");
    }
    return word;
  }

  private Check check() throws UsageException {
    Optional<String> word = words.value(Options.CHECK);
    if (word.isEmpty()) {
      return Check.MD5;
    }
    Optional<Check> check = Check.ofWord(word.get());
    if (check.isEmpty()) {
      throw new UsageException(
          "--check takes md5, sha256, xxh128, bytes or stamp, not "
              + ShownPlace.quoted(word.get())
              + ".");
    }
    if (words.has(Options.CHECKSUM) && check.get() != Check.MD5) {
      throw new UsageException(
          "-c stands for --check md5 --rehash; give -c or --check "
              + check.get().word()
              + ", not both.");
    }
    if (check.get() == Check.STAMP && leftAlone().contains(Part.TIMES)) {
      throw new UsageException(
          "--check stamp needs the times that --no-times leaves alone; name another --check.");
    }
    return check.get();
  }

  private Arguments.Memory memory(boolean isDiff) throws UsageException {
    boolean isKept = !words.has(Options.NO_INDEX);
    Optional<String> word = words.value(Options.SCRUB);
    if (word.isEmpty()) {
      boolean rehash = words.has(Options.REHASH) || words.has(Options.CHECKSUM);
      return new Arguments.Memory(isKept, rehash, Optional.empty());
    }
    if (!isKept || isDiff) {
      throw new UsageException(
          isDiff
              ? "diff renews nothing, so it takes no --scrub."
              : "--scrub renews what --no-index does not keep; give one of them.");
    }
    Optional<Duration> age = IntervalWord.parse(word.get());
    if (age.isEmpty()) {
      throw new UsageException("--scrub takes an age such as 30d; to read all now, give --rehash.");
    }
    return new Arguments.Memory(true, words.has(Options.REHASH), age);
  }

  private Durability durability() throws UsageException {
    Optional<String> word = words.value(Options.DURABILITY);
    if (word.isEmpty()) {
      return Durability.SAFE;
    }
    return Durability.ofWord(word.get())
        .orElseThrow(() ->
            new UsageException(
                "--durability takes safe, strict or none, not "
                    + ShownPlace.quoted(word.get())
                    + "."));
  }

  private DeletionLimit deletionLimit() throws UsageException {
    Optional<String> word = words.value(Options.MAX_DELETE);
    if (word.isPresent() && words.has(Options.NO_DELETE)) {
      throw new UsageException(
          "--no-delete deletes nothing that --max-delete could limit; give one of them.");
    }
    return word.isEmpty() ? new DeletionLimit.Usual() : DeletionLimitWord.parse(word.get());
  }

  private Set<Part> leftAlone() {
    Set<Part> parts = EnumSet.noneOf(Part.class);
    Options.LEFT_ALONE.forEach((part, option) -> {
      if (words.has(option)) {
        parts.add(part);
      }
    });
    return parts;
  }

  private OptionalInt jobs() throws UsageException {
    Optional<String> word = words.value(Options.JOBS);
    if (word.isEmpty()) {
      return OptionalInt.empty();
    }
    try {
      int jobs = Integer.parseInt(word.get());
      if (jobs >= 1 && jobs <= MirrorOptions.MOST_JOBS) {
        return OptionalInt.of(jobs);
      }
    } catch (NumberFormatException e) {
      // Said below, as for a number out of range.
    }
    throw new UsageException(
        "--jobs takes a number from 1 to "
            + MirrorOptions.MOST_JOBS
            + ", not "
            + ShownPlace.quoted(word.get())
            + ".");
  }

  private Loudness loudness() throws UsageException {
    int quiet = words.count(Options.QUIET);
    if (quiet > 0 && words.has(Options.VERBOSE)) {
      throw new UsageException("-v asks for more and -q for less; give one of them.");
    }
    return switch (quiet) {
      case 0 -> words.has(Options.VERBOSE) ? Loudness.VERBOSE : Loudness.NORMAL;
      case 1 -> Loudness.QUIET;
      default -> Loudness.SILENT;
    };
  }
}
