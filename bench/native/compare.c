/*
 * The independent comparer: says each place where TARGET is not what SOURCE is. Exit 0 if nothing
 * was said.
 *
 *   compare exact SOURCE TARGET     by names, kinds, every byte of content, link targets, modes,
 *                                   owners, and the times of files and folders
 *   compare seconds SOURCE TARGET   the same with times of whole seconds
 *   compare content SOURCE TARGET   by names, kinds, content and link targets
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BLOCK = 1 << 18 };

static char one[BLOCK], two[BLOCK];
static long differences;

enum { CONTENT, SECONDS, EXACT };
static int how;

static void say(const char *path, const char *what) {
  if (differences++ < 20) printf("%s: %s\n", path, what);
}

static int by_name(const struct dirent **a, const struct dirent **b) {
  return strcmp((*a)->d_name, (*b)->d_name);
}

static int same_bytes(const char *a, const char *b) {
  int in = open(a, O_RDONLY | O_NOFOLLOW), other = open(b, O_RDONLY | O_NOFOLLOW), same = 1;
  if (in < 0 || other < 0) same = 0;
  while (same) {
    ssize_t got = read(in, one, BLOCK), too = read(other, two, BLOCK);
    if (got < 0 || got != too || memcmp(one, two, got) != 0) same = 0;
    if (got <= 0) break;
  }
  close(in);
  close(other);
  return same;
}

static void compare_metadata(const char *path, const struct stat *look, const struct stat *other) {
  if (look->st_uid != other->st_uid || look->st_gid != other->st_gid) say(path, "owner");
  if (S_ISLNK(look->st_mode)) return;
  if (look->st_mode != other->st_mode) say(path, "mode");
  if (look->st_mtim.tv_sec != other->st_mtim.tv_sec
      || (how == EXACT && look->st_mtim.tv_nsec != other->st_mtim.tv_nsec))
    say(path, "time");
}

static void compare(const char *a, const char *b, int root) {
  struct stat look, other;
  if (lstat(a, &look) != 0 || lstat(b, &other) != 0) {
    say(b, strerror(errno));
    return;
  }
  if ((look.st_mode & S_IFMT) != (other.st_mode & S_IFMT)) {
    say(b, "another kind");
    return;
  }
  if (!root && how != CONTENT) compare_metadata(b, &look, &other);
  if (S_ISLNK(look.st_mode)) {
    ssize_t length = readlink(a, one, BLOCK), too = readlink(b, two, BLOCK);
    if (length != too || memcmp(one, two, length) != 0) say(b, "link target");
  } else if (S_ISREG(look.st_mode)) {
    if (look.st_size != other.st_size || !same_bytes(a, b)) say(b, "content");
  } else if (S_ISDIR(look.st_mode)) {
    struct dirent **inner, **outer;
    int n = scandir(a, &inner, NULL, by_name), m = scandir(b, &outer, NULL, by_name), i, j;
    if (n < 0 || m < 0) {
      say(b, "cannot be listed");
      return;
    }
    for (i = 0, j = 0; i < n || j < m;) {
      int order = i == n ? 1 : j == m ? -1 : strcmp(inner[i]->d_name, outer[j]->d_name);
      const char *name = order <= 0 ? inner[i]->d_name : outer[j]->d_name;
      char *source, *target;
      if (asprintf(&source, "%s/%s", a, name) < 0 || asprintf(&target, "%s/%s", b, name) < 0)
        exit(2);
      if (order < 0) {
        say(target, "missing");
      } else if (order > 0) {
        say(target, "extra");
      } else if (strcmp(name, ".") && strcmp(name, "..")) {
        compare(source, target, 0);
      }
      free(source);
      free(target);
      if (order <= 0) free(inner[i++]);
      if (order >= 0) free(outer[j++]);
    }
    free(inner);
    free(outer);
  }
}

int main(int count, char **words) {
  if (count != 4) return fprintf(stderr, "compare exact|seconds|content SOURCE TARGET\n"), 2;
  how = !strcmp(words[1], "exact") ? EXACT : !strcmp(words[1], "seconds") ? SECONDS : CONTENT;
  compare(words[2], words[3], 1);
  if (differences > 0) printf("%ld differences\n", differences);
  return differences > 0;
}
