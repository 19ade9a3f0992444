package dev.lockstep.march;

import dev.lockstep.fs.NameSink;
import dev.lockstep.fs.ReadableDirectory;
import dev.lockstep.march.FolderMarch.Rules;
import dev.lockstep.model.Name;
import dev.lockstep.spill.SortedNames;
import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;

/**
 * Asks a folder anew for names that its listing had and that are not found when looked at. Only a
 * name that listing and look both lack is gone; one that is listed and not found is in doubt. For
 * one thread.
 *
 * <p>A folder that is being emptied is not listed anew for each name: what an earlier listing
 * lacked already is gone, so that all listings together take no longer than the emptying does.
 */
public final class FreshListing implements Closeable {
  private final Rules rules;
  private SortedNames names = SortedNames.none();
  private boolean isListed;

  FreshListing(Rules rules) {
    this.rules = rules;
  }

  /**
   * Whether a folder lists a name that was not found there just now.
   *
   * @param name higher than the one of the call before
   * @throws IOException if the folder cannot be listed to its end
   */
  boolean has(ReadableDirectory folder, Name name) throws IOException {
    if (isListed && !reaches(name)) {
      return false;
    }
    close();
    names = SortedNames.of(folder, rules.spillFolder(), rules.namesInMemory());
    isListed = true;
    return reaches(name);
  }

  /** Whether a folder, listed now, has a name. For any thread; holds nothing of the listing. */
  public static boolean shows(ReadableDirectory folder, Name name) throws IOException {
    byte[] wanted = name.toBytes();
    var sought =
        new NameSink() {
          private boolean isFound;

          @Override
          public void name(byte[] bytes, int offset, int length) {
            isFound |= Arrays.equals(bytes, offset, offset + length, wanted, 0, wanted.length);
          }

          @Override
          public void unspeakable(String shown) {
            // No name that was ever asked for.
          }
        };
    folder.list(sought);
    return sought.isFound;
  }

  @Override
  public void close() throws IOException {
    isListed = false;
    names.close();
    names = SortedNames.none();
  }

  private boolean reaches(Name name) throws IOException {
    Name current = names.current();
    while (current != null && current.compareTo(name) < 0) {
      names.advance();
      current = names.current();
    }
    return name.equals(current);
  }
}
