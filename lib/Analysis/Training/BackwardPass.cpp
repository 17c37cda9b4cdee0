//===- BackwardPass.cpp - What reverse-mode differentiation costs ---------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "BackwardPass.h"

#include "fpo/Analysis/ProgramCost.h"
#include "fpo/Interfaces/GradientOpInterface.h"

#include "mlir/IR/TypeUtilities.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

using namespace mlir;
using namespace mlir::fpo;

//===----------------------------------------------------------------------===//
// What an op may ask
//===----------------------------------------------------------------------===//

class BackwardPass::OpGradient final : public GradientContext {
public:
  OpGradient(BackwardPass &pass, Operation *op, Scope &scope)
      : pass(pass), op(op), scope(scope) {}

  CostContext &getCosts() override { return pass.evaluator; }

  bool isWanted(unsigned operand) override {
    Value value = op->getOperand(operand);
    return scope.activity.varied.contains(value) &&
           llvm::any_of(op->getResults(), [&](OpResult result) {
             return scope.reached.contains(result) &&
                    propagates(op, value, result.getResultNumber());
           });
  }

  bool isLive(unsigned result) override {
    return scope.reached.contains(op->getResult(result));
  }

  void addGradient(unsigned operand) override {
    sums += pass.addGradient(scope, op->getOperand(operand), std::nullopt);
  }

  void addGradient(unsigned operand, const Count &elements) override {
    sums += pass.addGradient(scope, op->getOperand(operand), elements);
  }

  void scatterGradient(unsigned operand, const Count &elements) override {
    pass.addGradient(scope, op->getOperand(operand), Count());
    addGradient(operand, elements);
  }

  /// [training.body]
  Body body(Region &region, const llvm::SmallBitVector &wanted,
            const llvm::SmallBitVector &live) override {
    Block &block = region.front();
    for (unsigned i : wanted.set_bits())
      scope.activity.varied.insert(block.getArgument(i));
    pass.activities.propagate(block, scope.activity);

    Scope inner{scope.activity, region, &scope, Scope::Body};
    Body result{Cost(), llvm::SmallBitVector(block.getNumArguments())};
    for (unsigned i : live.set_bits())
      result.cost += pass.addGradient(
          inner, block.getTerminator()->getOperand(i), std::nullopt);
    result.cost += pass.reverse(block, inner);
    for (BlockArgument argument : block.getArguments())
      if (inner.reached.contains(argument))
        result.arguments.set(argument.getArgNumber());
    return result;
  }

  /// What it took to add gradients to those that were there.
  Cost sums;

private:
  BackwardPass &pass;
  Operation *op;
  Scope &scope;
};

//===----------------------------------------------------------------------===//
// Gradients of values
//===----------------------------------------------------------------------===//

/// [training.sum] The first gradient of a value is stored, each further one
/// added. A loop adds to what there is in each turn.
Cost BackwardPass::addGradient(Scope &scope, Value value,
                               std::optional<Count> elements) {
  if (!scope.activity.varied.contains(value))
    return Cost();
  if (sources.contains(value))
    reachedSources.insert(value);
  bool isRepeated = false;
  Scope *owner = &scope;
  while (owner->outer && !owner->region.isAncestor(value.getParentRegion())) {
    isRepeated |= owner->kind != Scope::Once;
    owner = owner->outer;
  }
  if (owner->reached.insert(value).second) {
    for (Scope *inner = &scope; inner != owner; inner = inner->outer)
      inner->firstHere.emplace_back(owner, value);
    if (!isRepeated)
      return Cost();
  }
  Type type = getElementTypeOrSelf(value.getType());
  StringRef sum = isa<ComplexType>(type) ? "complex.add" : "arith.addf";
  Count size = elements ? *elements : evaluator.elements(value);
  return evaluator.scalar(sum, type) * size;
}

//===----------------------------------------------------------------------===//
// Ops
//===----------------------------------------------------------------------===//

BackwardPass::BackwardPass(const CostTree &tree, CostEvaluator &evaluator,
                           const llvm::DenseSet<Value> &sources)
    : tree(tree), evaluator(evaluator), sources(sources),
      activities(tree, sources) {
  for (const CostFunction *function : tree.order)
    walkNodes(function->blocks, Repetition::once(),
              [&](const CostNode &node, const NodeRuns &) {
                for (const CostRegion &region : node.regions)
                  if (!region.nodes.empty())
                    runs[region.nodes.front().op->getBlock()] = &region;
              });
}

Cost BackwardPass::reverse(Block &block, Scope &scope) {
  Cost total;
  for (Operation &op : llvm::reverse(block))
    total += reverse(&op, scope);
  return total;
}

bool BackwardPass::isInBody(const Scope &scope) {
  return scope.kind == Scope::Body || (scope.outer && isInBody(*scope.outer));
}

Cost BackwardPass::reverse(Operation *op, Scope &scope) {
  if (op->hasTrait<OpTrait::IsTerminator>())
    return Cost();
  auto [cost, reason] = evaluator.query(
      op, [&](CostContext &) { return reverseUnrecorded(op, scope); });
  if (!cost.isBounded() && !reason.empty()) {
    if (isInBody(scope))
      evaluator.unknown(op->getName().getStringRef() + ": " + reason);
    else
      unknown[op] = reason;
  }
  if (!isInBody(scope) && !cost.isZero())
    costs[op] = cost;
  return cost;
}

Cost BackwardPass::reverseUnrecorded(Operation *op, Scope &scope) {
  if (auto carried = CarriedValues::get(op))
    return reverseLoop(op, *carried, scope);
  if (auto branches = getBranches(op))
    return reverseBranches(*branches, op, scope);
  if (const CostFunction *callee = tree.callees.lookup(op))
    return reverseCall(op, cast<FunctionOpInterface>(callee->op), scope);

  if (llvm::none_of(op->getResults(), [&](OpResult result) {
        return scope.reached.contains(result);
      })) {
    // What is stored may be loaded again.
    if (llvm::any_of(op->getOperands(),
                     [&](Value operand) {
                       return scope.activity.varied.contains(operand);
                     }) &&
        llvm::none_of(op->getResultTypes(), isDifferentiable) &&
        !isMemoryEffectFree(op))
      return evaluator.unknown(
          "it writes to memory, and the gradients of what is in memory are "
          "not derived");
    return Cost();
  }
  bool isWanted = false;
  forEachUsedValue(op, [&](Value value) {
    isWanted |= scope.activity.varied.contains(value) &&
                llvm::any_of(op->getResults(), [&](OpResult result) {
                  return scope.reached.contains(result) &&
                         propagates(op, value, result.getResultNumber());
                });
  });
  if (!isWanted)
    return Cost();
  auto model = dyn_cast<GradientOpInterface>(op);
  if (!model)
    return reverseWithout(op, "there is no backward rule for this op", scope);
  OpGradient context(*this, op, scope);
  Cost cost = model.getBackwardCost(context);
  return cost + context.sums;
}

/// [training.unknown] What its operands receive goes on, but what that costs is
/// not known.
Cost BackwardPass::reverseWithout(Operation *op, const Twine &reason,
                                  Scope &scope) {
  Cost cost = evaluator.unknown(reason);
  forEachUsedValue(op, [&](Value value) {
    cost += addGradient(scope, value, std::nullopt);
  });
  return cost;
}

//===----------------------------------------------------------------------===//
// Control flow [training.flow]
//===----------------------------------------------------------------------===//

/// The cost of all the runs of a block, each of which costs `once`.
static Cost totalOf(const Cost &once, const CostRegion &runs) {
  if (runs.domain && (!runs.domain->variables.empty() || once.isSymbolic()))
    return runs.domain->sum(once);
  return once * runs.times;
}

/// As many turns as forward, in reverse order. Which of the carried values have
/// gradients is found by going round until that no longer changes.
Cost BackwardPass::reverseLoop(Operation *op, const CarriedValues &carried,
                               Scope &scope) {
  llvm::SmallBitVector live(carried.results.size());
  for (auto [index, result] : llvm::enumerate(carried.results))
    if (scope.reached.contains(result))
      live.set(index);

  Cost turn;
  for (bool changes = true; changes;) {
    changes = false;
    Scope inner{scope.activity, op->getRegion(0), &scope, Scope::Loop};
    turn = Cost();
    for (unsigned i : live.set_bits())
      turn += addGradient(inner, carried.yields[i], std::nullopt);
    turn += reverse(*carried.body, inner);
    for (auto [index, argument] : llvm::enumerate(carried.arguments))
      if (!live.test(index) && inner.reached.contains(argument)) {
        live.set(index);
        changes = true;
      }
  }

  Cost cost;
  if (const CostRegion *turns = runs.lookup(carried.body))
    cost = totalOf(turn, *turns);
  else if (!turn.isZero())
    cost = turn * evaluator.atLeast(0, "how often it turns is not known");
  if (!cost.isBounded() && turn.isBounded())
    cost += evaluator.unknown("how often it turns is not known");
  for (unsigned i : live.set_bits())
    cost += addGradient(scope, carried.inits[i], std::nullopt);
  return cost;
}

Cost BackwardPass::reverseBranches(ArrayRef<Block *> branches, Operation *op,
                                   Scope &scope) {
  bool isInTree = llvm::any_of(
      branches, [&](Block *block) { return runs.contains(block); });
  Cost always;
  std::optional<Cost> either;
  // Each branch finds the gradients that were there before all of them.
  SmallVector<std::pair<Scope *, Value>> first;
  for (Block *block : branches) {
    const CostRegion *run = runs.lookup(block);
    if (isInTree && !run)
      continue; // a constant condition picks another one
    Scope inner{scope.activity, *block->getParent(), &scope, Scope::Once};
    Cost cost;
    for (OpResult result : op->getResults())
      if (scope.reached.contains(result))
        cost += addGradient(
            inner, block->getTerminator()->getOperand(result.getResultNumber()),
            std::nullopt);
    cost += reverse(*block, inner);
    for (auto [owner, value] : inner.firstHere) {
      owner->reached.erase(value);
      first.emplace_back(owner, value);
    }
    if (run && run->times.isExact())
      always += totalOf(cost, *run);
    else
      either = either ? either->hull(cost) : cost;
  }
  for (auto [owner, value] : first)
    owner->reached.insert(value);
  if (either && op->getNumResults() == 0)
    either = either->hull(Cost());
  return either ? always + *either : always;
}

Cost BackwardPass::reverseCall(Operation *op, FunctionOpInterface callee,
                               Scope &scope) {
  auto call = cast<CallOpInterface>(op);
  OperandRange operands = call.getArgOperands();
  llvm::SmallBitVector arguments(callee.getNumArguments());
  for (auto [index, operand] : llvm::enumerate(operands))
    if (scope.activity.varied.contains(operand))
      arguments.set(index);
  llvm::SmallBitVector results(op->getNumResults());
  for (OpResult result : op->getResults())
    if (scope.reached.contains(result))
      results.set(result.getResultNumber());
  if (inProgress.contains(callee))
    return reverseWithout(op, "the call is recursive", scope);

  FunctionGradient inside = run(callee, arguments, results);
  Cost cost = inside.cost;
  // [symbol.call] The callee's sizes are those of what it is given.
  auto symbols = tree.calleeSymbols.find(op);
  if (symbols != tree.calleeSymbols.end())
    cost = cost.substitute(lookupIn(symbols->second));
  for (unsigned i : inside.arguments.set_bits())
    cost += addGradient(scope, operands[i], std::nullopt);
  return cost;
}

BackwardPass::FunctionGradient
BackwardPass::run(FunctionOpInterface function,
                  const llvm::SmallBitVector &arguments,
                  const llvm::SmallBitVector &results) {
  auto key = std::make_tuple(function.getOperation(), toKey(arguments),
                             toKey(results));
  auto it = known.find(key);
  if (it != known.end())
    return it->second;
  ++numContexts[function];

  FunctionGradient gradient{Cost(), llvm::SmallBitVector(arguments.size())};
  Region &body = function.getFunctionBody();
  auto [cost, reason] = evaluator.query(function, [&](CostContext &) {
    if (!body.hasOneBlock())
      return evaluator.unknown(
          "the gradients of a graph of blocks are not derived");
    Scope scope{activities.get(function, arguments), body,
                /*outer=*/nullptr, Scope::Once};
    inProgress.insert(function);
    Cost cost;
    for (unsigned i : results.set_bits())
      cost += addGradient(scope, body.front().getTerminator()->getOperand(i),
                          std::nullopt);
    cost += reverse(body.front(), scope);
    inProgress.erase(function);
    for (BlockArgument argument : body.getArguments())
      if (scope.reached.contains(argument))
        gradient.arguments.set(argument.getArgNumber());
    return cost;
  });
  gradient.cost = cost;
  if (!cost.isBounded() && !reason.empty())
    unknown[function] = reason;
  costs[function] = cost;
  known.emplace(std::move(key), gradient);
  return gradient;
}

const Cost *BackwardPass::lookup(Operation *op) const {
  auto it = costs.find(op);
  if (it == costs.end())
    return nullptr;
  Operation *function =
      isa<FunctionOpInterface>(op)
          ? op
          : op->getParentOfType<FunctionOpInterface>().getOperation();
  return numContexts.lookup(function) == 1 ? &it->second : nullptr;
}
