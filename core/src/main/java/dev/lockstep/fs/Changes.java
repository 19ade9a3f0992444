package dev.lockstep.fs;

import dev.lockstep.model.RelativePath;

/** Hears what may have changed below a root. */
public interface Changes {
  /**
   * An entry came, went, or may have other content or metadata. Of a folder that is the folder
   * itself, not what it holds. The root is an entry too.
   */
  void entry(RelativePath path);

  /**
   * A file is written to, mostly by somebody who has not closed it yet; that is told when he does.
   * But who sets a size or a time by the name alone closes nothing, and not every feed tells of a
   * closing: waiting for it has to end by itself.
   */
  void writing(RelativePath file);

  /** A folder came, or came from elsewhere: it may have changed with all that it holds. */
  void tree(RelativePath folder);

  /**
   * More has changed than could be told: everything is in doubt.
   *
   * @param why a sentence for a person, with what can be done about it
   */
  void everything(String why);

  /**
   * From now on not every change is told; those of some folders have to be looked for.
   *
   * @param why a sentence for a person, with what can be done about it; told once
   */
  void incomplete(String why);
}
