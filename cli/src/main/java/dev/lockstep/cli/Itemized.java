package dev.lockstep.cli;

import dev.lockstep.api.ActionDone;
import dev.lockstep.model.Action;
import dev.lockstep.model.Aspect;
import dev.lockstep.model.Difference;
import dev.lockstep.model.Entry;
import dev.lockstep.model.Kind;
import dev.lockstep.model.Node;
import dev.lockstep.model.RelativePath;
import java.util.Optional;

/**
 * Says an action as {@code rsync --itemize-changes} does: eleven characters, a space, and the path,
 * of folders with a slash at its end.
 *
 * <pre>
 * &gt;f+++++++++ a        .d..t...... docs/        cL+++++++++ link -&gt; a
 * &gt;fcst...... b        hf+++++++++ c =&gt; a      *deleting   old/
 * </pre>
 *
 * The first character says what is done, the second to what, the others what differs. Immutable.
 */
final class Itemized {
  private static final int WIDTH = 11;
  private static final int FIRST_RESPECT = 2;
  private static final int CONTENT = 2;
  private static final int SIZE = 3;
  private static final int TIMES = 4;
  private static final int MODE = 5;
  private static final int OWNER = 6;
  private static final int GROUP = 7;
  private static final int ACL = 9;
  private static final int ATTRIBUTES = 10;

  private static final char COPIED = '>';
  private static final char MADE = 'c';
  private static final char LINKED = 'h';
  private static final char KEPT = '.';
  private static final String DELETING = "*deleting   ";

  private final boolean readsContent;
  private final boolean leavesTimes;

  /**
   * Makes the style of a command.
   *
   * @param readsContent whether content is compared, which rsync does under {@code -c} alone; else
   *     nobody knows that it differs
   * @param leavesTimes whether times are left alone
   */
  Itemized(boolean readsContent, boolean leavesTimes) {
    this.readsContent = readsContent;
    this.leavesTimes = leavesTimes;
  }

  /** The line, without its end; two for a move, which rsync does not know: one goes, one comes. */
  String line(ActionDone done) {
    Action action = done.action();
    return switch (action) {
      case Action.Delete delete -> DELETING + path(done.path(), delete.subject());
      case Action.Move move ->
          DELETING
              + path(move.from(), move.subject())
              + '\n'
              + MADE
              + fresh(move.subject())
              + target(done, move.subject());
      case Action.Hardlink link ->
          linked(link) + ' ' + path(done.path(), link.subject()) + " => " + ofPath(link.to());
      case Action.Create create -> made(create.subject()) + target(done, create.subject());
      case Action.Replace replace -> made(replace.subject()) + target(done, replace.subject());
      case Action.Update update -> updated(update) + target(done, update.subject());
      case Action.Meta meta ->
          changed(KEPT, meta.subject(), Optional.empty(), meta.difference())
              + target(done, meta.subject());
    };
  }

  /** The line of an entry in which nothing differs, as rsync has it under {@code -ii}. */
  String unchanged(RelativePath path, Entry entry) {
    return changed(KEPT, entry, Optional.empty(), Difference.NONE) + ' ' + path(path, entry);
  }

  private static String target(ActionDone done, Entry entry) {
    String path = ' ' + path(done.path(), entry);
    return done.target().isEmpty()
        ? path
        : path + " -> " + RsyncName.of(done.target().get().toBytes());
  }

  private static String made(Entry entry) {
    return (entry.kind() == Kind.FILE ? COPIED : MADE) + fresh(entry);
  }

  /** All but the first character of what was not there before. */
  private static String fresh(Entry entry) {
    return kind(entry) + "+".repeat(WIDTH - FIRST_RESPECT);
  }

  private String updated(Action.Update update) {
    Entry entry = update.subject();
    if (kind(entry) != kind(update.before())) {
      return made(entry);
    }
    char deed = entry.kind() == Kind.FILE ? COPIED : MADE;
    return changed(deed, entry, Optional.of(update.before()), update.difference());
  }

  private String linked(Action.Hardlink link) {
    Optional<Entry> before = link.before().filter(there -> kind(there) == kind(link.subject()));
    return before.isEmpty()
        ? LINKED + fresh(link.subject())
        : changed(LINKED, link.subject(), before, link.difference());
  }

  private String changed(char deed, Entry entry, Optional<Entry> before, Difference difference) {
    var line = new StringBuilder(WIDTH).append(deed).append(kind(entry));
    line.repeat('.', WIDTH - FIRST_RESPECT);
    boolean isFile = entry.kind() == Kind.FILE;
    if (difference.has(Aspect.CONTENT) && (readsContent || !isFile)) {
      line.setCharAt(CONTENT, 'c');
    }
    if (isFile && before.filter(there -> size(there) != size(entry)).isPresent()) {
      line.setCharAt(SIZE, 's');
    }
    if (difference.has(Aspect.TIMES)) {
      line.setCharAt(TIMES, 't');
    } else if (leavesTimes && deed != KEPT) {
      line.setCharAt(TIMES, 'T');
    }
    mark(line, MODE, 'p', difference.has(Aspect.MODE));
    mark(line, OWNER, 'o', difference.has(Aspect.OWNER));
    mark(line, GROUP, 'g', difference.has(Aspect.GROUP));
    mark(line, ACL, 'a', difference.has(Aspect.ACL));
    mark(line, ATTRIBUTES, 'x', difference.has(Aspect.ATTRIBUTES));
    return deed == COPIED ? line.toString() : blankIfNothing(line);
  }

  private static void mark(StringBuilder line, int at, char letter, boolean differs) {
    if (differs) {
      line.setCharAt(at, letter);
    }
  }

  /** What differs in no respect has spaces instead of dots. */
  private static String blankIfNothing(StringBuilder line) {
    for (int i = FIRST_RESPECT; i < WIDTH; i++) {
      if (line.charAt(i) != '.') {
        return line.toString();
      }
    }
    line.setLength(FIRST_RESPECT);
    return line.repeat(' ', WIDTH - FIRST_RESPECT).toString();
  }

  private static long size(Entry entry) {
    return entry.stamp().size();
  }

  private static char kind(Entry entry) {
    return switch (entry) {
      case Entry.File _ -> 'f';
      case Entry.Directory _ -> 'd';
      case Entry.Symlink _ -> 'L';
      case Entry.Special special -> isDevice(special.node().type()) ? 'D' : 'S';
    };
  }

  private static boolean isDevice(Node.Type type) {
    return type == Node.Type.BLOCK_DEVICE || type == Node.Type.CHARACTER_DEVICE;
  }

  private static String path(RelativePath path, Entry entry) {
    return entry.kind() == Kind.DIRECTORY ? ofPath(path) + '/' : ofPath(path);
  }

  private static String ofPath(RelativePath path) {
    return path.isRoot() ? "." : RsyncName.of(path);
  }
}
