//===- KernelOp.cpp - What code is generated for --------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Dialect/Fpo/FpoOps.h"

#include "mlir/Analysis/FlatLinearValueConstraints.h"
#include "mlir/IR/TypeUtilities.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallBitVector.h"

using namespace mlir;
using namespace mlir::fpo;

/// The loops that `map` looks at.
static llvm::SmallBitVector findUsedLoops(AffineMap map) {
  llvm::SmallBitVector used(map.getNumDims());
  for (unsigned loop = 0, end = map.getNumDims(); loop < end; ++loop)
    if (map.isFunctionOfDim(loop))
      used.set(loop);
  return used;
}

SmallVector<int64_t> KernelOp::getStaticLoopRanges() {
  SmallVector<int64_t> ranges(getNumLoops(), ShapedType::kDynamic);
  for (auto [number, map] : llvm::enumerate(getMaps())) {
    auto type = dyn_cast<ShapedType>(getOperandOfMap(number).getType());
    for (auto [index, expr] : llvm::enumerate(map.getResults()))
      if (auto loop = dyn_cast<AffineDimExpr>(expr))
        if (!type.isDynamicDim(index))
          ranges[loop.getPosition()] = type.getDimSize(index);
  }
  return ranges;
}

std::optional<SmallVector<KernelPadding>>
KernelOp::matchPaddings(AffineMap map, ShapedType type) {
  SmallVector<int64_t> ranges = getStaticLoopRanges();
  SmallVector<KernelPadding> paddings;
  for (auto [size, expr] : llvm::zip_equal(type.getShape(), map.getResults())) {
    // A loop by itself has the size of the dimension.
    if (isa<AffineDimExpr>(expr))
      continue;
    SmallVector<int64_t> flat;
    bool isLinear =
        succeeded(getFlattenedAffineExpr(expr, ranges.size(), 0, &flat)) &&
        flat.size() == ranges.size() + 1;
    // Blocks of packed operands are whole.
    if (!isLinear)
      continue;
    int64_t least = flat.back(), most = flat.back();
    SmallVector<unsigned> loops;
    for (auto [loop, range] : llvm::enumerate(ranges)) {
      int64_t step = flat[loop];
      if (step == 0)
        continue;
      if (ShapedType::isDynamic(range))
        return std::nullopt;
      loops.push_back(loop);
      (step < 0 ? least : most) += step * (range - 1);
    }
    if (ShapedType::isDynamic(size))
      return std::nullopt;
    if (least >= 0 && most < size)
      continue;
    if (loops.size() != 2 || isParallel(loops[0]) == isParallel(loops[1]))
      return std::nullopt;
    if (!isParallel(loops[0]))
      std::swap(loops[0], loops[1]);
    KernelPadding padding{loops[0],         loops[1],        flat[loops[0]],
                          flat[loops[1]],   flat.back(),     size,
                          ranges[loops[0]], ranges[loops[1]]};
    if (padding.stride < 0 || padding.dilation < 0)
      return std::nullopt;
    paddings.push_back(padding);
  }
  return paddings;
}

SmallVector<KernelPadding> KernelOp::getPaddings() {
  SmallVector<KernelPadding> all;
  SmallVector<AffineMap> maps = getMaps();
  for (int64_t number : getPadded().value_or(ArrayRef<int64_t>()))
    for (const KernelPadding &padding :
         matchPaddings(maps[number],
                       cast<ShapedType>(getInputs()[number].getType()))
             .value_or(SmallVector<KernelPadding>()))
      if (!llvm::is_contained(all, padding))
        all.push_back(padding);
  return all;
}

/// Whether the loops that lead outside of padded inputs do so in a way that is
/// understood.
static LogicalResult verifyPaddings(KernelOp op) {
  for (int64_t number : op.getPadded().value_or(ArrayRef<int64_t>())) {
    if (number < 0 || number >= int64_t(op.getInputs().size()))
      return op.emitOpError() << "has no input " << number << " to be padded";
    auto type = dyn_cast<ShapedType>(op.getInputs()[number].getType());
    if (!op.hasReduction() || !type)
      return op.emitOpError() << "has a padded input " << number
                              << ", and no reduction over its elements";
    if (!op.matchPaddings(op.getMaps()[number], type))
      return op.emitOpError()
             << "leads outside of its padded input " << number
             << " otherwise than by multiples of a parallel and a reduction "
                "loop of static sizes";
  }
  llvm::SmallBitVector seen(op.getNumLoops());
  for (const KernelPadding &padding : op.getPaddings())
    for (unsigned loop : {padding.parallel, padding.reduction}) {
      if (seen.test(loop))
        return op.emitOpError() << "leads outside of padded inputs in two ways "
                                   "along loop "
                                << loop;
      seen.set(loop);
    }
  return success();
}

/// Whether the sizes of all operands agree, as far as they are static.
static LogicalResult verifySizes(KernelOp op) {
  SmallVector<int64_t> ranges = op.getStaticLoopRanges();
  llvm::SmallBitVector known(op.getNumLoops());
  for (auto [number, map] : llvm::enumerate(op.getMaps())) {
    auto type = dyn_cast<ShapedType>(op.getOperandOfMap(number).getType());
    for (auto [index, expr] : llvm::enumerate(map.getResults())) {
      auto loop = dyn_cast<AffineDimExpr>(expr);
      if (!loop)
        continue;
      known.set(loop.getPosition());
      int64_t range = ranges[loop.getPosition()];
      if (!type.isDynamicDim(index) && type.getDimSize(index) != range)
        return op.emitOpError()
               << "has loop " << loop.getPosition() << " of size " << range
               << " and of size " << type.getDimSize(index) << ", in operand "
               << std::min<size_t>(number, op->getNumOperands() - 1);
    }
  }
  int missing = known.flip().find_first();
  if (missing >= 0)
    return op.emitOpError()
           << "has no operand that gives the size of loop " << missing;
  return success();
}

/// Whether `region` takes the operands' elements and `more`, and yields
/// `yielded`.
static LogicalResult verifyRegion(KernelOp op, Region &region, StringRef name,
                                  TypeRange more, TypeRange yielded,
                                  bool isInReduction) {
  Block &block = region.front();
  SmallVector<Type> expected;
  for (Type type : op->getOperandTypes())
    expected.push_back(getElementTypeOrSelf(type));
  llvm::append_range(expected, more);
  if (block.getArgumentTypes() != TypeRange(expected))
    return op.emitOpError() << "has a region '" << name
                            << "' that does not take an element of each operand"
                            << (more.empty() ? "" : " and each accumulator");
  auto yield = dyn_cast<YieldOp>(block.getTerminator());
  if (!yield)
    return op.emitOpError()
           << "has a region '" << name << "' that does not end in fpo.yield";
  if (yield.getOperandTypes() != yielded)
    return op.emitOpError()
           << "has a region '" << name << "' that yields other types than "
           << (name == "finish" ? "the elements of the outputs"
                                : "the accumulators");
  if (isInReduction)
    return success();
  SmallVector<AffineMap> maps = op.getMaps();
  for (unsigned number = 0, end = op->getNumOperands(); number < end;
       ++number) {
    if (block.getArgument(number).use_empty())
      continue;
    for (unsigned loop = 0; loop < op.getNumLoops(); ++loop)
      if (maps[number].isFunctionOfDim(loop) && !op.isParallel(loop))
        return op.emitOpError()
               << "uses an element of operand " << number << " in '" << name
               << "', where reduction loop " << loop
               << ", which it depends on, does not run";
  }
  return success();
}

LogicalResult KernelOp::verify() {
  Operation *op = getOperation();
  if (getOutputs().empty())
    return emitOpError("has no output");
  if (getIndexingMaps().size() < op->getNumOperands() ||
      (getIndexingMaps().size() > op->getNumOperands() && hasReduction()))
    return emitOpError() << "has " << getIndexingMaps().size() << " maps for "
                         << op->getNumOperands() << " operands";
  bool reduces = false;
  for (auto type : getIteratorTypes().getAsRange<StringAttr>()) {
    if (type != "parallel" && type != "reduction")
      return emitOpError() << "has an iterator " << type
                           << ", which is neither parallel nor reduction";
    reduces |= type == "reduction";
  }
  if (reduces != hasReduction())
    return emitOpError(reduces
                           ? "has a reduction loop and no 'start'"
                           : "has a 'start' and 'combine', and no reduction "
                             "loop");
  for (auto [number, map] : llvm::enumerate(getMaps())) {
    auto type = dyn_cast<ShapedType>(getOperandOfMap(number).getType());
    if (type && !type.hasRank())
      return emitOpError() << "has an operand without a rank, " << number;
    if (map.getNumDims() != getNumLoops() || map.getNumSymbols() != 0)
      return emitOpError() << "has a map of operand " << number
                           << " that is not over its " << getNumLoops()
                           << " loops";
    if (map.getNumResults() != (type ? type.getRank() : 0))
      return emitOpError() << "has a map of operand " << number << " with "
                           << map.getNumResults() << " results, for rank "
                           << (type ? type.getRank() : 0);
    if (number < getInputs().size())
      continue;
    if (hasReduction() &&
        !map.isProjectedPermutation(/*allowZeroInResults=*/true))
      return emitOpError() << "has a map of output "
                           << number - getInputs().size()
                           << " that is no projected permutation";
    llvm::SmallBitVector used = findUsedLoops(map);
    for (unsigned loop = 0; loop < getNumLoops(); ++loop)
      if (used.test(loop) != isParallel(loop))
        return emitOpError()
               << "has a map of output " << number - getInputs().size()
               << " that does not depend on just the parallel loops";
  }
  SmallVector<Type> tensors;
  for (Type type : getOutputs().getTypes())
    if (isa<TensorType>(type))
      tensors.push_back(type);
  if (!tensors.empty() && tensors.size() != getOutputs().size())
    return emitOpError("has outputs that are tensors, and such that are not");
  if (getResultTypes() != TypeRange(tensors))
    return emitOpError("has results that are not of the types of its tensor "
                       "outputs");
  if (failed(verifySizes(*this)))
    return failure();
  return verifyPaddings(*this);
}

LogicalResult KernelOp::verifyRegions() {
  SmallVector<Type> elements;
  for (unsigned i = getInputs().size(), end = getIndexingMaps().size(); i < end;
       ++i)
    elements.push_back(getElementTypeOrSelf(getOperandOfMap(i)));
  SmallVector<Type> accumulators;
  if (hasReduction()) {
    if (getCombine().empty())
      return emitOpError("has a 'start' and no 'combine'");
    accumulators =
        llvm::to_vector(getStart().front().getTerminator()->getOperandTypes());
    if (failed(verifyRegion(*this, getStart(), "start", {}, accumulators,
                            /*isInReduction=*/false)) ||
        failed(verifyRegion(*this, getCombine(), "combine", accumulators,
                            accumulators, /*isInReduction=*/true)))
      return failure();
  }
  return verifyRegion(*this, getFinish(), "finish", accumulators, elements,
                      /*isInReduction=*/false);
}

bool KernelOp::writesAll(unsigned number) {
  bool hasSeveralMaps =
      number + 1 == getOutputs().size() &&
      getIndexingMaps().size() > getOperation()->getNumOperands();
  return !hasSeveralMaps &&
         getMaps()[getInputs().size() + number].isProjectedPermutation(
             /*allowZeroInResults=*/true);
}

/// Whether an element of operand `number` is looked at.
bool KernelOp::isRead(unsigned number) {
  return llvm::any_of(getOperation()->getRegions(), [&](Region &region) {
    return !region.empty() && !region.front().getArgument(number).use_empty();
  });
}

void KernelOp::getEffects(
    SmallVectorImpl<SideEffects::EffectInstance<MemoryEffects::Effect>>
        &effects) {
  for (OpOperand &operand : getOperation()->getOpOperands()) {
    if (!isa<BaseMemRefType>(operand.get().getType()))
      continue;
    if (isRead(operand.getOperandNumber()))
      effects.emplace_back(MemoryEffects::Read::get(), &operand);
    if (operand.getOperandNumber() >= getInputs().size())
      effects.emplace_back(MemoryEffects::Write::get(), &operand);
  }
}
