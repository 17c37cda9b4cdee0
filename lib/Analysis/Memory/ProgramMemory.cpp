//===- ProgramMemory.cpp - What a program holds in memory -----------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "BufferAssignment.h"
#include "Liveness.h"
#include "Recompute.h"
#include "StepOrder.h"

#include "../CostEvaluator.h"

#include "mlir/Dialect/MLProgram/IR/MLProgram.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Tosa/IR/TosaOps.h"
#include "mlir/IR/DialectResourceBlobManager.h"
#include "mlir/IR/Matchers.h"

using namespace mlir;
using namespace mlir::fpo;

ProgramMemory::ProgramMemory(ProgramMemory &&) noexcept = default;
ProgramMemory &ProgramMemory::operator=(ProgramMemory &&) noexcept = default;
ProgramMemory::~ProgramMemory() = default;

Count ProgramMemory::getPeak() const {
  return parameters + inputs + constants + allocated;
}

static Count bytesOf(ShapedType type) {
  std::optional<int64_t> bits = elementBits(type.getElementType());
  if (!bits || !type.hasStaticShape())
    return Count::unknown();
  Count elements = 1;
  for (int64_t size : type.getShape())
    elements *= Count(size);
  return (elements * Count(*bits)).ceilDiv(8);
}

/// What a global holds; null if `op` is none.
static ShapedType getGlobalType(Operation *op) {
  if (auto global = dyn_cast<memref::GlobalOp>(op))
    return global.getType();
  if (auto global = dyn_cast<ml_program::GlobalOp>(op))
    return dyn_cast<ShapedType>(global.getType());
  if (auto variable = dyn_cast<tosa::VariableOp>(op))
    return cast<ShapedType>(tosa::getVariableType(variable));
  return {};
}

/// The constants and globals that are no parameters. The same constant twice is
/// one, unless its contents are elided. [memory.resident]
static Count countConstants(Operation *root, const CostTree &tree,
                            const ProgramCost &program,
                            const llvm::DenseSet<Value> &parameters) {
  Count sum;
  llvm::DenseSet<Attribute> seen;
  for (const CostFunction *function : tree.order) {
    if (!program.calls.contains(function))
      continue;
    for (Operation *op : function->constants) {
      Value result = op->getResult(0);
      ElementsAttr value;
      if (!isa<TensorType>(result.getType()) || op->use_empty() ||
          parameters.contains(result) || !matchPattern(op, m_Constant(&value)))
        continue;
      auto resource = dyn_cast<DenseResourceElementsAttr>(value);
      bool isElided =
          resource && resource.getRawHandle().getKey() == "__elided__";
      if (isElided || seen.insert(value).second)
        sum += bytesOf(value.getShapedType());
    }
  }
  llvm::SmallDenseSet<Operation *> counted(program.parameters.globals.begin(),
                                           program.parameters.globals.end());
  root->walk<WalkOrder::PreOrder>([&](Operation *op) {
    if (ShapedType type = getGlobalType(op); type && !counted.contains(op))
      sum += bytesOf(type);
    return isa<FunctionOpInterface>(op) ? WalkResult::skip()
                                        : WalkResult::advance();
  });
  return sum;
}

/// Tells the arguments of several entries apart.
static Count qualify(const Count &count, StringRef function) {
  Cost cost;
  cost.read = count;
  return qualifySymbols(cost, function).read;
}

/// The larger one of two counts.
static Count larger(const Count &lhs, const Count &rhs) {
  Expr least = Expr::max(lhs.lower(), rhs.lower());
  if (!lhs.isBounded() || !rhs.isBounded())
    return Count::atLeast(least);
  return Count::between(least, Expr::max(lhs.upper(), rhs.upper()));
}

ProgramMemory::ProgramMemory(Operation *root, const AnalyzedProgram &analyzed,
                             bool findsRecomputations) {
  const CostTree &tree = analyzed.getTree();
  const ProgramCost &program = analyzed.getProgram();
  CostEvaluator &evaluator = analyzed.getAnalysis().getEvaluator();

  llvm::DenseSet<Value> parameterValues;
  for (ArrayRef<Value> same : program.parameters.values)
    parameterValues.insert(same.begin(), same.end());
  parameters = program.parameters.bytes;
  constants = countConstants(root, tree, program, parameterValues);

  llvm::DenseMap<const CostFunction *, FunctionSummary> summaries;
  llvm::DenseMap<const CostFunction *, FunctionMemory *> memories;
  auto summarize = [&](const CostFunction *callee) -> const FunctionSummary * {
    auto known = summaries.find(callee);
    return known == summaries.end() ? nullptr : &known->second;
  };
  // A function is costed after those that it calls.
  for (const CostFunction &costed : tree.functions) {
    if (!program.calls.contains(&costed))
      continue;
    auto function = cast<FunctionOpInterface>(costed.op);
    StepOrder order(function.getFunctionBody(), evaluator);
    BufferAssignment assignment(function, evaluator, order, tree,
                                parameterValues, summarize);
    owned.push_back(std::make_unique<FunctionMemory>(
        computeLiveness(function, order, assignment)));
    memories[&costed] = owned.back().get();
    if (findsRecomputations && llvm::is_contained(program.entries, &costed))
      findRecomputations(costed, order, assignment, *owned.back());
    assignment.summary.peak = owned.back()->peak;
    summaries[&costed] = std::move(assignment.summary);
  }
  for (const CostFunction *function : tree.order)
    if (FunctionMemory *memory = memories.lookup(function))
      functions.push_back(memory);

  for (const CostFunction *costed : program.entries) {
    const FunctionMemory *memory = memories.lookup(costed);
    bool isOneOfMany = program.entries.size() > 1;
    Count here =
        isOneOfMany ? qualify(memory->peak, costed->name) : memory->peak;
    // One entry runs after the other.
    if (!entry || allocated.isZero() ||
        (here.lower() - allocated.lower()).isKnownPositive())
      entry = memory;
    allocated = larger(allocated, here);
    auto function = cast<FunctionOpInterface>(costed->op);
    for (BlockArgument argument : function.getArguments()) {
      if (parameterValues.contains(argument) ||
          !isa<TensorType, BaseMemRefType>(argument.getType()))
        continue;
      Count bytes;
      evaluator.query(function, [&](CostContext &context) {
        bytes = context.bytes(argument);
        return Cost();
      });
      inputs += isOneOfMany ? qualify(bytes, costed->name) : bytes;
    }
  }
  symbols = evaluator.getSizes().getSymbols();
}
