package dev.lockstep.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.model.Digest;
import dev.lockstep.model.DigestAlgorithm;
import dev.lockstep.model.FileId;
import dev.lockstep.model.Kind;
import dev.lockstep.model.Name;
import dev.lockstep.model.RelativePath;
import dev.lockstep.model.Stamp;
import dev.lockstep.testkit.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is put into the index comes out again, and nothing else. */
class ProofStoreTest {
  private static final List<String> FOLDERS = List.of("", "a", "a/b", "a b", "a\u0001", "ab/c/d");

  @TempDir Path home;

  static LongStream seeds() {
    return Seeds.some(10);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void holdsWhatAMapWouldHold(long seed) throws IOException {
    var chance = new Random(seed);
    Map<String, Map<Name, Proof>> expected = new TreeMap<>();
    for (int round = 0; round < 6; round++) {
      try (var store = ProofStore.open(file());
          var log = new ProofLog(home)) {
        for (int i = 0; i < 300; i++) {
          change(chance, expected, log);
        }
        store.apply(log, home);
        expectEqual(store, expected);
      }
      try (var again = ProofStore.open(file())) {
        expectEqual(again, expected);
      }
    }
  }

  @Test
  void aFolderOfManyPagesIsChangedInPlaces() throws IOException {
    Map<Name, Proof> expected = new TreeMap<>();
    RelativePath folder = RelativePath.of("wide");
    try (var store = ProofStore.open(file())) {
      try (var log = new ProofLog(home)) {
        for (int i = 0; i < 20_000; i++) {
          put(log, folder, Name.of("name %06d".formatted(i * 7 % 20_000)), i, expected);
        }
        store.apply(log, home);
      }
      try (var log = new ProofLog(home)) {
        for (int i = 0; i < 9_000; i++) {
          Name gone = Name.of("name %06d".formatted(i));
          log.gone(folder, gone);
          expected.remove(gone);
        }
        put(log, folder, Name.of("name 010000 and a half"), 1, expected);
        put(log, folder, Name.of("zzz"), 2, expected);
        store.apply(log, home);
      }
      assertThat(all(store, folder)).isEqualTo(expected);
    }
  }

  @Test
  void whatIsNotAskedForIsHandedOn() throws IOException {
    try (var store = ProofStore.open(file());
        var log = new ProofLog(home)) {
      for (String name : List.of("a", "b", "c", "d")) {
        put(log, RelativePath.ROOT, Name.of(name), 1, new TreeMap<>());
      }
      store.apply(log, home);
      List<String> passed = new ArrayList<>();
      FolderProofs proofs =
          store.folder(RelativePath.ROOT, (name, _) -> passed.add(name.toString()));
      assertThat(proofs.find(Name.of("0"))).isNull();
      assertThat(proofs.find(Name.of("b"))).isNotNull();
      assertThat(proofs.find(Name.of("bb"))).isNull();
      assertThat(proofs.find(Name.of("c"))).isNotNull();
      proofs.end();
      assertThat(passed).containsExactly("a", "d");
    }
  }

  @Test
  void takesLittleRoomForAFile() throws IOException {
    fill("some", 50_000, 0);
    expectLittleRoom(50_000);
  }

  @Test
  void givesBackTheRoomOfWhatWasRewrittenRenamedOrIsGone() throws IOException {
    int files = 20_000;
    fill("some", files, 0);
    fill("some", files, 1);
    expectLittleRoom(files);
    for (int i = 0; i < 2; i++) {
      String now = "name" + i;
      try (var store = ProofStore.open(file());
          var log = new ProofLog(home)) {
        log.gone(RelativePath.ROOT, Name.of(i == 0 ? "some" : "name" + (i - 1)));
        log.put(RelativePath.ROOT, Name.of(now), folder());
        put(log, now, files, i);
        store.apply(log, home);
      }
      expectLittleRoom(files);
    }
    try (var store = ProofStore.open(file());
        var log = new ProofLog(home)) {
      assertThat(all(store, RelativePath.of("name1/module000"))).hasSize(500);
      log.gone(RelativePath.ROOT, Name.of("name1"));
      store.apply(log, home);
    }
    assertThat(Files.size(file())).isLessThan(32 * 1024);
  }

  @Test
  void losesNothingByGivingBackRoom() throws IOException {
    var circumstances = new Circumstances("uuid:1", "uuid:2", "modes:true", "");
    Map<Name, Proof> expected = new TreeMap<>();
    RelativePath folder = RelativePath.of("wide");
    Stamp source = proof(new Random(7)).source();
    int number = 0;
    long before = 0;
    for (int round = 0; round < 3; round++) {
      try (var store = ProofStore.open(file());
          var log = new ProofLog(home)) {
        number = store.number(circumstances);
        for (int i = 0; i < 12_000; i++) {
          put(log, folder, Name.of("name %06d".formatted(i)), i, expected);
        }
        store.apply(log, home);
        before = Files.size(file());
      }
    }
    assertThat(Files.size(file())).isLessThan(before * 2 / 3);
    try (var store = ProofStore.open(file())) {
      assertThat(all(store, folder)).isEqualTo(expected);
      assertThat(store.circumstances(number)).isEqualTo(circumstances);
      assertThat(store.place(source).orElseThrow().path())
          .isEqualTo(folder.resolve(Name.of("name 000007")));
    }
  }

  /** More folders than are remembered, each asked for again when it is forgotten. */
  @Test
  void findsEntriesOfManyFoldersByTheirInodes() throws IOException {
    int inEach = RecentFolders.MOST_ENTRIES / 8;
    Map<RelativePath, Stamp> wanted = new LinkedHashMap<>();
    try (var store = ProofStore.open(file())) {
      try (var log = new ProofLog(home)) {
        var chance = new Random(1);
        for (int i = 0; i < 12 * inEach; i++) {
          RelativePath folder = RelativePath.of("folder" + i / inEach);
          Name name = Name.of("name %06d".formatted(i));
          Proof proof = usual(i, chance);
          log.put(folder, name, proof);
          if (i % inEach % 1000 == 7) {
            wanted.put(folder.resolve(name), proof.source());
          }
        }
        store.apply(log, home);
      }
      expectFound(store, wanted);
      expectFound(store, wanted);
      Map.Entry<RelativePath, Stamp> first = wanted.entrySet().iterator().next();
      try (var log = new ProofLog(home)) {
        log.gone(first.getKey().parent(), first.getKey().name());
        store.apply(log, home);
      }
      assertThat(store.place(first.getValue())).isEmpty();
    }
  }

  private static void expectFound(ProofStore store, Map<RelativePath, Stamp> wanted) {
    wanted.forEach(
        (path, source) -> assertThat(store.place(source).map(Place::path)).contains(path));
  }

  @Test
  void removesWhatAProgramLeftThatDiedGivingBackRoom() throws IOException {
    fill("some", 1_000, 0);
    Files.writeString(home.resolve("index.new"), "half of an index");
    fill("some", 1_000, 1);
    expectNothingBeside();
  }

  private void expectNothingBeside() throws IOException {
    try (var files = Files.list(home)) {
      assertThat(files).containsExactly(file());
    }
  }

  @Test
  void whatIsDividedWhileItIsReadIsHandedOnOnce() throws IOException {
    try (var store = ProofStore.open(file())) {
      try (var log = new ProofLog(home)) {
        for (int i = 0; i < 4_000; i++) {
          put(log, RelativePath.ROOT, Name.of("name %06d".formatted(i)), i, new TreeMap<>());
        }
        store.apply(log, home);
      }
      List<String> passed = new ArrayList<>();
      FolderProofs proofs =
          store.folder(RelativePath.ROOT, (name, _) -> passed.add(name.toString()));
      for (int i = 0; i < 4_000; i++) {
        assertThat(proofs.find(Name.of("name %06d".formatted(i)))).isNotNull();
      }
      try (var log = new ProofLog(home)) {
        for (int i = 0; i < 1_000; i++) {
          put(log, RelativePath.ROOT, Name.of("name %06d a".formatted(i)), i, new TreeMap<>());
        }
        store.apply(log, home);
      }
      proofs.end();
      assertThat(passed).isEmpty();
    }
  }

  @Test
  void aFullFolderForWhatSpillsCostsTheLogAlone() throws IOException {
    Map<Name, Proof> expected = new TreeMap<>();
    try (var store = ProofStore.open(file());
        var log = new ProofLog(home);
        var spilled = new ProofLog(home.resolve("nowhere"))) {
      put(log, RelativePath.ROOT, Name.of("a"), 1, expected);
      store.apply(log, home);
      put(spilled, "some", 40_000, 1);
      assertThatThrownBy(() -> store.apply(spilled, home)).isInstanceOf(IOException.class);
      assertThat(store.trouble()).isEmpty();
      assertThat(all(store, RelativePath.ROOT)).isEqualTo(expected);
    }
  }

  @Test
  void whatCannotBeReplacedStaysAsLargeAsItIs() throws IOException {
    Path inTheWay = Files.createDirectories(home.resolve("index.new").resolve("in the way"));
    fill("some", 20_000, 0);
    long once = Files.size(file());
    fill("some", 20_000, 1);
    assertThat(Files.size(file())).isGreaterThan(once);
    try (var store = ProofStore.open(file())) {
      assertThat(all(store, RelativePath.of("some/module039"))).hasSize(500);
    }
    assertThat(inTheWay).isDirectory();
  }

  private void fill(String root, int files, int seed) throws IOException {
    try (var store = ProofStore.open(file());
        var log = new ProofLog(home)) {
      log.put(RelativePath.ROOT, Name.of(root), folder());
      put(log, root, files, seed);
      store.apply(log, home);
    }
  }

  private static void put(ProofLog log, String root, int files, int seed) {
    var chance = new Random(seed);
    for (int i = 0; i < files; i++) {
      RelativePath path = RelativePath.of(root + "/module%03d".formatted(i / 500));
      log.put(path, Name.of("SomeSource%05d.java".formatted(i % 500)), usual(i, chance));
    }
  }

  private void expectLittleRoom(int files) throws IOException {
    assertThat((double) Files.size(file()) / files).as("bytes per file").isLessThan(100);
  }

  @Test
  void writesNothingBeforeItIsToldToHoweverMuchItIs() throws IOException {
    MVStore store = ProofStore.builder(file()).open();
    try {
      store.commit();
      long before = Files.size(file());
      MVMap<Long, byte[]> map = store.openMap("large");
      for (long i = 0; i < 64; i++) {
        map.put(i, new byte[1024 * 1024]);
      }
      assertThat(Files.size(file())).isEqualTo(before);
    } finally {
      store.closeImmediately();
    }
  }

  @Test
  void aLogIsLargeThatIsNotToBeHeld() throws IOException {
    try (var log = new ProofLog(home)) {
      put(log, "a", 10_000, 1);
      assertThat(log.isLarge()).isFalse();
      put(log, "a", 90_000, 1);
      assertThat(log.isLarge()).isTrue();
    }
  }

  @Test
  void isHeldByOneProgramAndReadBesideIt() throws IOException {
    Map<Name, Proof> expected = new TreeMap<>();
    try (var store = ProofStore.open(file());
        var log = new ProofLog(home)) {
      put(log, RelativePath.ROOT, Name.of("a"), 1, expected);
      store.apply(log, home);
      assertThatThrownBy(() -> ProofStore.open(file()))
          .isInstanceOf(ProofStore.InUseException.class);
      try (var copy = ProofStore.openCopy(file(), home)) {
        assertThat(all(copy, RelativePath.ROOT)).isEqualTo(expected);
        expectNothingBeside();
      }
    }
    expectNothingBeside();
  }

  @Test
  void anotherFormatIsNotReadWhichIsSaid() {
    try (MVStore older = ProofStore.builder(file()).open()) {
      older.setStoreVersion(1);
    }
    assertThatThrownBy(() -> ProofStore.open(file()))
        .isInstanceOf(ProofStore.UnusableException.class)
        .hasMessage("it was written by another version");
  }

  @Test
  void numbersCircumstancesForGood() throws IOException {
    var one = new Circumstances("uuid:1", "mounted at a\nb", "modes:true", "");
    var other = new Circumstances("uuid:1", "uuid:3", "modes:true", "start");
    int number;
    try (var store = ProofStore.open(file());
        var log = new ProofLog(home)) {
      number = store.number(one);
      assertThat(store.number(other)).isNotEqualTo(number);
      assertThat(store.number(one)).isEqualTo(number);
      store.apply(log, home);
    }
    try (var store = ProofStore.open(file())) {
      assertThat(store.circumstances(number)).isEqualTo(one);
      assertThat(store.number(other)).isNotEqualTo(number);
      assertThat(store.circumstances(99)).isNull();
    }
  }

  @Test
  void forgetsTheOldestOfVeryManyCircumstances() throws IOException {
    try (var store = ProofStore.open(file())) {
      for (int i = 1; i <= 1_005; i++) {
        store.number(new Circumstances("device " + i, "uuid:2", "", ""));
      }
    }
    try (var store = ProofStore.open(file())) {
      assertThat(store.circumstances(5)).isNull();
      assertThat(store.circumstances(6)).isNotNull();
      assertThat(store.number(new Circumstances("device 1", "uuid:2", "", ""))).isEqualTo(1_006);
    }
  }

  private static void change(Random chance, Map<String, Map<Name, Proof>> expected, ProofLog log) {
    String folder = FOLDERS.get(chance.nextInt(FOLDERS.size()));
    RelativePath path = RelativePath.of(folder);
    Name name = Name.of(Character.toString('a' + chance.nextInt(12)));
    Map<Name, Proof> proofs = expected.computeIfAbsent(folder, _ -> new TreeMap<>());
    if (chance.nextInt(3) == 0) {
      log.gone(path, name);
      proofs.remove(name);
    } else {
      put(log, path, name, chance.nextInt(), proofs);
    }
  }

  private static void put(
      ProofLog log, RelativePath folder, Name name, int seed, Map<Name, Proof> expected) {
    Proof proof = proof(new Random(seed));
    log.put(folder, name, proof);
    expected.put(name, proof);
  }

  private static void expectEqual(ProofStore store, Map<String, Map<Name, Proof>> expected) {
    for (String folder : FOLDERS) {
      assertThat(all(store, RelativePath.of(folder)))
          .as(folder)
          .isEqualTo(expected.getOrDefault(folder, new TreeMap<>()));
    }
    assertThat(store.trouble()).isEmpty();
  }

  private static Map<Name, Proof> all(ProofStore store, RelativePath folder) {
    Map<Name, Proof> all = new TreeMap<>();
    store.folder(folder, all::put).end();
    return all;
  }

  /** Any file at all, so that every shape of a proof is met. */
  private static Proof proof(Random chance) {
    boolean hasDigest = chance.nextBoolean();
    DigestAlgorithm[] algorithms = DigestAlgorithm.values();
    DigestAlgorithm algorithm = algorithms[chance.nextInt(algorithms.length)];
    byte[] digest = new byte[algorithm.length()];
    chance.nextBytes(digest);
    Stamp source = stamp(chance, null);
    return new Proof(
        List.of(Kind.FILE, Kind.SYMLINK, Kind.SPECIAL).get(chance.nextInt(3)),
        source,
        stamp(chance, chance.nextBoolean() ? source : null),
        hasDigest ? Optional.of(Digest.of(algorithm, digest)) : Optional.empty(),
        chance.nextLong(),
        chance.nextInt(16),
        chance.nextInt(),
        chance.nextBoolean());
  }

  private static Stamp stamp(Random chance, Stamp like) {
    var id = new FileId(0, chance.nextLong(), chance.nextBoolean() ? instant(chance) : null);
    return new Stamp(
        id,
        like == null ? chance.nextLong(Long.MAX_VALUE) : like.size(),
        like == null ? instant(chance) : like.modified(),
        chance.nextBoolean() ? instant(chance) : null);
  }

  private static Instant instant(Random chance) {
    return switch (chance.nextInt(8)) {
      case 0 -> Instant.MAX;
      case 1 -> Instant.MIN;
      default -> Instant.ofEpochSecond(chance.nextInt(), chance.nextInt(1_000_000_000));
    };
  }

  /** What a file of a source tree has that was copied in one go. */
  private static Proof usual(int number, Random chance) {
    Instant modified =
        Instant.ofEpochSecond(
            1_700_000_000 + chance.nextInt(10_000_000), chance.nextInt(1_000_000_000));
    Instant checkedOut =
        Instant.ofEpochSecond(1_780_000_000 + number / 900, chance.nextInt(1_000_000_000));
    Instant copied =
        Instant.ofEpochSecond(1_781_000_000 + number / 900, chance.nextInt(1_000_000_000));
    byte[] digest = new byte[16];
    chance.nextBytes(digest);
    long size = 500L + chance.nextInt(20_000);
    return new Proof(
        Kind.FILE,
        new Stamp(new FileId(0, 1_000_000 + number * 2L, checkedOut), size, modified, checkedOut),
        new Stamp(new FileId(0, 9_000_000 + number, copied), size, modified, copied),
        Optional.of(Digest.of(DigestAlgorithm.MD5, digest)),
        1_781_000_500,
        Proof.CONTENT | Proof.METADATA,
        1,
        false);
  }

  private static Proof folder() {
    Stamp stamp = stamp(new Random(1), null);
    return new Proof(Kind.DIRECTORY, stamp, stamp, Optional.empty(), 1_781_000_500, 0, 1, false);
  }

  private Path file() {
    return home.resolve("index");
  }
}
