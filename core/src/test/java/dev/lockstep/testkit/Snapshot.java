package dev.lockstep.testkit;

import dev.lockstep.model.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * A whole tree as it is at one moment: every name below a root with all that it carries, the root
 * itself as {@code .}.
 */
public final class Snapshot {
  /** The path of the root. */
  public static final String ROOT = ".";

  private static final char REPLACEMENT = '\ufffd';

  private final SortedMap<String, Item> items;

  private Snapshot(SortedMap<String, Item> items) {
    this.items = Collections.unmodifiableSortedMap(items);
  }

  /**
   * An entry.
   *
   * @param content the digest of a file's bytes, the target of a link
   * @param sameAs the first path in the tree that leads to the same file; empty for this one
   */
  public record Item(Lstat look, String content, String sameAs) {
    public Kind kind() {
      return look.kind();
    }
  }

  /** Looks at the whole tree below a folder. */
  public static Snapshot of(Path root) throws IOException {
    SortedMap<String, Item> items = new TreeMap<>();
    gather(root, ROOT, items);
    return new Snapshot(withLinks(items));
  }

  private static SortedMap<String, Item> withLinks(SortedMap<String, Item> items) {
    Map<Long, String> first = new HashMap<>();
    SortedMap<String, Item> named = new TreeMap<>();
    items.forEach((path, item) -> {
      String known = item.look().links() > 1 ? first.putIfAbsent(item.look().inode(), path) : null;
      named.put(path, new Item(item.look(), item.content(), known == null ? "" : known));
    });
    return named;
  }

  /** What there is where there is nothing, not even a root. */
  public static Snapshot empty() {
    return new Snapshot(Collections.emptySortedMap());
  }

  /** The entries by their paths, slash between names; a name that is no text as in a URI. */
  public SortedMap<String, Item> items() {
    return items;
  }

  /** The same without the entries of these paths, and without all that lies below them. */
  public Snapshot without(Predicate<String> leftOut) {
    SortedMap<String, Item> rest = new TreeMap<>();
    items.forEach((path, item) -> {
      if (!isLeftOut(path, leftOut)) {
        rest.put(path, item);
      }
    });
    return new Snapshot(withLinks(rest));
  }

  private static boolean isLeftOut(String path, Predicate<String> leftOut) {
    for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      if (leftOut.test(path.substring(0, slash))) {
        return true;
      }
    }
    return leftOut.test(path);
  }

  private static void gather(Path at, String path, SortedMap<String, Item> items)
      throws IOException {
    Lstat look = Lstat.of(at);
    items.put(path, new Item(look, content(at, look.kind()), ""));
    if (look.kind() == Kind.DIRECTORY) {
      try (DirectoryStream<Path> children = Files.newDirectoryStream(at)) {
        for (Path child : children) {
          String name = spelled(child);
          gather(child, path.equals(ROOT) ? name : path + '/' + name, items);
        }
      }
    }
  }

  /**
   * The name as text; one that is no text as its bytes in the manner of a URI, which loses nothing.
   */
  private static String spelled(Path child) {
    String name = child.getFileName().toString();
    if (name.indexOf(REPLACEMENT) < 0) {
      return name;
    }
    String uri = child.toUri().getRawPath();
    String bare = uri.endsWith("/") ? uri.substring(0, uri.length() - 1) : uri;
    return bare.substring(bare.lastIndexOf('/') + 1);
  }

  private static String content(Path at, Kind kind) throws IOException {
    return switch (kind) {
      case FILE -> digest(at);
      case SYMLINK -> Files.readSymbolicLink(at).toString();
      case DIRECTORY, SPECIAL -> "";
    };
  }

  private static String digest(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file);
        DigestInputStream digesting =
            new DigestInputStream(in, MessageDigest.getInstance("SHA-256"))) {
      digesting.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(digesting.getMessageDigest().digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
