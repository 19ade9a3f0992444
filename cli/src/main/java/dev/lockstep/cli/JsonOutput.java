package dev.lockstep.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lockstep.api.ActionDone;
import dev.lockstep.api.MirrorListener;
import dev.lockstep.api.Progress;
import dev.lockstep.api.VerifyReport;
import dev.lockstep.model.Aspect;
import dev.lockstep.model.Digest;
import dev.lockstep.model.Entry;
import dev.lockstep.model.Finding;
import dev.lockstep.model.Problem;
import dev.lockstep.model.RelativePath;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** Tells programs what verifying finds: one JSON object a line, the last one the report. */
final class JsonOutput implements MirrorListener {
  private static final String TYPE = "type";
  private static final String KIND = "kind";

  private final LastingOutput output;
  private final Display display;

  JsonOutput(LastingOutput output, Display display) {
    this.output = output;
    this.display = display;
  }

  @Override
  public void progress(Supplier<Progress> run) {
    display.show(new Activity.Running(run, false));
  }

  @Override
  public void finding(Finding finding) {
    say(
        new JsonObject()
            .add(TYPE, "finding")
            .addPath(finding.path())
            .add(KIND, finding.kind().word())
            .add("finding", finding.sort().word())
            .add("differs", aspects(finding)));
  }

  @Override
  public void action(ActionDone done) {
    var line =
        new JsonObject()
            .add(TYPE, "action")
            .add("time", done.at().toString())
            .add("action", done.action().word())
            .add(KIND, done.action().subject().kind().word())
            .addPath(done.path())
            .add("reason", done.action().reason());
    done.size().ifPresent(size -> line.add("size", size));
    done.digest().ifPresent(digest -> add(line, digest));
    say(line);
  }

  @Override
  public void unchanged(RelativePath path, Entry entry, Optional<Digest> digest) {
    var line = new JsonObject().add(TYPE, "equal").addPath(path).add(KIND, entry.kind().word());
    digest.ifPresent(made -> add(line, made));
    say(line);
  }

  @Override
  public void problem(Problem problem) {
    say(
        new JsonObject()
            .add(TYPE, "problem")
            .addPath(problem.path())
            .add("cause", word(problem.cause()))
            .add("message", problem.message()));
  }

  @Override
  public void note(String sentence) {
    say(new JsonObject().add(TYPE, "note").add("message", sentence));
  }

  /** Tells the end. */
  void report(VerifyReport report) {
    display.show(new Activity.None());
    var findings = new JsonObject();
    for (Finding.Sort sort : Finding.Sort.values()) {
      long found = report.found().getOrDefault(sort, 0L);
      if (found > 0) {
        findings.add(sort.word(), found);
      }
    }
    say(
        new JsonObject()
            .add(TYPE, "report")
            .add("equal", report.isEqual())
            .add("stopped", report.cancelled())
            .add("exit_code", ExitCode.of(report).number())
            .add("entries", report.counts().entries())
            .add("source_bytes", report.counts().sourceBytes())
            .add("replica_bytes", report.counts().replicaBytes())
            .add("findings", findings)
            .add("repaired", report.repairedCount())
            .add("problems", report.problemCount())
            .add("excluded", report.counts().leftOut())
            .add("not_carried", report.notCarried())
            .add("cautions", report.cautions())
            .add("started", report.started().toString())
            .add("took_ms", report.took().toMillis()));
  }

  private static List<String> aspects(Finding finding) {
    return Arrays.stream(Aspect.values())
        .filter(finding.difference()::has)
        .map(Aspect::word)
        .toList();
  }

  private static void add(JsonObject line, Digest digest) {
    line.add("digest_algorithm", digest.algorithm().word()).add("digest", digest.hex());
  }

  private static String word(Problem.Cause cause) {
    return cause.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private void say(JsonObject line) {
    byte[] bytes = (line + "\n").getBytes(UTF_8);
    output.write(bytes, 0, bytes.length);
  }
}
