package dev.lockstep.cli;

import dev.lockstep.Manifest;
import dev.lockstep.api.ManifestListener;
import dev.lockstep.api.ManifestOptions;
import dev.lockstep.api.ManifestReport;
import dev.lockstep.api.MirrorException;
import dev.lockstep.model.Cancellation;
import dev.lockstep.model.Problem;
import dev.lockstep.model.RunRequests;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Carries out {@code manifest}. Standard output gets the lines, or the one digest, and nothing
 * else.
 */
final class ManifestCommand {
  private static final int BUFFER_BYTES = 64 * 1024;
  private static final List<Path> OWN_STREAMS =
      List.of(Path.of("/proc/self/fd/1"), Path.of("/proc/self/fd/2"));

  private ManifestCommand() {}

  /**
   * Makes the manifest.
   *
   * @throws UsageException if it needs a state folder, and there is none
   */
  static ExitCode run(ManifestArguments arguments, Map<String, String> environment)
      throws UsageException {
    ManifestOptions options = arguments.options(environment).withLeftOut(ownFiles());
    var cancellation = new Cancellation();
    Signals.bind(cancellation, new RunRequests(), () -> {});
    Manifest manifest = Manifest.of(options);
    try {
      ManifestReport report =
          arguments.rootDigest()
              ? printDigest(manifest, cancellation)
              : printLines(manifest, cancellation);
      if (arguments.isVerbose()) {
        StandardStreams.complain(summary(report));
      }
      return code(report);
    } catch (MirrorException e) {
      StandardStreams.complain(String.valueOf(e.getMessage()));
      return ExitCode.of(e.reason());
    } catch (IOException e) {
      return unwritten(e);
    } catch (RuntimeException | Error e) {
      return Crash.report(e, Optional.empty());
    }
  }

  private static ManifestReport printLines(Manifest manifest, Cancellation cancellation)
      throws MirrorException, IOException {
    var out = new BufferedOutputStream(StandardStreams.output(), BUFFER_BYTES);
    ManifestReport report = manifest.writeTo(out, new Complaining(), cancellation);
    out.flush();
    return report;
  }

  private static ManifestReport printDigest(Manifest manifest, Cancellation cancellation)
      throws MirrorException, IOException {
    ManifestReport report = manifest.digestTree(new Complaining(), cancellation);
    if (report.tree().isPresent()) {
      OutputStream out = StandardStreams.output();
      out.write((report.tree().get().hex() + "\n").getBytes(StandardCharsets.US_ASCII));
    } else if (!report.cancelled()) {
      StandardStreams.complain("There is no digest of a tree that was not read in full.");
    }
    return report;
  }

  /** Says on standard error what else there is to say. */
  private static final class Complaining implements ManifestListener {
    @Override
    public void problem(Problem problem) {
      StandardStreams.complain(problem.toString());
    }

    @Override
    public void note(String sentence) {
      StandardStreams.complain(sentence);
    }
  }

  /** A manifest of a folder may be written to a file in it, which changes meanwhile. */
  private static List<Path> ownFiles() {
    List<Path> files = new ArrayList<>();
    for (Path stream : OWN_STREAMS) {
      try {
        if (Files.isRegularFile(stream)) {
          files.add(stream.toRealPath());
        }
      } catch (IOException e) {
        // It has no name any more, so that the walk does not come upon it.
      }
    }
    return files;
  }

  private static String summary(ManifestReport report) {
    return Plain.count(report.files(), "file")
        + ", "
        + Plain.number(report.read())
        + " of them read, "
        + Plain.number(report.files() - report.read())
        + " known from the index; "
        + Plain.count(report.failed() + report.unstable(), "problem")
        + ".";
  }

  private static ExitCode code(ManifestReport report) {
    if (report.cancelled()) {
      return ExitCode.STOPPED;
    }
    if (report.failed() > 0) {
      return ExitCode.PARTIAL;
    }
    return report.unstable() > 0 ? ExitCode.UNSTABLE : ExitCode.EXACT;
  }

  private static ExitCode unwritten(IOException failure) {
    return StandardStreams.complainOfOutput(StandardStreams.error(), failure)
        ? ExitCode.PARTIAL
        : ExitCode.STOPPED;
  }
}
