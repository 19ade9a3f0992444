package dev.lockstep.fs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Runs the system's tools for what Java cannot do. */
public final class Shell {
  private Shell() {}

  /** Runs the command, which has to succeed. */
  public static void run(String... command) throws IOException {
    run(new ProcessBuilder(List.of(command)));
  }

  static void run(ProcessBuilder builder) throws IOException {
    Process process = builder.redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      assertThat(process.waitFor()).as("%s: %s", builder.command(), output).isZero();
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /** Mounts something on a folder, until it is closed. */
  public static Closeable mount(Path what, Path folder, String... options) throws IOException {
    String[] command = new String[options.length + 3];
    command[0] = "mount";
    System.arraycopy(options, 0, command, 1, options.length);
    command[options.length + 1] = what.toString();
    command[options.length + 2] = folder.toString();
    run(command);
    return () -> run("umount", folder.toString());
  }
}
