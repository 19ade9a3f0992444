package dev.lockstep.engine;

import dev.lockstep.api.ActionDone;

/** Takes note of actions that were carried out. */
@FunctionalInterface
interface ActionSink {
  void done(ActionDone done);
}
