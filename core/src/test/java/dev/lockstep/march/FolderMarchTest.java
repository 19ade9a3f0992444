package dev.lockstep.march;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.lockstep.filter.Filter;
import dev.lockstep.filter.FolderRules;
import dev.lockstep.filter.Rule;
import dev.lockstep.fs.ReplicaDirectory;
import dev.lockstep.fs.SourceDirectory;
import dev.lockstep.fs.SourceTree;
import dev.lockstep.fs.nio.NioTreeProvider;
import dev.lockstep.model.Name;
import dev.lockstep.model.Pair;
import dev.lockstep.model.RelativePath;
import dev.lockstep.spill.SortedNames;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FolderMarchTest {
  private final FileSystem memory = Jimfs.newFileSystem(Configuration.unix());
  private final Path source = memory.getPath("/source");
  private final Path replica = memory.getPath("/replica");

  @TempDir Path spillFolder;

  @BeforeEach
  void makeRoots() throws IOException {
    Files.createDirectory(source);
    Files.createDirectory(replica);
  }

  @AfterEach
  void close() throws IOException {
    memory.close();
  }

  @Test
  void eachNameIsOnePairInTheOrderOfUnsignedBytes() throws Exception {
    for (String name : List.of("b", "B", "é", "a.b", "a", "a-b")) {
      Files.createFile(source.resolve(name));
    }
    for (String name : List.of("c", "b", "a0")) {
      Files.createFile(replica.resolve(name));
    }
    assertThat(march(Filter.NOTHING))
        .containsExactly("B <", "a <", "a-b <", "a.b <", "a0 >", "b =", "c >", "é <");
  }

  @Test
  void aNameThatIsListedTwiceIsOnePair() throws Exception {
    Files.createFile(source.resolve("a"));
    Files.createFile(source.resolve("b"));
    try (SourceTree tree = new NioTreeProvider().openSource(source);
        SourceDirectory folder = tree.openRoot()) {
      SourceDirectory twice =
          (SourceDirectory)
              Proxy.newProxyInstance(
                  SourceDirectory.class.getClassLoader(),
                  new Class<?>[] {SourceDirectory.class},
                  (proxy, method, arguments) -> {
                    if (method.getName().equals("list")) {
                      method.invoke(folder, arguments);
                    }
                    return method.invoke(folder, arguments);
                  });
      try (SortedNames names = SortedNames.of(twice, spillFolder, 1024)) {
        assertThat(names.current()).isEqualTo(Name.of("a"));
        names.advance();
        assertThat(names.current()).isEqualTo(Name.of("b"));
        names.advance();
        assertThat(names.current()).isNull();
      }
    }
  }

  @Test
  void aFileFacingAFolderIsOnePair() throws Exception {
    Files.createDirectory(source.resolve("x"));
    Files.createFile(replica.resolve("x"));
    assertThat(march(Filter.NOTHING)).containsExactly("x =");
  }

  @Test
  void whatIsLeftOutIsNoPairOnEitherSide() throws Exception {
    Files.createFile(source.resolve("log"));
    Files.createFile(replica.resolve("log"));
    Files.createFile(source.resolve("x"));
    assertThat(march(Filter.leavingOut(Set.of(RelativePath.of("f/log")))))
        .containsExactly("log left out", "x <");
  }

  @Test
  void whereTheKindDecidesItIsTheSourcesKind() throws Exception {
    Files.createDirectory(source.resolve("a"));
    Files.createDirectory(source.resolve("b"));
    Files.createFile(replica.resolve("b"));
    Files.createFile(source.resolve("c"));
    Files.createDirectory(replica.resolve("c"));
    Files.createFile(source.resolve("d"));
    Files.createDirectory(replica.resolve("e"));
    Rule folders = Rule.of("*/".getBytes(UTF_8), true, "here");
    assertThat(march(Filter.of(List.of(folders), false, false)))
        .containsExactly("a left out", "b left out", "c in the way", "d <", "e left out");
    assertThat(march(Filter.of(List.of(folders), false, true)))
        .containsExactly("a left out", "b excluded", "c =", "d <", "e excluded");
  }

  @Test
  void whatIsExcludedAndIsToGoIsLookedAtInTheReplicaAlone() throws Exception {
    Files.createFile(source.resolve("a"));
    Files.createFile(source.resolve("b"));
    Files.createFile(replica.resolve("b"));
    Rule all = Rule.of("*".getBytes(UTF_8), true, "here");
    assertThat(march(Filter.of(List.of(all), false, true)))
        .containsExactly("a left out", "b excluded");
  }

  @Test
  void lostAndFoundIsAnEntryWhereNoFileSystemBegins() throws Exception {
    Files.createDirectory(source.resolve("lost+found"));
    assertThat(march(Filter.NOTHING)).containsExactly("lost+found <");
  }

  @Test
  void aFolderThatCannotBeListedEndsTheMarchBeforeItBegins() throws Exception {
    Path gone = memory.getPath("/source/gone");
    Files.createDirectory(gone);
    var provider = new NioTreeProvider();
    try (SourceDirectory folder = provider.openSource(gone).openRoot();
        ReplicaDirectory other = provider.openReplica(replica).openRoot()) {
      Files.delete(gone);
      assertThatThrownBy(
              () -> FolderMarch.begin(here(Filter.NOTHING), folder, other, rules(Filter.NOTHING)))
          .isInstanceOfSatisfying(
              ListingFailedException.class, e -> assertThat(e.isOfSource()).isTrue());
    }
  }

  @Test
  void aFolderThatIsEmptiedMeanwhileIsListedAnewOnlyWhenANameVanishedSince() throws Exception {
    for (int i = 100; i < 200; i++) {
      Files.createFile(source.resolve("a" + i));
    }
    var provider = new NioTreeProvider();
    int[] listings = {0};
    try (SourceDirectory folder = provider.openSource(source).openRoot();
        ReplicaDirectory other = provider.openReplica(replica).openRoot()) {
      SourceDirectory counted = counted(folder, listings);
      try (FolderMarch march =
          FolderMarch.begin(here(Filter.NOTHING), counted, other, rules(Filter.NOTHING))) {
        deleteSource(100, 150);
        assertThat(march.next(counted, other)).isNotNull();
        deleteSource(151, 200);
        assertThat(march.next(counted, other)).isNull();
      }
    }
    assertThat(listings).containsExactly(1 + 2);
  }

  private void deleteSource(int from, int to) throws IOException {
    for (int i = from; i < to; i++) {
      Files.delete(source.resolve("a" + i));
    }
  }

  private static SourceDirectory counted(SourceDirectory folder, int[] listings) {
    return (SourceDirectory)
        Proxy.newProxyInstance(
            SourceDirectory.class.getClassLoader(),
            new Class<?>[] {SourceDirectory.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("list")) {
                listings[0]++;
              }
              return method.invoke(folder, arguments);
            });
  }

  private List<String> march(Filter filter) throws Exception {
    var found = new ArrayList<String>();
    var provider = new NioTreeProvider();
    try (SourceDirectory sourceFolder = provider.openSource(source).openRoot();
        ReplicaDirectory replicaFolder = provider.openReplica(replica).openRoot();
        FolderMarch march =
            FolderMarch.begin(here(filter), sourceFolder, replicaFolder, rules(filter))) {
      for (Found next = march.next(sourceFolder, replicaFolder);
          next != null;
          next = march.next(sourceFolder, replicaFolder)) {
        found.add(describe(next));
      }
    }
    return found;
  }

  private static FolderRules here(Filter filter) {
    return filter.in(RelativePath.of("f"));
  }

  private FolderMarch.Rules rules(Filter filter) {
    return new FolderMarch.Rules(filter, spillFolder, 10);
  }

  private static String describe(Found found) {
    return switch (found) {
      case Found.LeftOut leftOut -> leftOut.name() + " left out";
      case Found.Excluded excluded -> excluded.replica().name() + " excluded";
      case Found.InTheWay inTheWay -> inTheWay.replica().name() + " in the way";
      case Found.Unseen unseen -> unseen.name() + " unseen";
      case Found.InDoubt doubt -> doubt.name() + " in doubt";
      case Found.Paired paired -> paired.pair().name() + " " + sides(paired.pair());
    };
  }

  private static String sides(Pair pair) {
    return switch (pair) {
      case Pair.SourceOnly only -> "<";
      case Pair.ReplicaOnly only -> ">";
      case Pair.Both both -> "=";
    };
  }
}
