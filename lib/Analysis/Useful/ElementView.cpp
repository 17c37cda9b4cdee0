//===- ElementView.cpp - Where the elements of a reshaped value come from
//--------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ElementView.h"

#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Tosa/IR/TosaOps.h"
#include "mlir/Dialect/Utils/ReshapeOpsUtils.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace mlir::fpo;

static IndexMap identity(unsigned rank) {
  IndexMap map;
  for (unsigned i = 0; i < rank; ++i)
    map.emplace_back(IndexForm::index(i, rank));
  return map;
}

/// A shape with more dimensions and one with fewer, each of which is a group of
/// the former: the index of a group is linear in those of its parts; of the
/// parts only one that is alone in not being 1 is linear in the other.
static std::pair<IndexMap, IndexMap>
regroup(ArrayRef<int64_t> fine, ArrayRef<ReassociationIndices> groups) {
  IndexMap coarseIndex, fineIndex(fine.size());
  for (auto [group, parts] : llvm::enumerate(groups)) {
    std::optional<IndexForm> coarse = IndexForm::number(0, fine.size());
    SmallVector<int64_t> longParts;
    int64_t stride = 1;
    for (int64_t part : llvm::reverse(parts)) {
      if (fine[part] == 1)
        continue;
      longParts.push_back(part);
      // The stride beyond a dynamic dimension is not known.
      if (ShapedType::isDynamic(stride))
        coarse = std::nullopt;
      else if (coarse)
        coarse = *coarse + IndexForm::index(part, fine.size()) * stride;
      stride =
          ShapedType::isDynamic(stride) || ShapedType::isDynamic(fine[part])
              ? ShapedType::kDynamic
              : stride * fine[part];
    }
    coarseIndex.push_back(std::move(coarse));
    if (longParts.size() == 1)
      fineIndex[longParts.front()] = IndexForm::index(group, groups.size());
  }
  for (auto [part, form] : llvm::enumerate(fineIndex))
    if (fine[part] == 1)
      form = IndexForm::number(0, groups.size());
  return {std::move(coarseIndex), std::move(fineIndex)};
}

static ElementView collapse(Value source,
                            ArrayRef<ReassociationIndices> groups) {
  auto [coarse, fine] =
      regroup(cast<RankedTensorType>(source.getType()).getShape(), groups);
  return {source, std::move(fine), std::move(coarse), {}};
}

static ElementView expand(Value source, Value result,
                          ArrayRef<ReassociationIndices> groups) {
  auto [coarse, fine] =
      regroup(cast<RankedTensorType>(result.getType()).getShape(), groups);
  return {source, std::move(coarse), std::move(fine), {}};
}

static std::optional<ElementView> viewOfReshape(tosa::ReshapeOp op) {
  auto from = dyn_cast<RankedTensorType>(op.getInput1().getType());
  auto to = dyn_cast<RankedTensorType>(op.getType());
  if (!from || !to || !from.hasStaticShape() || !to.hasStaticShape())
    return std::nullopt;
  if (from.getShape() == to.getShape())
    return ElementView{
        op.getInput1(), identity(to.getRank()), identity(to.getRank()), {}};
  auto groups = getReassociationIndicesForReshape(from, to);
  if (!groups)
    return std::nullopt;
  if (from.getRank() > to.getRank())
    return collapse(op.getInput1(), *groups);
  return expand(op.getInput1(), op.getOutput(), *groups);
}

static std::optional<ElementView> viewOfTranspose(tosa::TransposeOp op) {
  auto type = dyn_cast<RankedTensorType>(op.getType());
  if (!type)
    return std::nullopt;
  unsigned rank = type.getRank();
  ElementView view{op.getInput1(), IndexMap(rank), IndexMap(rank), {}};
  for (auto [to, from] : llvm::enumerate(op.getPerms())) {
    view.sourceIndex[from] = IndexForm::index(to, rank);
    view.resultIndex[to] = IndexForm::index(from, rank);
  }
  return view;
}

static std::optional<ElementView> viewOfSlice(tensor::ExtractSliceOp op) {
  unsigned rank = op.getType().getRank();
  unsigned sourceRank = op.getSourceType().getRank();
  llvm::SmallBitVector dropped = op.getDroppedDims();
  ElementView view{op.getSource(), {}, IndexMap(rank), {}};
  unsigned at = 0;
  for (auto [dim, offset, size, stride] : llvm::enumerate(
           op.getStaticOffsets(), op.getStaticSizes(), op.getStaticStrides())) {
    bool isStatic = !ShapedType::isDynamic(offset) &&
                    !ShapedType::isDynamic(size) &&
                    !ShapedType::isDynamic(stride);
    std::optional<unsigned> to;
    if (!dropped.test(dim))
      to = at++;
    if (!isStatic) {
      view.sourceIndex.emplace_back(std::nullopt);
      continue;
    }
    IndexForm form =
        to ? IndexForm::index(*to, rank) : IndexForm::number(0, rank);
    view.sourceIndex.emplace_back(form * stride +
                                  IndexForm::number(offset, rank));
    IndexForm back = IndexForm::index(dim, sourceRank) +
                     IndexForm::number(-offset, sourceRank);
    if (to && stride == 1)
      view.resultIndex[*to] = back;
    IndexCondition taken{back, stride, size, Pointless::Cut};
    if (!taken.holdsIn(op.getSourceType().getShape()))
      view.taken.push_back(std::move(taken));
  }
  return view;
}

std::optional<ElementView> fpo::getElementView(Operation *op) {
  return llvm::TypeSwitch<Operation *, std::optional<ElementView>>(op)
      .Case([](tensor::CollapseShapeOp op) {
        return collapse(op.getSrc(), op.getReassociationIndices());
      })
      .Case([](tensor::ExpandShapeOp op) {
        return expand(op.getSrc(), op.getResult(),
                      op.getReassociationIndices());
      })
      .Case([](tensor::CastOp op) -> std::optional<ElementView> {
        auto type = dyn_cast<RankedTensorType>(op.getType());
        if (!type || !isa<RankedTensorType>(op.getSource().getType()))
          return std::nullopt;
        return ElementView{op.getSource(),
                           identity(type.getRank()),
                           identity(type.getRank()),
                           {}};
      })
      .Case(viewOfSlice)
      .Case(viewOfReshape)
      .Case(viewOfTranspose)
      .Default(std::optional<ElementView>());
}
