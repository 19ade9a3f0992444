package dev.lockstep.spill;

import dev.lockstep.fs.NameSink;
import dev.lockstep.fs.ReadableDirectory;
import dev.lockstep.model.Name;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The names of one folder, listed to its end and in order. For one thread. */
public final class SortedNames implements Closeable {
  private static final SortedNames NONE = new SortedNames(null, List.of(), null);

  private final @Nullable NameSorter names;
  private final List<String> unspeakable;
  private @Nullable Name current;

  private SortedNames(
      @Nullable NameSorter names, List<String> unspeakable, @Nullable Name current) {
    this.names = names;
    this.unspeakable = unspeakable;
    this.current = current;
  }

  /** No names. */
  public static SortedNames none() {
    return NONE;
  }

  /**
   * Lists a folder.
   *
   * @param spillFolder where the names are sorted if memory does not suffice
   * @param mostBytes how many bytes of names are held in memory
   * @throws IOException if the listing does not end cleanly
   */
  public static SortedNames of(ReadableDirectory directory, Path spillFolder, int mostBytes)
      throws IOException {
    var names = new NameSorter(spillFolder, mostBytes);
    var unspeakable = new ArrayList<String>();
    try {
      directory.list(
          new NameSink() {
            @Override
            public void name(byte[] bytes, int offset, int length) {
              names.add(bytes, offset, length);
            }

            @Override
            public void unspeakable(String shown) {
              unspeakable.add(shown);
            }
          });
      names.sort();
      return new SortedNames(names, unspeakable, names.next());
    } catch (UncheckedIOException e) {
      names.close();
      throw e.getCause();
    } catch (IOException | RuntimeException e) {
      names.close();
      throw e;
    }
  }

  /** How many names were listed. */
  public long listed() {
    return names == null ? 0 : names.added();
  }

  /** The lowest name not yet passed; null after the last. */
  public @Nullable Name current() {
    return current;
  }

  /** Passes the current name, and with it its like: some file systems list a name twice. */
  public void advance() throws IOException {
    Name passed = current;
    do {
      current = names == null ? null : names.next();
    } while (current != null && current.equals(passed));
  }

  /** Names that the backend could not hand on. */
  public List<String> unspeakable() {
    return unspeakable;
  }

  @Override
  public void close() throws IOException {
    if (names != null) {
      names.close();
    }
  }
}
