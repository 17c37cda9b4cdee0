//===- Workers.cpp - Threads that are timed -------------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Workers.h"

#include "llvm/Support/ThreadPool.h"

#include <atomic>
#include <chrono>
#include <thread>

#ifdef __linux__
#include <pthread.h>
#include <sched.h>
#endif

using namespace mlir;
using namespace mlir::fpo;

using Clock = std::chrono::steady_clock;

static double secondsBetween(Clock::time_point from, Clock::time_point to) {
  return std::chrono::duration<double>(to - from).count();
}

/// Keeps the thread that calls it on one processor.
static void pin([[maybe_unused]] unsigned processor) {
#ifdef __linux__
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(processor, &set);
  // Where it is not allowed the numbers are only noisier.
  (void)pthread_setaffinity_np(pthread_self(), sizeof(set), &set);
#endif
}

namespace {
/// Lets threads go on once all have come. They spin: what wakes a thread up
/// takes longer than what is timed.
class SpinBarrier {
public:
  explicit SpinBarrier(unsigned threads) : threads(threads) {}

  void wait() {
    unsigned before = turn.load();
    if (++arrived == threads) {
      arrived = 0;
      ++turn;
      return;
    }
    for (unsigned spins = 0; turn.load() == before; ++spins)
      if (spins > 1000)
        std::this_thread::yield();
  }

private:
  unsigned threads;
  std::atomic<unsigned> arrived = 0, turn = 0;
};

struct Interval {
  Clock::time_point start, end;
};
} // namespace

Quantity Workers::measure(double amount, double seconds,
                          llvm::function_ref<void(unsigned core)> prepare,
                          llvm::function_ref<void(unsigned core)> run) const {
  constexpr size_t kLeastRepeats = 5;
  llvm::DefaultThreadPool pool(llvm::hardware_concurrency(cores));
  SpinBarrier barrier(cores);
  std::vector<Interval> intervals(cores);
  std::vector<double> rates;
  std::atomic<bool> isDone = false;
  for (unsigned core = 0; core < cores; ++core)
    pool.async([&, core] {
      if (!processors.empty())
        pin(processors[core]);
      prepare(core);
      barrier.wait();
      Clock::time_point begin = Clock::now();
      do {
        intervals[core].start = Clock::now();
        run(core);
        intervals[core].end = Clock::now();
        barrier.wait();
        if (core == 0) {
          Interval all = intervals.front();
          for (const Interval &one : intervals) {
            all.start = std::min(all.start, one.start);
            all.end = std::max(all.end, one.end);
          }
          rates.push_back(amount * cores / secondsBetween(all.start, all.end));
          isDone = rates.size() >= kLeastRepeats &&
                   secondsBetween(begin, all.end) >= seconds;
        }
        barrier.wait();
      } while (!isDone);
    });
  pool.wait();
  llvm::sort(rates);
  return {rates[rates.size() / 4], rates.back()};
}
