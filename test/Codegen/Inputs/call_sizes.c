/* Calls `net` of sizes.mlir as its header tells: sizes of results and of the arena from those of inputs, and sizes that can't be. */

#include "sizes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(void) {
  void **state = net_init(NULL);
  int64_t sizes[net_num_result_sizes];
  net_result_sizes(sizes, 5, 7, 7, 9);
  printf("%d sizes: %d %d %d\n", net_num_sizes, (int)sizes[0], (int)sizes[1], (int)sizes[2]);

  float *x = malloc(net_input_0_bytes(5, 7)), *w = malloc(net_input_1_bytes(7)), *v = malloc(net_input_2_bytes(9));
  float *s = malloc(net_result_0_bytes(sizes[0], sizes[1])), *t = malloc(net_result_1_bytes(sizes[2])), z = 1;
  memset(x, 0, net_input_0_bytes(5, 7));
  memset(w, 0, net_input_1_bytes(7));
  memset(v, 0, net_input_2_bytes(9));
  void *inputs[] = {x, w, v}, *results[] = {s, t, &z};
  printf("%d", net(state, inputs, results, 5, 7, 7, 9));
  printf(" %.4f %.4f %g\n", s[44], t[8], z);

  /* The arena is as large as it is said to be. */
  int64_t bytes = net_arena_size(5, 7, 7, 9);
  char *arena = aligned_alloc(64, bytes + 64);
  memset(arena + bytes, 42, 64);
  t[8] = 0;
  printf("%d", net_run(state, inputs, results, arena, 5, 7, 7, 9));
  printf(" %.4f %d", t[8], (int)(net_arena_size(500, 7, 7, 9) / bytes));
  for (int i = 0; i < 64; ++i)
    if (arena[bytes + i] != 42)
      return 2;
  printf(" %d\n", net_run(state, inputs, results, NULL, 5, 7, 7, 9));

  /* Larger and smaller runs on one state. */
  float *large = calloc(400, net_input_0_bytes(1, 7));
  void *more[] = {large, w, v}, *places[] = {calloc(400, net_result_0_bytes(1, 9)), t, &z};
  for (int m = 400; m > 0; m -= 133)
    printf("%d %.3f ", net(state, more, places, m, 7, 7, 9), t[0]);
  printf("\n");

  /* Nothing at all needs no memory. */
  void *nothing[] = {NULL, w, v}, *none[] = {NULL, t, &z};
  printf("%d %g", net(state, nothing, none, 0, 7, 7, 9), t[3]);
  printf(" %d\n", net(state, nothing, none, 1, 7, 7, 9));

  int32_t code = net(state, inputs, results, 5, 7, 8, 9);
  printf("%d %s\n", code >= FPO_ASSERTION, net_error_message(code));
  printf("%s\n", net_error_message(net(state, inputs, results, -5, 7, 7, 9)));
  /* More memory than there is: 2^62 bytes and more. */
  int64_t much = INT64_C(1) << 60;
  printf("%s\n", net_error_message(net(state, inputs, results, much, 7, 7, much)));
  net_free(state);
  return 0;
}
