package dev.lockstep.cli;

import java.util.Optional;

/**
 * What {@code --help} says. Written out, since making it from the options would slow the answer.
 */
final class HelpText {
  static final String COMMAND =
      """
      lockstep keeps a replica folder an exact mirror of a source folder, one way.

        lockstep SOURCE REPLICA [INTERVAL [LOGFILE]] [options]
        lockstep sync SOURCE REPLICA [options]     the same, in full
        lockstep diff SOURCE REPLICA [options]     what sync would do; changes neither folder
        lockstep verify SOURCE REPLICA [options]   read both wholly: equal, and is neither rotten?
        lockstep status SOURCE REPLICA             last run, next run; exits as the last run did
        lockstep approve SOURCE REPLICA [--yes]    let the next run delete what is withheld
        lockstep adopt SOURCE REPLICA [--yes]      accept other disks in the folders' places
        lockstep manifest FOLDER [options]         digests of its files, for md5sum -c
        lockstep help [VERB]                       this text, or more about a verb
        lockstep --version

      What the source lacks is deleted from the replica. A replica that is missing is made.
      INTERVAL: seconds (60), or 90s, 5m, 1h30m, 1d; without it, or with 0: once.
      LOGFILE: appended to, made with its folders.

      What is done
        -n, --dry-run         change nothing, print every action
        --every INTERVAL      mirror now and then every INTERVAL, start to start
        --watch               mirror now and then whatever changes, the moment it does; --every adds
                              passes that try again what failed and say whether all is exact
        --full-every INTERVAL how often --watch looks at everything all the same; default 1d
        --check WHAT          what proves two files equal: md5 (default), sha256, xxh128, bytes,
                              or stamp (size and time only)
        --rehash              read all content again, whatever was proven before
        --scrub AGE           read it again within AGE (30d), a share in each run
        --no-index            remember nothing of what is proven
        -c                    --check md5 --rehash
        -x, --one-file-system stay on the folders' file systems: what is mounted below them is made
                              as a folder, and what is in it is left alone
        --no-owner --no-perms --no-times --no-xattrs --no-acls --no-hard-links
                              leave that alone: what the replica has keeps its own, also where
                              rsync's -a -H -A -X ask for it; --no-owner is for groups too
        --max-delete N|P%     withhold all deletions of a run that are more than N entries, or more
                              than P percent of the replica's; 100%: no limit, 0: all. Default:
                              withhold more than 100 that are more than half of the replica
        --no-delete           keep what only the replica has; it is counted
        --include PATTERN, --exclude PATTERN, -f, --filter '+ PATTERN' or '- PATTERN'
                              leave out what is excluded: rsync's patterns, the first match decides;
                              the replica keeps what it has of it
        --include-from FILE, --exclude-from FILE
                              the same with patterns of a file, one a line; -: standard input
        --ignore-files        rules in a .lockstepignore of each folder too, as git reads its own
        --delete-excluded     delete from the replica what is excluded
        --explain-filter PATH say which rule decides on a path, and do nothing else
        --repair              with verify: heal what has rotted in the replica; with
                              --repair=source-is-right also where the source looks rotten
        --durability WHAT     what a power cut may cost: safe (default) never an old version,
                              strict nor shows a new file torn, none waits for no disk
        -j, --jobs N          workers, 1 to 256; default: the cores, but 8 for folders on another
                              machine, and at most 2 for those on a spinning disk
        --bwlimit RATE        copy at most so many bytes a second: 500K, 10M, 1G; 0: no limit.
                              A plain number is bytes, where rsync's is KiB. Reading is not limited
        --root-digest         with manifest: one digest for the whole tree
        --yes                 approve or adopt without a question
        --state-dir DIR       where the index, locks, the disks known and the status live; default:
                              $XDG_STATE_HOME/lockstep, or
                              /var/lib/lockstep for root, $HOME/.local/state/lockstep for others

      What is said
        -v                    unchanged entries too
        -q, -qq               only problems and the summary; nothing at all when exact
        -P, --progress[=WHEN] how far it is, drawn in a terminal's last line: auto (default, where
                              standard error is a terminal), always, or never. With -q only if
                              this is given, with -qq not at all
        -i, --itemize-changes one line of eleven characters and the path per change, as rsync's -i
        --json                one JSON object a line on standard output, for programs: actions,
                              problems, and a report at the end of each run
        --stats               the counts of each run, before its summary
        --log-file FILE       every action to this file too, whatever the console hears
        --log-format WHAT     text (default) or json
        --log-max-size SIZE, --log-max-age AGE
                              begin a new log file before it is larger (10M) or older (7d); the old
                              one becomes FILE.1, that FILE.2, and so on
        --log-keep N          how many of those are kept, 1 to 1,000; default 7
        -h, --help            this text
        -V, --version         the version

      rsync's -a --archive -r -H --hard-links -A --acls -X --xattrs -S --delete --numeric-ids are
      accepted and always on, as far as the backend carries it: the summary names what it does
      not. Refused are -z --compress -u --update --inplace --ignore-errors. -- ends the options.

      Examples
        lockstep ~/photos /mnt/backup/photos                 once
        lockstep ~/photos /mnt/backup/photos 60 mirror.log   every minute, with a log file
        lockstep diff ~/photos /mnt/backup/photos            what differs?
        lockstep sync /srv /backup/srv --every 1h30m -q      a quiet service
        lockstep sync /srv /backup/srv --watch -q            the moment something changes
        lockstep sync -n --check sha256 /srv /backup/srv     what would be done, by SHA-256

      Exit codes
         0  exact, as asked                      25  deletions withheld; see lockstep approve
         1  unexpected error                     26  refused, nothing was touched
         2  wrong usage                          27  another run holds the replica
        20  stopped by a signal                  28  differences found (diff, verify)
        23  some paths could not be mirrored    29  content changed without new times: rot?
        24  source files vanished or kept changing
      """;

  static final String SYNC =
      """
      lockstep sync SOURCE REPLICA [INTERVAL [LOGFILE]] [options]
      lockstep SOURCE REPLICA [INTERVAL [LOGFILE]] [options]

      Makes REPLICA equal SOURCE: creates, updates and deletes there until nothing differs.
      SOURCE is only read. A trailing slash means nothing; a root that is a link is followed,
      no link below a root is. Each file appears in the replica whole or not at all.

      With an INTERVAL it does so now and then again and again, start to start, never two runs
      at a time, until INT or TERM stops it: the first one cleanly, a second one at once. Runs
      that find nothing to do are said once an hour on the console, each one in the log file.

      With --watch it hears from the system what changes, on either side, and mirrors just that:
      a file when it is closed, or has been left alone for a second. Where the system does not
      tell all changes, on network and FUSE file systems, it looks for them, and says so. After
      a second without changes both folders may be unmounted. USR1 has it look at everything now.

      The last line begins "exact:" or "not exact:". A mirror is no backup: what is deleted or
      spoilt in the source is deleted or spoilt in the replica by the next run.

      Examples
        lockstep sync /srv /backup/srv                       once
        lockstep sync /srv /backup/srv --every 1h30m -q      a quiet service
        lockstep sync /srv /backup/srv --watch --every 10m   at once, and all looked at in between
        lockstep sync /srv /backup/srv -n --max-delete 20%   would deletions be withheld?

      For all options and the exit codes see: lockstep --help
      """;

  static final String DIFF =
      """
      lockstep diff SOURCE REPLICA [options]

      Says what sync would do, an action a line, and changes neither folder; sync --dry-run
      prints the same. It holds no lock and may run beside a service.

      Exit code 0: nothing differs; 28: differences found; others: see lockstep --help

      Examples
        lockstep diff /srv /backup/srv                   by content (MD5)
        lockstep diff --check stamp /srv /backup/srv     by size and time, fast
        lockstep diff -qq /srv /backup/srv && echo same  for scripts
      """;

  static final String VERIFY =
      """
      lockstep verify SOURCE REPLICA [--repair[=source-is-right]] [--json] [options]

      Reads both folders wholly and compares them with each other and with what earlier runs have
      proven. It changes neither folder, holds no lock and may run beside a service. A line for
      each path that is not equal says what is wrong with it:

        rotten    the content is not what was proven, though size and times are: a disk, a cable or
                  a memory may be failing. It says which side; a replica is not to blame for a
                  rotten source, and may hold the last good copy
        changed   the content was changed since it was proven; the next run will see to it
        differs   in content that was not proven, in metadata, or in kind
        missing, extra    only one of the folders has it

      --repair writes anew what has rotted in the replica, or cannot be read there, where the
      source is still as proven. --repair=source-is-right also takes a source that looks rotten
      for the truth from then on. Both hold the replica as sync does. Files of several names
      are left to sync --rehash.

      --log-file FILE, as sync is given it, is left out where it lies in SOURCE, and not written. So
      are those put aside, where --log-max-size or --log-max-age, and --log-keep, are given too.

      Proofs count if they were made by the same --check: md5 (default), sha256 or xxh128. -j 1
      reads one file at a time, for a disk that holds both folders and is slow at seeking.

      Exit code 0: all equal; 29: something has rotted; 28: other differences; others: see
      lockstep --help

      Examples
        lockstep verify /srv /backup/srv                     changes nothing
        lockstep verify /srv /backup/srv --repair -j 1       heals a replica on a slow disk
        lockstep verify /srv /backup/srv --json > report     for programs
      """;

  static final String STATUS =
      """
      lockstep status SOURCE REPLICA [--state-dir DIR]

      Says when these folders were last mirrored and what came of it, when the replica was last
      exact, and, while a process mirrors them at an interval, when its next run begins. It reads
      only what earlier runs noted in the state folder, and holds no lock.

      It exits with the code of the last run: 0 if that was exact, 26 if it was refused, 20 if it
      was stopped or its process ended in the middle. 2: no run of these folders is known.

      Examples
        lockstep status /srv /backup/srv                     how does it stand?
        lockstep status /srv /backup/srv >/dev/null || echo "the mirror needs a look"
      """;

  static final String APPROVE =
      """
      lockstep approve SOURCE REPLICA [--yes] [--state-dir DIR]

      Deletions that are out of proportion are withheld: by default more than 100 entries that are
      more than half of the replica, see --max-delete. All else is mirrored, and the run exits with
      25. approve shows what is withheld, asks, and lets the next run carry out exactly that, once,
      also the next run of a mirror that is going on. What a folder holds beyond what was shown
      stays, and is withheld again.

      --yes approves without a question, for scripts. It deletes nothing itself.

      Examples
        lockstep approve /srv /backup/srv                    shows what is withheld, and asks
        lockstep approve /srv /backup/srv --yes && lockstep sync /srv /backup/srv
      """;

  static final String ADOPT =
      """
      lockstep adopt SOURCE REPLICA [--yes] [--state-dir DIR]

      A run is refused (26) when one of the folders lies on another disk than in earlier runs,
      which may mean that the right one is not mounted, and when the folders were mirrored the
      other way round. adopt shows what they are now and what they were, asks, and accepts: disks
      are known beside the old ones, so they may rotate. Disks mounted inside the source that are
      gone are forgotten, and the next run deletes what the replica has of them.

      --yes accepts without a question, for scripts. It touches neither folder.

      Examples
        lockstep adopt /srv /backup/srv                      shows what is new, and asks
        lockstep adopt /srv /backup/srv --yes                after a disk was replaced
      """;

  static final String MANIFEST =
      """
      lockstep manifest FOLDER [--check md5|sha256] [--root-digest] [options]

      Prints the digest of each file in FOLDER, in lines that md5sum -c or sha256sum -c check when
      they run in FOLDER, sorted folder by folder. Nothing else is printed to standard output.

      What a mirror has proven is not read again: where FOLDER is, or lies in, the source or the
      replica of runs that the state folder knows, digests come from their index as long as the
      file's inode, size and both times are the ones proven. --rehash and --no-index read all. It
      only reads, holds no lock, and may run beside a service.

      --root-digest prints one digest for the whole tree instead: of names, kinds, contents, modes
      and where links point, not of owners and times. Equal trees have equal ones on any machine.

      Other options: -j, -x, --state-dir, and -v for a line of counts on standard error.

      Exit code 0: all was read; 23: some paths could not be, each is named on standard error; 24:
      the only problems are files that vanished or kept changing while they were read; 26: there
      is no such folder.

      Examples
        lockstep manifest /srv > /tmp/srv.md5 && cd /backup/srv && md5sum -c --quiet /tmp/srv.md5
        lockstep manifest --check sha256 --rehash /backup/srv
        lockstep manifest --root-digest /srv
      """;

  private HelpText() {}

  static String of(Optional<Verb> topic) {
    if (topic.isEmpty()) {
      return COMMAND;
    }
    return switch (topic.get()) {
      case SYNC -> SYNC;
      case DIFF -> DIFF;
      case VERIFY -> VERIFY;
      case STATUS -> STATUS;
      case ADOPT -> ADOPT;
      case APPROVE -> APPROVE;
      case MANIFEST -> MANIFEST;
      case HELP -> COMMAND;
    };
  }
}
