//===- NestBuilder.cpp - From an op and a schedule to loops ---------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Cache/NestBuilder.h"

#include "OpNest.h"

#include "mlir/IR/Matchers.h"

#include <map>

using namespace mlir;
using namespace mlir::fpo;

static llvm::Error refuse(const Twine &reason) {
  return llvm::createStringError(llvm::inconvertibleErrorCode(), reason);
}

namespace {
/// Applies a schedule to the loops of an op.
class Scheduler {
public:
  Scheduler(Operation *op, OpNest &opNest)
      : op(op), opNest(opNest), nest(opNest.nest),
        numDims(nest.extents.size()) {}

  llvm::Error apply(ScheduleAttr schedule);

private:
  llvm::Error verify(ScheduleAttr schedule) const;
  llvm::Error splitPackedDims(ArrayRef<OperandPacking> packings);
  llvm::Error pack(const OperandPacking &packing);
  llvm::Expected<SmallVector<ScheduleLoop>>
  completeLoops(ArrayRef<ScheduleLoop> loops) const;

  Operation *op;
  OpNest &opNest;
  ScheduledNest &nest;
  /// Of the op; those of blocks follow.
  unsigned numDims;
  /// The dimension within a block, for a packed dimension.
  std::map<unsigned, unsigned> withinBlock;
};
} // namespace

llvm::Error Scheduler::verify(ScheduleAttr schedule) const {
  for (const ScheduleLoop &loop : schedule.getLoops()) {
    if (loop.dim >= numDims)
      return refuse("there is no d" + Twine(loop.dim) + ": the op has " +
                    Twine(numDims) + " loops");
  }
  for (const OperandPacking &packing : schedule.getPackings()) {
    if (packing.operand >= opNest.operandBuffers.size() ||
        !opNest.operandBuffers[packing.operand])
      return refuse("there is no operand " + Twine(packing.operand) +
                    " in memory to pack");
    for (const ScheduleLoop &tile : packing.block)
      if (tile.dim >= numDims)
        return refuse("there is no d" + Twine(tile.dim) + ": the op has " +
                      Twine(numDims) + " loops");
  }
  if (!schedule.getPackings().empty() && opNest.passDim)
    return refuse("operands of this op can't be packed");
  return llvm::Error::success();
}

/// Makes two dimensions of each one that is packed: the blocks, and what is
/// within a block.
llvm::Error Scheduler::splitPackedDims(ArrayRef<OperandPacking> packings) {
  std::map<unsigned, int64_t> blocks;
  for (const OperandPacking &packing : packings)
    for (const ScheduleLoop &tile : packing.block) {
      if (!tile.step.isConstant())
        return refuse("the size of a block must be a number");
      int64_t step(tile.step.constant());
      if (blocks.try_emplace(tile.dim, step).first->second != step)
        return refuse("the blocks of two operands differ in d" +
                      Twine(tile.dim));
    }
  for (auto [dim, block] : blocks) {
    withinBlock[dim] = nest.extents.size();
    nest.extents.push_back(block);
    nest.extents[dim] = Expr::ceilDiv(nest.extents[dim], block);
    for (NestPass &pass : nest.passes)
      for (NestReference &reference : pass.references)
        for (Subscript &subscript : reference.subscripts)
          for (size_t at = 0, end = subscript.terms.size(); at < end; ++at)
            if (SubscriptTerm &term = subscript.terms[at]; term.dim == dim) {
              SubscriptTerm inner{withinBlock[dim], term.coefficient};
              term.coefficient *= block;
              subscript.terms.push_back(inner);
            }
  }
  return llvm::Error::success();
}

/// Lets the op read blocks, and copies the operand into these first.
llvm::Error Scheduler::pack(const OperandPacking &packing) {
  unsigned buffer = *opNest.operandBuffers[packing.operand];
  NestReference *found = nullptr;
  for (NestReference &reference : nest.passes.back().references)
    if (reference.buffer == buffer) {
      if (found || reference.writes)
        return refuse("operand " + Twine(packing.operand) +
                      " can't be packed: it is written, or read twice");
      found = &reference;
    }
  if (!found)
    return refuse("operand " + Twine(packing.operand) + " is not read");
  NestReference plain = *found;
  plain.reads = true;
  NestReference packed{
      unsigned(nest.buffers.size()), plain.elementBytes, {}, true, false};
  NestPass copy;
  auto addAxis = [&](unsigned dim) {
    packed.subscripts.push_back({Expr(0), {{dim, 1}}});
    copy.loops.push_back({dim, 1});
  };
  // Dimensions in the operand's order, then those within a block.
  llvm::DenseSet<unsigned> seen;
  for (const Subscript &subscript : plain.subscripts) {
    unsigned dim = subscript.terms.empty() ? 0 : subscript.terms.front().dim;
    bool isPacked = withinBlock.count(dim);
    if (subscript.terms.size() != (isPacked ? 2 : 1) ||
        !seen.insert(dim).second)
      return refuse("operand " + Twine(packing.operand) +
                    " can't be packed: its indices are not one loop each");
    addAxis(dim);
  }
  for (const ScheduleLoop &tile : packing.block) {
    if (!seen.contains(tile.dim))
      return refuse("operand " + Twine(packing.operand) + " has no d" +
                    Twine(tile.dim));
    addAxis(withinBlock[tile.dim]);
    seen.erase(tile.dim);
  }
  // Another operand's block divides this dimension, too.
  for (unsigned dim : seen)
    if (withinBlock.count(dim))
      return refuse("operand " + Twine(packing.operand) + " has d" +
                    Twine(dim) + ", which is packed in another operand only");
  Expr total = packed.elementBytes;
  for (Subscript &subscript : llvm::reverse(packed.subscripts)) {
    subscript.stride = total;
    total *= nest.extents[subscript.terms.front().dim];
  }
  nest.buffers.push_back(
      {"operand " + std::to_string(packing.operand) + ", packed", total});
  *found = packed;
  if (matchPattern(op->getOperand(packing.operand), m_Constant()))
    return llvm::Error::success();
  packed.reads = false;
  packed.writes = true;
  copy.references = {plain, packed};
  nest.passes.insert(nest.passes.begin(), std::move(copy));
  return llvm::Error::success();
}

/// The loops that are there, on the dimensions of blocks where there are such,
/// and loops over points for what they leave.
llvm::Expected<SmallVector<ScheduleLoop>>
Scheduler::completeLoops(ArrayRef<ScheduleLoop> loops) const {
  SmallVector<ScheduleLoop> complete;
  llvm::DenseSet<unsigned> done;
  auto add = [&](unsigned dim, Expr step) {
    if (step.isOne())
      done.insert(dim);
    complete.push_back({dim, std::move(step)});
  };
  for (const ScheduleLoop &loop : loops) {
    auto within = withinBlock.find(loop.dim);
    if (within == withinBlock.end()) {
      add(loop.dim, loop.step);
      continue;
    }
    if (!loop.step.isConstant())
      return refuse("the tiles of a packed dimension must be numbers");
    const Expr &block = nest.extents[within->second];
    auto [large, small] = loop.step.constant() >= block.constant()
                              ? std::pair(loop.step, block)
                              : std::pair(block, loop.step);
    if (!Expr::mod(large, small).isZero())
      return refuse("tile " + loop.step.str() + " of d" + Twine(loop.dim) +
                    " is neither a multiple nor a divisor of the block");
    if (large == loop.step) {
      add(loop.dim, Expr::floorDiv(large, small));
      continue;
    }
    if (!done.contains(loop.dim))
      add(loop.dim, 1);
    add(within->second, loop.step);
  }
  for (unsigned dim = 0; dim < numDims; ++dim) {
    if (!done.contains(dim))
      add(dim, 1);
    if (auto within = withinBlock.find(dim);
        within != withinBlock.end() && !done.contains(within->second))
      add(within->second, 1);
  }
  return complete;
}

llvm::Error Scheduler::apply(ScheduleAttr schedule) {
  ArrayRef<ScheduleLoop> loops;
  if (schedule) {
    if (llvm::Error error = verify(schedule))
      return error;
    if (llvm::Error error = splitPackedDims(schedule.getPackings()))
      return error;
    loops = schedule.getLoops();
  }
  llvm::Expected<SmallVector<ScheduleLoop>> complete = completeLoops(loops);
  if (!complete)
    return complete.takeError();
  // Without a schedule, each pass by itself.
  OpNest unscheduled = opNest;
  if (!schedule)
    unscheduled.passDim = std::nullopt;
  nest = withLoops(unscheduled, *complete);
  if (schedule)
    for (const OperandPacking &packing : schedule.getPackings())
      if (llvm::Error error = pack(packing))
        return error;
  return llvm::Error::success();
}

llvm::Expected<ScheduledNest>
fpo::buildNest(Operation *op, ScheduleAttr schedule, SizeLookup size) {
  llvm::Expected<OpNest> opNest = getOpNest(op, size);
  if (!opNest)
    return opNest.takeError();
  if (llvm::Error error = Scheduler(op, *opNest).apply(schedule))
    return error;
  return std::move(opNest->nest);
}
