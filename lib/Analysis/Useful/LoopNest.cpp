//===- LoopNest.cpp - An op as loops over a body --------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "LoopNest.h"

#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Matchers.h"

using namespace mlir;
using namespace mlir::fpo;

IndexMap LoopNest::loopsOf(const IndexMap &index, unsigned elementRank) const {
  IndexMap loops(rank());
  for (auto [loop, size] : llvm::enumerate(sizes))
    if (size == 1)
      loops[loop] = IndexForm::number(0, elementRank);
  for (auto [dim, form] : llvm::enumerate(index))
    if (form)
      if (std::optional<unsigned> loop = form->asIndex())
        loops[*loop] = IndexForm::index(dim, elementRank);
  return loops;
}

bool LoopNest::isParallel() const {
  return llvm::all_of(results, [&](const IndexMap &index) {
    bool isInjective =
        llvm::all_of(loopsOf(index, index.size()),
                     [](const auto &form) { return form.has_value(); });
    return isInjective && llvm::all_of(index, [](const auto &form) {
             return form && (form->isNumber() || form->asIndex());
           });
  });
}

static IndexMap toIndexMap(AffineMap map) {
  IndexMap index;
  for (AffineExpr expr : map.getResults())
    index.push_back(IndexForm::get(expr, map.getNumDims()));
  return index;
}

//===----------------------------------------------------------------------===//
// linalg
//===----------------------------------------------------------------------===//

/// Goes through the body of a structured op.
static std::vector<IndexedValue> evaluateBody(Block &block,
                                              ArrayRef<IndexedValue> inputs,
                                              ArrayRef<int64_t> sizes,
                                              ValueLookup lookup) {
  llvm::DenseMap<Value, IndexedValue> known;
  for (BlockArgument argument : block.getArguments()) {
    unsigned i = argument.getArgNumber();
    known[argument] =
        i < inputs.size()
            ? inputs[i]
            : IndexedValue::get(Scalar::accumulatorAt(i - inputs.size()));
  }
  auto get = [&](Value value) {
    auto it = known.find(value);
    return it != known.end() ? it->second : lookup(value);
  };
  for (Operation &op : block.without_terminator()) {
    if (auto index = dyn_cast<linalg::IndexOp>(op)) {
      known[index] =
          IndexedValue::get(IndexForm::index(index.getDim(), sizes.size()));
      continue;
    }
    if (auto extract = dyn_cast<tensor::ExtractOp>(op)) {
      IndexMap at;
      for (Value index : extract.getIndices())
        at.push_back(get(index).asForm(sizes.size()));
      known[extract] = lookup(extract.getTensor()).at(at, sizes);
      continue;
    }
    if (op.getNumResults() != 1)
      continue;
    if (op.hasTrait<OpTrait::ConstantLike>()) {
      known[op.getResult(0)] = lookup(op.getResult(0));
      continue;
    }
    known[op.getResult(0)] =
        applyScalar(op.getName().getStringRef(), &op,
                    llvm::map_to_vector(op.getOperands(), get), sizes);
  }
  std::vector<IndexedValue> yielded;
  for (Value value : block.getTerminator()->getOperands())
    yielded.push_back(get(value));
  return yielded;
}

static LoopNest getStructuredLoopNest(linalg::LinalgOp op) {
  LoopNest nest;
  nest.sizes = op.getStaticLoopRanges();
  for (OpOperand *input : op.getDpsInputOperands())
    nest.inputs.push_back(
        {input->get(), toIndexMap(op.getMatchingIndexingMap(input)), {}});
  for (OpOperand &init : op.getDpsInitsMutable())
    nest.results.push_back(toIndexMap(op.getMatchingIndexingMap(&init)));
  nest.body = [block = op.getBlock(), sizes = nest.sizes](
                  ArrayRef<IndexedValue> inputs, ValueLookup lookup) {
    return evaluateBody(*block, inputs, sizes, lookup);
  };
  return nest;
}

/// [linalg.softmax] An element that is minus infinity becomes zero.
static std::optional<LoopNest> getSoftmaxLoopNest(linalg::SoftmaxOp op) {
  LoopNest nest;
  nest.sizes = llvm::to_vector(op.getInputOperandType().getShape());
  IndexMap index = toIndexMap(
      AffineMap::getMultiDimIdentityMap(nest.rank(), op.getContext()));
  nest.inputs.push_back({op.getInput(), index, {}});
  nest.results.push_back(index);
  nest.body = [sizes = nest.sizes](ArrayRef<IndexedValue> inputs, ValueLookup) {
    const IndexedValue &input = inputs.front();
    bool isMasked = !input.isUniform() && !input.form &&
                    input.outside.is(-std::numeric_limits<double>::infinity());
    return std::vector<IndexedValue>{
        isMasked ? IndexedValue::get(input.region, Scalar::unknown(),
                                     Scalar::get(0), sizes)
                 : IndexedValue::unknown()};
  };
  return nest;
}

//===----------------------------------------------------------------------===//
// Elementwise ops
//===----------------------------------------------------------------------===//

std::optional<LoopNest> fpo::getElementwiseLoopNest(Operation *op) {
  if (op->getNumResults() != 1)
    return std::nullopt;
  auto type = dyn_cast<RankedTensorType>(op->getResult(0).getType());
  if (!type)
    return std::nullopt;
  LoopNest nest;
  nest.sizes = llvm::to_vector(type.getShape());
  unsigned rank = nest.rank();
  for (Value operand : op->getOperands()) {
    auto shaped = dyn_cast<RankedTensorType>(operand.getType());
    IndexMap index;
    if (shaped && shaped.getRank() == type.getRank())
      for (unsigned dim = 0; dim < rank; ++dim) {
        bool broadcasts =
            shaped.getDimSize(dim) == 1 && type.getDimSize(dim) != 1;
        index.emplace_back(broadcasts ? IndexForm::number(0, rank)
                                      : IndexForm::index(dim, rank));
      }
    nest.inputs.push_back({operand, std::move(index), {}});
  }
  nest.results.push_back(
      toIndexMap(AffineMap::getMultiDimIdentityMap(rank, op->getContext())));
  nest.body = [op, sizes = nest.sizes](ArrayRef<IndexedValue> inputs,
                                       ValueLookup) {
    return std::vector<IndexedValue>{
        applyScalar(op->getName().getStringRef(), op, inputs, sizes)};
  };
  return nest;
}

std::optional<LoopNest> fpo::getLoopNest(Operation *op) {
  if (auto structured = dyn_cast<linalg::LinalgOp>(op)) {
    // On buffers nothing is known of what is read.
    if (!structured.hasPureTensorSemantics())
      return std::nullopt;
    return getStructuredLoopNest(structured);
  }
  if (auto softmax = dyn_cast<linalg::SoftmaxOp>(op))
    return softmax->getNumResults() == 1 ? getSoftmaxLoopNest(softmax)
                                         : std::nullopt;
  if (std::optional<LoopNest> nest = getTosaLoopNest(op))
    return nest;
  if (OpTrait::hasElementwiseMappableTraits(op))
    return getElementwiseLoopNest(op);
  return std::nullopt;
}
