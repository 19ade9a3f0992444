package dev.lockstep.fs;

import dev.lockstep.testkit.Machine;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Runs a main class of the tests in another process: as another user, or in another locale. */
final class JavaProcess {
  private static final String NOBODY = "65534";

  private JavaProcess() {}

  /**
   * Runs it as a user who is not root. Its last argument is a folder of that user.
   *
   * <p>Root lends it a copy of the classes, since theirs may be where others cannot read.
   */
  static void asOrdinaryUser(Class<?> main, String provider) throws Exception {
    Path lent =
        Files.createTempDirectory(
            "lockstep-user",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    try {
      Path home = Files.createDirectory(lent.resolve("home"));
      Path classes = lentClasses(lent.resolve("classes"), Class.forName(provider), main);
      List<String> command = new ArrayList<>();
      if (Machine.isRoot()) {
        Machine.run("chown", NOBODY + ":" + NOBODY, home.toString());
        command.addAll(
            List.of("setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups", "--"));
      }
      command.addAll(java(classes.toString(), main, provider, home.toString()));
      Machine.run(new ProcessBuilder(command).directory(lent.toFile()));
    } finally {
      Machine.run("rm", "-rf", "--", lent.toString());
    }
  }

  /** Runs it where the locale has ASCII only. */
  static void inTheCLocale(Class<?> main, String... arguments) throws IOException {
    var builder = new ProcessBuilder(java(System.getProperty("java.class.path"), main, arguments));
    builder.environment().put("LC_ALL", "C");
    Machine.run(builder);
  }

  private static List<String> java(String classPath, Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData"));
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-ea"));
    command.addAll(List.of("-cp", classPath, main.getName()));
    command.addAll(Arrays.asList(arguments));
    return command;
  }

  private static Path lentClasses(Path folder, Class<?>... users)
      throws IOException, URISyntaxException {
    Files.createDirectory(folder);
    Set<Path> places = new LinkedHashSet<>();
    places.add(place(TreeProvider.class));
    for (Class<?> user : users) {
      places.add(place(user));
    }
    for (Path place : places) {
      if (Files.isDirectory(place)) {
        Machine.run("cp", "-R", place + "/.", folder.toString());
      } else {
        Machine.run("unzip", "-q", "-o", place.toString(), "-d", folder.toString());
      }
    }
    Machine.run("chmod", "-R", "a+rX", folder.toString());
    return folder;
  }

  private static Path place(Class<?> user) throws URISyntaxException {
    return Path.of(user.getProtectionDomain().getCodeSource().getLocation().toURI());
  }
}
