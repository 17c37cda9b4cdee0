/* Calls functions of assertions.mlir with what their assertions allow, and with what they don't. */

#include "assertions.h"

#include <stdio.h>

int main(void) {
  static float table[10][6], limit[4096], rows[3][6];
  float half;
  int64_t which[3] = {3, 9, 0};
  for (int i = 0; i < 60; ++i)
    table[i / 6][i % 6] = i;
  limit[0] = 1;
  void **state = lookup_init(NULL);
  void *inputs[] = {table, which, limit, rows}, *results[] = {&half};
#define CALL lookup_error_message(lookup(state, inputs, results, 3, 3))
  printf("%s: %g %g %g\n", CALL, rows[1][5], rows[2][0], half);
  which[1] = 10;
  printf("%s\n", CALL);
  which[1] = -1;
  printf("%s\n", CALL);
  which[1] = 1;
  limit[4095] = 2;
  printf("%s\n", CALL);
  limit[4095] = 0;
  limit[0] = -1;
  printf("%s\n", CALL);
  limit[0] = 0.5;
  printf("%s: %g %g\n", CALL, rows[1][5], half);
  lookup_free(state);
  printf("%s\n", lookup_error_message(12345));

  float x[4] = {1, 2, 3, 4}, y[4] = {0};
  void *takes[] = {x}, *gives[] = {y};
  state = four_init(NULL);
  printf("%s\n", four_error_message(four(state, takes, gives, 3)));
  printf("%s: %g\n", four_error_message(four(state, takes, gives, 4)), y[3]);
  four_free(state);
  return 0;
}
