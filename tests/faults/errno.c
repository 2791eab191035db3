/* LD_PRELOAD: calls fail as on odd file systems, with the errno in these environment variables.
 * FAULT_FOLDER_SYNC: fsync and fdatasync of a folder. FAULT_FLOCK: flock. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static int wanted(const char *name) {
  const char *value = getenv(name);
  return value == NULL ? 0 : atoi(value);
}

static int fail(int code) {
  errno = code;
  return -1;
}

static int is_folder(int file) {
  struct stat found;
  return fstat(file, &found) == 0 && S_ISDIR(found.st_mode);
}

int fsync(int file) {
  int code = wanted("FAULT_FOLDER_SYNC");
  if (code != 0 && is_folder(file)) return fail(code);
  return ((int (*)(int))dlsym(RTLD_NEXT, "fsync"))(file);
}

int fdatasync(int file) {
  int code = wanted("FAULT_FOLDER_SYNC");
  if (code != 0 && is_folder(file)) return fail(code);
  return ((int (*)(int))dlsym(RTLD_NEXT, "fdatasync"))(file);
}

int flock(int file, int operation) {
  int code = wanted("FAULT_FLOCK");
  if (code != 0) return fail(code);
  return ((int (*)(int, int))dlsym(RTLD_NEXT, "flock"))(file, operation);
}
