/*
 * The floor: the least that a copy or a look at two trees can cost on this kernel, with two
 * processes that share the top folders' folders. It proves nothing, digests nothing, remembers
 * nothing and ends at the first error, so a mirror can come near it but not below it.
 *
 *   floor copy SOURCE TARGET   seven calls a file: open, read, open, write, times, close, close
 *   floor scan SOURCE TARGET   lists the source, looks at each entry on both sides
 *   floor read SOURCE...       reads every file of each tree whole
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PROCESSES = 2, BLOCK = 1 << 20 };

enum work { COPY, SCAN, READ };

static enum work work;
static int mine;
static unsigned counter;
static char *block;

static void fail(const char *what, const char *name) {
  fprintf(stderr, "floor: %s %s: %s\n", what, name, strerror(errno));
  exit(1);
}

static int open_folder(int parent, const char *name) {
  int fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
  if (fd < 0) fail("open", name);
  return fd;
}

static void copy_file(int from, int to, const char *name, const struct statx *look) {
  int in = openat(from, name, O_RDONLY | O_NOFOLLOW);
  if (in < 0) fail("open", name);
  int out = openat(to, name, O_WRONLY | O_CREAT | O_EXCL, look->stx_mode & 07777);
  if (out < 0) fail("create", name);
  unsigned long long left = look->stx_size;
  while (left > 0) {
    ssize_t got = read(in, block, BLOCK);
    if (got <= 0) fail("read", name);
    if (write(out, block, got) != got) fail("write", name);
    left -= got;
  }
  struct timespec times[2] = {{look->stx_atime.tv_sec, look->stx_atime.tv_nsec},
                              {look->stx_mtime.tv_sec, look->stx_mtime.tv_nsec}};
  if (futimens(out, times) != 0) fail("times", name);
  close(in);
  close(out);
}

static void copy_link(int from, int to, const char *name) {
  char target[4096];
  ssize_t length = readlinkat(from, name, target, sizeof target - 1);
  if (length < 0) fail("readlink", name);
  target[length] = 0;
  if (symlinkat(target, to, name) != 0) fail("symlink", name);
}

static void read_file(int from, const char *name) {
  int in = openat(from, name, O_RDONLY | O_NOFOLLOW);
  if (in < 0) fail("open", name);
  ssize_t got;
  while ((got = read(in, block, BLOCK)) > 0) continue;
  if (got < 0) fail("read", name);
  close(in);
}

/* Whether this process does what lies directly in the folder with this number. */
static int is_mine(unsigned number) {
  return number % PROCESSES == (unsigned)mine;
}

static void march(int from, int to) {
  int us = is_mine(counter++);
  DIR *listing = fdopendir(dup(from));
  struct dirent *entry;
  while ((entry = readdir(listing)) != NULL) {
    const char *name = entry->d_name;
    if (!strcmp(name, ".") || !strcmp(name, "..")) continue;
    if (entry->d_type == DT_DIR) {
      if (work == COPY && mkdirat(to, name, 0777) != 0 && errno != EEXIST) fail("mkdir", name);
      int inner = open_folder(from, name);
      int outer = work == READ ? -1 : open_folder(to, name);
      march(inner, outer);
      close(inner);
      if (outer >= 0) close(outer);
    } else if (us) {
      struct statx look, other;
      if (work == READ) {
        if (entry->d_type == DT_REG) read_file(from, name);
        continue;
      }
      if (statx(from, name, AT_SYMLINK_NOFOLLOW, STATX_BASIC_STATS, &look) != 0)
        fail("look", name);
      if (work == SCAN) {
        if (statx(to, name, AT_SYMLINK_NOFOLLOW, STATX_BASIC_STATS, &other) != 0)
          fail("look", name);
        if (look.stx_size != other.stx_size) fail("differs", name);
      } else if (entry->d_type == DT_LNK) {
        copy_link(from, to, name);
      } else {
        copy_file(from, to, name, &look);
      }
    }
  }
  closedir(listing);
}

int main(int count, char **words) {
  if (count < 3) return fprintf(stderr, "floor copy|scan SOURCE TARGET | read SOURCE...\n"), 2;
  work = !strcmp(words[1], "copy") ? COPY : !strcmp(words[1], "scan") ? SCAN : READ;
  if (work == COPY) mkdir(words[3], 0777);
  for (mine = 0; mine < PROCESSES; mine++) {
    if (fork() != 0) continue;
    block = malloc(BLOCK);
    if (work == READ) {
      for (int i = 2; i < count; i++) march(open_folder(AT_FDCWD, words[i]), -1);
    } else {
      march(open_folder(AT_FDCWD, words[2]), open_folder(AT_FDCWD, words[3]));
    }
    exit(0);
  }
  int status, failed = 0;
  while (wait(&status) > 0) failed |= status;
  return failed != 0;
}
