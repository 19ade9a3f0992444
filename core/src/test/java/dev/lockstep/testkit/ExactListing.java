package dev.lockstep.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A tree as {@code find}, {@code sha256sum}, {@code stat} and {@code getfattr} tell it. Paths are
 * bytes, each as the character of its number; the root's is empty.
 *
 * <p>Commands take no path longer than {@link #LONGEST}: an entry that has one is handed to them by
 * its name alone, in its folder, one by one.
 */
final class ExactListing {
  /** What a system call takes, less the {@code ./} before it and some room. */
  private static final int LONGEST = 4000;

  private static final String FIELDS = "%P\\0%y\\0%m\\0%U:%G\\0%T@\\0%s\\0%b\\0%n\\0%D:%i\\0%l\\0";
  private static final int FIELD_COUNT = 10;

  private static final List<String> DIGEST = List.of("sha256sum", "-z", "--");
  private static final List<String> DUMP =
      List.of("getfattr", "-h", "-d", "-m", "-", "-e", "hex", "--");

  /** What the machine's policy gives, whoever writes the file. */
  private static final String OF_POLICY = "security.selinux";

  /** XFS shows ACLs once more under names that begin so. */
  private static final String ACL_OF_XFS = "trusted.SGI_ACL_";

  private static final Pattern OCTAL = Pattern.compile("\\\\([0-7]{3})");
  private static final String FILE = "# file: ";

  private final Path root;
  private final SortedMap<String, ExactEntry> entries = new TreeMap<>();
  private final List<String> leftOut = new ArrayList<>();

  private ExactListing(Path root) {
    this.root = root;
  }

  /** Lists a tree. */
  static ExactListing of(Path root) throws IOException {
    ExactListing listing = new ExactListing(root);
    listing.list();
    listing.addDigests();
    listing.addDevices();
    listing.addXattrs();
    return listing;
  }

  SortedMap<String, ExactEntry> entries() {
    return Collections.unmodifiableSortedMap(entries);
  }

  /** What the commands complained about. */
  List<String> leftOut() {
    return Collections.unmodifiableList(leftOut);
  }

  private void list() throws IOException {
    List<String> fields = fields(run(List.of("find", ".", "-printf", FIELDS), List.of()));
    for (int i = 0; i + FIELD_COUNT <= fields.size(); i += FIELD_COUNT) {
      List<String> field = fields.subList(i, i + FIELD_COUNT);
      entries.put(
          field.getFirst(),
          new ExactEntry(
              field.get(1),
              field.get(2),
              field.get(3),
              field.get(4),
              Long.parseLong(field.get(5)),
              Long.parseLong(field.get(6)),
              Long.parseLong(field.get(7)),
              field.get(8),
              field.get(9)));
    }
  }

  private void addDigests() throws IOException {
    Predicate<ExactEntry> hasContent = entry -> entry.isFile() && entry.size() > 0;
    for (String line : fields(ofShortPaths(hasContent, DIGEST))) {
      // The sum, a blank, a mark, and "./" before the path.
      addDigest(line.substring(line.indexOf(' ') + 4), line);
    }
    List<String> fields = fields(ofLongPaths(List.of("-type", "f", "-size", "+0"), DIGEST));
    for (int i = 0; i + 2 < fields.size(); i += 3) {
      addDigest(fields.get(i), fields.get(i + 1));
    }
  }

  private void addDigest(String path, String line) {
    String digest = line.substring(0, line.indexOf(' '));
    entries.computeIfPresent(path, (at, entry) -> entry.withDigest(digest));
  }

  private void addDevices() throws IOException {
    List<String> stat = List.of("stat", "--printf=%t:%T\\0%n\\0", "--");
    List<String> fields = fields(ofShortPaths(ExactEntry::isDevice, stat));
    for (int i = 0; i + 1 < fields.size(); i += 2) {
      String numbers = fields.get(i);
      entries.computeIfPresent(
          fields.get(i + 1).substring(2), (at, entry) -> entry.withDevice(numbers));
    }
  }

  private void addXattrs() throws IOException {
    for (String block : ofShortPaths(entry -> true, DUMP).split("\n\n", -1)) {
      if (block.startsWith(FILE)) {
        addXattrs(
            unquoted(block.lines().findFirst().orElseThrow().substring(FILE.length())), block);
      }
    }
    List<String> fields = fields(ofLongPaths(List.of(), DUMP));
    for (int i = 0; i + 1 < fields.size(); i += 2) {
      addXattrs(fields.get(i), fields.get(i + 1));
    }
  }

  private void addXattrs(String path, String block) {
    SortedMap<String, String> xattrs = new TreeMap<>();
    for (String line : block.split("\n", -1)) {
      int equals = line.lastIndexOf('=');
      boolean isOfSystem = line.startsWith(OF_POLICY) || line.startsWith(ACL_OF_XFS);
      if (equals > 0 && !line.startsWith("#") && !isOfSystem) {
        xattrs.put(line.substring(0, equals), line.substring(equals + 1));
      }
    }
    entries.computeIfPresent(path, (at, entry) -> entry.withXattrs(xattrs));
  }

  /** The path of a dump, which writes a backslash and the ends of lines in octal. */
  private static String unquoted(String quoted) {
    String path =
        OCTAL
            .matcher(quoted)
            .replaceAll(octal ->
                Matcher.quoteReplacement(Character.toString(Integer.parseInt(octal.group(1), 8))));
    if (path.equals(".")) {
      return "";
    }
    return path.startsWith("./") ? path.substring(2) : path;
  }

  private String ofShortPaths(Predicate<ExactEntry> wanted, List<String> command)
      throws IOException {
    List<String> paths =
        entries.keySet().stream()
            .filter(path -> path.length() <= LONGEST && wanted.test(entries.get(path)))
            .map(path -> path.isEmpty() ? "." : "./" + path)
            .toList();
    List<String> each = new ArrayList<>(List.of("xargs", "-0", "-r"));
    each.addAll(command);
    return run(each, paths);
  }

  /** For each from the depth on where paths may be too long: the path, NUL, what is said, NUL. */
  private String ofLongPaths(List<String> tests, List<String> command) throws IOException {
    long depth =
        entries.keySet().stream()
            .filter(path -> path.length() > LONGEST)
            .mapToLong(path -> 1 + path.chars().filter(c -> c == '/').count())
            .min()
            .orElse(0);
    if (depth == 0) {
      return "";
    }
    List<String> find = new ArrayList<>(List.of("find", ".", "-mindepth", Long.toString(depth)));
    find.addAll(tests);
    find.addAll(List.of("-printf", "%P\\0", "(", "-execdir"));
    find.addAll(command);
    find.addAll(List.of("{}", ";", "-o", "-true", ")", "-printf", "\\0"));
    return run(find, List.of());
  }

  private static List<String> fields(String printed) {
    List<String> fields = new ArrayList<>(List.of(printed.split("\0", -1)));
    fields.removeLast();
    return fields;
  }

  /** Runs a command in the root; what it complains about is left out, and told so. */
  private String run(List<String> command, Collection<String> input) throws IOException {
    Path in = Files.createTempFile("exact", ".in");
    Path complaints = Files.createTempFile("exact", ".err");
    try {
      Files.writeString(in, String.join("\0", input), ISO_8859_1);
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(root.toFile())
              .redirectInput(in.toFile())
              .redirectError(complaints.toFile());
      builder.environment().put("LC_ALL", "C");
      Process process = builder.start();
      String printed = new String(process.getInputStream().readAllBytes(), ISO_8859_1);
      int code = process.onExit().join().exitValue();
      List<String> lines = Files.readAllLines(complaints, ISO_8859_1);
      leftOut.addAll(lines);
      if (code != 0 && lines.isEmpty()) {
        throw new IOException(command + " ended with " + code + " in " + root);
      }
      return printed;
    } finally {
      Files.delete(in);
      Files.delete(complaints);
    }
  }
}
