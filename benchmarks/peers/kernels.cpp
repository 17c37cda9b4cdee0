//===- kernels.cpp - Kernels of libraries, to be called from Python -------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Each `time_*` calls something that often and returns the seconds of the
// processor that this took. What oneDNN computes is made once, with layouts as
// it likes; weights are reordered then, and after-operations fused.
//
//===----------------------------------------------------------------------===//

#include <dnnl.hpp>

#include <cstdint>
#include <ctime>
#include <memory>
#include <unordered_map>
#include <vector>

using namespace dnnl;
using Dims = memory::dims;
using Format = memory::format_tag;

static double now() {
  timespec time;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return time.tv_sec + 1e-9 * time.tv_nsec;
}

template <typename Call> static double repeat(int times, Call call) {
  double start = now();
  for (int i = 0; i < times; ++i)
    call();
  return now() - start;
}

namespace {
/// A primitive with the memory that it works on.
struct Bound {
  engine cpu{engine::kind::cpu, 0};
  stream queue{cpu};
  primitive operation;
  std::unordered_map<int, memory> arguments;
  memory::desc plainResult;

  /// Memory of the layout `wanted`, filled from row-major `data`.
  memory fill(const memory::desc &plain, const memory::desc &wanted,
              float *data) {
    memory from(plain, cpu, data), to(wanted, cpu);
    reorder(from, to).execute(queue, from, to);
    queue.wait();
    return to;
  }
};
} // namespace

static memory::desc describe(const Dims &dims, Format format) {
  return memory::desc(dims, memory::data_type::f32, format);
}

extern "C" {

using Compiled = int (*)(void **, void **, void **);
double time_compiled(Compiled function, void **state, void **inputs,
                     void **results, int times) {
  return repeat(times, [&] { function(state, inputs, results); });
}

/// A cache line of floats.
using Line = float __attribute__((vector_size(64)));

/// Copies so many lines past the caches.
double time_copy(const Line *from, Line *to, int64_t lines, int times) {
  return repeat(times, [&] {
    for (int64_t i = 0; i < lines; ++i)
      __builtin_nontemporal_store(from[i], to + i);
    __atomic_thread_fence(__ATOMIC_SEQ_CST);
  });
}

/// Adds up so many lines, a multiple of four.
double time_read(const Line *from, Line *sum, int64_t lines, int times) {
  return repeat(times, [&] {
    Line sums[4] = {};
    for (int64_t i = 0; i < lines; i += 4)
      for (int part = 0; part < 4; ++part)
        sums[part] += from[i + part];
    *sum = sums[0] + sums[1] + sums[2] + sums[3];
  });
}

/// cblas_sgemm of row-major matrices.
using Sgemm = void (*)(int, int, int, int, int, int, float, const float *, int,
                       const float *, int, float, float *, int);
double time_sgemm(Sgemm function, int m, int n, int k, const float *a,
                  const float *b, float *c, int times) {
  return repeat(
      times, [&] { function(101, 111, 111, m, n, k, 1, a, k, b, n, 0, c, n); });
}

double time_dnnl_sgemm(int m, int n, int k, const float *a, const float *b,
                       float *c, int times) {
  return repeat(times,
                [&] { dnnl_sgemm('N', 'N', m, n, k, 1, a, k, b, n, 0, c, n); });
}

/// A product with weights (k x n) that have been reordered.
void *make_matmul(int m, int n, int k, float *a, float *b) {
  auto bound = std::make_unique<Bound>();
  memory::desc plainA = describe({m, k}, Format::ab),
               plainB = describe({k, n}, Format::ab),
               plainC = describe({m, n}, Format::ab);
  matmul::primitive_desc chosen(bound->cpu, plainA,
                                describe({k, n}, Format::any), plainC);
  bound->arguments = {
      {DNNL_ARG_SRC, bound->fill(plainA, plainA, a)},
      {DNNL_ARG_WEIGHTS, bound->fill(plainB, chosen.weights_desc(), b)},
      {DNNL_ARG_DST, memory(chosen.dst_desc(), bound->cpu)}};
  bound->operation = matmul(chosen);
  bound->plainResult = plainC;
  return bound.release();
}

/// A convolution of n x ih x iw x ic with oc x ic / groups x kh x kw (both in
/// row-major order of nhwc and oihw), a bias, and what follows: relu, which
/// is cut at `most` if that is positive.
void *make_convolution(int n, int ic, int ih, int iw, int oc, int kernel,
                       int stride, int padding, int groups, float most,
                       float *image, float *weights, float *bias) {
  auto bound = std::make_unique<Bound>();
  int oh = (ih + 2 * padding - kernel) / stride + 1,
      ow = (iw + 2 * padding - kernel) / stride + 1;
  Dims source = {n, ic, ih, iw}, target = {n, oc, oh, ow};
  Dims window = {oc, ic, kernel, kernel};
  Format plainWindow = Format::oihw;
  if (groups != 1) {
    window = {groups, oc / groups, ic / groups, kernel, kernel};
    plainWindow = Format::goihw;
  }
  primitive_attr attributes;
  post_ops after;
  if (most > 0)
    after.append_eltwise(algorithm::eltwise_clip, 0, most);
  else
    after.append_eltwise(algorithm::eltwise_relu, 0, 0);
  attributes.set_post_ops(after);
  convolution_forward::primitive_desc chosen(
      bound->cpu, prop_kind::forward_inference, algorithm::convolution_direct,
      describe(source, Format::any), describe(window, Format::any),
      describe({oc}, Format::x), describe(target, Format::any),
      {stride, stride}, {padding, padding}, {padding, padding}, attributes);
  bound->arguments = {
      {DNNL_ARG_SRC,
       bound->fill(describe(source, Format::nhwc), chosen.src_desc(), image)},
      {DNNL_ARG_WEIGHTS, bound->fill(describe(window, plainWindow),
                                     chosen.weights_desc(), weights)},
      {DNNL_ARG_BIAS,
       bound->fill(describe({oc}, Format::x), describe({oc}, Format::x), bias)},
      {DNNL_ARG_DST, memory(chosen.dst_desc(), bound->cpu)}};
  bound->operation = convolution_forward(chosen);
  bound->plainResult = describe(target, Format::nhwc);
  return bound.release();
}

double time_bound(void *bound, int times) {
  auto *made = static_cast<Bound *>(bound);
  return repeat(times, [&] {
    made->operation.execute(made->queue, made->arguments);
    made->queue.wait();
  });
}

/// What was computed last, in row-major order.
void get_result(void *bound, float *data) {
  auto *made = static_cast<Bound *>(bound);
  memory to(made->plainResult, made->cpu, data);
  memory &from = made->arguments[DNNL_ARG_DST];
  reorder(from, to).execute(made->queue, from, to);
  made->queue.wait();
}

void destroy(void *bound) { delete static_cast<Bound *>(bound); }

} // extern "C"
