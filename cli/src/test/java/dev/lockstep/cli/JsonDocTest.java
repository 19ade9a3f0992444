package dev.lockstep.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.Mirror;
import dev.lockstep.api.DeletionLimit;
import dev.lockstep.api.MirrorException;
import dev.lockstep.api.MirrorOptions;
import dev.lockstep.api.Repair;
import dev.lockstep.api.RunStart;
import dev.lockstep.model.Cancellation;
import dev.lockstep.model.Name;
import dev.lockstep.model.Problem;
import dev.lockstep.model.RelativePath;
import dev.lockstep.testkit.Machine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * docs/json.md describes what is written, all of it and nothing else: each member of each object,
 * and examples that runs have given.
 */
class JsonDocTest {
  private static final Path DOC = Path.of("../docs/json.md");
  private static final Pattern HEADING = Pattern.compile("## `([a-z]+)`( of verify)?");
  private static final Pattern ROW = Pattern.compile("\\| (`[^|]+`) \\|.*");
  private static final Pattern MEMBER = Pattern.compile("`([a-z0-9_]+)`");
  private static final String VARYING =
      "(\"(?:time|started)\":\")[^\"]*|(\"(?:took_ms|process)\":)[0-9]+|(\"version\":\")[^\"]*|(\"not_carried\":).*?\\]";

  /** Gives a root another time than the other root has, also if both change within one tick. */
  private static final String APART = "touch -d @1000000000 .";

  /** Each kind of action that there is. */
  private static final String CHANGES =
      """
      printf longer > updated; chmod 600 meta; touch -d 2020-01-02 meta; rm replaced; ln -s updated replaced
      mv moved elsewhere; ln linked second; rm deleted; ln -s "$(printf 't\\377')" "$(printf 'l\\377')"
      mv "$(printf 'm\\377')" "$(printf 'n\\377')"; printf x > "$(printf 'o\\377')"
      ln "$(printf 'o\\377')" p
      """;

  private static final String TREE =
      """
      printf text > updated; printf text > meta; printf text > replaced; printf moved > moved
      printf linked > linked; printf text > deleted; printf m > "$(printf 'm\\377')"
      """;

  @TempDir private static Path home;

  private static List<String> lines = List.of();

  @Test
  void describesEachMemberThatIsWrittenAndNoOther() throws Exception {
    Map<String, Set<String>> members = new TreeMap<>();
    for (Map<String, Object> object : Json.parse(lines)) {
      String type = (String) object.get("type");
      members
          .computeIfAbsent(
              object.containsKey("equal") ? type + " of verify" : type, _ -> new TreeSet<>())
          .addAll(object.keySet());
    }

    assertThat(described()).isEqualTo(members);
  }

  @Test
  void givesExamplesThatRunsHaveGiven() throws Exception {
    List<String> given = lines.stream().map(JsonDocTest::likeInTheDoc).toList();

    List<String> examples =
        Files.readAllLines(DOC).stream().filter(line -> line.startsWith("{")).toList();
    assertThat(examples).hasSizeGreaterThan(15);
    for (String example : examples) {
      assertThat(given).contains(likeInTheDoc(example));
    }
  }

  /** What differs from run to run is left out, and the trees of the documents lie in /data. */
  private static String likeInTheDoc(String line) {
    return line.replaceAll(VARYING, "$1$2$3$4").replace(home.toString(), "/data");
  }

  /** The members of each section. */
  private static Map<String, Set<String>> described() throws IOException {
    Map<String, Set<String>> described = new TreeMap<>();
    Set<String> section = new TreeSet<>();
    for (String line : Files.readAllLines(DOC)) {
      Matcher heading = HEADING.matcher(line);
      Matcher row = ROW.matcher(line);
      if (heading.matches()) {
        section = new TreeSet<>();
        described.put(line.replace("## ", "").replace("`", ""), section);
      } else if (row.matches()) {
        Set<String> members = section;
        MEMBER.matcher(row.group(1)).results().forEach(found -> members.add(found.group(1)));
      }
    }
    return described;
  }

  /** Runs that write of each sort at least one. */
  @BeforeAll
  static void write() throws Exception {
    var written = new ByteArrayOutputStream();
    Path source = Files.createDirectory(home.resolve("source"));
    MirrorOptions options =
        MirrorOptions.of(source, home.resolve("replica"))
            .withStateDirectory(home.resolve("state"))
            .withReportUnchanged(true)
            .withJobs(1);
    RunLog log = log(written);
    shell(source, TREE);
    mirror(options, log);
    shell(source, CHANGES);
    mirror(options, log);
    keepAFolder(options, log);
    withhold(options, log);
    verify(options, written);
    rare(log);
    lines = new ArrayList<>();
    lines.add(new JsonFormat(false, false).beginning(Instant.now(), "0.1.0", 4711));
    lines.addAll(written.toString(UTF_8).lines().toList());
  }

  private static void mirror(MirrorOptions options, RunLog log) throws MirrorException {
    Mirror.of(options).run(log, new Cancellation());
  }

  /** A file in the place of a folder that cannot be emptied, since a log is expected there. */
  private static void keepAFolder(MirrorOptions options, RunLog log) throws Exception {
    shell(options.source(), "printf text > folder; " + APART);
    shell(options.replica(), "mkdir folder; printf log > folder/log");
    mirror(options.withLeftOut(List.of(options.source().resolve("folder/log"))), log);
    shell(options.replica(), "rm -r folder");
    mirror(options, log);
  }

  private static void withhold(MirrorOptions options, RunLog log) throws Exception {
    shell(
        options.replica(), "seq 1010 | xargs touch; mkdir \"$(printf '!\\377')\"; cd !*; touch x");
    mirror(options.withDeletionLimit(new DeletionLimit.Entries(5)), log);
    shell(options.replica(), "find . -name '[1-9]*' -delete; rm -r !*");
  }

  private static void verify(MirrorOptions options, ByteArrayOutputStream written)
      throws Exception {
    shell(options.source(), "touch meta; printf new > missing; printf n > \"$(printf 'q\\377')\"");
    shell(options.source(), APART);
    var output = new JsonOutput(new LastingOutput(written, _ -> {}), Display.NONE);
    output.report(Mirror.of(options).verify(Repair.NOTHING, output, new Cancellation()));
  }

  /** What takes odd roots, a run of hours, or a fault of the program. */
  private static void rare(RunLog log) {
    Path odd = RawWords.path("/data/odd\udcff");
    log.runStarted(new RunStart(7, Instant.now(), odd, odd, true));
    RelativePath path = RelativePath.ROOT.resolve(Name.of(new byte[] {'a', (byte) 0xff}));
    var problem = new Problem(path, Problem.Cause.FAILED, "cannot be read: permission denied");
    for (int i = 0; i <= RunLog.MOST_PROBLEMS; i++) {
      log.problem(problem);
    }
    String refusal =
        "The source /data/source does not exist; check the path, and that its disk is mounted.";
    log.runFailed(8, new MirrorException(MirrorException.Reason.REFUSED, refusal));
    var fault = new IllegalStateException("a link was made before the march had passed");
    fault.setStackTrace(new StackTraceElement[0]);
    log.trace(fault);
    log.stopped();
  }

  /** The file hears what the console does not. */
  private static RunLog log(ByteArrayOutputStream written) {
    var format = new JsonFormat(false, false);
    var nobody = new LastingOutput(new ByteArrayOutputStream(), _ -> {});
    var file = new LastingOutput(written, _ -> {});
    var output = new LogOutput(LogOutput.Formats.of(format), nobody, nobody, Optional.of(file));
    return new RunLog(new ConsoleGate(Loudness.NORMAL, false), output, InstantSource.system());
  }

  private static void shell(Path folder, String script) throws IOException {
    Machine.run(new ProcessBuilder("sh", "-ec", script).directory(folder.toFile()));
  }
}
