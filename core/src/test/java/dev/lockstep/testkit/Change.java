package dev.lockstep.testkit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A change of one property somewhere in a {@link TortureTree}, to show that it is found.
 *
 * @param script run in the changed tree; {@code same_time} gives back a time
 * @param found how the differences begin that it makes
 */
public record Change(String script, List<String> found) {
  /** What any user can change. */
  public static final List<Change> OF_ANYONE =
      List.of(
          change("chmod 0640 kinds/empty-folder", "kinds/empty-folder: mode 755 became 640"),
          change("chmod 1755 wide/file-1", "wide/file-1: mode 644 became 1755"),
          change(
              "touch -h -d '2001-09-09 01:46:40.999999998Z' times/file-2001-09-09T01.46.40.999999999",
              "times/file-2001-09-09T01.46.40.999999999: time"),
          change("touch -h -d '1999-01-01' links/dangling", "links/dangling: time"),
          change(
              "touch -d '1969-12-31 23:59:59.123456788Z' times/folder-1969-12-31T23.59.59.123456789",
              "times/folder-1969-12-31T23.59.59.123456789: time"),
          change(
              "touch -h -d '2038-01-19 03:14:08.000000002Z' times/link-2038-01-19T03.14.08.000000001",
              "times/link-2038-01-19T03.14.08.000000001: time"),
          change("touch -d 2000-01-01 .", ".: time"),
          change(
              "ln -sfn nowhere-else links/to-itself; same_time links/to-itself links",
              "links/to-itself: target . became nowhere-else"),
          change(
              "rm links/untidy; : >links/untidy; same_time links", "links/untidy: type l became f"),
          change(
              "printf x | dd of=sizes/of-4097 bs=1 seek=4096 conv=notrunc; same_time sizes/of-4097",
              "sizes/of-4097: content"),
          change(
              "truncate -s 4096 sizes/of-4095; same_time sizes/of-4095",
              "sizes/of-4095: size 4095 became 4096",
              "sizes/of-4095: content"),
          change(
              "mkfifo kinds/new; rm kinds/empty-file; same_time kinds",
              "kinds/new: only the replica",
              "kinds/empty-file: only the source"),
          change(
              "cp -p hardlinks/a/within copy; mv copy hardlinks/a/within-2; same_time hardlinks/a; touch -d 2000-01-01 .",
              "hardlinks/a/within-2: links of hardlinks/a/within became of hardlinks/a/within-2"),
          change("setfattr -n user.text -v 'text 8' xattrs/file", "xattrs/file: xattrs"),
          change("setfattr -n user.number.40 -v 41 xattrs/many", "xattrs/many: xattrs"),
          change("setfattr -x user.empty xattrs/empty-value", "xattrs/empty-value: xattrs"),
          change("setfattr -n user.text -v '' xattrs/trusted", "xattrs/trusted: xattrs"),
          change("setfattr -n user.folder -v 0x01 xattrs/folder", "xattrs/folder: xattrs"),
          change("setfacl -m u:23456:r-- acls/user", "acls/user: xattrs"),
          change("setfacl -x u:12345 acls/access", "acls/access: xattrs"),
          change("setfacl -d -m o::r-x acls/default", "acls/default: xattrs"));

  /** Two files that are alike become one. */
  public static final Change JOINING =
      change(
          "ln -f hardlinks/a/alike hardlinks/b/alike; same_time hardlinks/b",
          "hardlinks/b/alike: links of hardlinks/b/alike became of hardlinks/a/alike");

  /** Who fills a hole, makes one, or makes links escapes rsync. */
  static final List<Change> RSYNC_IS_BLIND_TO =
      List.of(
          change(
              "dd if=/dev/zero of=holes/only-a-hole bs=64k count=16 conv=notrunc; same_time holes/only-a-hole",
              "holes/only-a-hole: blocks 0 became"),
          change(
              "truncate -s 0 holes/zeros-allocated; truncate -s 1M holes/zeros-allocated; same_time holes/zeros-allocated",
              "holes/zeros-allocated: blocks"),
          JOINING,
          change("ln wide/file-2 ../elsewhere", "wide/file-2: 2 links in the replica, of which 1"));

  /** What only root can change. */
  public static final List<Change> OF_ROOT =
      List.of(
          change(
              "chown 12346 owners/theirs", "owners/theirs: owner 12345:54321 became 12346:54321"),
          change("chgrp 1 wide/file-3", "wide/file-3: owner 0:0 became 0:1"),
          change("chown -h 1 owners/link", "owners/link: owner 12345:54321 became 1:54321"),
          change("chmod u-s owners/setuid", "owners/setuid: mode 6755 became 2755"),
          change(
              "setfattr -x security.capability capabilities/plain", "capabilities/plain: xattrs"),
          change("setfattr -h -n trusted.lockstep -v 0x00 xattrs/link", "xattrs/link: xattrs"),
          change(
              "rm kinds/null; mknod kinds/null c 1 5; same_time kinds/null kinds",
              "kinds/null: device 1:3 became 1:5"),
          change(
              "rm hardlinks/b/fifo; mkfifo hardlinks/b/fifo; same_time hardlinks/b/fifo hardlinks/b",
              "hardlinks/b/fifo: links of hardlinks/a/fifo became of hardlinks/b/fifo"));

  /** Gives entries the time that they have in the other tree. */
  private static final String SAME_TIME =
      "same_time() { for entry; do touch -h -r \"$S/$entry\" \"$entry\"; done; }; ";

  private static Change change(String script, String... found) {
    return new Change(script, List.of(found));
  }

  /** Changes one of two trees that are the same. */
  public void make(Path source, Path replica) throws IOException {
    ProcessBuilder shell = new ProcessBuilder("/bin/sh", "-euc", SAME_TIME + script);
    shell.environment().put("S", source.toString());
    Machine.run(shell.directory(replica.toFile()));
  }
}
