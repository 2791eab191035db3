/* The kernel's algorithm in C: mini-batch SGD for softmax regression that skips zero pixels, with four
 * classes per vector. Arguments: images, labels, order, N, batch size, learning rate. Trains once for each
 * line of input and prints a JSON line of times; the last line has the loss. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { D = 784, K = 10, STRIDE = 12 };
typedef float four __attribute__((vector_size(16)));
typedef int ints __attribute__((vector_size(16)));

static four weights[D + 1][3], gradient[D + 1][3];
/* The upper half of an entry is that of the pixel's value as a float, the lower half the pixel's index. */
static unsigned *starts, *entries;

static unsigned char *read_file(const char *path, long skip, long bytes) {
  FILE *file = fopen(path, "rb");
  unsigned char *data = malloc(bytes);
  if (!file || fseek(file, skip, SEEK_SET) || fread(data, 1, bytes, file) != (size_t)bytes) exit(3);
  fclose(file);
  return data;
}

static void pack(const unsigned char *images, long N) {
  starts = malloc(sizeof(unsigned) * (N + 1));
  entries = aligned_alloc(64, sizeof(unsigned) * N * D);
  unsigned end = 0;
  for (long i = 0; i < N; i++) {
    starts[i] = end;
    for (unsigned d = 0; d < D; d++) {
      union { float value; unsigned bits; } q = {images[i * D + d]};
      if (q.bits) entries[end++] = q.bits | d;
    }
    for (; end & 3; end++) entries[end] = 0;
  }
  starts[N] = end;
}

static inline four splat(float x) { return (four){x, x, x, x}; }

/* The values of four entries. */
static inline four pixels(const unsigned *entry) {
  return (four)(*(const ints *)entry & (int)0xffff0000);
}

#define LANE(v, k) __builtin_shuffle(v, (ints){k, k, k, k})
#define ROW(matrix, entry) (matrix[(entry) & 0xffff])

static inline void net_inputs(unsigned i, four z[3]) {
  four a = splat(0), b = a, c = a, e = a, f = a, g = a;
  for (unsigned n = starts[i]; n < starts[i + 1]; n += 4) {
    four q = pixels(entries + n);
    four p0 = LANE(q, 0), p1 = LANE(q, 1), p2 = LANE(q, 2), p3 = LANE(q, 3);
    const four *w0 = ROW(weights, entries[n]), *w1 = ROW(weights, entries[n + 1]);
    const four *w2 = ROW(weights, entries[n + 2]), *w3 = ROW(weights, entries[n + 3]);
    a += p0 * w0[0], b += p0 * w0[1], c += p0 * w0[2];
    e += p1 * w1[0], f += p1 * w1[1], g += p1 * w1[2];
    a += p2 * w2[0], b += p2 * w2[1], c += p2 * w2[2];
    e += p3 * w3[0], f += p3 * w3[1], g += p3 * w3[2];
  }
  four scale = splat(1 / 255.f);
  z[0] = (a + e) * scale + weights[D][0];
  z[1] = (b + f) * scale + weights[D][1];
  z[2] = (c + g) * scale + weights[D][2];
}

static inline void add_to(four *w, four q, const four dz[3]) {
  w[0] += q * dz[0], w[1] += q * dz[1], w[2] += q * dz[2];
}

static inline void d_net_inputs(unsigned i, const four dz[3]) {
  four d[3] = {dz[0], dz[1], dz[2]};
  for (unsigned n = starts[i]; n < starts[i + 1]; n += 4) {
    four q = pixels(entries + n);
    add_to(ROW(gradient, entries[n]), LANE(q, 0), d);
    add_to(ROW(gradient, entries[n + 1]), LANE(q, 1), d);
    add_to(ROW(gradient, entries[n + 2]), LANE(q, 2), d);
    add_to(ROW(gradient, entries[n + 3]), LANE(q, 3), d);
  }
}

/* Replaces <math.h>, because a scalar call for each class would be slower. x is at most 0. */
static inline four exp4(four x) {
  ints low = x < splat(-87);
  x = (four)(((ints)splat(-87) & low) | ((ints)x & ~low));
  ints k = __builtin_convertvector(x * splat(1.44269504f) - splat(0.5f), ints);
  four n = __builtin_convertvector(k, four);
  four r = x - n * splat(0.693359375f) - n * splat(-2.12194440e-4f);
  four t = splat(1.f / 5040);
  t = t * r + splat(1.f / 720), t = t * r + splat(1.f / 120), t = t * r + splat(1.f / 24);
  t = t * r + splat(1.f / 6), t = t * r + splat(0.5f);
  return (r * r * t + r + splat(1)) * (four)((k + 127) << 23);
}

static inline void softmax(four z[3]) {
  float *s = (float *)z, largest = s[0], sum = 0;
  for (int k = 1; k < K; k++) largest = s[k] > largest ? s[k] : largest;
  for (int v = 0; v < 3; v++) z[v] = exp4(z[v] - splat(largest));
  s[10] = s[11] = 0;
  for (int k = 0; k < K; k++) sum += s[k];
  for (int v = 0; v < 3; v++) z[v] /= splat(sum);
}

static void step(const unsigned *rows, int B, const unsigned char *labels, float rate) {
  for (int i = 0; i < B; i++) {
    for (unsigned n = starts[rows[i]]; n < starts[rows[i] + 1]; n += 16) __builtin_prefetch(entries + n);
  }
  memset(gradient, 0, sizeof gradient);
  for (int i = 0; i < B; i++) {
    four z[3];
    net_inputs(rows[i], z);
    softmax(z);
    ((float *)z)[labels[rows[i]]] -= 1;
    d_net_inputs(rows[i], z);
    for (int v = 0; v < 3; v++) gradient[D][v] += z[v] * splat(1);
  }
  four by = splat(rate / B / 255), by_bias = splat(rate / B);
  for (int d = 0; d < D; d++)
    for (int v = 0; v < 3; v++) weights[d][v] -= by * gradient[d][v];
  for (int v = 0; v < 3; v++) weights[D][v] -= by_bias * gradient[D][v];
}

static double mean_loss(long N, const unsigned char *labels) {
  double loss = 0;
  for (long i = 0; i < N; i++) {
    four z[3];
    net_inputs(i, z);
    float *s = (float *)z, largest = s[0];
    double sum = 0;
    for (int k = 1; k < K; k++) largest = s[k] > largest ? s[k] : largest;
    for (int k = 0; k < K; k++) sum += exp(s[k] - largest);
    loss += largest + log(sum) - s[labels[i]];
  }
  return loss / N;
}

static double now(clockid_t clock) {
  struct timespec at;
  clock_gettime(clock, &at);
  return at.tv_sec + 1e-9 * at.tv_nsec;
}

static void epoch(const unsigned *order, long N, int batch, const unsigned char *labels, float rate) {
  memset(weights, 0, sizeof weights);
  for (long at = 0; at < N; at += batch) {
    step(order + at, N - at < batch ? N - at : batch, labels, rate);
  }
}

int main(int argc, char **argv) {
  if (argc != 7) return 2;
  long N = atol(argv[4]);
  int batch = atoi(argv[5]);
  float rate = atof(argv[6]);
  unsigned char *labels = read_file(argv[2], 8, N);
  const unsigned *order = (unsigned *)read_file(argv[3], 0, 4 * N);
  pack(read_file(argv[1], 16, N * D), N);
  for (char line[80]; fgets(line, sizeof line, stdin);) {
    double wall = now(CLOCK_MONOTONIC), processor = now(CLOCK_PROCESS_CPUTIME_ID);
    epoch(order, N, batch, labels, rate);
    printf("{\"seconds\":%.6f,", now(CLOCK_MONOTONIC) - wall);
    printf("\"processorSeconds\":%.6f}\n", now(CLOCK_PROCESS_CPUTIME_ID) - processor);
    fflush(stdout);
  }
  printf("{\"version\":\"%s\",\"loss\":%.9f}\n", __VERSION__, mean_loss(N, labels));
}
