package dev.lockstep.links;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.model.FileId;
import dev.lockstep.model.RelativePath;
import dev.lockstep.model.Stamp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LinkTableTest {
  private static final long SOURCE = 1;
  private static final long REPLICA = 2;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(ints = {1, 1_000, 1_000_000})
  void groupsComeWholeAndByTheirPathsHoweverLittleMemoryThereIs(int mostBytes) throws IOException {
    List<HeldName> names = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      String path = "f%02d/n%03d".formatted(i % 7, i);
      names.add(held(path, i % 20, i % 3 == 0 ? i + 1 : 0, Likeness.POSSIBLE));
    }
    Collections.shuffle(names, new Random(42));
    List<String> groups = new ArrayList<>();
    try (var table = new LinkTable(folder, mostBytes)) {
      for (HeldName name : names) {
        table.add(name, name.source().id().inode() % 2 == 0 && name.replica().isKnown());
      }
      table.forEach(group -> {
        List<LinkMember> members = members(group);
        assertThat(members).hasSize(30);
        assertThat(members).allMatch(member -> member.name().source().id().equals(group.source()));
        long leading = members.stream().filter(LinkMember::mayLead).count();
        assertInOrder(members.subList(0, (int) leading));
        assertInOrder(members.subList((int) leading, members.size()));
        groups.add(group.source().toString());
      });
    }
    assertThat(groups).hasSize(20).doesNotHaveDuplicates();
    try (var left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void pathsAreInTheOrderOfTheirNamesAndComeBackWhole() throws IOException {
    String deep = "a/" + "n".repeat(255) + ("/" + "x".repeat(200)).repeat(3_000);
    List<String> paths = List.of("a", "a/b", deep, "a b", "a!", "b");
    try (var table = new LinkTable(folder, 100)) {
      for (String path : paths.reversed()) {
        table.add(held(path, 5, 0, Likeness.NONE), false);
      }
      table.forEach(group -> assertThat(paths(members(group))).containsExactlyElementsOf(paths));
    }
  }

  @Test
  void whatTheMarchFoundComesBack() throws IOException {
    var stamp =
        new Stamp(
            new FileId(-1, Long.MIN_VALUE, Instant.ofEpochSecond(5, 6)),
            77,
            Instant.MIN,
            Instant.MAX);
    var name =
        new HeldName(RelativePath.of("a/b"), id(9, 8), stamp, id(REPLICA, 3), Likeness.CONTENT);
    try (var table = new LinkTable(folder, 100)) {
      table.add(name, true);
      table.forEach(
          group -> assertThat(members(group)).containsExactly(new LinkMember(name, true)));
    }
  }

  @Test
  void aFileSharedByOneGroupIsItsOwn() throws IOException {
    assertThat(settled(held("a", 1, 7, Likeness.POSSIBLE), held("b", 1, 7, Likeness.POSSIBLE)))
        .containsExactly("a keeps", "b keeps");
  }

  @Test
  void aFileSharedByGroupsStaysWithTheFirstPathAndIsContested() throws IOException {
    assertThat(
            settled(
                held("c", 1, 7, Likeness.POSSIBLE),
                held("b", 2, 7, Likeness.POSSIBLE),
                held("d", 2, 7, Likeness.POSSIBLE),
                held("e", 3, 8, Likeness.EQUAL)))
        .containsExactly("c", "contested", "b keeps", "d keeps", "e keeps");
  }

  @Test
  void whatIsNotHeldBackContestsAFileAndNeverKeepsIt() throws IOException {
    List<String> settled = new ArrayList<>();
    try (var table = new LinkTable(folder, 100)) {
      table.addOther(RelativePath.of("a"), id(REPLICA, 7));
      table.add(held("b", 2, 7, Likeness.CONTENT), true);
      table.forEach(group -> settled.addAll(describe(group)));
    }
    assertThat(settled).containsExactly("contested", "b keeps");
  }

  private List<String> settled(HeldName... names) throws IOException {
    List<String> settled = new ArrayList<>();
    try (var table = new LinkTable(folder, 100)) {
      for (HeldName name : names) {
        table.add(name, true);
      }
      table.forEach(group -> settled.addAll(describe(group)));
    }
    return settled;
  }

  private static List<String> describe(LinkGroup group) throws IOException {
    List<String> described = new ArrayList<>();
    if (group.isContested()) {
      described.add("contested");
    }
    for (LinkMember member : members(group)) {
      described.add(member.name().path() + (member.keeps() ? " keeps" : ""));
    }
    return described;
  }

  private static void assertInOrder(List<LinkMember> members) {
    assertThat(paths(members)).isSorted();
  }

  private static List<String> paths(List<LinkMember> members) {
    return members.stream().map(member -> member.name().path().toString()).toList();
  }

  private static List<LinkMember> members(LinkGroup group) throws IOException {
    List<LinkMember> members = new ArrayList<>();
    while (group.hasNext()) {
      members.add(group.next());
    }
    return members;
  }

  private static HeldName held(String path, long source, long replica, Likeness likeness) {
    return new HeldName(
        RelativePath.of(path),
        id(SOURCE, 99),
        new Stamp(id(SOURCE, source), 5, Instant.EPOCH, null),
        replica == 0 ? FileId.UNKNOWN : id(REPLICA, replica),
        likeness);
  }

  private static FileId id(long fileSystem, long inode) {
    return new FileId(fileSystem, inode, null);
  }
}
