/* Calls `dense` of dense.mlir as its header tells: by itself, with an arena of the caller, and where pointers are missing. */

#include "dense.h"
#include "names.h"

#include <stdio.h>
#include <stdlib.h>

int main(void) {
  float weights[] = {1, -1, 2, 3, -2, 3, 5, -3, 6}, x[] = {1, 1, 5}, y[3];
  void *parameters[dense_num_parameters] = {weights}, *inputs[dense_num_inputs] = {x}, *results[dense_num_results] = {y};
  void *nothing[1] = {NULL};
  if (sizeof(weights) != dense_parameter_0_bytes || sizeof(x) != dense_input_0_bytes || sizeof(y) != dense_result_0_bytes)
    return 1;
  printf("%d %d\n", dense_init(NULL) == NULL, dense_init(nothing) == NULL);
  void **state = dense_init(parameters);
  for (int i = 0; i < 2; ++i) {
    y[0] = y[1] = y[2] = -1;
    int32_t code = dense(state, inputs, results);
    printf("%d %g %g %g\n", code, y[0], y[1], y[2]);
  }
  printf("%d %d %d %d %d\n", dense(NULL, inputs, results), dense(state, NULL, results), dense(state, nothing, results),
         dense(state, inputs, NULL), dense(state, inputs, nothing));

  int64_t bytes = dense_arena_size();
  char *arena = aligned_alloc(64, bytes + 64);
  for (int i = 0; i < 64; ++i)
    arena[bytes + i] = 42;
  y[0] = -1;
  printf("%d", dense_run(state, inputs, results, arena));
  printf(" %g %d\n", y[0], dense_run(state, inputs, results, NULL) == (bytes ? FPO_NULL_POINTER : FPO_OK));
  for (int i = 0; i < 64; ++i)
    if (arena[bytes + i] != 42)
      return 2;
  free(arena);
  dense_free(state);
  dense_free(NULL);

  uint16_t one = 0x3f80, a[] = {one, one, one, one, one}, b[5];
  int64_t n = 21, m;
  uint8_t flags[2][3] = {{1, 0, 1}, {0, 0, 1}};
  int8_t bits[2][3];
  void *takes[my_net_1_num_inputs] = {a, &n, flags}, *gives[my_net_1_num_results] = {b, bits, &m};
  state = my_net_1_init(nothing);
  printf("%d", my_net_1(state, takes, gives));
  printf(" %x %d %d %d %d\n", b[4], (int)m, bits[0][1], bits[0][2], bits[1][2]);
  my_net_1_free(state);
  return 0;
}
