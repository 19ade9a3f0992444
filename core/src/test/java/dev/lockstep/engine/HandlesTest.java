package dev.lockstep.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.lockstep.fs.FolderPair;
import dev.lockstep.fs.ReadableDirectory;
import dev.lockstep.fs.ReplicaDirectory;
import dev.lockstep.fs.ReplicaTree;
import dev.lockstep.fs.SourceDirectory;
import dev.lockstep.fs.SourceTree;
import dev.lockstep.fs.nio.NioTreeProvider;
import dev.lockstep.model.Entry;
import dev.lockstep.model.Name;
import dev.lockstep.model.Stamp;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class HandlesTest {
  private static final Name D = Name.of("d");
  private static final int DEPTH = 300;

  private final FileSystem memory =
      Jimfs.newFileSystem(
          Configuration.unix().toBuilder().setAttributeViews("basic", "posix", "unix").build());
  private final Path source = memory.getPath("/s");
  private final Path replica = memory.getPath("/r");
  private FolderNode root;
  private Handles handles;

  @BeforeEach
  void makeDeepTrees() throws IOException {
    Path below = memory.getPath("d");
    for (int i = 1; i < DEPTH; i++) {
      below = below.resolve("d");
    }
    Files.createDirectories(source.resolve(below));
    Files.createDirectories(replica.resolve(below));
    var provider = new NioTreeProvider();
    SourceTree sourceTree = provider.openSource(source);
    ReplicaTree replicaTree = provider.openReplica(replica);
    var pair = new FolderPair(sourceTree.openRoot(), replicaTree.openRoot());
    root = FolderNode.root(entry(pair.source()), entry(pair.replica()), Optional.empty());
    handles = new Handles(4, root, pair, _ -> {});
  }

  @AfterEach
  void close() throws IOException {
    handles.close();
    memory.close();
  }

  @Test
  void aFolderManyLevelsBelowIsReachedThroughFewHandles() throws IOException {
    List<FolderNode> chain = chain();
    try (Handles.Lease lease = handles.open(chain.getLast())) {
      assertThat(lease.folder().source().entry(D)).isEmpty();
    }
    try (Handles.Lease lease = handles.open(chain.getFirst())) {
      assertThat(lease.folder().source().entry(D)).isPresent();
    }
    try (Handles.Lease lease = handles.open(chain.get(DEPTH / 2))) {
      assertThat(lease.folder().replica().entry(D)).isPresent();
    }
  }

  @Test
  void aFolderThatWasExchangedIsNotTakenForTheOldOne() throws IOException {
    List<FolderNode> chain = chain();
    Files.move(replica.resolve("d/d"), replica.resolve("old"));
    Files.createDirectories(replica.resolve("d/d/d"));
    assertThatThrownBy(() -> handles.open(chain.get(2)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("exchanged in the replica");
  }

  @Test
  void theRootsAreClosedInTheEndThoughTheyWereSettled() throws IOException {
    List<String> closed = new ArrayList<>();
    try (Handles.Lease lease = handles.open(root)) {
      FolderPair open = lease.folder();
      var counted =
          new FolderPair(
              counting(SourceDirectory.class, open.source(), closed),
              counting(ReplicaDirectory.class, open.replica(), closed));
      var others = new Handles(4, root, counted, _ -> {});
      others.forget(root);
      others.close();
    }
    assertThat(closed).containsExactlyInAnyOrder("SourceDirectory", "ReplicaDirectory");
  }

  private static <T> T counting(Class<T> type, T inner, List<String> closed) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              if (method.getName().equals("close")) {
                closed.add(type.getSimpleName());
              }
              return method.invoke(inner, arguments);
            }));
  }

  private List<FolderNode> chain() throws IOException {
    var chain = new ArrayList<FolderNode>();
    FolderNode at = root;
    for (int i = 0; i < DEPTH; i++) {
      try (Handles.Lease lease = handles.open(at)) {
        var child = (Entry.Directory) lease.folder().source().entry(D).orElseThrow();
        at = at.child(child, lease.folder().replica().entry(D), Optional.empty());
        chain.add(at);
      }
    }
    return chain;
  }

  private static Entry.Directory entry(ReadableDirectory folder) throws IOException {
    return new Entry.Directory(
        D, folder.metadata(), new Stamp(folder.id(), 0, folder.metadata().modified(), null));
  }
}
