package dev.lockstep.fs;

import dev.lockstep.model.LinkTarget;
import dev.lockstep.model.Name;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Run where the locale has ASCII only: makes a link to each of the source's names. */
final class CLocale {
  private CLocale() {}

  public static void main(String[] args) throws Exception {
    var provider =
        Class.forName(args[0]).asSubclass(TreeProvider.class).getConstructor().newInstance();
    try (SourceTree source = provider.openSource(Path.of(args[1]));
        SourceDirectory from = source.openRoot();
        ReplicaTree replica = provider.openReplica(Path.of(args[2]));
        ReplicaDirectory to = replica.openRoot()) {
      for (Name name : names(from)) {
        try (Staged link = to.stageSymlink(name, LinkTarget.of(name.toBytes()))) {
          link.commit();
        }
      }
    }
  }

  private static List<Name> names(ReadableDirectory folder) throws Exception {
    List<Name> names = new ArrayList<>();
    folder.list(
        new NameSink() {
          @Override
          public void name(byte[] bytes, int offset, int length) {
            names.add(Name.copyOf(bytes, offset, length));
          }

          @Override
          public void unspeakable(String shown) {
            throw new IllegalStateException(shown);
          }
        });
    return names;
  }
}
