//===- FormDotProducts.cpp - Products as processors sum them up -----------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CPU/MatrixTiles.h"
#include "DotProduct.h"
#include "ParameterValues.h"
#include "Stride.h"

#include "fpo/Codegen/Passes.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Matchers.h"
#include "mlir/IR/TypeUtilities.h"

namespace mlir::fpo {
#define GEN_PASS_DEF_FPOFORMDOTPRODUCTSPASS
#include "fpo/Codegen/Passes.h.inc"
} // namespace mlir::fpo

using namespace mlir;
using namespace mlir::fpo;

/// `value` as a wider `type`.
static Value widen(Value value, FactorKind kind, Type type, OpBuilder &b,
                   Location loc) {
  switch (kind) {
  case FactorKind::BF16:
  case FactorKind::F16:
    return arith::ExtFOp::create(b, loc, type, value);
  case FactorKind::U8:
    return arith::ExtUIOp::create(b, loc, type, value);
  case FactorKind::S8:
  case FactorKind::I16:
    return arith::ExtSIOp::create(b, loc, type, value);
  }
  llvm_unreachable("every kind is widened");
}

static bool isByte(const DotFactor &factor) {
  return factor.kind == FactorKind::S8 || factor.kind == FactorKind::U8;
}

/// The constant that is left of `factor`, 0 if there is none.
static std::optional<int64_t> getConstantZeroPoint(const DotFactor &factor) {
  APInt value;
  if (!factor.zeroPoint)
    return 0;
  if (!matchPattern(factor.zeroPoint, m_ConstantInt(&value)))
    return std::nullopt;
  return value.getSExtValue();
}

namespace {
class DotFormer {
public:
  DotFormer(KernelOp op, const DotProduct &dot, RewriterBase &rewriter)
      : op(op), dot(dot), b(rewriter), loc(op.getLoc()) {}

  /// Makes the factors such that there is an instruction for tiles, or for
  /// vectors of `bits`; returns whether there is one.
  bool form(unsigned bits, ArrayRef<std::string> features) {
    auto has = [&](FactorKind lanes, FactorKind other) {
      return findTileInstruction(op, dot, other, lanes, features) ||
             findDotInstruction(lanes, other, bits, features);
    };
    std::optional<int64_t> lanesZero = getConstantZeroPoint(dot.lanes);
    std::optional<int64_t> otherZero = getConstantZeroPoint(dot.other);
    if (lanesZero == 0 && otherZero == 0 && has(dot.lanes.kind, dot.other.kind))
      return true;
    if (!isByte(dot.lanes) || !isByte(dot.other))
      return false;
    FactorKind turned =
        dot.other.kind == FactorKind::S8 ? FactorKind::U8 : FactorKind::S8;
    for (FactorKind kind : {dot.other.kind, turned})
      if (lanesZero == 0 && has(dot.lanes.kind, kind)) {
        useBytes(kind);
        return true;
      }
    auto fits = [](const DotFactor &factor, std::optional<int64_t> zeroPoint) {
      return isa<BlockArgument>(factor.narrow) && zeroPoint &&
             std::abs(*zeroPoint) <= 255;
    };
    if (!fits(dot.lanes, lanesZero) || !fits(dot.other, otherZero) ||
        !has(FactorKind::I16, FactorKind::I16))
      return false;
    Type type = b.getI16Type();
    Value lanes = convert(dot.lanes, type), other = convert(dot.other, type);
    b.setInsertionPoint(op.getCombine().front().getTerminator());
    yieldProduct(widen(lanes, FactorKind::I16, dot.sum, b, loc),
                 widen(other, FactorKind::I16, dot.sum, b, loc));
    return true;
  }

  /// Widens the factor that is the same in all lanes in front of the kernel:
  /// inside, that would have to be done again and again.
  void widenOther() {
    if (!isa<BlockArgument>(dot.other.narrow) ||
        !getConstantZeroPoint(dot.other))
      return;
    Value lanes = getLanesFactor();
    Value other = convert(dot.other, dot.sum);
    b.setInsertionPoint(op.getCombine().front().getTerminator());
    yieldProduct(lanes, other);
  }

private:
  /// sum (x - z) w = sum x w - z sum w, where the bytes x are taken with or
  /// without a sign, which moves them and z by 128.
  void useBytes(FactorKind kind) {
    Block &combine = op.getCombine().front();
    b.setInsertionPoint(combine.getTerminator());
    Value narrow = dot.other.narrow;
    int64_t move = 0;
    if (kind != dot.other.kind) {
      Value highBit = arith::ConstantOp::create(
          b, loc, b.getIntegerAttr(b.getI8Type(), -128));
      narrow = arith::XOrIOp::create(b, loc, narrow, highBit);
      move = kind == FactorKind::U8 ? 128 : -128;
    }
    yieldProduct(widen(narrow, kind, dot.sum, b, loc),
                 widen(dot.lanes.narrow, dot.lanes.kind, dot.sum, b, loc));

    // Outside, a zero point that is an operand is that operand.
    b.setInsertionPoint(op);
    Value correction = sumUpLanes([&](ArrayRef<Value> given) -> Value {
      auto constant = [&](int64_t value) {
        return arith::ConstantOp::create(b, loc, b.getI32IntegerAttr(value));
      };
      if (std::optional<int64_t> known = getConstantZeroPoint(dot.other))
        return constant(*known + move);
      return arith::AddIOp::create(
          b, loc, given.empty() ? dot.other.zeroPoint : given.front(),
          constant(move));
    });
    unsigned number = addInput(correction, sumMap());
    Block &start = op.getStart().front();
    Operation *yield = start.getTerminator();
    b.setInsertionPoint(yield);
    Value corrected = arith::SubIOp::create(b, loc, yield->getOperand(0),
                                            start.getArgument(number));
    yield->setOperand(0, corrected);
  }

  /// The factor in the lanes, as `combine` has it.
  Value getLanesFactor() {
    Operation *yield = op.getCombine().front().getTerminator();
    Operation *add = yield->getOperand(0).getDefiningOp();
    BlockArgument sum = op.getCombine().front().getArguments().back();
    Operation *multiply =
        add->getOperand(add->getOperand(0) == sum).getDefiningOp();
    return multiply->getOperand(multiply->getOperand(0) == dot.otherFactor);
  }

  /// Gives the kernel, in place of the input of `factor`, its elements less the
  /// zero point as `type`. Returns an element of these in `combine`, whose old
  /// uses are invalid.
  Value convert(const DotFactor &factor, Type type) {
    b.setInsertionPoint(op);
    Value input = op.getInputs()[factor.input];
    auto old = cast<RankedTensorType>(input.getType());
    Value empty = tensor::EmptyOp::create(
        b, loc, tensor::getMixedSizes(b, loc, input), type);
    AffineMap identity = b.getMultiDimIdentityMap(old.getRank());
    auto kernel = KernelOp::create(
        b, loc, empty.getType(), input, empty,
        b.getAffineMapArrayAttr({identity, identity}),
        b.getStrArrayAttr(SmallVector<StringRef>(old.getRank(), "parallel")));
    {
      OpBuilder::InsertionGuard guard(b);
      Block *block = b.createBlock(&kernel.getFinish(), {},
                                   {old.getElementType(), type}, {loc, loc});
      Value element = widen(block->getArgument(0), factor.kind, type, b, loc);
      if (int64_t zeroPoint = *getConstantZeroPoint(factor))
        element = arith::SubIOp::create(
            b, loc, element,
            arith::ConstantOp::create(b, loc,
                                      b.getIntegerAttr(type, zeroPoint)));
      YieldOp::create(b, loc, element);
    }
    op.getInputsMutable()[factor.input].set(kernel->getResult(0));
    for (Region &region : op->getRegions())
      region.front().getArgument(factor.input).setType(type);
    return op.getCombine().front().getArgument(factor.input);
  }

  /// Lets `combine` add the product of `x` and `y`.
  void yieldProduct(Value x, Value y) {
    Block &combine = op.getCombine().front();
    bool isFloat = isa<FloatType>(dot.sum);
    Operation *yield = combine.getTerminator();
    Value old = yield->getOperand(0), last = combine.getArguments().back();
    Value product = isFloat ? Value(arith::MulFOp::create(b, loc, x, y))
                            : Value(arith::MulIOp::create(b, loc, x, y));
    Value sum = isFloat ? Value(arith::AddFOp::create(b, loc, last, product))
                        : Value(arith::AddIOp::create(b, loc, last, product));
    yield->setOperand(0, sum);
    eraseDead(old.getDefiningOp());
  }

  /// Erases `last` and what it alone needed, so that the accumulator has one
  /// use.
  void eraseDead(Operation *last) {
    SmallVector<Operation *> dead = {last};
    while (!dead.empty()) {
      Operation *next = dead.pop_back_val();
      if (!next->use_empty())
        continue;
      SmallVector<Value> operands(next->getOperands());
      b.eraseOp(next);
      for (Value operand : operands)
        if (Operation *maker = operand.getDefiningOp();
            maker && maker->getBlock() == &op.getCombine().front() &&
            !llvm::is_contained(dead, maker))
          dead.push_back(maker);
    }
  }

  /// The loops that the operand in the lanes has in common with the outputs.
  SmallVector<unsigned> sumLoops() {
    SmallVector<unsigned> loops;
    AffineMap map = op.getMaps()[dot.lanes.input];
    for (unsigned loop = 0; loop < op.getNumLoops(); ++loop)
      if (op.isParallel(loop) && map.isFunctionOfDim(loop))
        loops.push_back(loop);
    return loops;
  }

  AffineMap sumMap() {
    return AffineMap::get(op.getNumLoops(), 0,
                          llvm::map_to_vector(sumLoops(),
                                              [&](unsigned loop) {
                                                return b.getAffineDimExpr(loop);
                                              }),
                          b.getContext());
  }

  /// For each point of these, the sum of the lanes' elements, times what
  /// `factor` makes, which may be given the zero point's operand.
  Value sumUpLanes(llvm::function_ref<Value(ArrayRef<Value>)> factor) {
    SmallVector<int64_t> ranges = op.getStaticLoopRanges();
    SmallVector<unsigned> parallel = sumLoops(), loops = parallel;
    AffineMap map = op.getMaps()[dot.lanes.input];
    for (unsigned loop = 0; loop < op.getNumLoops(); ++loop)
      if (!op.isParallel(loop))
        loops.push_back(loop);
    SmallVector<AffineExpr> places(op.getNumLoops(),
                                   b.getAffineConstantExpr(0));
    SmallVector<StringRef> iterators;
    SmallVector<int64_t> shape;
    for (auto [place, loop] : llvm::enumerate(loops)) {
      places[loop] = b.getAffineDimExpr(place);
      iterators.push_back(op.isParallel(loop) ? "parallel" : "reduction");
      if (op.isParallel(loop))
        shape.push_back(ranges[loop]);
    }
    AffineMap from = map.replaceDimsAndSymbols(places, {}, loops.size(), 0);
    SmallVector<Value> inputs = {op.getInputs()[dot.lanes.input]};
    SmallVector<AffineMap> maps = {from};
    SmallVector<Type> elements = {getElementTypeOrSelf(inputs.front())};
    if (auto operand = dyn_cast_or_null<BlockArgument>(dot.other.zeroPoint);
        operand && operand.getOwner() == &op.getCombine().front()) {
      inputs.push_back(op.getInputs()[operand.getArgNumber()]);
      maps.push_back(AffineMap::get(loops.size(), 0, b.getContext()));
      elements.push_back(operand.getType());
    }
    Value empty = tensor::EmptyOp::create(b, loc, shape, b.getI32Type());
    elements.push_back(b.getI32Type());
    maps.push_back(
        AffineMap::getMultiDimIdentityMap(loops.size(), b.getContext())
            .getMajorSubMap(parallel.size()));
    auto kernel = KernelOp::create(b, loc, empty.getType(), inputs, empty,
                                   b.getAffineMapArrayAttr(maps),
                                   b.getStrArrayAttr(iterators));
    OpBuilder::InsertionGuard guard(b);
    auto createBlock = [&](Region &region, bool takesSum) {
      SmallVector<Type> types(elements);
      if (takesSum)
        types.push_back(b.getI32Type());
      return b.createBlock(&region, {}, types,
                           SmallVector<Location>(types.size(), loc));
    };
    createBlock(kernel.getStart(), false);
    Value zero = arith::ConstantOp::create(b, loc, b.getI32IntegerAttr(0));
    YieldOp::create(b, loc, zero);
    Block *block = createBlock(kernel.getCombine(), true);
    Value element =
        widen(block->getArgument(0), dot.lanes.kind, dot.sum, b, loc);
    Value sum =
        arith::AddIOp::create(b, loc, block->getArguments().back(), element);
    YieldOp::create(b, loc, sum);
    block = createBlock(kernel.getFinish(), true);
    SmallVector<Value> given;
    if (inputs.size() > 1)
      given.push_back(block->getArgument(1));
    Value scaled = arith::MulIOp::create(b, loc, block->getArguments().back(),
                                         factor(given));
    YieldOp::create(b, loc, scaled);
    return kernel->getResult(0);
  }

  /// Adds an input behind the others, and returns its number.
  unsigned addInput(Value input, AffineMap map) {
    unsigned number = op.getInputs().size();
    SmallVector<AffineMap> maps = op.getMaps();
    maps.insert(maps.begin() + number, map);
    op.getInputsMutable().append(input);
    op.setIndexingMapsAttr(b.getAffineMapArrayAttr(maps));
    for (Region &region : op->getRegions())
      if (!region.empty())
        region.front().insertArgument(number, getElementTypeOrSelf(input), loc);
    return number;
  }

  KernelOp op;
  DotProduct dot;
  RewriterBase &b;
  Location loc;
};

struct FormDotProductsPass
    : fpo::impl::FpoFormDotProductsPassBase<FormDotProductsPass> {
  using FpoFormDotProductsPassBase::FpoFormDotProductsPassBase;

  void runOnOperation() override {
    SmallVector<std::string> known(features.begin(), features.end());
    for (auto function : getOperation().getOps<FunctionOpInterface>()) {
      if (function.isExternal())
        continue;
      ParameterValues parameters(function);
      SmallVector<KernelOp> kernels;
      function.walk([&](KernelOp op) { kernels.push_back(op); });
      for (KernelOp op : kernels) {
        if (parameters.contains(op))
          continue;
        std::optional<DotProduct> dot = matchDotProduct(op);
        // What is packed for an instruction by hand is left as it is.
        if (!dot || !hasStaticLoops(op, *dot) ||
            matchGroupedLanes(op.getMaps()[dot->lanes.input], dot->laneLoop,
                              dot->loop))
          continue;
        IRRewriter rewriter(op);
        DotFormer former(op, *dot, rewriter);
        bool isFormed = isWorthGrouping(op, *dot, parameters) &&
                        former.form(getDotBits(op, *dot, vectorBits), known);
        if (!isFormed && countUses(op, dot->other.input) >= 16)
          former.widenOther();
      }
    }
  }
};
} // namespace
