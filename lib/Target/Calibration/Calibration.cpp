//===- Calibration.cpp - What this machine can do, measured ---------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Target/Calibration.h"

#include "Kernels.h"
#include "Topology.h"
#include "Workers.h"
#include "fpo/Target/Host.h"

#include "mlir/AsmParser/AsmParser.h"
#include "mlir/IR/Diagnostics.h"
#include "llvm/Support/Chrono.h"
#include "llvm/Support/FormatVariadic.h"

#include <chrono>
#include <cstdlib>
#include <cstring>

#ifdef __linux__
#include <sys/mman.h>
#endif

using namespace mlir;
using namespace mlir::fpo;

namespace {
/// Memory in large pages, where the system has such, so that what is measured
/// is not the translation of addresses.
class Buffer {
public:
  bool allocate(size_t bytes) {
    constexpr size_t kLargePage = 2 << 20;
    bytes = llvm::alignTo(bytes, kLargePage);
    memory.reset(std::aligned_alloc(kLargePage, bytes));
#ifdef __linux__
    if (memory)
      (void)madvise(memory.get(), bytes, MADV_HUGEPAGE);
#endif
    return memory != nullptr;
  }

  /// Where it is filled first, there it is. It is filled with small numbers: no
  /// float made of them is slow to compute with.
  void fill(size_t bytes) { std::memset(memory.get(), 1, bytes); }

  void *data() const { return memory.get(); }

private:
  struct Free {
    void operator()(void *memory) const { std::free(memory); }
  };
  std::unique_ptr<void, Free> memory;
};

/// What each core does in a repeat.
struct Task {
  KernelFunction function;
  /// How often the loop of the kernel turns, and what it reads.
  int64_t turns, bytes;
  /// How much all turns do.
  double amount;
};

/// One calibration.
class Calibration {
public:
  Calibration(const Kernels &kernels, const CalibrationOptions &options);

  FailureOr<Target> run(MLIRContext *context);

private:
  /// What is measured and stated, on all cores and on one.
  struct Measured {
    Stated ofAll, ofOne;
  };

  LogicalResult allocate(Location loc);
  /// How much `workers` do of `task` in a second.
  Quantity measure(StringRef what, const Workers &workers, const Task &task);
  /// The same on all cores and on one, of the task for so many cores.
  Measured measureBoth(StringRef what,
                       llvm::function_ref<Task(unsigned cores)> makeTask);
  /// What a core reads if so many read at once, to find it in a level.
  int64_t getWorkingSet(size_t level, unsigned cores) const;

  const Kernels &kernels;
  const CalibrationOptions &options;
  HostIdentity host;
  std::vector<unsigned> processors;
  Workers oneCore, allCores;
  std::vector<MemoryLevel> levels;
  std::vector<Buffer> inputs, scratches;
  std::string date;
  unsigned done = 0, all = 0;
};
} // namespace

Calibration::Calibration(const Kernels &kernels,
                         const CalibrationOptions &options)
    : kernels(kernels), options(options), host(getHost()),
      processors(findProcessors(host.cores)),
      oneCore(ArrayRef(processors).take_front(1), 1),
      allCores(processors, host.cores),
      levels(findMemoryLevels(processors, host.cores)), inputs(host.cores),
      scratches(host.cores) {
  date = llvm::formatv("{0:%Y-%m-%d}", std::chrono::system_clock::now());
  all =
      (1 + kernels.compute.size() + levels.size()) * (host.cores == 1 ? 1 : 2);
}

/// A cache is read in a half of it, for each core its share, but in more than
/// what the level before holds; the main memory in four times the caches.
int64_t Calibration::getWorkingSet(size_t index, unsigned cores) const {
  const MemoryLevel &level = levels[index];
  uint64_t bytes;
  if (index + 1 < levels.size()) {
    uint64_t share = level.capacity / std::min(cores, level.cores);
    uint64_t before = index == 0 ? 0 : levels[index - 1].capacity;
    bytes = std::max(share / 2, std::min(before * 3 / 2, share));
  } else {
    constexpr uint64_t kLeast = 256 << 20;
    uint64_t caches = 0;
    if (index != 0)
      caches = levels[index - 1].capacity *
               llvm::divideCeil(host.cores, levels[index - 1].cores);
    bytes = std::min(std::max(4 * caches, kLeast), level.capacity / 4) / cores;
  }
  return llvm::alignTo(std::max<uint64_t>(bytes, 1), kernels.readBytes);
}

LogicalResult Calibration::allocate(Location loc) {
  size_t main = levels.size() - 1;
  for (unsigned core = 0; core < host.cores; ++core) {
    size_t bytes = Kernels::kScratchBytes;
    for (size_t index = 0; index <= main; ++index)
      bytes = std::max<size_t>(
          bytes, getWorkingSet(index, core == 0 ? 1 : host.cores));
    if (!inputs[core].allocate(bytes) ||
        !scratches[core].allocate(Kernels::kScratchBytes))
      return emitError(loc, "there is no memory to measure: ")
             << bytes << " bytes were not to be had";
  }
  return success();
}

Quantity Calibration::measure(StringRef what, const Workers &workers,
                              const Task &task) {
  unsigned cores = workers.getCores();
  if (options.progress)
    options.progress(
        done, all,
        (what + ", " + Twine(cores) + (cores == 1 ? " core" : " cores")).str());
  ++done;
  auto call = [&](unsigned core) {
    task.function(task.turns, task.bytes, inputs[core].data(),
                  scratches[core].data());
  };
  auto prepare = [&](unsigned core) {
    inputs[core].fill(task.bytes);
    scratches[core].fill(Kernels::kScratchBytes);
    call(core);
  };
  return workers.measure(task.amount, options.seconds / all, prepare, call);
}

Calibration::Measured
Calibration::measureBoth(StringRef what,
                         llvm::function_ref<Task(unsigned cores)> makeTask) {
  Quantity ofOne = measure(what, oneCore, makeTask(1)), ofAll = ofOne;
  if (host.cores != 1)
    ofAll = measure(what, allCores, makeTask(host.cores));
  std::string source =
      ("measured on " + date + ", lower quartile and best: " + what).str();
  return {{ofAll, source}, {ofOne, source}};
}

/// All cores do no less than one: something else kept them busy.
static void joinThroughputs(Stated &ofAll, const Stated &ofOne) {
  ofAll.value.lower = std::max(ofAll.value.lower, ofOne.value.lower);
  ofAll.value.upper = std::max(ofAll.value.upper, ofOne.value.upper);
}

FailureOr<Target> Calibration::run(MLIRContext *context) {
  if (failed(allocate(UnknownLoc::get(context))))
    return failure();
  Target target;
  target.name = "host";
  target.description = host.model + " (" + host.processor + "), " +
                       std::to_string(host.cores) +
                       (host.cores == 1 ? " core" : " cores");
  target.kind = "cpu";
  target.cores = host.cores;
  target.coresSource = "physical cores that the process may use";

  // About a millisecond: long enough for the clock, and short enough that most
  // repeats are not interrupted.
  constexpr int64_t kTurns = 100000, kBytes = 64 << 20;
  constexpr int64_t kInputBytes = Kernels::kScratchBytes;
  Measured clock =
      measureBoth("the clock, by a chain of additions", [&](unsigned cores) {
        // Each core has one.
        return Task{kernels.chain, kTurns, kInputBytes,
                    double(kTurns) * Kernels::kChainCycles / cores};
      });
  target.clock = clock.ofAll;
  target.clockOfOneCore = clock.ofOne;

  for (const ComputeKernel &kernel : kernels.compute) {
    const Instruction &instruction = kernel.instruction;
    Measured rate = measureBoth(kernel.describe(), [&](unsigned) {
      return Task{kernel.function, kTurns, kInputBytes,
                  double(kTurns) * kernel.getOps()};
    });
    joinThroughputs(rate.ofAll, rate.ofOne);
    target.rates.push_back({parseType(instruction.type, context),
                            parseType(instruction.accumulator, context),
                            instruction.unit, rate.ofAll, rate.ofOne});
  }

  for (auto [index, level] : llvm::enumerate(levels)) {
    Measured rate = measureBoth(
        "reads from " + level.name, [&, index = index](unsigned cores) {
          int64_t bytes = getWorkingSet(index, cores);
          int64_t turns = std::max<int64_t>(kBytes / bytes, 1);
          return Task{kernels.read, turns, bytes, double(turns) * bytes};
        });
    joinThroughputs(rate.ofAll, rate.ofOne);
    level.bytesPerSecond = rate.ofAll;
    level.bytesPerSecondOfOneCore = rate.ofOne;
  }
  target.levels = levels;
  return target;
}

FailureOr<Target> fpo::calibrate(MLIRContext *context,
                                 const CalibrationOptions &options) {
  FailureOr<std::unique_ptr<Kernels>> kernels = Kernels::compile(context);
  if (failed(kernels))
    return failure();
  return Calibration(**kernels, options).run(context);
}
