package dev.lockstep.spill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.model.Name;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NameSorterTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(ints = {1, 10, 300, 5_000, 1_000_000})
  void namesComeOutInTheOrderOfTheirUnsignedBytesHoweverLittleMemoryThereIs(int mostBytes)
      throws IOException {
    Set<Name> names = randomNames(4_711, 3_000);
    assertThat(sorted(new ArrayList<>(names).reversed(), mostBytes))
        .containsExactlyElementsOf(names);
  }

  @Test
  void whatWasSpilledIsGoneAfterwards() throws IOException {
    sorted(new ArrayList<>(randomNames(1, 500)), 100);
    try (var left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void whatFitsInMemoryMakesNoFile() throws IOException {
    try (var sorter = new NameSorter(folder.resolve("missing"), NameSorter.DEFAULT_BYTES)) {
      sorter.add(new byte[] {'b'}, 0, 1);
      sorter.add(new byte[] {'x', 'a', 'x'}, 1, 1);
      sorter.sort();
      assertThat(sorter.next()).isEqualTo(Name.of("a"));
      assertThat(sorter.next()).isEqualTo(Name.of("b"));
      assertThat(sorter.next()).isNull();
    }
  }

  @Test
  void noNamesAreNoNames() throws IOException {
    assertThat(sorted(List.of(), 100)).isEmpty();
  }

  private List<Name> sorted(List<Name> names, int mostBytes) throws IOException {
    var sorted = new ArrayList<Name>();
    try (var sorter = new NameSorter(folder, mostBytes)) {
      for (Name name : names) {
        sorter.add(name.toBytes(), 0, name.length());
      }
      sorter.sort();
      for (Name name = sorter.next(); name != null; name = sorter.next()) {
        sorted.add(name);
      }
    }
    return sorted;
  }

  private static Set<Name> randomNames(long seed, int count) {
    var random = new Random(seed);
    var names = new TreeSet<Name>();
    while (names.size() < count) {
      byte[] bytes = new byte[1 + random.nextInt(random.nextInt(20) == 0 ? 255 : 12)];
      random.nextBytes(bytes);
      for (int i = 0; i < bytes.length; i++) {
        if (bytes[i] == 0 || bytes[i] == '/' || bytes[i] == '.') {
          bytes[i] = (byte) 0xff;
        }
      }
      names.add(Name.of(bytes));
    }
    return names;
  }
}
