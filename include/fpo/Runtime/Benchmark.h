//===- Benchmark.h - How long a run takes -----------------------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_RUNTIME_BENCHMARK_H
#define FPO_RUNTIME_BENCHMARK_H

#include "fpo/Runtime/Program.h"

namespace mlir::fpo {

/// The shortest and the median run, and those at the quartiles, in seconds, and
/// the number of runs.
struct Timing {
  double minimum, median, lowerQuartile, upperQuartile;
  unsigned runs;
};

/// Times runs of `function` on `arguments`, each time as they are now. After
/// three runs to warm up, it runs for at least `leastSeconds` and ten runs, and
/// then until twice as many runs have not moved the median by a hundredth, or
/// twenty times as many seconds have gone by, or 100,000 runs. Emits a
/// diagnostic if a run fails.
FailureOr<Timing> benchmark(Program &program, const Signature &function,
                            ArrayRef<HostValue> arguments,
                            double leastSeconds = 0.5);

/// The middle one of `values`, or the mean of the two in the middle. There is
/// at least one.
double median(ArrayRef<double> values);

} // namespace mlir::fpo

#endif // FPO_RUNTIME_BENCHMARK_H
