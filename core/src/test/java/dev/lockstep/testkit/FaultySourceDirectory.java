package dev.lockstep.testkit;

import dev.lockstep.fs.SourceDirectory;
import dev.lockstep.model.Name;
import dev.lockstep.model.RelativePath;
import dev.lockstep.testkit.Operation.Side;
import dev.lockstep.testkit.Operation.Verb;
import java.io.IOException;

/** A guarded folder of the source. */
final class FaultySourceDirectory extends FaultyDirectory<SourceDirectory>
    implements SourceDirectory {
  FaultySourceDirectory(SourceDirectory inner, RelativePath path, Gate gate) {
    super(inner, Side.SOURCE, path, gate);
  }

  @Override
  public SourceDirectory openDirectory(Name name) throws IOException {
    pass(Verb.OPEN_DIRECTORY, name);
    return new FaultySourceDirectory(inner().openDirectory(name), pathOf(name), gate());
  }
}
