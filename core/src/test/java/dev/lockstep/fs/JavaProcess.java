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
public final class JavaProcess {
  /** The number of the user who is not root, and of his group. */
  public static final String NOBODY = "65534";

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
      }
      command.addAll(ordinaryUser());
      command.addAll(java(classes.toString(), main, provider, home.toString()));
      Machine.run(new ProcessBuilder(command).directory(lent.toFile()));
    } finally {
      Machine.run("rm", "-rf", "--", lent.toString());
    }
  }

  /**
   * Runs it by another command, such as one that takes root's rights or sets limits, and for that
   * in a folder that all may read.
   *
   * @param wrapper the command, which is followed by that of the process
   * @param flags of the JVM
   * @param needed what it needs besides its own class: one class of each module or test kit
   * @return what it printed
   */
  public static String runBy(
      List<String> wrapper,
      List<String> flags,
      Class<?> main,
      List<Class<?>> needed,
      String... arguments)
      throws IOException, URISyntaxException {
    Path lent =
        Files.createTempDirectory(
            "lockstep-process",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    try {
      List<Class<?>> users = new ArrayList<>(needed);
      users.add(main);
      Path classes = lentClasses(lent.resolve("classes"), users.toArray(Class<?>[]::new));
      // A class in a folder takes an open file to load, when there may be none left.
      Path jar = lent.resolve("classes.jar");
      Path tool = Path.of(System.getProperty("java.home"), "bin", "jar");
      Machine.run(
          tool.toString(), "--create", "--file", jar.toString(), "-C", classes.toString(), ".");
      List<String> command = new ArrayList<>(wrapper);
      List<String> java = java(jar.toString(), main, arguments);
      command.add(java.removeFirst());
      command.addAll(flags);
      command.addAll(java);
      return Machine.run(new ProcessBuilder(command).directory(lent.toFile()));
    } finally {
      Machine.run("rm", "-rf", "--", lent.toString());
    }
  }

  /** The command that takes root's rights, before another one; nothing for who has none. */
  public static List<String> ordinaryUser() {
    return Machine.isRoot()
        ? List.of("setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups", "--")
        : List.of();
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
