/* Instructions of AMX with results that are worked out by hand from Intel's manual. Prints what is wrong. */
#include <immintrin.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define WITH_AMX __attribute__((target("amx-tile,amx-int8,amx-bf16")))

static int failures;

static void expect(const char *what, double got, double want) {
  if (got == want)
    return;
  printf("%s: %g, not %g\n", what, got, want);
  ++failures;
}

struct config {
  uint8_t palette, start_row, reserved[14];
  uint16_t colsb[16];
  uint8_t rows[16];
};

/* Tiles 0, 1 and 2 are sums, and factors of one word of depth. */
static struct config shape(int rows, int columns, int depth) {
  struct config made;
  memset(&made, 0, sizeof made);
  made.palette = 1;
  made.rows[0] = made.rows[1] = rows;
  made.rows[2] = depth;
  made.colsb[0] = made.colsb[2] = 4 * columns;
  made.colsb[1] = 4 * depth;
  return made;
}

static uint32_t bits_of(float value) {
  uint32_t bits;
  memcpy(&bits, &value, 4);
  return bits;
}

/* Two bf16 in a word, of numbers that are bf16. */
static uint32_t pair(float low, float high) { return bits_of(low) >> 16 | (bits_of(high) & 0xFFFF0000); }

/* -- Results --------------------------------------------------------------------------------------------------- */

WITH_AMX static void test_configuration(void) {
  struct config given = shape(3, 2, 5), got;
  _tile_loadconfig(&given);
  memset(&got, 1, sizeof got);
  _tile_storeconfig(&got);
  expect("a configuration is kept", memcmp(&given, &got, sizeof got), 0);
  _tile_release();
  memset(&got, 1, sizeof got);
  _tile_storeconfig(&got);
  struct config none;
  memset(&none, 0, sizeof none);
  expect("a release leaves none", memcmp(&none, &got, sizeof got), 0);
}

WITH_AMX static void test_memory(void) {
  struct config given = shape(3, 2, 5);
  _tile_loadconfig(&given);
  uint32_t from[3][4], to[4][3];
  for (int i = 0; i < 12; ++i)
    from[i / 4][i % 4] = 1 + i, to[i / 3][i % 3] = 99;
  _tile_loadd(0, from, 16);
  _tile_stored(0, to, 12);
  for (int row = 0; row < 4; ++row)
    for (int column = 0; column < 3; ++column)
      expect("rows as far apart as said", to[row][column], row < 3 && column < 2 ? 4 * row + column + 1 : 99);
  _tile_zero(0);
  _tile_stored(0, to, 12);
  expect("zeros", to[0][0] + to[2][1], 0);
  _tile_stream_loadd(0, from[1], 4);
  _tile_stored(0, to, 12);
  expect("rows that overlap", to[2][1], 8);
  /* A configuration makes all data zero. */
  _tile_loadconfig(&given);
  _tile_stored(0, to, 12);
  expect("data after a configuration", to[1][0], 0);
  _tile_release();
}

WITH_AMX static void test_bytes(void) {
  struct config given = shape(1, 1, 1);
  uint32_t ones = 0xFFFFFFFF, sum = 10, got;
  _tile_loadconfig(&given);
  _tile_loadd(1, &ones, 4);
  _tile_loadd(2, &ones, 4);
#define SUM_OF(INSTRUCTION, WANT)                                                                                              \
  _tile_loadd(0, &sum, 4);                                                                                                     \
  INSTRUCTION(0, 1, 2);                                                                                                        \
  _tile_stored(0, &got, 4);                                                                                                    \
  expect(#INSTRUCTION, (int32_t)got, WANT);
  SUM_OF(_tile_dpbssd, 10 + 4);
  SUM_OF(_tile_dpbsud, 10 - 4 * 255);
  SUM_OF(_tile_dpbusd, 10 - 4 * 255);
  SUM_OF(_tile_dpbuud, 10 + 4 * 255 * 255);
  /* Which factor has a sign. */
  uint32_t small = 0x00000002;
  _tile_loadd(2, &small, 4);
  SUM_OF(_tile_dpbsud, 10 - 2);
  SUM_OF(_tile_dpbusd, 10 + 2 * 255);
  /* Sums are those of 32 bits. */
  sum = 0x7FFFFFFF;
  SUM_OF(_tile_dpbuud, (double)(int32_t)(0x7FFFFFFFu + 510));
  _tile_release();
}

/* 2 by 3 sums of 2 words of 4 bytes each. */
WITH_AMX static void test_product(void) {
  struct config given = shape(2, 3, 2);
  int8_t a[2][8], b[2][12];
  int32_t got[2][3];
  for (int i = 0; i < 16; ++i)
    a[i / 8][i % 8] = 3 * i - 20;
  for (int i = 0; i < 24; ++i)
    b[i / 12][i % 12] = 50 - 5 * i;
  _tile_loadconfig(&given);
  _tile_loadd(1, a, 8);
  _tile_loadd(2, b, 12);
  _tile_dpbssd(0, 1, 2);
  _tile_stored(0, got, 12);
  _tile_release();
  for (int m = 0; m < 2; ++m)
    for (int n = 0; n < 3; ++n) {
      int want = 0;
      for (int k = 0; k < 8; ++k)
        want += a[m][k] * b[k / 4][4 * n + k % 4];
      expect("a product of tiles", got[m][n], want);
    }
}

WITH_AMX static void test_bf16(void) {
  struct config given = shape(1, 1, 2);
  float sum, got;
  uint32_t a[2], b[2];
#define SUM_OF_BF16(WHAT, WANT)                                                                                                \
  _tile_loadconfig(&given);                                                                                                    \
  _tile_loadd(0, &sum, 4);                                                                                                     \
  _tile_loadd(1, a, 8);                                                                                                        \
  _tile_loadd(2, b, 4);                                                                                                        \
  _tile_dpbf16ps(0, 1, 2);                                                                                                     \
  _tile_stored(0, &got, 4);                                                                                                    \
  _tile_release();                                                                                                             \
  expect(WHAT, got, WANT);
  sum = 0.5, a[0] = pair(1.5, -2), b[0] = pair(4, 3), a[1] = pair(0.25, 1), b[1] = pair(8, 16);
  SUM_OF_BF16("bf16", 0.5 + 6 - 6 + 2 + 16);
  /* Products are summed up before the old sum is added: 2^24 + 1 is 2^24 in f32. */
  sum = -0x1p24f, a[0] = pair(0x1p12f, 1), b[0] = pair(0x1p12f, 1), a[1] = b[1] = 0;
  SUM_OF_BF16("the sum is added last", 0);
  /* First and second factors of the pairs have sums of their own. */
  sum = 0, a[0] = pair(0x1p12f, 1), b[0] = pair(0x1p12f, 1), a[1] = pair(-0x1p12f, 0), b[1] = pair(0x1p12f, 0);
  SUM_OF_BF16("two sums", 1);
  /* Subnormal numbers are zeros: factors, sums, and results. */
  sum = 0, a[0] = 1, b[0] = pair(0x1p100f, 0), a[1] = b[1] = 0;
  SUM_OF_BF16("a subnormal factor", 0);
  sum = 0x1p-130f, a[0] = 0;
  SUM_OF_BF16("a subnormal sum", 0);
  sum = 0, a[0] = pair(0x1p-70f, 0), b[0] = pair(0x1p-70f, 0);
  SUM_OF_BF16("a subnormal product", 0);
  sum = 0, a[0] = pair(0x1p-60f, 0), b[0] = pair(0x1p-60f, 0);
  SUM_OF_BF16("a small product", 0x1p-120);
}

/* -- Faults ---------------------------------------------------------------------------------------------------- */

/* The signal that ends `body` in a process of its own; 0 if none does. */
static int signal_of(void (*body)(void)) {
  fflush(stdout);
  pid_t child = fork();
  if (child == 0) {
    body();
    _exit(0);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

static struct config wrong;
static uint8_t memory[1024];

WITH_AMX static void release(void) { _tile_release(); }
WITH_AMX static void load_wrong(void) { _tile_loadconfig(&wrong); }
WITH_AMX static void load_and_multiply(void) {
  _tile_loadconfig(&wrong);
  _tile_dpbssd(0, 1, 2);
}
WITH_AMX static void load_tile(void) {
  _tile_loadconfig(&wrong);
  _tile_loadd(3, memory, 0);
}
WITH_AMX static void multiply_by_itself(void) {
  _tile_loadconfig(&wrong);
  __asm__ volatile(".byte 0xc4,0xe2,0x73,0x5e,0xc0"); /* tdpbssd %tmm1, %tmm0, %tmm0 */
}

static void test_faults(void) {
  wrong = shape(2, 2, 2);
  expect("a good product", signal_of(load_and_multiply), 0);
  wrong.reserved[3] = 1;
  expect("a reserved byte", signal_of(load_wrong), SIGSEGV);
  wrong = shape(2, 2, 2);
  wrong.colsb[1] = 68;
  expect("wide rows", signal_of(load_wrong), SIGSEGV);
  wrong = shape(17, 2, 2);
  expect("many rows", signal_of(load_wrong), SIGSEGV);
  wrong = shape(2, 2, 2);
  wrong.rows[5] = 1;
  expect("rows of no columns", signal_of(load_wrong), SIGSEGV);
  wrong = shape(2, 2, 2);
  wrong.rows[8] = wrong.colsb[8] = 4;
  expect("a ninth tile", signal_of(load_wrong), SIGSEGV);
  wrong = shape(2, 2, 2);
  wrong.palette = 2;
  expect("another palette", signal_of(load_wrong), SIGSEGV);
  wrong = shape(2, 2, 2);
  expect("a tile of no shape", signal_of(load_tile), SIGILL);
  expect("the same tile twice", signal_of(multiply_by_itself), SIGILL);
  wrong.rows[2] = 1;
  expect("factors that do not fit", signal_of(load_and_multiply), SIGILL);
  wrong = shape(2, 2, 2);
  wrong.palette = 0;
  expect("no configuration", signal_of(load_and_multiply), SIGILL);
}

int main(void) {
  expect("no permission", signal_of(release), SIGILL);
  expect("the request", syscall(SYS_arch_prctl, 0x1023, 18), 0);
  test_configuration();
  test_memory();
  test_bytes();
  test_product();
  test_bf16();
  test_faults();
  expect("other calls of the system", syscall(SYS_getpid), getpid());
  printf("%d failures\n", failures);
  return failures != 0;
}
