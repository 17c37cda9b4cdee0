//===- Benchmark.cpp - How long a run takes -------------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Runtime/Benchmark.h"

#include <algorithm>
#include <chrono>
#include <cmath>

using namespace mlir;
using namespace mlir::fpo;

double fpo::median(ArrayRef<double> values) {
  std::vector<double> sorted(values.begin(), values.end());
  llvm::sort(sorted);
  size_t middle = sorted.size() / 2;
  return sorted.size() % 2 ? sorted[middle]
                           : (sorted[middle - 1] + sorted[middle]) / 2;
}

FailureOr<Timing> fpo::benchmark(Program &program, const Signature &function,
                                 ArrayRef<HostValue> arguments,
                                 double leastSeconds) {
  using Clock = std::chrono::steady_clock;
  constexpr unsigned kWarmUps = 3, kLeastRuns = 10, kMostRuns = 100000;
  constexpr double kTolerance = 0.01;
  const double mostSeconds = 20 * leastSeconds;

  SmallVector<HostValue> values;
  for (const HostValue &argument : arguments)
    values.push_back(argument.clone());
  FailureOr<Invocation> invocation =
      Invocation::create(program, function, values);
  if (failed(invocation))
    return failure();

  std::vector<double> times;
  double spent = 0, settled = 0;
  size_t nextLook = kLeastRuns;
  for (unsigned run = 0;; ++run) {
    // The last run may have written to them.
    for (auto [value, argument] : llvm::zip_equal(values, arguments))
      std::memcpy(value.getData(), argument.getData(), argument.getNumBytes());
    Clock::time_point start = Clock::now();
    if (failed(invocation->run()))
      return failure();
    double seconds =
        std::chrono::duration<double>(Clock::now() - start).count();
    spent += seconds;
    if (run < kWarmUps && spent < mostSeconds / 2)
      continue;
    times.push_back(seconds);
    if (spent >= mostSeconds || times.size() >= kMostRuns)
      break;
    if (times.size() < nextLook || spent < leastSeconds)
      continue;
    double now = median(times);
    if (settled != 0 && std::abs(now - settled) <= kTolerance * settled)
      break;
    settled = now;
    nextLook = 2 * times.size();
  }
  double middle = median(times);
  llvm::sort(times);
  return Timing{times.front(), middle, times[times.size() / 4],
                times[times.size() * 3 / 4],
                static_cast<unsigned>(times.size())};
}
