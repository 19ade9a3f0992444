package dev.lockstep.model;

import java.util.Optional;

/** One intended change of the replica. */
public sealed interface Action {
  /** The word for it in every line: {@code create}, {@code update} … */
  String word();

  /**
   * What it is done to; the entry as the source has it, or for a deletion as the replica has it.
   */
  Entry subject();

  /** Why, in one or a few words. */
  String reason();

  /** The source's entry appears where the replica has none. */
  record Create(Entry subject) implements Action {
    @Override
    public String word() {
      return "create";
    }

    @Override
    public String reason() {
      return "new";
    }
  }

  /**
   * The replica's file or link gets other content, and the metadata with it.
   *
   * @param before what the replica has
   */
  record Update(Entry subject, Entry before, Difference difference) implements Action {
    @Override
    public String word() {
      return "update";
    }

    @Override
    public String reason() {
      return difference.toString();
    }
  }

  /** The replica's entry keeps its content and gets other metadata. */
  record Meta(Entry subject, Difference difference) implements Action {
    @Override
    public String word() {
      return "meta";
    }

    @Override
    public String reason() {
      return difference.toString();
    }
  }

  /** The source's entry takes the place of one of another kind. */
  record Replace(Entry subject, Entry replaced) implements Action {
    @Override
    public String word() {
      return "replace";
    }

    @Override
    public String reason() {
      return "was " + replaced.kind().word();
    }
  }

  /**
   * The replica gets the name for a file that it has under another one.
   *
   * @param before what the replica has under the name
   * @param difference in what that differs; none where there is nothing
   */
  record Hardlink(Entry subject, RelativePath to, Optional<Entry> before, Difference difference)
      implements Action {
    @Override
    public String word() {
      return "hardlink";
    }

    @Override
    public String reason() {
      return "to " + to;
    }
  }

  /** The replica's entry gets another place, as the source's has; a folder with all it holds. */
  record Move(Entry subject, RelativePath from) implements Action {
    @Override
    public String word() {
      return "move";
    }

    @Override
    public String reason() {
      return "from " + from;
    }
  }

  /**
   * The replica's entry goes; a folder with all that it holds, each entry by a deletion of its own.
   */
  record Delete(Entry subject, Why why) implements Action {
    /** What makes a deletion due. */
    public enum Why {
      /** The source has the name no more. */
      GONE("gone"),
      /** An interrupted run left it behind under a staged name. */
      LEFTOVER("leftover"),
      /** It is a folder, or was in one, that makes room for an entry of another kind. */
      REPLACED("replaced"),
      /** It is excluded, and what is so is to go. */
      EXCLUDED("excluded");

      private final String word;

      Why(String word) {
        this.word = word;
      }
    }

    @Override
    public String word() {
      return "delete";
    }

    @Override
    public String reason() {
      return why.word;
    }
  }
}
