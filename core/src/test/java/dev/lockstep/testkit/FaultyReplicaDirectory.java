package dev.lockstep.testkit;

import dev.lockstep.fs.ReplicaDirectory;
import dev.lockstep.fs.Staged;
import dev.lockstep.fs.StagedDirectory;
import dev.lockstep.fs.StagedFile;
import dev.lockstep.model.Entry;
import dev.lockstep.model.FileId;
import dev.lockstep.model.Kind;
import dev.lockstep.model.LinkTarget;
import dev.lockstep.model.Metadata;
import dev.lockstep.model.Name;
import dev.lockstep.model.Node;
import dev.lockstep.model.RelativePath;
import dev.lockstep.testkit.Operation.Side;
import dev.lockstep.testkit.Operation.Verb;
import java.io.IOException;

/** A guarded folder of the replica. */
final class FaultyReplicaDirectory extends FaultyDirectory<ReplicaDirectory>
    implements ReplicaDirectory {
  FaultyReplicaDirectory(ReplicaDirectory inner, RelativePath path, Gate gate) {
    super(inner, Side.REPLICA, path, gate);
  }

  @Override
  public ReplicaDirectory openDirectory(Name name) throws IOException {
    pass(Verb.OPEN_DIRECTORY, name);
    return new FaultyReplicaDirectory(inner().openDirectory(name), pathOf(name), gate());
  }

  @Override
  public long freeBytes() throws IOException {
    return inner().freeBytes();
  }

  @Override
  public StagedFile stageFile(Name name, long size) throws IOException {
    pass(Verb.STAGE_FILE, name);
    return new FaultyStaged.OfFile(inner().stageFile(name, size), pathOf(name), gate());
  }

  @Override
  public StagedDirectory stageDirectory(Name name) throws IOException {
    pass(Verb.STAGE_DIRECTORY, name);
    return new FaultyStaged.OfDirectory(inner().stageDirectory(name), pathOf(name), gate());
  }

  @Override
  public Staged stageSymlink(Name name, LinkTarget target) throws IOException {
    pass(Verb.STAGE_SYMLINK, name);
    return new FaultyStaged<>(inner().stageSymlink(name, target), pathOf(name), gate());
  }

  @Override
  public Staged stageSpecial(Name name, Node node) throws IOException {
    pass(Verb.STAGE_SPECIAL, name);
    return new FaultyStaged<>(inner().stageSpecial(name, node), pathOf(name), gate());
  }

  @Override
  public Staged stageLink(Name name, ReplicaDirectory folder, Name existing, FileId id)
      throws IOException {
    pass(Verb.STAGE_LINK, name);
    ReplicaDirectory holder = ((FaultyReplicaDirectory) folder).inner();
    return new FaultyStaged<>(inner().stageLink(name, holder, existing, id), pathOf(name), gate());
  }

  @Override
  public void moveHere(Name name, ReplicaDirectory folder, Name existing, FileId id)
      throws IOException {
    pass(Verb.MOVE, name);
    inner().moveHere(name, ((FaultyReplicaDirectory) folder).inner(), existing, id);
  }

  @Override
  public void remove(Name name, Kind kind) throws IOException {
    pass(Verb.REMOVE, name);
    inner().remove(name, kind);
  }

  @Override
  public void setMetadata(Name name, Kind kind, Metadata metadata) throws IOException {
    pass(Verb.SET_METADATA, name);
    inner().setMetadata(name, kind, metadata);
  }

  @Override
  public void setMetadata(Entry found, Metadata metadata) throws IOException {
    pass(Verb.SET_METADATA, found.name());
    inner().setMetadata(found, metadata);
  }

  @Override
  public void setMetadata(Metadata metadata) throws IOException {
    pass(Verb.SET_OWN_METADATA);
    inner().setMetadata(metadata);
  }

  @Override
  public void grantAccess() throws IOException {
    pass(Verb.GRANT_ACCESS);
    inner().grantAccess();
  }
}
