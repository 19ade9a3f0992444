package dev.lockstep.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lockstep.api.ActionDone;
import dev.lockstep.api.MirrorListener;
import dev.lockstep.api.Progress;
import dev.lockstep.api.VerifyReport;
import dev.lockstep.model.Digest;
import dev.lockstep.model.Entry;
import dev.lockstep.model.Finding;
import dev.lockstep.model.Problem;
import dev.lockstep.model.RelativePath;
import java.util.Optional;
import java.util.function.Supplier;

/** Tells programs what verifying finds: one JSON object a line, the last one the report. */
final class JsonOutput implements MirrorListener {
  private static final String TYPE = "type";
  private static final String KIND = "kind";
  private static final String PATH = "path";

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
    say(finding(new JsonObject().add(TYPE, "finding"), finding));
  }

  /** What verifying found. */
  static JsonObject finding(JsonObject line, Finding finding) {
    return line.addPath(PATH, finding.path())
        .add(KIND, finding.kind().word())
        .add("finding", finding.sort().word())
        .add("differs", JsonFormat.aspects(finding.difference()));
  }

  @Override
  public void action(ActionDone done) {
    say(JsonFormat.action(done));
  }

  @Override
  public void unchanged(RelativePath path, Entry entry, Optional<Digest> digest) {
    var line =
        new JsonObject().add(TYPE, "equal").addPath(PATH, path).add(KIND, entry.kind().word());
    digest.ifPresent(made -> JsonFormat.add(line, made));
    say(line);
  }

  @Override
  public void problem(Problem problem) {
    say(JsonFormat.problem(new JsonObject().add(TYPE, "problem"), problem));
  }

  @Override
  public void note(String sentence) {
    say(new JsonObject().add(TYPE, "note").add("message", sentence));
  }

  /** Tells the end. */
  void report(VerifyReport report) {
    display.show(new Activity.None());
    say(report(new JsonObject().add(TYPE, "report"), report));
  }

  /** What verifying came to. */
  static JsonObject report(JsonObject line, VerifyReport report) {
    var findings = new JsonObject();
    for (Finding.Sort sort : Finding.Sort.values()) {
      long found = report.found().getOrDefault(sort, 0L);
      if (found > 0) {
        findings.add(sort.word(), found);
      }
    }
    return line.add("equal", report.isEqual())
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
        .add("took_ms", report.took().toMillis());
  }

  private void say(JsonObject line) {
    byte[] bytes = (line + "\n").getBytes(UTF_8);
    output.write(bytes, 0, bytes.length);
  }
}
