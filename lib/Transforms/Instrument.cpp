//===- Instrument.cpp - Counters beside scalar ops ------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Analysis/RuleCost.h"
#include "fpo/Analysis/SizeScalars.h"
#include "fpo/Interfaces/CostOpInterface.h"
#include "fpo/Transforms/Counters.h"
#include "fpo/Transforms/Passes.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Math/Transforms/Passes.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/IR/SymbolTable.h"
#include "mlir/Interfaces/FunctionInterfaces.h"
#include "mlir/Transforms/WalkPatternRewriteDriver.h"

namespace mlir::fpo {
#define GEN_PASS_DEF_FPOINSTRUMENTPASS
#include "fpo/Transforms/Passes.h.inc"
} // namespace mlir::fpo

using namespace mlir;
using namespace mlir::fpo;

namespace {
/// What an op may ask that does its work itself, at once, on scalars or
/// vectors. An op that asks for anything else is none of these.
class LeafContext : public CostContext {
public:
  LeafContext(RuleCosts &rules, SizeScalars &sizeScalars)
      : rules(rules), sizeScalars(sizeScalars) {}

  /// The operations of one run of `op`; none if they can't be told, and then
  /// `getReason` says why.
  std::optional<Cost> getCost(CostOpInterface op) {
    reason.clear();
    isInBody = op->getParentOfType<linalg::LinalgOp>() ||
               op->getParentOfType<tensor::GenerateOp>() ||
               op->getParentOfType<tensor::PadOp>();
    Cost cost = op.getCost(*this);
    cost.read = cost.write = 0;
    bool isNumber = cost.isComplete() &&
                    llvm::all_of(cost.getOps(), [](const TypedOps &ops) {
                      return ops.add.isNumber() && ops.mul.isNumber();
                    });
    return isNumber ? std::optional<Cost>(cost) : std::nullopt;
  }
  StringRef getReason() const { return reason; }

  Count dim(Value, unsigned) override {
    // The sizes of tensors and memrefs tell the bytes that move, and here
    // nobody wants to know those.
    return Count::unknown();
  }
  Cost scalar(StringRef name, Type type) override {
    const RuleCost &found = rules.lookup(name, type);
    return found.reason.empty() ? found.cost : unknown(found.reason);
  }
  std::optional<Expr> integer(OpFoldResult value) override {
    std::optional<int64_t> constant = getConstantIntValue(value);
    return constant ? std::optional<Expr>(*constant) : std::nullopt;
  }
  std::optional<Expr> affine(AffineExpr, unsigned, ValueRange) override {
    return std::nullopt;
  }
  std::optional<Expr> condition(Value) override { return std::nullopt; }
  void requireEqual(const Expr &, const Expr &, const Twine &) override {}
  void require(const Expr &, const Twine &) override {}
  // What an op runs has counters of its own.
  Expr turns() override { return 0; }
  Count runNest(Region &, ArrayRef<LoopRange>) override { return 0; }
  void runIf(const Expr &, Region *, Region *) override {}
  Cost body(Region &) override { return Cost(); }
  void run(Region &, const Count &) override {}
  void runOneOf(ArrayRef<Region *>) override {}
  void call(SymbolRefAttr) override {}
  Cost unknown(const Twine &why) override {
    reason = why.str();
    return Cost::unknown();
  }
  Count atLeast(int64_t least, const Twine &why) override {
    reason = why.str();
    return Count::atLeast(DynamicAPInt(least));
  }
  bool feedsOnlySizes(Value value) override {
    return !isInBody && sizeScalars.contains(value);
  }

private:
  RuleCosts &rules;
  SizeScalars &sizeScalars;
  std::string reason;
  bool isInBody = false;
};

/// A counter that is due before `op` runs.
struct Due {
  Operation *op;
  Cost cost;
};

struct Instrument : fpo::impl::FpoInstrumentPassBase<Instrument> {
  using FpoInstrumentPassBase::FpoInstrumentPassBase;

  void runOnOperation() override {
    ModuleOp module = getOperation();
    for (auto global : module.getOps<memref::GlobalOp>())
      if (global.getSymName().starts_with(kAddCounterPrefix)) {
        emitError(global.getLoc(), "the program has counters already");
        return signalPassFailure();
      }
    if (expandMath)
      expandMathFunctions();

    FailureOr<std::vector<Due>> due = collect();
    if (failed(due))
      return signalPassFailure();
    SymbolTable symbols(module);
    for (const Due &each : *due)
      for (const TypedOps &ops : each.cost.getOps())
        putCounter(each.op, ops, symbols);
  }

private:
  void expandMathFunctions();
  FailureOr<std::vector<Due>> collect();
  void putCounter(Operation *op, const TypedOps &ops, SymbolTable &symbols);
  func::FuncOp getCounter(Type type, SymbolTable &symbols);

  llvm::DenseMap<Type, func::FuncOp> counters;
};
} // namespace

/// Expansions expand to functions that have expansions themselves. That of
/// fpowi is left out: it begins with products by one.
void Instrument::expandMathFunctions() {
  auto numFunctions = [&] {
    unsigned count = 0;
    getOperation()->walk([&](Operation *op) {
      count += isa_and_nonnull<math::MathDialect>(op->getDialect());
    });
    return count;
  };
  RewritePatternSet patterns(&getContext());
  math::populateExpansionPatterns(patterns,
                                  {"sinh", "cosh", "tan", "asinh", "acosh",
                                   "atanh", "exp2", "powf", "clampf"});
  populateMathPolynomialApproximationPatterns(
      patterns, MathPolynomialApproximationOptions());
  FrozenRewritePatternSet frozen(std::move(patterns));
  // What an expansion makes is left for the next walk. No chain of them is
  // longer than acos, asin, sqrt.
  for (unsigned round = 0; round < 4 && numFunctions() > 0; ++round)
    walkAndApplyPatterns(getOperation(), frozen);
}

/// Whether `op` works on scalars or vectors alone, and shows all it does by its
/// name.
static bool isScalarWork(Operation *op) {
  if (op->hasTrait<OpTrait::Elementwise>())
    return llvm::none_of(op->getOperandTypes(), llvm::IsaPred<TensorType>);
  auto isScalar = [](Type type) { return !isa<TensorType, VectorType>(type); };
  return llvm::all_of(op->getOperandTypes(), isScalar) &&
         llvm::all_of(op->getResultTypes(), isScalar);
}

FailureOr<std::vector<Due>> Instrument::collect() {
  RuleCosts rules(&getContext());
  SizeScalars sizeScalars;
  LeafContext context(rules, sizeScalars);
  std::vector<Due> due;
  auto refuse = [&](Operation *op, const Twine &reason) {
    emitError(op->getLoc()) << "no counter can be put beside '"
                            << op->getName().getStringRef() << "': " << reason;
    return WalkResult::interrupt();
  };
  WalkResult result = getOperation()->walk([&](Operation *op) {
    if (isa<ModuleOp, FunctionOpInterface>(op))
      return WalkResult::advance();
    auto costed = dyn_cast<CostOpInterface>(op);
    if (!costed)
      return refuse(op, "there is no cost for this op");
    if (costed.isFree())
      return WalkResult::advance();
    // What a structured op does is in its body, once it is generic.
    if (isa<linalg::LinalgOp>(op)) {
      if (!isa<linalg::GenericOp>(op))
        return refuse(op, "its body does not show; run --fpo-expose-bodies");
      return WalkResult::advance();
    }
    std::optional<Cost> cost = context.getCost(costed);
    if (cost && cost->getOps().empty())
      return WalkResult::advance();
    if (!isScalarWork(op))
      return refuse(op, "it does more than one scalar or elementwise op; run "
                        "--fpo-expose-bodies or lower it first");
    if (!cost)
      return refuse(op, context.getReason());
    due.push_back({op, std::move(*cost)});
    return WalkResult::advance();
  });
  if (result.wasInterrupted())
    return failure();
  return due;
}

/// Calls the counter of `ops.type` before `op`; before the op around it if that
/// admits no calls in its region.
void Instrument::putCounter(Operation *op, const TypedOps &ops,
                            SymbolTable &symbols) {
  while (isa<vector::MaskOp, memref::GenericAtomicRMWOp>(op->getParentOp()))
    op = op->getParentOp();
  OpBuilder builder(op);
  auto constant = [&](const Count &count) -> Value {
    return arith::ConstantOp::create(
        builder, op->getLoc(),
        builder.getI64IntegerAttr(int64_t(count.number())));
  };
  func::CallOp::create(builder, op->getLoc(), getCounter(ops.type, symbols),
                       ValueRange{constant(ops.add), constant(ops.mul)});
}

/// The function that adds its arguments to the counters of `type`.
func::FuncOp Instrument::getCounter(Type type, SymbolTable &symbols) {
  func::FuncOp &function = counters[type];
  if (function)
    return function;
  Location loc = getOperation().getLoc();
  auto builder = OpBuilder::atBlockBegin(getOperation().getBody());
  Type i64 = builder.getI64Type();
  auto countType = MemRefType::get({}, i64);
  auto zero = DenseElementsAttr::get(RankedTensorType::get({}, i64),
                                     builder.getI64IntegerAttr(0));
  std::string typeName;
  llvm::raw_string_ostream(typeName) << type;
  std::string names[] = {(kAddCounterPrefix + typeName).str(),
                         (kMulCounterPrefix + typeName).str()};
  for (StringRef name : names)
    symbols.insert(memref::GlobalOp::create(
        builder, loc, builder.getStringAttr(name), /*sym_visibility=*/nullptr,
        TypeAttr::get(countType), zero, /*constant=*/nullptr,
        /*alignment=*/nullptr));

  function = func::FuncOp::create(builder, loc,
                                  (kCountFunctionPrefix + typeName).str(),
                                  builder.getFunctionType({i64, i64}, {}));
  function.setPrivate();
  symbols.insert(function);
  builder.setInsertionPointToStart(function.addEntryBlock());
  for (auto [name, times] : llvm::zip_equal(names, function.getArguments())) {
    Value counter = memref::GetGlobalOp::create(builder, loc, countType, name);
    Value before = memref::LoadOp::create(builder, loc, counter);
    Value after = arith::AddIOp::create(builder, loc, before, times);
    memref::StoreOp::create(builder, loc, after, counter);
  }
  func::ReturnOp::create(builder, loc);
  return function;
}
