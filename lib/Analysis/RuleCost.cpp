//===- RuleCost.cpp - What an op costs by its rule ------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Analysis/RuleCost.h"

#include "BodyCache.h"
#include "CostEvaluator.h"

#include "fpo/Interfaces/Elementwise.h"
#include "fpo/Interfaces/Traffic.h"

#include "mlir/IR/BuiltinOps.h"
#include "mlir/Interfaces/DestinationStyleOpInterface.h"

using namespace mlir;
using namespace mlir::fpo;

//===----------------------------------------------------------------------===//
// In a program
//===----------------------------------------------------------------------===//

Cost CostEvaluator::scalar(StringRef name, Type type) {
  const RuleCost &found = evaluateScalar(name, type);
  if (!ruleStack.empty()) {
    std::vector<RuleCost::Part> &parts = ruleStack.back()->parts;
    auto it = llvm::find_if(
        parts, [&](const RuleCost::Part &part) { return part.op == &found; });
    if (it != parts.end())
      it->times += repetition;
    else
      parts.push_back({&found, repetition});
  }
  return applied(found);
}

Cost CostEvaluator::applied(const RuleCost &found) {
  if (found.isInProgress) {
    if (frame->path.empty())
      frame->path = found.name.str();
    return unknown("its rule leads back to itself");
  }
  if (found.reason.empty())
    return found.cost;
  if (ruleStack.empty() && found.path != found.name)
    note(found.reason + " (" + found.path + ")");
  else
    note(found.reason);
  if (frame->path.empty())
    frame->path = found.path;
  return found.cost;
}

/// Integer work in a rule on floating-point numbers is work on the fields of
/// their format. [scalar.poly]
static Cost dropFormatWork(const Cost &cost, Type type) {
  if (auto complex = dyn_cast<ComplexType>(type))
    type = complex.getElementType();
  if (!isa<FloatType>(type))
    return cost;
  return cost.mapTypes(
      [](Type inner) { return isa<FloatType>(inner) ? inner : Type(); });
}

const RuleCost &CostEvaluator::evaluateScalar(StringRef name, Type type) {
  std::unique_ptr<RuleCost> &known = scalarCosts[{name, type}];
  if (known)
    return *known;
  known = std::make_unique<RuleCost>();
  RuleCost &found = *known;
  found.name = name;
  found.type = type;
  found.rule = rules->lookup(name, type);
  if (found.rule) {
    evaluateRule(found);
    found.cost = dropFormatWork(found.cost, type);
    return found;
  }
  llvm::raw_string_ostream(found.reason)
      << "there is no rule for " << name << " on " << type;
  found.path = name.str();
  found.cost = Cost::unknown();
  return found;
}

void CostEvaluator::evaluateRule(RuleCost &result) {
  // A rule is a world of its own: nothing in it is part of the program.
  Frame inside(result.rule);
  Frame *outer = std::exchange(frame, &inside);
  Frame *outerScope = std::exchange(scope, &inside);
  bool wasInBody = std::exchange(isInBody, true);
  Count outerRepetition = std::exchange(repetition, Count(1));
  SmallVector<std::string> outerVariables = std::exchange(loopVariables, {});
  size_t numPreconditions = tree.preconditions.size();
  SymbolMeanings outerSymbols = sizes.getSymbols();
  ruleStack.push_back(&result);
  result.isInProgress = true;

  result.cost = evaluate(result.rule.getBody(), nullptr).total();

  result.isInProgress = false;
  ruleStack.pop_back();
  sizes.forgetArguments(outerSymbols);
  tree.preconditions.resize(numPreconditions);
  loopVariables = std::move(outerVariables);
  repetition = outerRepetition;
  isInBody = wasInBody;
  scope = outerScope;
  frame = outer;

  if (!result.cost.isBounded()) {
    result.reason = std::move(inside.reason);
    result.path = result.name.str() + " -> " + inside.path;
  }
}

/// Whether the rule states outright what the op moves.
static bool statesTraffic(RuleOp rule) {
  return rule.getBody()
      .walk([](SpendOp op) {
        const Cost &cost = op.getCost().getCost();
        return cost.read.isZero() && cost.write.isZero()
                   ? WalkResult::advance()
                   : WalkResult::interrupt();
      })
      .wasInterrupted();
}

/// What an op reads and writes that is only known by its operands: a
/// destination is written, the others are read.
static Cost operandTraffic(Operation *op, CostContext &context) {
  Cost traffic = wholeTraffic(op, context);
  auto destination = dyn_cast<DestinationStyleOpInterface>(op);
  if (!destination)
    return traffic;
  traffic.read = wholeBytes(destination.getDpsInputs(), context);
  traffic.write = 0;
  for (Value init : destination.getDpsInits())
    traffic.write += context.bytes(init);
  return traffic;
}

/// What the op returns has the sizes of what the rule yields.
void CostEvaluator::setResultSizes(RuleOp rule, Operation *op,
                                   Expr::Substitution bind) {
  Operation *yield = rule.getBody().front().getTerminator();
  for (auto [result, yielded] :
       llvm::zip(op->getResults(), yield->getOperands())) {
    auto type = dyn_cast<ShapedType>(result.getType());
    auto yieldedType = dyn_cast<ShapedType>(yielded.getType());
    if (!type || !yieldedType || !type.hasRank() || !yieldedType.hasRank() ||
        type.getRank() != yieldedType.getRank())
      continue;
    for (unsigned i = 0, rank = type.getRank(); i < rank; ++i) {
      if (!type.isDynamicDim(i))
        continue;
      SymbolMeanings outerSymbols = sizes.getSymbols();
      Expr size = sizes.dim(yielded, i);
      sizes.forgetArguments(outerSymbols);
      sizes.setDim(result, i, size.substitute(bind));
    }
  }
}

/// [rule.whole] The body, with the op's operands as its arguments. [rule.bytes]
/// What the body moves between its ops is no traffic of the op, which reads its
/// operands and writes its results.
Cost CostEvaluator::evaluateWhole(RuleOp rule, Operation *op) {
  std::unique_ptr<RuleCost> &known = wholeCosts[rule];
  if (!known) {
    known = std::make_unique<RuleCost>();
    known->name = op->getName().getStringRef();
    known->rule = rule;
    evaluateRule(*wholeCosts[rule]);
  }
  const RuleCost &found = *wholeCosts[rule];
  Cost cost = applied(found);
  SymbolValues values = sizes.bindArguments(rule, op->getOperands());
  auto bind = lookupIn(values);
  if (cost.isSymbolic())
    cost = cost.substitute(bind);
  setResultSizes(rule, op, bind);
  if (!statesTraffic(rule)) {
    Cost traffic = operandTraffic(op, *this);
    cost.read = traffic.read;
    cost.write = traffic.write;
  }
  return cost;
}

//===----------------------------------------------------------------------===//
// Outside of any program
//===----------------------------------------------------------------------===//

struct RuleCosts::Impl {
  Impl(MLIRContext *context, CostOptions theOptions)
      : options(std::move(theOptions)),
        module(ModuleOp::create(UnknownLoc::get(context))),
        evaluator(*module, tree, bodies, this->options) {}

  CostOptions options;
  OwningOpRef<ModuleOp> module;
  CostTree tree;
  BodyCache bodies;
  CostEvaluator evaluator;
};

RuleCosts::RuleCosts(MLIRContext *context, const CostOptions &options)
    : impl(std::make_unique<Impl>(context, options)) {}

RuleCosts::~RuleCosts() = default;

const RuleCost &RuleCosts::lookup(StringRef name, Type type) {
  // The name is kept with the cost, and must live as long.
  StringAttr kept = StringAttr::get(impl->module->getContext(), name);
  return impl->evaluator.evaluateScalar(kept.getValue(), type);
}
