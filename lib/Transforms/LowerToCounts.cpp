//===- LowerToCounts.cpp - Makes each function one that returns its cost --===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ExprLowering.h"
#include "TurnLowering.h"

#include "fpo/Analysis/AnalyzedProgram.h"
#include "fpo/Dialect/Fpo/FpoDialect.h"
#include "fpo/Transforms/Passes.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Interfaces/FunctionInterfaces.h"

#include <set>

namespace mlir::fpo {
#define GEN_PASS_DEF_FPOLOWERTOCOUNTSPASS
#include "fpo/Transforms/Passes.h.inc"
} // namespace mlir::fpo

using namespace mlir;
using namespace mlir::fpo;

namespace {
/// A result of a cost function.
struct NamedCount {
  std::string name;
  Expr value;
};
} // namespace

/// An exact count is one result; of an interval, both bounds are.
static void addCount(std::vector<NamedCount> &counts, const Twine &name,
                     const Count &count) {
  if (count.isExact()) {
    counts.push_back({name.str(), count.lower()});
    return;
  }
  counts.push_back({(name + ".min").str(), count.lower()});
  counts.push_back({(name + ".max").str(), count.upper()});
}

static std::vector<NamedCount> countsOf(const Cost &cost) {
  std::vector<NamedCount> counts;
  addCount(counts, "fpo", cost.fpo());
  for (const TypedOps &ops : cost.getOps()) {
    std::string type;
    llvm::raw_string_ostream(type) << ops.type;
    addCount(counts, "add." + type, ops.add);
    addCount(counts, "mul." + type, ops.mul);
  }
  addCount(counts, "mac", cost.mac);
  addCount(counts, "read", cost.read);
  addCount(counts, "write", cost.write);
  return counts;
}

/// The symbols that `function` is given, in the order of its arguments, then
/// the others that `used` holds.
static std::vector<std::string>
parametersOf(FunctionOpInterface function, const std::set<std::string> &used) {
  std::vector<std::string> names;
  std::set<std::string> seen;
  auto add = [&](std::string name) {
    if (seen.insert(name).second)
      names.push_back(std::move(name));
  };
  for (auto [index, type] : llvm::enumerate(function.getArgumentTypes())) {
    std::string name = "arg" + std::to_string(index);
    auto shaped = dyn_cast<ShapedType>(type);
    if (shaped && shaped.hasRank()) {
      for (unsigned i = 0, rank = shaped.getRank(); i < rank; ++i)
        if (shaped.isDynamicDim(i))
          add(name + "." + std::to_string(i));
    } else if (type.isIntOrIndex() && !type.isInteger(1)) {
      add(name);
    }
  }
  for (const std::string &name : used)
    add(name);
  return names;
}

namespace {
/// A symbol that the cost function computes by a loop.
struct ComputedTurns {
  std::string name;
  TurnLowering lowering;
};
} // namespace

/// Takes out of `used` the turns of loops in `function` that can be counted
/// from sizes, and puts in what that takes; they come out in an order in which
/// they can be computed.
static std::vector<ComputedTurns> findComputed(Operation *function,
                                               const CostTree &tree,
                                               std::set<std::string> &used) {
  std::vector<ComputedTurns> computed;
  std::set<std::string> done;
  std::vector<std::string> work(used.begin(), used.end());
  while (!work.empty()) {
    std::string name = std::move(work.back());
    work.pop_back();
    auto loop = tree.countedLoops.find(name);
    if (loop == tree.countedLoops.end() ||
        !function->isProperAncestor(loop->second.op) ||
        !done.insert(name).second)
      continue;
    TurnLowering lowering(loop->second);
    std::set<std::string> inputs;
    for (const Expr &input : lowering.getInputs())
      input.collectSymbols(inputs);
    // In a loop around it, the inputs may differ from turn to turn.
    bool isFixed = llvm::all_of(inputs, [&](const std::string &input) {
      return tree.symbols.count(input) && !done.count(input);
    });
    if (!lowering.isPossible() || !isFixed)
      continue;
    used.erase(name);
    for (const std::string &input : inputs)
      if (used.insert(input).second)
        work.push_back(input);
    computed.push_back({std::move(name), std::move(lowering)});
  }
  std::reverse(computed.begin(), computed.end());
  return computed;
}

namespace {
struct LowerToCounts : fpo::impl::FpoLowerToCountsPassBase<LowerToCounts> {
  using FpoLowerToCountsPassBase::FpoLowerToCountsPassBase;

  void runOnOperation() override {
    ModuleOp module = getOperation();
    if (width < 1 || width > 1024) {
      emitError(module.getLoc())
          << "a count of " << width.getValue() << " bits can't be returned";
      return signalPassFailure();
    }
    FailureOr<AnalyzedProgram> analyzed =
        AnalyzedProgram::get(module, {}, getAnalysisManager());
    if (failed(analyzed))
      return signalPassFailure();
    const CostTree &tree = analyzed->getTree();
    bool isKnown = true;
    for (const CostFunction *function : tree.order)
      isKnown &= succeeded(checkKnown(tree, *function));
    if (!isKnown)
      return signalPassFailure();

    // The new functions are made of the costs alone.
    OpBuilder builder(&getContext());
    SmallVector<func::FuncOp> functions;
    for (const CostFunction *function : tree.order)
      functions.push_back(build(builder, tree, *function));
    module.getBody()->clear();
    module.getBody()->getOperations().insert(
        module.getBody()->end(), functions.begin(), functions.end());
    module->removeDiscardableAttr(kCostAttrName);
  }

private:
  LogicalResult checkKnown(const CostTree &tree, const CostFunction &function) {
    if (function.total->isBounded())
      return success();
    InFlightDiagnostic error = emitError(function.op->getLoc())
                               << "the cost of @" << function.name
                               << " is not known";
    auto inside = llvm::find_if(tree.unknown, [&](const UnknownCost &unknown) {
      return function.op->isAncestor(unknown.op);
    });
    if (inside != tree.unknown.end())
      error.attachNote(inside->op->getLoc())
          << inside->op->getName() << ": " << inside->reason;
    else
      error.attachNote() << "it calls what is not known";
    return failure();
  }

  /// The cost function of `function`.
  func::FuncOp build(OpBuilder &builder, const CostTree &tree,
                     const CostFunction &function) {
    Location loc = function.op->getLoc();
    std::vector<NamedCount> counts = countsOf(*function.total);
    std::set<std::string> used;
    for (const NamedCount &count : counts)
      count.value.collectSymbols(used);
    std::vector<ComputedTurns> computed = findComputed(function.op, tree, used);
    std::vector<std::string> parameters =
        parametersOf(cast<FunctionOpInterface>(function.op), used);
    auto type = builder.getIntegerType(width);
    auto index = builder.getIndexType();
    // A name that is nested in symbol tables is no name of a function.
    std::string name = function.name;
    for (size_t at; (at = name.find("::")) != std::string::npos;)
      name.replace(at, 2, "__");
    auto result = func::FuncOp::create(
        loc, name,
        builder.getFunctionType(SmallVector<Type>(parameters.size(), index),
                                SmallVector<Type>(counts.size(), type)));
    result.setVisibility(cast<SymbolOpInterface>(function.op).getVisibility());
    for (auto [position, parameter] : llvm::enumerate(parameters))
      result.setArgAttr(position, kSymbolAttrName,
                        builder.getStringAttr(parameter));
    for (auto [position, count] : llvm::enumerate(counts))
      result.setResultAttr(position, kCountAttrName,
                           builder.getStringAttr(count.name));

    builder.setInsertionPointToStart(result.addEntryBlock());
    std::map<std::string, Value> symbols;
    for (auto [parameter, argument] :
         llvm::zip_equal(parameters, result.getArguments()))
      symbols[parameter] =
          arith::IndexCastOp::create(builder, loc, type, argument);
    ExprLowering lowering(builder, loc, type, std::move(symbols));
    for (const ComputedTurns &turns : computed)
      lowering.define(turns.name,
                      turns.lowering.lower(lowering, builder, loc, type));
    SmallVector<Value> values;
    for (const NamedCount &count : counts)
      values.push_back(lowering.lower(count.value));
    func::ReturnOp::create(builder, loc, values);
    return result;
  }
};
} // namespace
