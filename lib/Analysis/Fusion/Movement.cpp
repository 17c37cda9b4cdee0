//===- Movement.cpp - Ops that only move or make elements -----------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Movement.h"

#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Tosa/IR/TosaOps.h"
#include "mlir/IR/TypeUtilities.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace mlir::fpo;

using Result = std::optional<Movement>;

static RankedTensorType typeOf(Value value) {
  return dyn_cast<RankedTensorType>(value.getType());
}

static Movement reshape(Value source, bool isView) {
  Movement movement;
  movement.sources.push_back(source);
  movement.isReshape = true;
  movement.isView = isView;
  return movement;
}

/// The dimensions of `result` for which `isSame` is true are those of
/// `sources`.
static Result keep(ValueRange sources, Value result,
                   llvm::function_ref<bool(unsigned)> isSame) {
  auto type = typeOf(result);
  if (!type)
    return std::nullopt;
  Movement movement;
  movement.sources.assign(sources.begin(), sources.end());
  for (int dim = 0, rank = type.getRank(); dim < rank; ++dim)
    movement.dims.push_back(isSame(dim) ? dim : -1);
  return movement;
}

/// What stays the same size stays in place: a slice of all is all, padding by
/// nothing is none.
static Result keepSameSizes(Value source, Value result) {
  auto from = typeOf(source), to = typeOf(result);
  if (!from || !to || from.getRank() != to.getRank())
    return std::nullopt;
  return keep(source, result, [&](unsigned dim) {
    return !from.isDynamicDim(dim) &&
           from.getDimSize(dim) == to.getDimSize(dim);
  });
}

/// A format of the same kind with more bits.
static bool widens(Type from, Type to) {
  from = getElementTypeOrSelf(from);
  to = getElementTypeOrSelf(to);
  return ((isa<FloatType>(from) && isa<FloatType>(to)) ||
          (isa<IntegerType>(from) && isa<IntegerType>(to))) &&
         from.getIntOrFloatBitWidth() < to.getIntOrFloatBitWidth();
}

/// A format with more bits in the place of one with fewer.
static bool isWidening(Operation *op) {
  return isa<arith::ExtFOp, arith::ExtSIOp, arith::ExtUIOp>(op);
}

static Result getStructured(linalg::LinalgOp op) {
  if (!op.hasPureTensorSemantics() || op.getNumReductionLoops() != 0 ||
      op.getNumDpsInits() != 1)
    return std::nullopt;
  Block &body = *op.getBlock();
  Value yielded = body.getTerminator()->getOperand(0);
  if (!llvm::hasSingleElement(body)) {
    Operation &cast = body.front();
    if (std::next(body.begin(), 2) != body.end() || !isWidening(&cast) ||
        yielded != cast.getResult(0))
      return std::nullopt;
    yielded = cast.getOperand(0);
  }
  Movement movement;
  AffineMap resultMap = op.getMatchingIndexingMap(op.getDpsInitOperand(0));
  if (!resultMap.isProjectedPermutation())
    return std::nullopt;
  auto argument = dyn_cast<BlockArgument>(yielded);
  bool isInput = argument && argument.getOwner() == &body;
  if (isInput && argument.getArgNumber() >= unsigned(op.getNumDpsInputs()))
    return std::nullopt;
  OpOperand *input =
      isInput ? op.getDpsInputOperand(argument.getArgNumber()) : nullptr;
  movement.sources.push_back(input ? input->get() : yielded);
  AffineMap map;
  if (input && typeOf(input->get())) {
    map = op.getMatchingIndexingMap(input);
    // Windows are no plain movement.
    if (llvm::any_of(map.getResults(), llvm::IsaPred<AffineBinaryOpExpr>))
      return std::nullopt;
  }
  for (AffineExpr loop : resultMap.getResults()) {
    int from = -1;
    if (map)
      for (auto [dim, expr] : llvm::enumerate(map.getResults()))
        if (expr == loop)
          from = int(dim);
    movement.dims.push_back(from);
  }
  return movement;
}

static Result getSlice(tensor::ExtractSliceOp op) {
  RankedTensorType from = op.getSourceType();
  llvm::SmallBitVector dropped = op.getDroppedDims();
  Movement movement;
  movement.sources.push_back(op.getSource());
  unsigned result = 0;
  for (int dim = 0, rank = from.getRank(); dim < rank; ++dim) {
    if (dropped.test(dim))
      continue;
    bool isAll = !from.isDynamicDim(dim) &&
                 op.getType().getDimSize(result) == from.getDimSize(dim);
    movement.dims.push_back(isAll ? dim : -1);
    ++result;
  }
  return movement;
}

static Result getTransposed(Value source, ArrayRef<int32_t> permutation) {
  Movement movement;
  movement.sources.push_back(source);
  movement.dims.assign(permutation.begin(), permutation.end());
  return movement;
}

std::optional<Movement> fpo::getMovement(Operation *op, const Cost &own) {
  if (op->getNumResults() != 1 || !isa<TensorType>(op->getResult(0).getType()))
    return std::nullopt;
  if (!own.fpo().isZero() || !own.iop().isZero())
    return std::nullopt;
  return llvm::TypeSwitch<Operation *, Result>(op)
      .Case<tensor::ExpandShapeOp, tensor::CollapseShapeOp, tensor::ReshapeOp,
            tensor::CastOp, tosa::ReshapeOp, tosa::IdentityOp>(
          [](auto op) -> Result {
            return reshape(op->getOperand(0), /*isView=*/true);
          })
      .Case([](tensor::ExtractSliceOp op) { return getSlice(op); })
      .Case([](tosa::CastOp op) -> Result {
        if (!widens(op.getInput().getType(), op.getOutput().getType()))
          return std::nullopt;
        return reshape(op.getInput(), /*isView=*/false);
      })
      .Case([](tosa::SliceOp op) {
        return keepSameSizes(op.getInput1(), op.getOutput());
      })
      .Case([](tensor::PadOp op) {
        return keepSameSizes(op.getSource(), op.getResult());
      })
      .Case([](tosa::PadOp op) {
        return keepSameSizes(op.getInput1(), op.getOutput());
      })
      .Case([](tosa::TileOp op) {
        return keepSameSizes(op.getInput1(), op.getOutput());
      })
      .Case([](tosa::TransposeOp op) {
        return getTransposed(op.getInput1(), op.getPerms());
      })
      .Case([](tosa::ReverseOp op) {
        return keep(op.getInput1(), op.getOutput(),
                    [&](unsigned dim) { return dim != op.getAxis(); });
      })
      .Case([](tosa::ConcatOp op) {
        return keep(op.getInput1(), op.getOutput(),
                    [&](unsigned dim) { return dim != op.getAxis(); });
      })
      .Case([](tensor::ConcatOp op) {
        return keep(op.getInputs(), op.getResult(),
                    [&](unsigned dim) { return dim != op.getDim(); });
      })
      .Case([](tensor::SplatOp op) {
        return keep(op.getInput(), op.getAggregate(),
                    [](unsigned) { return false; });
      })
      .Case([](linalg::LinalgOp op) { return getStructured(op); })
      .Default([](Operation *) { return std::nullopt; });
}
