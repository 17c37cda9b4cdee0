//===- Threads.cpp - Which loops of a kernel threads share ----------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Threads.h"

#include "fpo/Codegen/ScheduleCost.h"
#include "fpo/Codegen/Strategy.h"

#include "mlir/Interfaces/DataLayoutInterfaces.h"
#include "llvm/ADT/SmallBitVector.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace mlir::fpo;

/// What one core does in a nanosecond: operations in a lane of a vector, and
/// bytes from memory. Of products of tiles: half of what AMX does with bf16.
static constexpr double kOperationsPerLane = 1, kBytes = 8,
                        kProductsOfTiles = 512;

/// To start threads and to wait for them takes a few microseconds.
static constexpr double kWorthSharing = 10000;

/// Points that loops of sizes that are not static are taken to have.
static constexpr int64_t kLong = 1024;

/// Points that loops of sizes that are not static are taken to have within a
/// block.
static constexpr int64_t kShort = 64;

/// With so many blocks each thread of many has several.
static constexpr int64_t kManyBlocks = 256;

double fpo::estimateNanoseconds(KernelOp op, unsigned vectorLength,
                                int64_t assumed, bool multipliesTiles) {
  DataLayout layout = DataLayout::closest(op);
  double points = 1, results = 1, bytes = 0;
  SmallVector<int64_t> ranges = op.getStaticLoopRanges();
  llvm::replace(ranges, ShapedType::kDynamic, assumed);
  for (auto [loop, size] : llvm::enumerate(ranges)) {
    points *= size;
    if (op.isParallel(loop))
      results *= size;
  }
  for (Type type : op->getOperandTypes())
    if (auto memref = dyn_cast<MemRefType>(type)) {
      double size = double(layout.getTypeSize(memref.getElementType()));
      for (int64_t dim : memref.getShape())
        size *= ShapedType::isDynamic(dim) ? assumed : dim;
      bytes += size;
    }
  double inVectors = kOperationsPerLane * vectorLength;
  double reduction = multipliesTiles
                         ? points / kProductsOfTiles
                         : points * countVectorOps(op.getCombine()) / inVectors;
  double ends =
      results *
      (countVectorOps(op.getStart()) + countVectorOps(op.getFinish())) /
      inVectors;
  return std::max(reduction + ends, bytes / kBytes);
}

int64_t fpo::countTurnsToShare(KernelOp op, const KernelSchedule &schedule) {
  SmallVector<int64_t> ranges = op.getStaticLoopRanges();
  llvm::replace(ranges, ShapedType::kDynamic, kShort);
  double blocks = 1;
  for (auto [loop, tile] :
       ArrayRef(schedule.levels).take_front(schedule.threads))
    blocks *= llvm::divideCeil(ranges[loop], tile);
  double time = estimateNanoseconds(op, std::max(1u, schedule.vectorLength),
                                    kShort, schedule.matrix.has_value());
  return std::max<int64_t>(2, int64_t(kWorthSharing * blocks / time));
}

unsigned fpo::countShareable(KernelOp op, const KernelSchedule &schedule) {
  llvm::SmallBitVector seen(op.getNumLoops());
  unsigned number = 0;
  for (auto [loop, tile] : schedule.levels) {
    if (!op.isParallel(loop) || seen.test(loop))
      break;
    seen.set(loop);
    ++number;
  }
  return number;
}

unsigned fpo::chooseThreads(KernelOp op, const KernelSchedule &schedule,
                            unsigned shareFrom) {
  SmallVector<int64_t> ranges = getAssumedLoopRanges(op);
  if (estimateNanoseconds(op, schedule.vectorLength, kLong,
                          schedule.matrix.has_value()) < shareFrom)
    return 0;
  int64_t blocks = 1;
  unsigned shared = 0;
  for (auto [loop, tile] :
       ArrayRef(schedule.levels).take_front(countShareable(op, schedule))) {
    if (blocks >= kManyBlocks)
      break;
    blocks *= llvm::divideCeil(ranges[loop], tile);
    ++shared;
  }
  return blocks > 1 ? shared : 0;
}
