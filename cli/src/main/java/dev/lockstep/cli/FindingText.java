package dev.lockstep.cli;

import dev.lockstep.model.Finding;
import dev.lockstep.model.Kind;

/** What a finding is in words for people. */
final class FindingText {
  private static final String ROT = "not what was proven, though size and times are";
  private static final String NEXT = " since it was proven; the next run will see to it";

  private FindingText() {}

  /** One word for the column of actions. */
  static String word(Finding finding) {
    return switch (finding.sort()) {
      case REPLICA_ROTTED, SOURCE_ROTTED, BOTH_ROTTED -> "rotten";
      case SOURCE_CHANGED, REPLICA_CHANGED, BOTH_CHANGED -> "changed";
      case CONTENT, METADATA, KIND -> "differs";
      case MISSING -> "missing";
      case EXTRA -> "extra";
    };
  }

  /** The rest of it, as a clause or two. */
  static String words(Finding finding) {
    String differing = finding.difference().toString();
    String inWhat = differing.isEmpty() ? "" : differing + "; ";
    return switch (finding.sort()) {
      case REPLICA_ROTTED -> inWhat + "in the replica: " + ROT;
      case SOURCE_ROTTED ->
          inWhat + "in the source: " + ROT + ", and the replica may be the last good copy";
      case BOTH_ROTTED -> inWhat + "on both sides: " + ROT;
      case SOURCE_CHANGED -> inWhat + "the source was changed" + NEXT;
      case REPLICA_CHANGED -> inWhat + "the replica was changed" + NEXT;
      case BOTH_CHANGED -> inWhat + "both sides were changed" + NEXT;
      case CONTENT -> inWhat + "nothing was proven that would tell which side is right";
      case METADATA, KIND -> differing;
      case MISSING -> "in the replica" + allOf(finding);
      case EXTRA -> "only in the replica" + allOf(finding);
    };
  }

  private static String allOf(Finding finding) {
    return finding.kind() == Kind.DIRECTORY ? ", with all it holds" : "";
  }
}
