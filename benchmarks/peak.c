/*===- peak.c - How fast a core with AVX-512 multiplies and adds ----------===*
 *
 * Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
 * See LICENSE for license information.
 * SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 *===----------------------------------------------------------------------===*
 *
 * What `fpo-run --calibrate` measures, another way: intrinsics, sixteen
 * accumulators, one core, the best of 3000 repeats.
 *
 *   clang -O2 -march=native benchmarks/peak.c -o peak && taskset -c 0 ./peak
 *
 *===----------------------------------------------------------------------===*/

#include <immintrin.h>
#include <stdio.h>
#include <time.h>

enum { kRepeats = 3000, kTurns = 20000, kAccumulators = 16 };

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec + 1e-9 * time.tv_nsec;
}

/* Prints the best rate of STEP on accumulators of TYPE, each of which is OPS
   operations. The empty assembly takes each accumulator, so all are needed. */
#define MEASURE(NAME, TYPE, ZERO, STEP, OPS)                                   \
  do {                                                                         \
    double best = 0;                                                           \
    for (int repeat = 0; repeat < kRepeats; ++repeat) {                        \
      TYPE x[kAccumulators];                                                   \
      for (int i = 0; i < kAccumulators; ++i)                                  \
        x[i] = ZERO;                                                           \
      double start = now();                                                    \
      for (int turn = 0; turn < kTurns; ++turn) {                              \
        _Pragma("clang loop unroll(full)") for (int i = 0; i < kAccumulators;  \
                                                ++i) {                         \
          x[i] = STEP;                                                         \
          __asm__ volatile("" : "+v"(x[i]));                                   \
        }                                                                      \
      }                                                                        \
      double rate =                                                            \
          (double)kTurns * kAccumulators * (OPS) / (now() - start);            \
      best = rate > best ? rate : best;                                        \
    }                                                                          \
    printf("%-10s %8.2f\n", NAME, best / 1e9);                                 \
  } while (0)

int main(void) {
  puts("10^9 ADD + MUL in a second, one core");
  __m512 a = _mm512_set1_ps(1.0001f), b = _mm512_set1_ps(0.5f);
  MEASURE("f32", __m512, _mm512_setzero_ps(), _mm512_fmadd_ps(x[i], a, b), 32);
  __m512d c = _mm512_set1_pd(1.0001), d = _mm512_set1_pd(0.5);
  MEASURE("f64", __m512d, _mm512_setzero_pd(), _mm512_fmadd_pd(x[i], c, d), 16);
#ifdef __AVX512VNNI__
  __m512i e = _mm512_set1_epi8(3), f = _mm512_set1_epi8(2);
  MEASURE("i8 to i32", __m512i, _mm512_setzero_si512(),
          _mm512_dpbusd_epi32(x[i], e, f), 128);
#endif
#ifdef __AVX512BF16__
  __m512bh g = (__m512bh)_mm512_set1_epi16(0x3f80);
  MEASURE("bf16 to f32", __m512, _mm512_setzero_ps(),
          _mm512_dpbf16_ps(x[i], g, g), 64);
#endif
  return 0;
}
