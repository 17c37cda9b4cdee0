//===- UsefulAnalysis.cpp - Which points of an op are not pointless -------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "UsefulAnalysis.h"
#include "ElementView.h"
#include "Filled.h"

#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Tosa/IR/TosaOps.h"
#include "mlir/IR/Matchers.h"

using namespace mlir;
using namespace mlir::fpo;

/// Ops from one to the next that a question follows. Ops are costed in order,
/// so what is known is mostly known already.
static constexpr unsigned kMaxDepth = 200;

/// Users of a value beyond which all of it is taken to be needed.
static constexpr unsigned kMaxUsers = 16;

static ArrayRef<int64_t> shapeOf(Value value) {
  auto type = dyn_cast<RankedTensorType>(value.getType());
  return type ? type.getShape() : ArrayRef<int64_t>();
}

const LoopNest *UsefulAnalysis::nestOf(Operation *op) {
  auto [it, isNew] = nests.try_emplace(op);
  if (isNew)
    if (std::optional<LoopNest> nest = getLoopNest(op))
      it->second = std::make_unique<LoopNest>(std::move(*nest));
  return it->second.get();
}

//===----------------------------------------------------------------------===//
// What is known: forward
//===----------------------------------------------------------------------===//

IndexedValue UsefulAnalysis::known(Value value) {
  auto it = knownValues.find(value);
  if (it != knownValues.end())
    return it->second;
  IndexedValue result;
  auto defined = dyn_cast<OpResult>(value);
  if (defined && depth < kMaxDepth) {
    ++depth;
    result = computeKnown(defined);
    --depth;
  }
  return knownValues[value] = std::move(result);
}

IndexedValue UsefulAnalysis::computeKnown(OpResult value) {
  Operation *op = value.getOwner();
  Attribute constant;
  if (matchPattern(op, m_Constant(&constant)))
    return knownConstant(constant);
  if (!isa<RankedTensorType>(value.getType()))
    return IndexedValue::unknown();
  ArrayRef<int64_t> shape = shapeOf(value);
  if (std::optional<ElementView> view = getElementView(op))
    return known(view->source).at(view->sourceIndex, shape);
  auto lookup = [&](Value other) { return known(other); };
  if (std::optional<IndexedValue> filled = knownFilled(op, lookup))
    return *filled;
  const LoopNest *nest = nestOf(op);
  if (!nest || !nest->isParallel())
    return IndexedValue::unknown();
  IndexedValue yielded = evaluate(*nest, std::nullopt)[value.getResultNumber()];
  if (yielded.inside.kind == Scalar::Kind::Accumulator)
    yielded.inside = Scalar::unknown();
  if (yielded.outside.kind == Scalar::Kind::Accumulator)
    return IndexedValue::unknown();
  const IndexMap &index = nest->results[value.getResultNumber()];
  return yielded.at(nest->loopsOf(index, shape.size()), shape);
}

std::vector<IndexedValue>
UsefulAnalysis::evaluate(const LoopNest &nest,
                         std::optional<unsigned> ignored) {
  auto lookup = [&](Value other) { return known(other); };
  std::vector<IndexedValue> inputs;
  for (auto [i, input] : llvm::enumerate(nest.inputs)) {
    if (i == ignored) {
      inputs.push_back(IndexedValue::unknown());
      continue;
    }
    IndexedValue value = known(input.value);
    // An operand whose index is not told is looked at as a whole.
    IndexedValue element = input.index.empty() && !value.isUniform()
                               ? IndexedValue::unknown()
                               : value.at(input.index, nest.sizes);
    if (input.beyond)
      element = within(element, *input.beyond, input.index,
                       shapeOf(input.value), nest.sizes);
    inputs.push_back(std::move(element));
  }
  return nest.body(inputs, lookup);
}

PointSet UsefulAnalysis::effective(const LoopNest &nest,
                                   std::optional<unsigned> ignored) {
  bool isParallel = nest.isParallel();
  std::optional<PointSet> region;
  for (auto [i, yielded] : llvm::enumerate(evaluate(nest, ignored))) {
    // What is known everywhere is a constant or a mask, not a part of one.
    bool isPointless = yielded.outside == Scalar::accumulatorAt(i) ||
                       (isParallel && yielded.outside.isNumber());
    if (yielded.isUniform() || yielded.form || !yielded.inside.isUnknown() ||
        !isPointless || (region && *region != yielded.region))
      return {};
    region = yielded.region;
  }
  return region ? *region : PointSet();
}

//===----------------------------------------------------------------------===//
// What is needed: backward
//===----------------------------------------------------------------------===//

PointSet UsefulAnalysis::needed(Value value) {
  auto it = neededRegions.find(value);
  if (it != neededRegions.end())
    return it->second;
  PointSet result;
  if (depth < kMaxDepth) {
    ++depth;
    result = computeNeeded(value);
    --depth;
  }
  return neededRegions[value] = std::move(result);
}

PointSet UsefulAnalysis::computeNeeded(Value value) {
  if (!isa<RankedTensorType>(value.getType()) ||
      value.hasNUsesOrMore(kMaxUsers))
    return {};
  std::optional<PointSet> region;
  for (OpOperand &use : value.getUses()) {
    PointSet here = neededBy(use);
    // Where two users look at different parts, all is taken to be needed.
    if (here.empty() || (region && *region != here))
      return {};
    region = std::move(here);
  }
  return region ? *region : PointSet();
}

PointSet UsefulAnalysis::neededBy(OpOperand &use) {
  Operation *user = use.getOwner();
  ArrayRef<int64_t> shape = shapeOf(use.get());
  if (std::optional<ElementView> view = getElementView(user)) {
    if (use.getOperandNumber() != 0)
      return {};
    return intersect(
        substitute(needed(user->getResult(0)), view->resultIndex, shape.size()),
        view->taken, shape);
  }
  const LoopNest *nest = nestOf(user);
  if (!nest || use.getOperandNumber() >= nest->inputs.size() ||
      nest->inputs[use.getOperandNumber()].value != use.get() ||
      nest->inputs[use.getOperandNumber()].beyond)
    return {};
  const LoopNest::Input &input = nest->inputs[use.getOperandNumber()];
  // What makes a point pointless is itself needed to find that out.
  PointSet points = intersect(effective(*nest, use.getOperandNumber()),
                              demanded(*nest, user), nest->sizes);
  return substitute(points, nest->loopsOf(input.index, shape.size()),
                    shape.size());
}

PointSet UsefulAnalysis::demanded(const LoopNest &nest, Operation *op) {
  if (op->getNumResults() != 1 || nest.results.size() != 1)
    return {};
  PointSet region =
      substitute(needed(op->getResult(0)), nest.results.front(), nest.rank());
  if (!nest.dropsBeyondResult)
    return region;
  return intersect(region,
                   inBounds(nest.results.front(), shapeOf(op->getResult(0))),
                   nest.sizes);
}

/// [convention.gaps] Each element of the data with each tap, the product over
/// the axes that have gaps.
static Count inputWork(const PointSet &gaps, const LoopNest &nest,
                       ArrayRef<Count> ranges) {
  SmallVector<bool> isReduction(nest.rank(), true), isCounted(nest.rank());
  for (const std::optional<IndexForm> &form : nest.results.front())
    for (unsigned loop = 0; form && loop < nest.rank(); ++loop)
      if (form->coefficients[loop] != 0)
        isReduction[loop] = false;
  Count product = 1;
  for (const IndexCondition &gap : gaps) {
    product *= Count(gap.count);
    for (unsigned loop = 0; loop < nest.rank(); ++loop) {
      if (gap.form.coefficients[loop] == 0)
        continue;
      if (isReduction[loop] && !isCounted[loop])
        product *= ranges[loop];
      isCounted[loop] = true;
    }
  }
  for (auto [range, counted] : llvm::zip_equal(ranges, isCounted))
    if (!counted)
      product *= range;
  return product;
}

/// [convention.gaps] Whether what is cut off of the result, on the loop that
/// the condition is about, comes of writing the gradient of the weights of a
/// strided convolution as a convolution: then the window, which is the gradient
/// of the output, reaches further than the axis is long.
static bool isOfWeightGradient(const IndexCondition &cut,
                               const LoopNest &nest) {
  for (unsigned loop = 0; loop < nest.rank(); ++loop) {
    if (cut.form.coefficients[loop] == 0)
      continue;
    for (const LoopNest::Input &input : nest.inputs)
      for (const std::optional<IndexForm> &form : input.index)
        for (unsigned tap = 0; form && tap < nest.rank(); ++tap)
          if (tap != loop && form->coefficients[loop] != 0 &&
              form->coefficients[tap] != 0 &&
              (nest.sizes[tap] - 1) * form->coefficients[tap] >=
                  nest.sizes[loop])
            return true;
  }
  return false;
}

Count UsefulAnalysis::points(Operation *op, ArrayRef<Count> ranges,
                             bool areProducts) {
  Count all = 1;
  for (const Count &range : ranges)
    all *= range;
  if (skipped.isNothing() || ranges.empty() ||
      (skipped.onlyProducts && !areProducts))
    return all;
  const LoopNest *nest = nestOf(op);
  if (!nest || nest->rank() != ranges.size())
    return all;
  PointSet region =
      intersect(effective(*nest), demanded(*nest, op), nest->sizes);
  auto only = [&](Pointless kind) {
    PointSet conditions;
    llvm::copy_if(region, std::back_inserter(conditions),
                  [&](const IndexCondition &condition) {
                    return condition.outside == kind;
                  });
    return conditions;
  };
  PointSet gaps = only(Pointless::Gap);
  if (skipped.gaps == GapWork::Input && !gaps.empty())
    return inputWork(gaps, *nest, ranges);

  PointSet counted;
  if (skipped.gaps == GapWork::Input)
    llvm::copy_if(only(Pointless::Cut), std::back_inserter(counted),
                  [&](const IndexCondition &cut) {
                    return isOfWeightGradient(cut, *nest);
                  });
  if (skipped.padding)
    llvm::append_range(counted, only(Pointless::Padding));
  if (skipped.gaps == GapWork::Data)
    llvm::append_range(counted, gaps);
  if (skipped.masks)
    llvm::append_range(counted, only(Pointless::Mask));
  return counted.empty() ? all : countPoints(counted, nest->sizes, ranges);
}

Count UsefulAnalysis::dataElements(Value value, ArrayRef<Count> shape) {
  Count all = 1;
  for (const Count &size : shape)
    all *= size;
  IndexedValue elements = known(value);
  llvm::erase_if(elements.region, [](const IndexCondition &condition) {
    return condition.outside == Pointless::Mask;
  });
  return elements.isUniform()
             ? all
             : countPoints(elements.region, shapeOf(value), shape);
}

bool UsefulAnalysis::isFill(Value value) {
  IndexedValue elements = known(value);
  return elements.isUniform() && elements.inside.isNumber();
}

bool UsefulAnalysis::isPaddingAbsorbed(Value value) {
  return !value.use_empty() &&
         llvm::all_of(value.getUses(), [&](OpOperand &use) {
           Operation *user = use.getOwner();
           if (std::optional<ElementView> view = getElementView(user))
             return isPaddingAbsorbed(user->getResult(0));
           const LoopNest *nest = nestOf(user);
           return nest && !nest->isParallel() &&
                  use.getOperandNumber() < nest->inputs.size();
         });
}

bool UsefulAnalysis::isAbsorbed(Operation *op) {
  if (op->getNumResults() != 1 || op->use_empty())
    return false;
  Value result = op->getResult(0);
  if (isa<tensor::PadOp, tosa::PadOp, tensor::InsertSliceOp>(op))
    return !isFill(result) && known(result).outside.isNumber() &&
           isPaddingAbsorbed(result);
  if (!isa<linalg::FillOp>(op))
    return false;
  return llvm::all_of(result.getUses(), [](OpOperand &use) {
    auto user = dyn_cast<DestinationStyleOpInterface>(use.getOwner());
    return user && user.isDpsInit(&use);
  });
}
