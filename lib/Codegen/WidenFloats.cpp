//===- WidenFloats.cpp - f16 and bf16 are computed with in f32 ------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Codegen/Passes.h"
#include "fpo/Dialect/Fpo/FpoOps.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/Matchers.h"
#include "mlir/IR/PatternMatch.h"

namespace mlir::fpo {
#define GEN_PASS_DEF_FPOWIDENFLOATSPASS
#include "fpo/Codegen/Passes.h.inc"
} // namespace mlir::fpo

using namespace mlir;
using namespace mlir::fpo;

static bool isNarrow(Type type) { return type.isF16() || type.isBF16(); }

/// Whether `op` means the same for a wider type, with less rounding. What a
/// cast rounds to is what the program asked for.
static bool canBeWidened(Operation &op) {
  return (isa<arith::ArithFastMathInterface>(op) && !isa<CastOpInterface>(op) &&
          op.getNumRegions() == 0) ||
         isa<arith::SelectOp>(op);
}

namespace {
/// The values of f16 and bf16 in one body, in f32.
class BodyWidener {
public:
  BodyWidener(Block &block, RewriterBase &rewriter)
      : block(block), b(rewriter) {}

  /// Lets `argument` be f32, and what uses it take it rounded.
  void widenArgument(BlockArgument argument) {
    Type narrow = argument.getType();
    argument.setType(b.getF32Type());
    b.setInsertionPointToStart(&block);
    auto rounded =
        arith::TruncFOp::create(b, argument.getLoc(), narrow, argument);
    b.replaceAllUsesExcept(argument, rounded, rounded);
    wide[rounded] = argument;
  }

  /// Lets all ops that can compute with f32; what they give is rounded for the
  /// others.
  void widenOps() {
    for (Operation &op :
         llvm::make_early_inc_range(block.without_terminator())) {
      auto hasNarrow = [](ValueRange values) {
        return llvm::any_of(values.getTypes(), isNarrow);
      };
      if (!canBeWidened(op) ||
          !(hasNarrow(op.getOperands()) || hasNarrow(op.getResults())))
        continue;
      SmallVector<Value> operands = llvm::map_to_vector(
          op.getOperands(), [&](Value value) { return getWide(value); });
      b.setInsertionPoint(&op);
      OperationState state(op.getLoc(), op.getName());
      state.addOperands(operands);
      for (Type type : op.getResultTypes())
        state.addTypes(isNarrow(type) ? b.getF32Type() : type);
      state.addAttributes(llvm::to_vector(op.getDiscardableAttrs()));
      state.propertiesAttr = op.getPropertiesAsAttribute();
      Operation *widened = b.create(state);
      SmallVector<Value> results;
      for (auto [old, value] :
           llvm::zip_equal(op.getResults(), widened->getResults())) {
        if (isNarrow(old.getType())) {
          Value rounded =
              arith::TruncFOp::create(b, op.getLoc(), old.getType(), value);
          wide[rounded] = value;
          results.push_back(rounded);
        } else {
          results.push_back(value);
        }
      }
      b.replaceOp(&op, results);
    }
  }

  /// `value` in f32 if it is narrow, else itself.
  Value getWide(Value value) {
    if (!isNarrow(value.getType()))
      return value;
    Value &known = wide[value];
    if (known)
      return known;
    OpBuilder::InsertionGuard guard(b);
    if (value.getParentBlock() == &block && value.getDefiningOp())
      b.setInsertionPointAfterValue(value);
    else
      b.setInsertionPointToStart(&block);
    FloatAttr constant;
    if (!matchPattern(value, m_Constant(&constant)))
      return known = arith::ExtFOp::create(b, value.getLoc(), b.getF32Type(),
                                           value);
    return known = arith::ConstantOp::create(
               b, value.getLoc(),
               b.getF32FloatAttr(constant.getValue().convertToFloat()));
  }

private:
  Block &block;
  RewriterBase &b;
  llvm::DenseMap<Value, Value> wide;
};

struct WidenFloatsPass : fpo::impl::FpoWidenFloatsPassBase<WidenFloatsPass> {
  using FpoWidenFloatsPassBase::FpoWidenFloatsPassBase;

  void runOnOperation() override { getOperation().walk(widen); }

private:
  static void widen(KernelOp op) {
    IRRewriter rewriter(op);
    unsigned numOperands = op->getNumOperands();
    for (Region &region : op->getRegions()) {
      if (region.empty())
        continue;
      Block &block = region.front();
      BodyWidener widener(block, rewriter);
      for (BlockArgument argument :
           block.getArguments().drop_front(numOperands))
        if (isNarrow(argument.getType()))
          widener.widenArgument(argument);
      widener.widenOps();
      if (&region != &op.getFinish()) {
        Operation *yield = block.getTerminator();
        SmallVector<Value> accumulators =
            llvm::map_to_vector(yield->getOperands(), [&](Value value) {
              return widener.getWide(value);
            });
        yield->setOperands(accumulators);
      }
    }
  }
};
} // namespace
