package dev.lockstep.model;

/** One respect in which the two sides of a pair can differ. */
public enum Aspect {
  KIND("kind"),
  CONTENT("content"),
  MODE("mode"),
  OWNER("owner"),
  GROUP("group"),
  TIMES("times"),
  ATTRIBUTES("attributes"),
  ACL("acl"),
  LINKS("links");

  private final String word;

  Aspect(String word) {
    this.word = word;
  }

  /** The word for it in lines that people read. */
  public String word() {
    return word;
  }
}
