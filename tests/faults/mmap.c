/* Maps a file, writes its first byte through the map, waits until told on standard input, writes it
 * again to the same page: the second change leaves the file's times as they were. */
#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>

int main(int argc, char **argv) {
  int file = argc == 2 ? open(argv[1], O_RDWR) : -1;
  if (file < 0) return 1;
  char *bytes = mmap(NULL, 1, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  if (bytes == MAP_FAILED) return 1;
  bytes[0] = '1';
  puts("mapped");
  fflush(stdout);
  getchar();
  bytes[0] = '2';
  puts("changed");
  fflush(stdout);
  getchar();
  return 0;
}
