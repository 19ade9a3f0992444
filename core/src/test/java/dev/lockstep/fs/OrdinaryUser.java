package dev.lockstep.fs;

import dev.lockstep.model.Kind;
import dev.lockstep.model.Metadata;
import dev.lockstep.model.Name;
import dev.lockstep.model.Part;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;

/**
 * Run by a user who is not root, for whom modes forbid things. It has the model and the backend on
 * its class path, and nothing else.
 */
final class OrdinaryUser {
  private static final Instant MOMENT = Instant.parse("2021-03-04T05:06:07.123456789Z");

  private final TreeProvider provider;
  private final Path home;

  private OrdinaryUser(TreeProvider provider, Path home) {
    this.provider = provider;
    this.home = home;
  }

  public static void main(String[] args) throws Exception {
    var provider =
        Class.forName(args[0]).asSubclass(TreeProvider.class).getConstructor().newInstance();
    var user = new OrdinaryUser(provider, Path.of(args[1]).toRealPath());
    try (ReplicaTree tree = provider.openReplica(user.home);
        ReplicaDirectory root = tree.openRoot()) {
      user.ownersAreNotCarried(tree);
      user.modesThatForbidReadingAreGivenWithTheTime(root);
      user.accessIsGrantedToAFolderThatForbidsAll(root);
      user.aForbiddenFolderIsNotListed(root);
      user.aStagedFolderThatForbidsAllIsUndone(root);
      user.anothersFileIsNotChanged();
      user.rootsAreSeenAsTheyAre();
    }
  }

  private void ownersAreNotCarried(ReplicaTree tree) throws IOException {
    var carried = tree.capabilities().carried();
    require(!carried.owners(), "owners are carried");
    require(carried.user().user() == (int) Files.getAttribute(home, "unix:uid"), "user unknown");
    require(
        tree.capabilities()
            .lacks()
            .contains(Capabilities.Lack.of(Part.OWNERS, "owners (not root)")),
        "not said");
  }

  private void modesThatForbidReadingAreGivenWithTheTime(ReplicaDirectory root) throws IOException {
    for (int mode : new int[] {0444, 0200, 0, 0222, 0700}) {
      try (StagedFile file = root.stageFile(Name.of("file"), 0)) {
        file.setMetadata(metadata(mode, MOMENT));
        file.commit();
      }
      requireMetadata(root, "file", mode, MOMENT);
      root.setMetadata(Name.of("file"), Kind.FILE, metadata(0, MOMENT.plusSeconds(1)));
      requireMetadata(root, "file", 0, MOMENT.plusSeconds(1));
      root.setMetadata(Name.of("file"), Kind.FILE, metadata(mode, MOMENT));
      requireMetadata(root, "file", mode, MOMENT);
    }
    root.remove(Name.of("file"), Kind.FILE);
  }

  private void accessIsGrantedToAFolderThatForbidsAll(ReplicaDirectory root) throws IOException {
    Path folder = folder("forbidden", "---------");
    try (ReplicaDirectory opened = root.openDirectory(Name.of("forbidden"))) {
      opened.grantAccess();
      require(permissions(folder).equals("rwx------"), permissions(folder));
      try (StagedFile file = opened.stageFile(Name.of("file"), 0)) {
        file.commit();
      }
      opened.setMetadata(metadata(0, MOMENT));
      requireMetadata(root, "forbidden", 0, MOMENT);
    }
  }

  private void aForbiddenFolderIsNotListed(ReplicaDirectory root) throws IOException {
    folder("unlisted", "--x--x--x");
    try (ReplicaDirectory opened = root.openDirectory(Name.of("unlisted"))) {
      opened.list(
          new NameSink() {
            @Override
            public void name(byte[] bytes, int offset, int length) {
              throw new IllegalStateException("listed");
            }

            @Override
            public void unspeakable(String shown) {
              throw new IllegalStateException("listed");
            }
          });
    } catch (AccessDeniedException e) {
      return;
    }
    throw new IllegalStateException("a folder that may not be listed counts as empty");
  }

  private void aStagedFolderThatForbidsAllIsUndone(ReplicaDirectory root) throws IOException {
    try (StagedDirectory outer = root.stageDirectory(Name.of("outer"));
        ReplicaDirectory outerFolder = outer.directory()) {
      try (StagedDirectory inner = outerFolder.stageDirectory(Name.of("inner"));
          ReplicaDirectory innerFolder = inner.directory()) {
        innerFolder.stageFile(Name.of("file"), 0).commit();
        inner.setMetadata(metadata(0, MOMENT));
        inner.commit();
      }
      outer.setMetadata(metadata(0555, MOMENT));
    }
    try (var stream = Files.list(home)) {
      require(stream.noneMatch(path -> path.toString().contains(".lockstep-")), "left behind");
    }
  }

  private void anothersFileIsNotChanged() throws IOException {
    try (ReplicaTree tree = provider.openReplica(Path.of("/"));
        ReplicaDirectory root = tree.openRoot()) {
      Metadata before = root.entry(Name.of("etc")).orElseThrow().metadata();
      try {
        root.setMetadata(Name.of("etc"), Kind.DIRECTORY, metadata(0777, MOMENT));
      } catch (IOException e) {
        require(root.entry(Name.of("etc")).orElseThrow().metadata().equals(before), "changed");
        return;
      }
      throw new IllegalStateException("nothing was said");
    }
  }

  private void rootsAreSeenAsTheyAre() throws IOException {
    Path closed = folder("closed", "---------");
    var folder = (RootState.Folder) provider.inspect(closed);
    require(!folder.readable(), "readable without the right");
    require(folder.writable(), "its owner can see to it that it may be written");
    var unreachable = (RootState.Unreachable) provider.inspect(closed.resolve("below"));
    require(unreachable.reason().contains("closed"), unreachable.reason());
    Path link = Files.createSymbolicLink(home.resolve("link"), closed.resolve("below"));
    require(provider.inspect(link) instanceof RootState.Unreachable, "reachable by a link");
    folder = (RootState.Folder) provider.inspect(folder("readable", "r-xr-xr-x"));
    require(folder.readable() && folder.writable(), "its owner can see to it");
    folder = (RootState.Folder) provider.inspect(Path.of("/"));
    require(folder.readable() && !folder.writable(), "writable without the right");
    var missing = (RootState.Missing) provider.inspect(home.resolve("readable/missing"));
    require(!missing.writable(), "may be made without the right");
  }

  private Path folder(String name, String permissions) throws IOException {
    Path folder = Files.createDirectory(home.resolve(name));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(permissions));
    return folder;
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static void requireMetadata(ReplicaDirectory root, String name, int mode, Instant time)
      throws IOException {
    Metadata has = root.entry(Name.of(name)).orElseThrow().metadata();
    require(has.mode() == mode && has.modified().equals(time), name + " has " + has);
  }

  private static Metadata metadata(int mode, Instant time) {
    return new Metadata(mode, Metadata.UNKNOWN, Metadata.UNKNOWN, time);
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(otherwise);
    }
  }
}
