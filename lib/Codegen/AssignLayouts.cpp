//===- AssignLayouts.cpp - Channels last ----------------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Reorder.h"

#include "fpo/Codegen/Passes.h"
#include "fpo/Dialect/Fpo/FpoOps.h"

#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Matchers.h"
#include "llvm/ADT/SetVector.h"

namespace mlir::fpo {
#define GEN_PASS_DEF_FPOASSIGNLAYOUTSPASS
#include "fpo/Codegen/Passes.h.inc"
} // namespace mlir::fpo

using namespace mlir;
using namespace mlir::fpo;

/// Batch, channels, height, width; and with the channels last.
static constexpr unsigned kChannel = 1;
static constexpr unsigned kToLast[] = {0, 2, 3, 1};
static constexpr unsigned kToFirst[] = {0, 3, 1, 2};

static bool isWindow(AffineExpr expr) {
  return expr.getKind() == AffineExprKind::Add;
}

/// Whether operand `number` is an image that a window slides over, with the
/// channels second.
static bool isImage(KernelOp op, unsigned number) {
  AffineMap map = op.getMaps()[number];
  return isa<RankedTensorType>(op->getOperand(number).getType()) &&
         map.getNumResults() == 4 && isWindow(map.getResult(2)) &&
         isWindow(map.getResult(3)) && !isWindow(map.getResult(kChannel));
}

/// Whether `map` goes over the same loops as `output`, in the same order.
static bool goesAlong(AffineMap map, AffineMap output) {
  return map.getNumResults() == 4 && map == output;
}

template <typename T> static SmallVector<T> permute(ArrayRef<T> sizes) {
  return llvm::map_to_vector(kToLast, [&](unsigned dim) { return sizes[dim]; });
}

static RankedTensorType permute(RankedTensorType type) {
  return RankedTensorType::get(permute(type.getShape()), type.getElementType(),
                               type.getEncoding());
}

static AffineMap permute(AffineMap map) {
  return AffineMap::get(map.getNumDims(), 0, permute(map.getResults()),
                        map.getContext());
}

namespace {
/// The images of a function, and what they are computed from and go into.
class Images {
public:
  explicit Images(FunctionOpInterface function) : function(function) {
    function.walk([&](KernelOp op) {
      for (unsigned i = 0, end = op.getInputs().size(); i < end; ++i)
        if (isImage(op, i)) {
          add(op.getInputs()[i]);
          for (Value result : op->getResults())
            add(result);
        }
    });
    for (size_t next = 0; next < values.size(); ++next)
      spread(values[next]);
  }

  /// In the order of the program.
  SmallVector<Value> inOrder() {
    SmallVector<Value> ordered;
    auto take = [&](ValueRange candidates) {
      for (Value value : candidates)
        if (values.contains(value))
          ordered.push_back(value);
    };
    function.walk<WalkOrder::PreOrder>([&](Operation *op) {
      for (Region &region : op->getRegions())
        for (Block &block : region)
          take(block.getArguments());
      take(op->getResults());
    });
    return ordered;
  }

  /// Turns the dimensions of all of them.
  void turn() {
    if (values.empty())
      return;
    IRRewriter rewriter(values.front().getContext());
    SmallVector<Value> ordered = inOrder();
    for (Value value : ordered)
      turn(value, rewriter);
    for (Value value : llvm::reverse(ordered))
      if (auto pad = value.getDefiningOp<tensor::PadOp>())
        rewriter.eraseOp(pad);
  }

private:
  void add(Value value) {
    auto type = dyn_cast<RankedTensorType>(value.getType());
    if (!type || type.getRank() != 4)
      return;
    if (auto kernel = value.getDefiningOp<KernelOp>()) {
      unsigned number = cast<OpResult>(value).getResultNumber();
      if (!kernel.getOutputs()[number].getDefiningOp<tensor::EmptyOp>())
        return;
    }
    values.insert(value);
  }

  /// Adds what lies like `value` in the ops that it comes from and goes into.
  void spread(Value value) {
    if (auto pad = value.getDefiningOp<tensor::PadOp>())
      add(pad.getSource());
    if (auto kernel = value.getDefiningOp<KernelOp>())
      spreadIn(kernel);
    for (Operation *user : value.getUsers()) {
      if (auto pad = dyn_cast<tensor::PadOp>(user))
        if (pad.getConstantPaddingValue())
          add(pad.getResult());
      if (auto kernel = dyn_cast<KernelOp>(user))
        spreadIn(kernel);
    }
  }

  void spreadIn(KernelOp op) {
    SmallVector<AffineMap> maps = op.getMaps();
    AffineMap output = maps.back();
    bool isAlong = values.contains(op->getResults().back());
    for (auto [input, map] : llvm::zip(op.getInputs(), maps))
      isAlong |= values.contains(input) && goesAlong(map, output);
    if (!isAlong)
      return;
    for (auto [input, map] : llvm::zip(op.getInputs(), maps))
      if (goesAlong(map, output))
        add(input);
    for (Value result : op->getResults())
      add(result);
  }

  void turn(Value value, RewriterBase &rewriter) {
    Value turned = value;
    auto type = cast<RankedTensorType>(value.getType());
    if (auto op = value.getDefiningOp<KernelOp>()) {
      unsigned number = cast<OpResult>(value).getResultNumber();
      unsigned operand = op.getInputs().size() + number;
      rewriter.setInsertionPoint(op);
      auto old = op->getOperand(operand).getDefiningOp<tensor::EmptyOp>();
      Value empty = tensor::EmptyOp::create(
          rewriter, op.getLoc(), permute<OpFoldResult>(old.getMixedSizes()),
          type.getElementType());
      op->setOperand(operand, empty);
      turnMap(op, operand);
      value.setType(permute(type));
    } else if (auto pad = value.getDefiningOp<tensor::PadOp>()) {
      rewriter.setInsertionPoint(pad);
      Value source = pad.getSource();
      auto known = turnedOf.find(source);
      source = known != turnedOf.end()
                   ? known->second
                   : reorder(source, kToLast, rewriter, pad.getLoc());
      turned =
          tensor::PadOp::create(rewriter, pad.getLoc(), permute(type), source,
                                permute<OpFoldResult>(pad.getMixedLowPad()),
                                permute<OpFoldResult>(pad.getMixedHighPad()),
                                pad.getConstantPaddingValue());
    } else {
      rewriter.setInsertionPointAfterValue(value);
      turned = reorder(value, kToLast, rewriter, value.getLoc());
    }
    turnedOf[value] = turned;

    Operation *maker = turned.getDefiningOp();
    for (OpOperand &use : llvm::make_early_inc_range(value.getUses())) {
      Operation *user = use.getOwner();
      if (user == maker)
        continue;
      if (auto op = dyn_cast<KernelOp>(user)) {
        use.set(turned);
        turnMap(op, use.getOperandNumber());
      } else if (auto pad = dyn_cast<tensor::PadOp>(user);
                 pad && values.contains(pad.getResult())) {
        continue; // when it is its turn
      } else if (auto dim = dyn_cast<tensor::DimOp>(user);
                 dim && dim.getConstantIndex()) {
        if (!value.getDefiningOp<KernelOp>() &&
            !value.getDefiningOp<tensor::PadOp>())
          continue; // it stays as it is
        rewriter.setInsertionPoint(user);
        rewriter.replaceOp(dim, getDim(turned, *dim.getConstantIndex(),
                                       rewriter, dim.getLoc()));
      } else {
        rewriter.setInsertionPoint(user);
        use.set(reorder(turned, kToFirst, rewriter, user->getLoc()));
      }
    }
  }

  /// What was dimension `number` of `turned`.
  static Value getDim(Value turned, int64_t number, RewriterBase &rewriter,
                      Location loc) {
    const auto *place = llvm::find(kToLast, number);
    return tensor::DimOp::create(rewriter, loc, turned,
                                 place - std::begin(kToLast));
  }

  static void turnMap(KernelOp op, unsigned operand) {
    SmallVector<AffineMap> maps = op.getMaps();
    maps[operand] = permute(maps[operand]);
    op.setIndexingMapsAttr(Builder(op).getAffineMapArrayAttr(maps));
  }

  FunctionOpInterface function;
  llvm::SetVector<Value> values;
  llvm::DenseMap<Value, Value> turnedOf;
};

struct AssignLayoutsPass
    : fpo::impl::FpoAssignLayoutsPassBase<AssignLayoutsPass> {
  using FpoAssignLayoutsPassBase::FpoAssignLayoutsPassBase;

  void runOnOperation() override {
    for (auto function : getOperation().getOps<FunctionOpInterface>())
      if (!function.isExternal())
        Images(function).turn();
  }
};
} // namespace
