//===- CheckSizes.cpp - Sizes that must agree are compared ----------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Codegen/Passes.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlowOps.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Matchers.h"
#include "llvm/ADT/TypeSwitch.h"

namespace mlir::fpo {
#define GEN_PASS_DEF_FPOCHECKSIZESPASS
#include "fpo/Codegen/Passes.h.inc"
} // namespace mlir::fpo

using namespace mlir;
using namespace mlir::fpo;

namespace {
/// Adds what must hold in front of an op.
class SizeChecker {
public:
  explicit SizeChecker(Operation *op) : b(op), loc(op->getLoc()) {}

  void check(linalg::LinalgOp op);
  void check(tensor::CastOp op);
  void check(tensor::ExpandShapeOp op);
  void checkDivisor(Value divisor);
  template <typename SliceOp> void checkSlice(SliceOp op, Value whole);

private:
  Value sizeOf(Value tensor, int64_t dim) {
    return b.createOrFold<tensor::DimOp>(loc, tensor, dim);
  }
  Value index(OpFoldResult value) {
    return getValueOrCreateConstantIndexOp(b, loc, value);
  }
  void require(arith::CmpIPredicate predicate, Value one, Value other,
               const Twine &message) {
    if (one == other)
      return;
    Value holds = b.createOrFold<arith::CmpIOp>(loc, predicate, one, other);
    if (!matchPattern(holds, m_One()))
      cf::AssertOp::create(b, loc, holds, message.str());
  }

  OpBuilder b;
  Location loc;
};
} // namespace

static std::string describe(unsigned operand, unsigned dim) {
  return ("size " + Twine(dim) + " of operand " + Twine(operand)).str();
}

/// Every dimension that a loop goes over has the same size, and every other one
/// is as large as what is looked at.
void SizeChecker::check(linalg::LinalgOp op) {
  if (!op.hasDynamicShape())
    return;
  SmallVector<AffineMap> maps = op.getIndexingMapsArray();
  unsigned numLoops = op.getNumLoops();
  SmallVector<std::pair<unsigned, unsigned>> places(numLoops, {~0u, 0});
  SmallVector<Value> ends(numLoops);
  struct Window {
    unsigned operand, dim;
    AffineExpr expr;
  };
  SmallVector<Window> windows;
  for (auto [operand, map] : llvm::enumerate(maps))
    for (auto [dim, expr] : llvm::enumerate(map.getResults())) {
      auto loop = dyn_cast<AffineDimExpr>(expr);
      if (!loop) {
        windows.push_back({unsigned(operand), unsigned(dim), expr});
        continue;
      }
      Value size = sizeOf(op->getOperand(operand), dim);
      Value &end = ends[loop.getPosition()];
      if (!end) {
        end = size;
        places[loop.getPosition()] = {operand, dim};
        continue;
      }
      auto [first, firstDim] = places[loop.getPosition()];
      require(arith::CmpIPredicate::eq, end, size,
              describe(first, firstDim) + " and " + describe(operand, dim) +
                  " have to be the same");
    }
  for (const Window &window : windows) {
    // What grows with each loop is largest at the last point of all.
    if (isa<AffineConstantExpr>(window.expr) ||
        llvm::is_contained(ends, Value()))
      continue;
    bool isMonotonic = true;
    window.expr.walk([&](AffineExpr expr) {
      auto constant = dyn_cast<AffineConstantExpr>(expr);
      if (expr.getKind() == AffineExprKind::Mod ||
          (constant && constant.getValue() < 0))
        isMonotonic = false;
    });
    if (!isMonotonic)
      continue;
    SmallVector<OpFoldResult> lasts;
    for (Value end : ends)
      lasts.push_back(affine::makeComposedFoldedAffineApply(
          b, loc, b.getAffineDimExpr(0) - 1, {OpFoldResult(end)}));
    Value last = index(affine::makeComposedFoldedAffineApply(
        b, loc, AffineMap::get(numLoops, 0, window.expr), lasts));
    require(arith::CmpIPredicate::slt, last,
            sizeOf(op->getOperand(window.operand), window.dim),
            describe(window.operand, window.dim) + " is too small");
  }
}

void SizeChecker::check(tensor::CastOp op) {
  auto to = dyn_cast<RankedTensorType>(op.getType());
  auto from = dyn_cast<RankedTensorType>(op.getSource().getType());
  if (!to || !from)
    return;
  for (int64_t dim = 0; dim < to.getRank(); ++dim)
    if (from.isDynamicDim(dim) && !to.isDynamicDim(dim))
      require(arith::CmpIPredicate::eq, sizeOf(op.getSource(), dim),
              index(b.getIndexAttr(to.getDimSize(dim))),
              "size " + Twine(dim) + " has to be " + Twine(to.getDimSize(dim)));
}

void SizeChecker::check(tensor::ExpandShapeOp op) {
  SmallVector<OpFoldResult> sizes = op.getMixedOutputShape();
  for (auto [dim, group] : llvm::enumerate(op.getReassociationIndices())) {
    if (!op.getSrcType().isDynamicDim(dim) || group.size() == 1)
      continue;
    SmallVector<OpFoldResult> factors;
    AffineExpr product = b.getAffineConstantExpr(1);
    for (int64_t inner : group) {
      product = product * b.getAffineSymbolExpr(factors.size());
      factors.push_back(sizes[inner]);
    }
    Value all = index(affine::makeComposedFoldedAffineApply(
        b, loc, AffineMap::get(0, factors.size(), product), factors));
    require(arith::CmpIPredicate::eq, sizeOf(op.getSrc(), dim), all,
            "size " + Twine(dim) +
                " has to be the product of those that it becomes");
  }
}

void SizeChecker::checkDivisor(Value divisor) {
  if (!divisor.getType().isIntOrIndex() || getConstantIntValue(divisor))
    return;
  Value zero =
      arith::ConstantOp::create(b, loc, b.getIntegerAttr(divisor.getType(), 0));
  require(arith::CmpIPredicate::ne, divisor, zero, "division by zero");
}

/// A slice lies inside of what it is a slice of. Strides that are no positive
/// number are left alone.
template <typename SliceOp>
void SizeChecker::checkSlice(SliceOp op, Value whole) {
  for (auto [dim, offset, size, stride] : llvm::enumerate(
           op.getMixedOffsets(), op.getMixedSizes(), op.getMixedStrides())) {
    std::optional<int64_t> step = getConstantIntValue(stride);
    auto type = cast<RankedTensorType>(whole.getType());
    if (!step || *step < 1 ||
        (!type.isDynamicDim(dim) && getConstantIntValue(offset) &&
         getConstantIntValue(size)))
      continue;
    AffineExpr d0, d1;
    bindDims(b.getContext(), d0, d1);
    // The largest index, plus one; none of it if there are no elements.
    Value end = index(affine::makeComposedFoldedAffineApply(
        b, loc, d0 + (d1 - 1) * *step + 1, {offset, size}));
    if (*step == 1) {
      Value first = index(offset), zero = index(b.getIndexAttr(0));
      require(arith::CmpIPredicate::sge, first, zero,
              "the slice begins in front of dimension " + Twine(dim));
      require(arith::CmpIPredicate::sge, index(size), zero,
              "the slice has a negative size in dimension " + Twine(dim));
    }
    require(arith::CmpIPredicate::sle, end, sizeOf(whole, dim),
            "the slice ends behind dimension " + Twine(dim));
  }
}

namespace {
struct CheckSizesPass : fpo::impl::FpoCheckSizesPassBase<CheckSizesPass> {
  using FpoCheckSizesPassBase::FpoCheckSizesPassBase;

  void runOnOperation() override {
    getOperation()->walk<WalkOrder::PreOrder>([](Operation *op) {
      SizeChecker checker(op);
      llvm::TypeSwitch<Operation *>(op)
          .Case<linalg::LinalgOp, tensor::CastOp, tensor::ExpandShapeOp>(
              [&](auto each) { checker.check(each); })
          .Case<arith::DivSIOp, arith::DivUIOp, arith::CeilDivSIOp,
                arith::CeilDivUIOp, arith::FloorDivSIOp, arith::RemSIOp,
                arith::RemUIOp>(
              [&](auto division) { checker.checkDivisor(division.getRhs()); })
          .Case([&](tensor::ExtractSliceOp slice) {
            checker.checkSlice(slice, slice.getSource());
          })
          .Case([&](tensor::InsertSliceOp slice) {
            checker.checkSlice(slice, slice.getDest());
          });
      // Bodies of structured ops run for each point.
      return isa<linalg::LinalgOp>(op) ? WalkResult::skip()
                                       : WalkResult::advance();
    });
  }
};
} // namespace
