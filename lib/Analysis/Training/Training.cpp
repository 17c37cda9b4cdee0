//===- Training.cpp - What training a program costs -----------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Analysis/Training.h"

#include "BackwardPass.h"

#include "fpo/Interfaces/GradientOpInterface.h"

#include "mlir/IR/TypeUtilities.h"
#include "llvm/ADT/MapVector.h"

using namespace mlir;
using namespace mlir::fpo;

/// [training.bytes] Bytes are not derived.
static Cost withoutBytes(Cost cost) {
  cost.read = cost.write = Count();
  return cost;
}

namespace {
class Trainer {
public:
  Trainer(const CostAnalysis &analysis, const ProgramCost &program,
          const TrainingOptions &options)
      : tree(analysis.getTree()), evaluator(analysis.getEvaluator()),
        program(program) {
    training.options = options;
  }

  TrainingCost run();

private:
  void collectSources();
  void addUnknown(Operation *op, std::string reason) {
    training.unknown.push_back({op, std::move(reason)});
    training.backward += withoutBytes(Cost::unknown());
  }
  void addBackward(BackwardPass &pass);
  void addOptimizer(const BackwardPass &pass);

  const CostTree &tree;
  CostEvaluator &evaluator;
  const ProgramCost &program;
  llvm::DenseSet<Value> sources;
  TrainingCost training;
};
} // namespace

/// [training.parameters]
void Trainer::collectSources() {
  for (const SmallVector<Value, 1> &parameter : program.parameters.values)
    for (Value value : parameter) {
      if (isDifferentiable(value.getType()))
        sources.insert(value);
      else if (isa<BaseMemRefType>(value.getType()) &&
               isa<FloatType, ComplexType>(
                   getElementTypeOrSelf(value.getType())))
        addUnknown(value.getParentBlock()->getParentOp(),
                   "a parameter is in memory, and the gradients of what is in "
                   "memory are not derived");
    }
  for (Operation *global : program.parameters.globals)
    addUnknown(global, "the gradients of globals are not derived");
}

void Trainer::addBackward(BackwardPass &pass) {
  for (const CostFunction *entry : program.entries) {
    auto function = cast<FunctionOpInterface>(entry->op);
    llvm::SmallBitVector arguments(function.getNumArguments());
    for (BlockArgument argument : function.getArguments()) {
      if (training.options.hasInputGradients &&
          isDifferentiable(argument.getType()))
        sources.insert(argument);
      if (sources.contains(argument))
        arguments.set(argument.getArgNumber());
    }
    llvm::SmallBitVector results(function.getNumResults());
    for (auto [index, type] : llvm::enumerate(function.getResultTypes()))
      if (isDifferentiable(type))
        results.set(index);
    Cost cost = pass.run(function, arguments, results).cost;
    if (program.entries.size() != 1)
      cost = qualifySymbols(cost, entry->name);
    training.backward += withoutBytes(cost);
  }
}

/// [training.optimizer]
void Trainer::addOptimizer(const BackwardPass &pass) {
  llvm::MapVector<Type, Count> elements;
  for (const SmallVector<Value, 1> &parameter : program.parameters.values) {
    // The same constant in several places is one parameter: its gradients are
    // added.
    bool isReached = false;
    for (Value value : parameter) {
      if (!pass.getReachedSources().contains(value))
        continue;
      Operation *scope = value.getParentRegion()->getParentOp();
      auto [sum, reason] = evaluator.query(scope, [&](CostContext &costs) {
        Type type = getElementTypeOrSelf(value.getType());
        Count size = costs.elements(value);
        if (auto complex = dyn_cast<ComplexType>(type)) {
          type = complex.getElementType();
          size *= 2;
        }
        if (isReached)
          return costs.scalar("arith.addf", type) * size;
        elements[type] += size;
        training.trained += size;
        return Cost();
      });
      training.backward += withoutBytes(sum);
      if (!reason.empty())
        training.unknown.push_back({scope, "of a parameter, " + reason});
      isReached = true;
    }
  }

  OptimizerRule rule = getOptimizerRule(training.options.optimizer,
                                        training.options.hasWeightDecay);
  Operation *scope = program.entries.empty() ? nullptr : program.entries[0]->op;
  for (const auto &entry : elements) {
    auto [cost, reason] = evaluator.query(scope, [&](CostContext &costs) {
      Cost cost;
      for (const ScalarStep &step : rule.perElement)
        cost += costs.scalar(step.name, entry.first) *
                (Count(step.times) * entry.second);
      for (const ScalarStep &step : rule.perStep)
        cost += costs.scalar(step.name, entry.first) * Count(step.times);
      return cost;
    });
    training.optimizer += withoutBytes(cost);
    if (!reason.empty())
      training.unknown.push_back({scope, "in the optimizer, " + reason});
  }
}

TrainingCost Trainer::run() {
  collectSources();
  BackwardPass pass(tree, evaluator, sources);
  addBackward(pass);
  addOptimizer(pass);
  for (const auto &[op, reason] : pass.getUnknown())
    training.unknown.push_back({op, reason});
  for (const CostFunction *function : tree.order) {
    auto record = [&](Operation *op) {
      if (const Cost *cost = pass.lookup(op))
        training.backwardOf[op] = withoutBytes(*cost);
    };
    record(function->op);
    walkNodes(function->blocks, Repetition::once(),
              [&](const CostNode &node, const NodeRuns &) { record(node.op); });
  }

  training.forward = withoutBytes(program.total);
  training.step = training.forward + training.backward + training.optimizer;
  auto runs = [](uint64_t n) { return Count::get(llvm::APInt(64, n)); };
  training.total = training.step * (runs(training.options.steps) *
                                    runs(training.options.epochs));
  return std::move(training);
}

TrainingCost fpo::computeTrainingCost(const CostAnalysis &analysis,
                                      const ProgramCost &program,
                                      const TrainingOptions &options) {
  return Trainer(analysis, program, options).run();
}

LogicalResult fpo::verifyKnown(const TrainingCost &training) {
  for (const UnknownCost &entry : training.unknown) {
    InFlightDiagnostic error = emitError(entry.op->getLoc())
                               << "the backward pass of '"
                               << entry.op->getName() << "' is not known";
    error.attachNote() << entry.reason;
  }
  return success(training.unknown.empty());
}
