//===- KernelNest.cpp - The loops of a kernel for the cache model ---------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Codegen/ScheduleCost.h"

#include "../Stride.h"

#include "mlir/Interfaces/DataLayoutInterfaces.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace mlir::fpo;

namespace {
class NestBuilder {
public:
  NestBuilder(KernelOp op, const KernelSchedule &schedule)
      : op(op), schedule(schedule), maps(op.getMaps()),
        ranges(op.getStaticLoopRanges()), lane(schedule.vectorLoop),
        block(getPackedBlock(maps, lane)) {}

  std::optional<ScheduledNest> build() {
    for (auto [loop, range] : llvm::enumerate(ranges))
      nest.extents.push_back(Expr(
          isSplit(loop) ? int64_t(llvm::divideCeil(range, block)) : range));
    if (block != 1)
      nest.extents.push_back(Expr(block));
    if (!addLoops() || !addReferences())
      return std::nullopt;
    nest.passes.push_back(std::move(pass));
    return std::move(nest);
  }

private:
  bool isSplit(unsigned loop) const { return block != 1 && loop == lane; }
  unsigned withinBlock() const { return ranges.size(); }

  void addLoop(unsigned loop, int64_t step) {
    pass.loops.push_back({loop, Expr(step)});
  }

  bool addLoops() {
    SmallVector<int64_t> sizes(ranges);
    for (auto [loop, tile] : schedule.levels) {
      if (tile >= sizes[loop])
        continue;
      sizes[loop] = tile;
      if (!isSplit(loop)) {
        addLoop(loop, tile);
      } else if (tile % block == 0) {
        addLoop(loop, tile / block);
      } else {
        // Smaller tiles than blocks go through each block in turn.
        if (block % tile != 0)
          return false;
        addLoop(loop, 1);
        addLoop(withinBlock(), tile);
        sizes[loop] = 1;
      }
    }
    auto addPoints = [&](unsigned loop) {
      bool isDone = llvm::any_of(pass.loops, [&](const ScheduleLoop &known) {
        return known.dim == loop && known.step.isOne();
      });
      if (!isDone)
        addLoop(loop, 1);
    };
    for (unsigned loop : schedule.reductions)
      addPoints(loop);
    for (bool parallel : {false, true})
      for (unsigned loop = 0; loop < ranges.size(); ++loop)
        if (op.isParallel(loop) == parallel && loop != lane)
          addPoints(loop);
    if (!ranges.empty())
      addPoints(lane);
    if (block != 1)
      addPoints(withinBlock());
    return true;
  }

  bool addReferences() {
    DataLayout layout = DataLayout::closest(op);
    llvm::DenseMap<Value, unsigned> buffers;
    for (auto [number, operand] : llvm::enumerate(op->getOperands())) {
      auto type = dyn_cast<MemRefType>(operand.getType());
      if (!type)
        continue;
      SmallVector<int64_t> strides;
      int64_t offset;
      if (!type.hasStaticShape() ||
          failed(type.getStridesAndOffset(strides, offset)) ||
          llvm::any_of(strides, ShapedType::isDynamic))
        return false;
      int64_t bytes = int64_t(layout.getTypeSize(type.getElementType())),
              size = bytes;
      for (auto [stride, dim] : llvm::zip_equal(strides, type.getShape()))
        size += stride * bytes * (dim - 1);
      auto [buffer, isNew] =
          buffers.try_emplace(operand, unsigned(nest.buffers.size()));
      if (isNew)
        nest.buffers.push_back(
            {("operand " + Twine(number)).str(), Expr(size)});
      bool isOutput = number >= op.getInputs().size();
      NestReference reference{
          buffer->second, unsigned(bytes), {}, op.isRead(number), isOutput};
      for (auto [expr, stride] :
           llvm::zip_equal(maps[number].getResults(), strides)) {
        Subscript &subscript = reference.subscripts.emplace_back();
        subscript.stride = Expr(stride * bytes);
        if (!addTerms(expr, subscript))
          return false;
      }
      pass.references.push_back(std::move(reference));
    }
    return true;
  }

  bool addTerms(AffineExpr expr, Subscript &subscript) {
    AffineExpr dim = getAffineDimExpr(lane, expr.getContext());
    if (block != 1 && expr == dim % block) {
      subscript.terms.push_back({withinBlock(), 1});
      return true;
    }
    if (block != 1 && expr == dim.floorDiv(block)) {
      subscript.terms.push_back({lane, 1});
      return true;
    }
    for (unsigned loop = 0; loop < ranges.size(); ++loop) {
      if (!expr.isFunctionOfDim(loop))
        continue;
      std::optional<int64_t> step = getStep(expr, loop, ranges.size());
      if (!step)
        return false;
      int64_t coefficient = *step;
      if (coefficient == 0)
        continue;
      if (isSplit(loop)) {
        subscript.terms.push_back({loop, coefficient * block});
        subscript.terms.push_back({withinBlock(), coefficient});
      } else {
        subscript.terms.push_back({loop, coefficient});
      }
    }
    return true;
  }

  KernelOp op;
  const KernelSchedule &schedule;
  SmallVector<AffineMap> maps;
  SmallVector<int64_t> ranges;
  unsigned lane;
  /// Of an operand that is packed along the lanes.
  int64_t block;
  ScheduledNest nest;
  NestPass pass;
};
} // namespace

std::optional<ScheduledNest>
fpo::buildKernelNest(KernelOp op, const KernelSchedule &schedule) {
  return NestBuilder(op, schedule).build();
}
