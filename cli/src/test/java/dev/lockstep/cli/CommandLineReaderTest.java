package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.api.Check;
import dev.lockstep.api.DeletionLimit;
import dev.lockstep.api.Durability;
import dev.lockstep.api.Repair;
import dev.lockstep.model.Part;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineReaderTest {
  @Test
  void readsTheShortForms() throws UsageException {
    Arguments all = mirroring("s r/ 60 log/file");

    assertThat(all.source()).isEqualTo(Path.of("s"));
    assertThat(all.replica()).isEqualTo(Path.of("r"));
    assertThat(all.interval()).contains(Duration.ofMinutes(1));
    assertThat(all.logFile()).contains(Path.of("log/file"));
    assertThat(mirroring("s r 0").interval()).isEmpty();
    assertThat(mirroring("s r").logFile()).isEmpty();
  }

  @Test
  void givesUsualValuesToWhatIsNotSaid() throws UsageException {
    Arguments usual = mirroring("s r");

    assertThat(usual.check()).isEqualTo(Check.MD5);
    assertThat(usual.jobs()).isEmpty();
    assertThat(usual.bytesPerSecond()).isEmpty();
    assertThat(usual.stateDirectory()).isEmpty();
    assertThat(usual.leftAlone()).isEmpty();
    assertThat(usual.oneFileSystem()).isFalse();
    assertThat(usual.durability()).isEqualTo(Durability.SAFE);
    assertThat(usual.deletionLimit()).isEqualTo(new DeletionLimit.Usual());
    assertThat(usual.deletes()).isTrue();
    assertThat(usual.isDiff()).isFalse();
    assertThat(usual.dryRun()).isFalse();
    assertThat(usual.loudness()).isEqualTo(Loudness.NORMAL);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sync s r --every 1h30m --log-file l -n -j 3 --check sha256 --state-dir d",
        "s r 1h30m l -n -j3 --check=sha256 --state-dir=d",
        "-n -j3 --check sha256 --state-dir d s r 90m l",
        "--dry-run --jobs=3 --log-file=l sync --check sha256 s --state-dir d r --every 5400",
        "--archive --hard-links --acls --xattrs s r -n -j3 --check sha256 --state-dir d 90m l",
        "-aHAXn --delete s r --numeric-ids -j 3 -rS --check sha256 --state-dir d 90m l"
      })
  void takesEveryOptionAnywhereInEveryForm(String words) throws UsageException {
    Arguments arguments = mirroring(words);

    assertThat(arguments.interval()).contains(Duration.ofMinutes(90));
    assertThat(arguments.logFile()).contains(Path.of("l"));
    assertThat(arguments.jobs()).hasValue(3);
    assertThat(arguments.check()).isEqualTo(Check.SHA256);
    assertThat(arguments.stateDirectory()).contains(Path.of("d"));
    assertThat(arguments.dryRun()).isTrue();
  }

  @Test
  void knowsHowFastItMayCopy() throws UsageException {
    assertThat(mirroring("s r --bwlimit 10M").bytesPerSecond()).hasValue(10 << 20);
    assertThat(mirroring("-n --bwlimit=2000 s r 60").bytesPerSecond()).hasValue(2000);
    assertThat(mirroring("s r --bwlimit 0").bytesPerSecond()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "s r, NORMAL",
    "s r -v, VERBOSE",
    "-av s r, VERBOSE",
    "-vv s r, VERBOSE",
    "s r -q, QUIET",
    "s r -qq, SILENT",
    "-q s -q r, SILENT",
    "-aqq s r, SILENT",
    "-qqq s r, SILENT"
  })
  void countsHowQuietItIsToBe(String words, Loudness loudness) throws UsageException {
    assertThat(mirroring(words).loudness()).isEqualTo(loudness);
  }

  @ParameterizedTest
  @CsvSource({
    "--no-owner, OWNERS",
    "--no-perms, MODES",
    "--no-times, TIMES",
    "--no-xattrs, ATTRIBUTES",
    "--no-acls, ACLS",
    "--no-hard-links, HARD_LINKS"
  })
  void leavesAPartAloneWhateverElseIsAskedFor(String option, Part part) throws UsageException {
    assertThat(mirroring("s r " + option).leftAlone()).containsExactly(part);
    assertThat(mirroring(option + " s r -aHAX").leftAlone()).containsExactly(part);
    assertThat(mirroring("diff s r --no-owner " + option).leftAlone()).contains(part);
  }

  @ParameterizedTest
  @ValueSource(strings = {"s r -x", "-aHAXx s r", "diff --one-file-system s r"})
  void staysOnOneFileSystem(String words) throws UsageException {
    assertThat(mirroring(words).oneFileSystem()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "s r, true, false, 0",
    "s r --no-index, false, false, 0",
    "s r --rehash, true, true, 0",
    "s r -c, true, true, 0",
    "s r --scrub 30d, true, false, 30",
    "s r --scrub 30d --rehash, true, true, 30",
    "s r -c --scrub 30d, true, true, 30"
  })
  void knowsWhatOfTheIndexCounts(String words, boolean isKept, boolean rehash, long scrubDays)
      throws UsageException {
    Optional<Duration> age =
        scrubDays == 0 ? Optional.empty() : Optional.of(Duration.ofDays(scrubDays));

    assertThat(mirroring(words).memory()).isEqualTo(new Arguments.Memory(isKept, rehash, age));
  }

  @Test
  void keepsTheOrderOfRulesAcrossTheirOptions() throws UsageException {
    List<String> words =
        List.of(
            "--exclude=a b",
            "s",
            "-f",
            "- *.o",
            "--include",
            "c",
            "-nf+ d",
            "r",
            "--exclude",
            "e",
            "--exclude-from",
            "file",
            "--include-from=other",
            "--filter=- f=g");
    FilterWords filter = ((Request.Mirroring) CommandLineReader.read(words)).arguments().filter();

    assertThat(filter.rules())
        .containsExactly(
            new FilterWords.Rule("--exclude", "a b"),
            new FilterWords.Rule("--filter", "- *.o"),
            new FilterWords.Rule("--include", "c"),
            new FilterWords.Rule("--filter", "+ d"),
            new FilterWords.Rule("--exclude", "e"),
            new FilterWords.Rule("--exclude-from", "file"),
            new FilterWords.Rule("--include-from", "other"),
            new FilterWords.Rule("--filter", "- f=g"));
    assertThat(filter.ignoreFiles()).isFalse();
    assertThat(filter.deletesExcluded()).isFalse();
  }

  @Test
  void knowsWhatElseThereIsToTheFilter() throws UsageException {
    assertThat(mirroring("s r --ignore-files").filter().ignoreFiles()).isTrue();
    assertThat(mirroring("s r --delete-excluded").filter().deletesExcluded()).isTrue();
    assertThat(mirroring("s r --explain-filter a/b").explained()).contains("a/b");
    assertThat(mirroring("s r").explained()).isEmpty();
    assertThat(manifest("manifest f --exclude a").filter().rules()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "s r --exclude | --exclude needs a value; see lockstep --help.",
        "s r -f | --filter needs a value; see lockstep --help.",
        "s r --ignore-files=x | --ignore-files takes no value.",
        "s r --explain-filter a --explain-filter b | --explain-filter is given twice",
        "s r --no-delete --delete-excluded | --no-delete keeps what --delete-excluded would",
        "verify s r --delete-excluded | verify deletes nothing, so it takes no",
        "verify s r --explain-filter a | verify has the filter of sync, which explains it,",
        "status s r --explain-filter a | --explain-filter is for sync and diff, not for status;",
        "manifest f --explain-filter a | --explain-filter is for sync and diff, not for manifest",
        "manifest f --delete-excluded | manifest only reads, and once, so it takes no",
        "s r --exclud a | Unknown option --exclud; did you mean --exclude?"
      })
  void refusesWhatMakesNoSenseWithAFilter(String words, String sentence) {
    assertRefused(words, sentence);
  }

  @Test
  void takesDiffForADryRunThatAsksForDifferences() throws UsageException {
    Arguments diff = mirroring("diff s r -c --log-file l");

    assertThat(diff.isDiff()).isTrue();
    assertThat(diff.dryRun()).isTrue();
    assertThat(diff.check()).isEqualTo(Check.MD5);
    assertThat(mirroring("sync -n s r").isDiff()).isFalse();
  }

  @Test
  void takesTheFirstWordForAVerbOnlyWhereItIsBare() throws UsageException {
    assertThat(mirroring("./sync diff").source()).isEqualTo(Path.of("./sync"));
    assertThat(mirroring("./sync diff").replica()).isEqualTo(Path.of("diff"));
    assertThat(mirroring("sync sync sync").source()).isEqualTo(Path.of("sync"));
    assertThat(mirroring("-n diff s r").isDiff()).isTrue();
  }

  @Test
  void takesWordsForPathsAfterTwoDashes() throws UsageException {
    assertThat(mirroring("-n -- -s -5").source()).isEqualTo(Path.of("-s"));
    assertThat(mirroring("-n -- -s -5").replica()).isEqualTo(Path.of("-5"));
    assertThat(mirroring("s -- -r").replica()).isEqualTo(Path.of("-r"));
  }

  @Test
  void doesNotReadWordsFromFilesOrStripThem() throws UsageException {
    assertThat(mirroring("@s r").source()).isEqualTo(Path.of("@s"));
    assertThat(mirroring("'s \"r\"").source()).isEqualTo(Path.of("'s"));
    assertThat(mirroring("'s \"r\"").replica()).isEqualTo(Path.of("\"r\""));
  }

  @ParameterizedTest
  @CsvSource({
    "--help,",
    "-h,",
    "help,",
    "help help,",
    "s r --help,",
    "help sync, SYNC",
    "sync --help, SYNC",
    "help diff, DIFF",
    "diff s r --help, DIFF",
    "-avh s r --help,",
    "diff -h, DIFF",
    "help sync -h,",
    "s -h,"
  })
  void explainsTheCommandOrAVerb(String words, Verb topic) throws UsageException {
    assertThat(read(words)).isEqualTo(new Request.Help(Optional.ofNullable(topic)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-avh s r", "s r -h", "diff s r -h", "sync s r 60 l -h"})
  void takesNoMirrorThatIsToSpeakToPeopleForAQuestion(String words) {
    assertRefused(words, "-h is help here; leave it out, sizes are always for people.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--version", "-V", "s r -V"})
  void tellsItsVersion(String words) throws UsageException {
    assertThat(read(words)).isEqualTo(new Request.Version());
  }

  @ParameterizedTest
  @CsvSource({
    "verify s r, NOTHING",
    "verify --repair s r, REPLICA",
    "verify s r --repair, REPLICA",
    "verify --repair=source-is-right s r, SOURCE_IS_RIGHT",
  })
  void understandsWhatVerifyingMayRepair(String words, Repair repair) throws UsageException {
    assertThat(read(words))
        .isInstanceOfSatisfying(
            Request.Verifying.class,
            verifying -> {
              assertThat(verifying.arguments().repair()).isEqualTo(repair);
              assertThat(verifying.arguments().source()).isEqualTo(Path.of("s"));
              assertThat(verifying.arguments().replica()).isEqualTo(Path.of("r"));
            });
  }

  @Test
  void knowsWhichLogFileVerifyingLeavesOut() throws UsageException {
    VerifyArguments arguments =
        ((Request.Verifying) read("verify s r --log-file l --log-max-size 1M")).arguments();
    assertThat(arguments.logFile()).contains(Path.of("l"));
    assertThat(arguments.rotation().isAsked()).isTrue();
    assertThat(((Request.Verifying) read("verify s r")).arguments().logFile()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "verify s r --repair=all | --repair takes no value but source-is-right, not \"all\".",
        "verify s r --json=5 | --json takes no value.",
        "verify s r --check bytes | verify compares digests",
        "verify s r --check stamp | verify compares digests",
        "verify s r -n | verify changes nothing but with --repair, so it takes no --dry-run.",
        "verify s r --every 5m | verify looks once, so it takes no --every.",
        "verify s r --log-file f --log-format json | verify writes no log file, so it takes no",
        "verify s r --log-keep 3 | --log-keep is about the log file; name one by --log-file.",
        "verify s r --bwlimit 1M | verify reads as fast as it can, so it takes no --bwlimit.",
        "verify s r --no-delete | verify deletes nothing, so it takes no --no-delete.",
        "verify s r 60 | \"60\" is one word too many after SOURCE REPLICA;",
        "s r --repair | --repair is for verify, not for sync; see lockstep --help.",
        "status s r --json | --json is for sync, diff and verify, not for status; see lockstep --help.",
        "status s r --repair=source-is-right | --repair is for verify, not for",
        "verify s r --repair --repair | --repair is given twice; once is enough.",
        "verify s r --state-dir --repair | --state-dir needs a value; see lockstep --help.",
      })
  void refusesWhatMakesNoSenseWithVerifying(String words, String sentence) {
    assertRefused(words, sentence);
  }

  @ParameterizedTest
  @ValueSource(strings = {"status s r", "adopt s r --yes", "approve s r --yes", "manifest f"})
  void refusesWhatAVerbWouldTakeAndNotHeed(String words) {
    String verb = words.replaceFirst(" .*", "");
    for (String option :
        List.of("--dry-run", "-q", "--durability safe", "--progress=auto", "--max-delete 5")) {
      assertRefused(
          words + " " + option,
          "%s takes no %s; see lockstep help %s."
              .formatted(verb, option.replaceFirst("[ =].*", ""), verb));
    }
    assertRefused(words + " -aun", "-u is refused: a replica that keeps newer files");
    assertRefused(words + " --inplace", "--inplace is refused: a file written in place");
  }

  @ParameterizedTest
  @CsvSource({
    "adopt -n s r --yes, adopt takes no --dry-run;",
    "approve s r --yes --watch, approve takes no --watch;",
    "approve s r --every 5, approve takes no --every;",
    "approve s r --log-file l, approve takes no --log-file;",
    "status s r --check md5, status takes no --check;",
    "status s r -v, status takes no -v;",
    "manifest f --no-owner, manifest takes no --no-owner;"
  })
  void namesTheOptionThatAVerbHasNoUseFor(String words, String sentence) {
    assertRefused(words, sentence);
  }

  @ParameterizedTest
  @ValueSource(strings = {"status s r", "adopt s r --yes", "approve s r --yes", "manifest f"})
  void takesWhatAVerbHasUseFor(String words) throws UsageException {
    Request plain = read(words);
    assertThat(read(words + " -aHAX --delete")).isEqualTo(plain);
    assertThat(read(words + " -x --exclude a --ignore-files --state-dir d")).isNotEqualTo(plain);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-K", "--recursive"})
  void doesNotKnowOptionsThatDoNotWorkYet(String option) {
    assertRefused("s r " + option, "Unknown option " + option + "; see lockstep --help.");
    assertRefused("s r " + option + "=5", "Unknown option " + option);
  }

  @Test
  void knowsHowActionsAreToldAndLogged() throws UsageException {
    assertThat(mirroring("s r").reporting()).isEqualTo(Reporting.USUAL);
    assertThat(mirroring("s r").logStyle()).isEqualTo(LogStyle.USUAL);
    assertThat(mirroring("diff s r -i --stats").reporting())
        .isEqualTo(new Reporting(true, true, false));
    assertThat(mirroring("s r --watch --json --stats").reporting())
        .isEqualTo(new Reporting(false, true, true));
    assertThat(mirroring("s r 60 l --log-format json").logStyle())
        .isEqualTo(new LogStyle(true, LogRotation.NEVER));
    assertThat(
            mirroring("s r --log-file=l --log-max-size 10M --log-max-age 1d --log-keep=3")
                .logStyle())
        .isEqualTo(
            new LogStyle(
                false,
                new LogRotation(OptionalLong.of(10 << 20), Optional.of(Duration.ofDays(1)), 3)));
    assertThat(mirroring("s r 60 l --log-max-size 0 --log-max-age 0").logStyle())
        .isEqualTo(LogStyle.USUAL);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "s r --json -i | --json is for programs and -i for people; give one of them.",
        "verify s r -i | --itemize-changes is for sync and diff, not for verify; see lockstep",
        "manifest f --stats | --stats is for sync and diff, not for manifest; see lockstep --help.",
        "status s r --log-format json | --log-format is for sync and diff, not for status; see",
        "manifest f --json | --json is for sync, diff and verify, not for manifest; see lockstep",
        "s r --log-format json | --log-format is about the log file; name one by --log-file.",
        "s r --log-keep 5 | --log-keep is about the log file; name one by --log-file.",
        "s r 60 l --log-format xml | --log-format takes text or json, not \"xml\".",
        "s r 60 l --log-max-size 10MB | --log-max-size takes bytes, such as 500K, 10M or 1G, or 0",
        "s r 60 l --log-max-age soon | --log-max-age takes a time such as 90s, 5m, 1h30m or 30d, and at"
            + " most 36500d, not \"soon\".",
        "s r 60 l --log-max-age 99999d | --log-max-age takes a time such as",
        "s r --scrub soon | --scrub takes a time such as 90s, 5m, 1h30m or 30d",
        "s r --watch --full-every -5 | --full-every takes a time such as 90s, 5m, 1h30m or 30d",
        "s r 60 l --log-keep 5 | --log-keep says how many log files are kept that were put aside;",
        "s r 60 l --log-max-age 1d --log-keep 0 | --log-keep takes a number from 1 to 1,000, not",
        "s r 60 l --log-max-age 1d --log-keep 1001 | --log-keep takes a number from 1 to 1,000,",
      })
  void refusesReportsAndLogsThatMakeNoSense(String words, String sentence) {
    assertRefused(words, sentence);
  }

  @Test
  void refusesToWatchWhereItLooksOnceOrIsNotAskedTo() {
    assertRefused("diff s r --watch", "diff looks once, so it takes no --watch.");
    assertRefused("s r -n --watch", "A dry run changes nothing, so it takes no --watch");
    assertRefused("s r --full-every 1d", "--full-every says how often all is looked at");
    assertRefused("s r --watch --full-every 0", "--full-every takes a time such as 1d");
  }

  @ParameterizedTest
  @CsvSource({
    "s r, AUTO",
    "s r -P, AUTO",
    "--progress s r, AUTO",
    "s r --progress=auto, AUTO",
    "s r --progress=always, ALWAYS",
    "s r --progress=never, NEVER",
    "s r -q, NEVER",
    "s r -qP, AUTO",
    "s r -q --progress, AUTO",
    "s r -q --progress=always, ALWAYS",
    "s r -qq -P, NEVER",
    "s r -qq --progress=always, NEVER",
  })
  void progressIsShownToWhoDoesNotWantToHearLess(String words, ProgressWish expected)
      throws UsageException {
    assertThat(mirroring(words).progress()).isEqualTo(expected);
  }

  @Test
  void refusesProgressInAnotherWay() {
    assertRefused("s r --progress=5", "--progress takes auto, always or never, not \"5\".");
    assertRefused("s r -P 5 6 7", "\"7\" is one word too many after SOURCE REPLICA INTERVAL");
  }

  @Test
  void readsWhatAManifestIsOf() throws UsageException {
    ManifestArguments usual = manifest("manifest f");
    assertThat(usual.folder()).isEqualTo(Path.of("f"));
    assertThat(usual.check()).isEqualTo(Check.MD5);
    assertThat(usual.rootDigest()).isFalse();
    assertThat(usual.rehash()).isFalse();
    assertThat(usual.oneFileSystem()).isFalse();
    assertThat(usual.jobs()).isEmpty();

    ManifestArguments all =
        manifest("-j3 manifest --check=sha256 f -x --root-digest --rehash --state-dir d");
    assertThat(all.check()).isEqualTo(Check.SHA256);
    assertThat(all.rootDigest()).isTrue();
    assertThat(all.rehash()).isTrue();
    assertThat(all.oneFileSystem()).isTrue();
    assertThat(all.jobs()).hasValue(3);
    assertThat(all.stateDirectory()).contains(Path.of("d"));
    assertThat(manifest("manifest f -c").rehash()).isTrue();
    assertThat(manifest("manifest f --no-index").rehash()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "--dry, --dry-run",
    "--log, --log-file",
    "--delet, --delete",
    "--numeric-id, --numeric-ids",
    "--state, --state-dir",
    "--jbs, --jobs",
    "--chekc, --check",
    "--everyy=5, --every",
    "--evert, --every",
    "--no-own, --no-owner",
    "--no-owners, --no-owner",
    "--one-file-sytem, --one-file-system",
    "--dry_rnu, --dry-run",
    "--no-hardlink, --no-hard-links",
    "--verbose, -v",
    "--checksum, -c",
    "--interval, --every"
  })
  void suggestsTheOptionThatMayHaveBeenMeant(String option, String meant) {
    assertRefused(
        "s r " + option,
        "Unknown option " + option.replace("=5", "") + "; did you mean " + meant + "?");
  }

  @ParameterizedTest
  @ValueSource(strings = {"snyc r", "snyc r 60", "verfy r 1h30m", "./snyc r 60 l"})
  void takesAFolderForOneWhoseNameIsNearlyAVerb(String words) throws UsageException {
    assertThat(mirroring(words).replica()).isEqualTo(Path.of("r"));
  }

  @ParameterizedTest
  @CsvSource({
    "-z s r, -z is refused: nothing travels over a network",
    "-az s r, -z is refused",
    "s r -anu, -u is refused: a replica that keeps newer files",
    "s r --compress, --compress is refused: nothing travels over a network",
    "--update s r, --update is refused: a replica that keeps newer files",
    "s r --inplace, --inplace is refused: a file written in place is torn",
    "s r --ignore-errors, --ignore-errors is refused: what could not be listed is kept"
  })
  void refusesWhatAMirrorMustNotWithTheReason(String words, String sentence) {
    assertRefused(words, sentence);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | Name a SOURCE and a REPLICA folder; see lockstep --help.",
        "sync | Name a SOURCE and a REPLICA folder; see lockstep --help.",
        "s | There is no REPLICA after the SOURCE \"s\"; see lockstep --help.",
        "diff s | There is no REPLICA after the SOURCE \"s\"",
        "s r 60 l x y | \"x\" is one word too many after SOURCE REPLICA INTERVAL LOGFILE",
        "diff s r 60 | \"60\" is one word too many after SOURCE REPLICA;",
        "diff s r --every 60 | diff looks once, so it takes no --every.",
        "s r abc | \"abc\" is not an interval",
        "s r -5 | \"-5\" is not an interval",
        "s r -5m l | \"-5m\" is not an interval",
        "s r --every -5 | \"-5\" is not an interval",
        "s r --every= | \"\" is not an interval",
        "-5 s r | Unknown option -5",
        "s r 60 --every 60 | The interval is given twice, as \"60\" and by --every",
        "s r 60 l --log-file l | The log file is given twice, as \"l\" and by --log-file",
        "s r --every 5 --every 6 | --every is given twice",
        "s r --log-file= | --log-file is an empty word",
        "s r --log-file | --log-file needs a value",
        "s r --every -n | --every needs a value",
        "s r -j | --jobs needs a value",
        "s r -j 0 | --jobs takes a number from 1 to 256, not \"0\".",
        "s r -j 257 | --jobs takes a number from 1 to 256, not \"257\".",
        "s r -jx | --jobs takes a number from 1 to 256, not \"x\".",
        "s r --bwlimit | --bwlimit needs a value",
        "s r --bwlimit= | --bwlimit takes bytes a second, such as 500K, 10M or 1G, or 0",
        "s r --bwlimit fast | --bwlimit takes bytes a second, such as 500K, 10M or 1G, or 0 for no"
            + " limit; not \"fast\".",
        "s r --bwlimit 1M --bwlimit 1M | --bwlimit is given twice; once is enough.",
        "diff s r --bwlimit 1M | diff copies nothing, so it takes no --bwlimit.",
        "manifest f --bwlimit 1M | manifest only reads, and once, so it takes no --bwlimit.",
        "s r --check crc | --check takes md5, sha256, xxh128, bytes or stamp, not \"crc\".",
        "s r -c --check stamp | -c stands for --check md5 --rehash; give -c or --check stamp",
        "s r --no-times --check stamp | --check stamp needs the times that --no-times leaves alone;",
        "s r --no-times=x | --no-times takes no value.",
        "s r -v -q | -v asks for more and -q for less",
        "s r --dry-run=false | --dry-run takes no value.",
        "s r --dry-run=x | --dry-run takes no value.",
        "manifest | Name the FOLDER that the manifest is of; see lockstep --help.",
        "manifest f g | \"g\" is one word too many after FOLDER;",
        "manifest h:/f | \"h:/f\" looks like a place on another machine",
        "manifest f --check xxh128 | A manifest is for md5sum or sha256sum, so --check takes md5 or sha256",
        "manifest f --check bytes | A manifest is for md5sum or sha256sum, so --check takes md5 or sha256",
        "manifest f --check stamp | A manifest is for md5sum or sha256sum, so --check takes md5 or sha256",
        "manifest f --check crc | --check takes md5, sha256, xxh128, bytes or stamp",
        "manifest f --every 5 | manifest only reads, and once, so it takes no --every.",
        "manifest f --yes | manifest asks nothing, so it takes no --yes.",
        "s r --root-digest | sync takes no --root-digest; manifest does.",
        "status s r --root-digest | status takes no --root-digest; manifest does.",
        "help nothing | There is no help on \"nothing\"; see lockstep --help.",
        "help verfy | There is no help on \"verfy\"; did you mean verify?",
        "verfy s r | There is no command \"verfy\"; did you mean verify? (A folder of that name is"
            + " written ./verfy.)",
        "snyc s r 60 | There is no command \"snyc\"; did you mean sync?",
        "host:/x r | \"host:/x\" looks like a place on another machine",
        "s user@host:x | \"user@host:x\" looks like a place on another machine, and only local folders"
            + " can be mirrored; write ./user@host:x for a local folder of that name."
      })
  void saysWhatIsWrongInOneSentence(String words, String sentence) {
    assertRefused(words, sentence);
  }

  @Test
  void refusesEmptyWords() {
    assertThatThrownBy(() -> CommandLineReader.read(List.of("", "r")))
        .hasMessage("SOURCE is an empty word; name a path.");
    assertThatThrownBy(() -> CommandLineReader.read(List.of("s", "")))
        .hasMessage("REPLICA is an empty word; name a path.");
    assertThatThrownBy(() -> CommandLineReader.read(List.of("s", "r", "")))
        .hasMessageStartingWith("\"\" is not an interval");
    assertThatThrownBy(() -> CommandLineReader.read(List.of("s", "r", "1", "")))
        .hasMessage("LOGFILE is an empty word; name a path.");
  }

  @Test
  void letsNoWordBreakTheSentence() {
    assertThatThrownBy(() -> CommandLineReader.read(List.of("s", "r", "--x\n\u001b[2J")))
        .hasMessageStartingWith("Unknown option --x\\n\\u001b[2J;");
  }

  private static void assertRefused(String words, String sentence) {
    assertThatThrownBy(() -> read(words))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith(sentence);
  }

  private static Arguments mirroring(String words) throws UsageException {
    return ((Request.Mirroring) read(words)).arguments();
  }

  private static ManifestArguments manifest(String words) throws UsageException {
    return ((Request.OfFolder) read(words)).arguments();
  }

  private static Request read(String words) throws UsageException {
    return CommandLineReader.read(words.isEmpty() ? List.of() : List.of(words.split(" ")));
  }
}
