package dev.lockstep.filter;

import dev.lockstep.model.Name;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides on the names in one folder. For one thread. */
public final class Judge {
  private static final int USUAL_NAME = 256;

  private final FolderRules rules;
  private final boolean hasRules;
  private ByteBuffer text = ByteBuffer.allocate(0);

  /** What has decided on a folder of the name at hand, and on anything else; null: nothing yet. */
  private @Nullable Rule onFolder;

  private @Nullable Rule onOther;

  Judge(FolderRules rules) {
    this.rules = rules;
    this.hasRules = !rules.filter().hasNoRules();
  }

  /** What the rules say of a name. */
  public Exclusion of(Name name) {
    if (rules.isOwn(name)) {
      return Exclusion.ALWAYS;
    }
    if (!hasRules) {
      return Exclusion.NONE;
    }
    decide(name);
    return Exclusion.of(excludes(onFolder), excludes(onOther));
  }

  /** Whether an entry of the replica is to stay, though the source may lack it. */
  public boolean protects(Name name, boolean isFolder) {
    Exclusion exclusion = of(name);
    return exclusion == Exclusion.ALWAYS
        || (exclusion.holdsFor(isFolder) && !rules.filter().deletesExcluded());
  }

  /** The rule that decides on a name; empty if none does. */
  public Optional<Rule> ruleOn(Name name, boolean isFolder) {
    decide(name);
    return Optional.ofNullable(isFolder ? onFolder : onOther);
  }

  private static boolean excludes(@Nullable Rule rule) {
    return rule != null && rule.excludes();
  }

  private void decide(Name name) {
    onFolder = null;
    onOther = null;
    int end = write(name);
    decide(rules.filter().rules(), 1, end);
    for (FolderRules at = rules; at != null && !isDecided(); at = at.above()) {
      decide(at.ignores().rules(), at.length(), end);
    }
  }

  private boolean isDecided() {
    return onFolder != null && onOther != null;
  }

  private void decide(List<Rule> list, int path, int end) {
    for (int i = 0; i < list.size() && !isDecided(); i++) {
      Rule rule = list.get(i);
      boolean matchesFolder = matches(rule, path, end, true);
      boolean matchesOther =
          rule.pattern().isAboutKinds() ? matches(rule, path, end, false) : matchesFolder;
      if (matchesFolder && onFolder == null) {
        onFolder = rule;
      }
      if (matchesOther && onOther == null) {
        onOther = rule;
      }
    }
  }

  private boolean matches(Rule rule, int path, int end, boolean isFolder) {
    return rule.pattern().matches(text.array(), path, rules.length(), end, isFolder);
  }

  /** Puts the name behind the folder's path, and a slash behind it; tells where that is. */
  private int write(Name name) {
    int end = rules.length() + name.length();
    if (text.capacity() <= end) {
      text = ByteBuffer.allocate(end + USUAL_NAME);
      text.put((byte) '/');
      for (Name above : rules.folder().names()) {
        above.putInto(text);
        text.put((byte) '/');
      }
    }
    text.position(rules.length());
    name.putInto(text);
    text.put((byte) '/');
    return end;
  }
}
