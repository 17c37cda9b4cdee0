//===- CostEvaluator.cpp - Asks each op for its cost ----------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CostEvaluator.h"

#include "BlockGraph.h"

#include "fpo/Analysis/Entries.h"
#include "fpo/Dialect/Fpo/FpoDialect.h"
#include "fpo/Interfaces/Elementwise.h"

#include "mlir/IR/Matchers.h"
#include "mlir/IR/TypeUtilities.h"
#include "mlir/Interfaces/CallInterfaces.h"
#include "mlir/Interfaces/ControlFlowInterfaces.h"
#include "mlir/Transforms/RegionUtils.h"

using namespace mlir;
using namespace mlir::fpo;

/// Calls in calls up to which callees are costed where they are met.
static constexpr unsigned kMaxCallDepth = 64;

/// The rules of a convention.
static std::shared_ptr<RuleSet> getRules(MLIRContext *context,
                                         const Convention &convention) {
  if (convention.ruleFile.empty())
    return RuleSet::get(context);
  return std::make_shared<RuleSet>(context,
                                   getConventionRules(convention.ruleFile));
}

CostEvaluator::CostEvaluator(Operation *root, CostTree &tree, BodyCache &bodies,
                             const CostOptions &options)
    : root(root), tree(tree), bodies(bodies),
      convention(options.getConvention()), useful(options.getSkippedWork()),
      nothing(tree.pool.get(Cost())),
      rules(options.rules ? options.rules
                          : getRules(root->getContext(), convention)),
      sizes(symbols) {}

//===----------------------------------------------------------------------===//
// Functions
//===----------------------------------------------------------------------===//

/// The functions with a body that `function` calls by name.
static SmallVector<FunctionOpInterface>
collectCallees(FunctionOpInterface function, SymbolTableCollection &symbols) {
  SmallVector<FunctionOpInterface> callees;
  function.getFunctionBody().walk([&](CallOpInterface call) {
    auto callee = dyn_cast_or_null<FunctionOpInterface>(
        call.resolveCallableInTable(&symbols));
    if (callee && !callee.isExternal())
      callees.push_back(callee);
  });
  return callees;
}

void CostEvaluator::evaluateCallees(FunctionOpInterface function) {
  llvm::DenseSet<Operation *> seen;
  std::vector<std::pair<FunctionOpInterface, SmallVector<FunctionOpInterface>>>
      stack;
  auto push = [&](FunctionOpInterface callee) {
    if (!tree.lookup(callee) && !inProgress.contains(callee) &&
        seen.insert(callee).second)
      stack.emplace_back(callee, collectCallees(callee, symbols));
  };
  push(function);
  while (!stack.empty()) {
    auto &[caller, callees] = stack.back();
    if (!callees.empty()) {
      push(callees.pop_back_val());
      continue;
    }
    FunctionOpInterface done = caller;
    stack.pop_back();
    if (done != function)
      evaluateFunction(done);
  }
}

const CostFunction *
CostEvaluator::evaluateFunction(FunctionOpInterface function) {
  if (const CostFunction *done = tree.lookup(function))
    return done;
  if (callDepth == kMaxCallDepth)
    evaluateCallees(function);

  Frame current(function);
  inProgress.insert(function);
  ++callDepth;
  const Cost *total = evaluateScope(current);
  --callDepth;
  inProgress.erase(function);

  tree.functions.push_back({function, getQualifiedName(function, root), total,
                            std::move(current.regions),
                            std::move(current.constants)});
  const CostFunction *result = &tree.functions.back();
  tree.byOperation[function] = result;
  return result;
}

void CostEvaluator::evaluateTopLevel() {
  Frame current(root);
  tree.topLevelTotal = evaluateScope(current);
  tree.topLevel = std::move(current.regions);
}

const Cost *CostEvaluator::evaluateScope(Frame &current) {
  Frame *outer = std::exchange(frame, &current);
  Frame *outerScope = std::exchange(scope, &current);
  bool wasInBody = std::exchange(isInBody, false);
  Cost total;
  for (Region &region : current.op->getRegions())
    total += evaluate(region, &current.regions).total();
  frame = outer;
  scope = outerScope;
  isInBody = wasInBody;
  if (current.isUnknown)
    addUnknown(current.op, std::move(current.reason));
  return tree.pool.get(total);
}

/// [flow.call]
void CostEvaluator::call(SymbolRefAttr callee) {
  std::string name;
  llvm::raw_string_ostream(name) << callee;
  auto function = dyn_cast_or_null<FunctionOpInterface>(
      symbols.lookupNearestSymbolFrom(frame->op, callee));
  if (!function) {
    unknownCallee("there is no function " + name);
    return;
  }
  if (function.isExternal()) {
    // [flow.external] A cost on the declaration speaks for the body.
    if (auto stated = function->getAttrOfType<CostAttr>(kCostAttrName)) {
      frame->addStated(stated.getCost());
      if (!stated.getCost().isBounded())
        note("the cost stated for " + name + " is not complete");
      return;
    }
    unknownCallee("the function " + name + " has no body");
    return;
  }
  if (inProgress.contains(function)) {
    unknownCallee("the call of " + name + " is recursive");
    return;
  }
  const CostFunction *known = evaluateFunction(function);
  tree.callees[frame->op] = known;
  if (!known->total->isSymbolic()) {
    frame->addInner(*known->total);
    return;
  }
  // [symbol.call] The callee's sizes are those of what it is given.
  auto operands = cast<CallOpInterface>(frame->op).getArgOperands();
  if (operands.size() != function.getNumArguments()) {
    unknownCallee("the call of " + name + " has other arguments than it");
    return;
  }
  SymbolValues values = sizes.bindArguments(function, operands);
  frame->addInner(known->total->substitute(lookupIn(values)));
  tree.calleeSymbols[frame->op] = std::move(values);
}

void CostEvaluator::unknownCallee(const Twine &reason) {
  frame->addStated(unknown(reason));
}

//===----------------------------------------------------------------------===//
// Ops
//===----------------------------------------------------------------------===//

/// Whether `op` belongs to a program about programs: nothing of it is there
/// when the program runs.
static bool isCompileTime(Operation *op) {
  StringRef dialect = op->getName().getDialectNamespace();
  return llvm::is_contained({"transform", "pdl", "pdl_interp", "irdl", "dlti"},
                            dialect);
}

/// Whether there is a scalar rule for `op`, which has no cost otherwise, on the
/// elements of its operands.
static bool hasScalarRule(Operation *op, RuleSet &rules) {
  return op->getNumOperands() != 0 && op->getNumResults() == 1 &&
         rules.lookup(op->getName().getStringRef(),
                      getElementTypeOrSelf(op->getOperand(0).getType()));
}

/// What an op returns that maps over elements has the sizes of its operand.
static void takeOperandSizes(Operation *op, SizeEvaluator &sizes) {
  Value operand = op->getOperand(0), result = op->getResult(0);
  auto from = dyn_cast<ShapedType>(operand.getType());
  auto to = dyn_cast<ShapedType>(result.getType());
  if (!from || !to || !from.hasRank() || !to.hasRank() ||
      from.getRank() != to.getRank())
    return;
  for (unsigned i = 0, rank = to.getRank(); i < rank; ++i)
    if (to.isDynamicDim(i))
      sizes.setDim(result, i, sizes.dim(operand, i));
}

Cost CostEvaluator::evaluateOwn(Operation *op, CostOpInterface costed,
                                RuleOp rule) {
  if (rule)
    return evaluateWhole(rule, op);
  if (costed)
    return costed.getCost(*this);
  if (hasScalarRule(op, *rules)) {
    takeOperandSizes(op, sizes);
    return elementwiseCost(op, *this);
  }
  return unknown(op->isRegistered() ? "there is no cost for this op"
                                    : "the op is not registered");
}

CostNode CostEvaluator::evaluate(Operation *op, RegionCost &sum) {
  auto costed = dyn_cast<CostOpInterface>(op);
  // A rule of the user goes before what the op says of itself.
  RuleOp rule = rules->hasAdded() ? rules->lookup(op) : RuleOp();
  // A function costs something where it is called.
  if (!rule && (costed ? costed.isFree()
                       : isa<FunctionOpInterface>(op) || isCompileTime(op))) {
    if (op->hasTrait<OpTrait::ConstantLike>())
      scope->constants.push_back(op);
    return {op, nothing, nothing, {}};
  }

  Frame current(op);
  Frame *outer = std::exchange(frame, &current);
  Cost own = evaluateOwn(op, costed, rule);
  frame = outer;
  if (current.stated)
    own += *current.stated;
  // [convention.functional]
  if (convention.isFunctional && useful.isAbsorbed(op))
    own = Cost();

  if (isInBody) {
    if (!own.isBounded() || (current.inner && !current.inner->isBounded()))
      noteInBody(op, current);
  } else if (!own.isBounded() || current.isUnknown) {
    assert(!current.reason.empty() && "an unknown cost has a reason");
    addUnknown(op, std::move(current.reason));
  }

  CostNode node{op, tree.pool.get(own), nullptr, {}};
  node.total = current.inner ? tree.pool.get(own + *current.inner) : node.own;
  if (!node.total->isZero())
    addTo(sum, *node.total, own, current);
  if (!current.regions.empty())
    node.regions = tree.regions.emplace_back(std::move(current.regions));
  return node;
}

CostEvaluator::Answer
CostEvaluator::query(Operation *op,
                     llvm::function_ref<Cost(CostContext &)> ask) {
  Frame current(op);
  Frame *outer = std::exchange(frame, &current);
  size_t numPreconditions = tree.preconditions.size();
  Cost cost = ask(*this);
  tree.preconditions.erase(tree.preconditions.begin() + numPreconditions,
                           tree.preconditions.end());
  frame = outer;
  return {std::move(cost), std::move(current.reason)};
}

bool CostEvaluator::isVarying(const Expr &expr) const {
  return !expr.isConstant() &&
         llvm::any_of(loopVariables, [&](const std::string &variable) {
           return expr.mentions(variable);
         });
}

bool CostEvaluator::isVarying(const Cost &cost) const {
  return !loopVariables.empty() && cost.isSymbolic() &&
         cost.anyOf([&](const Expr &expr) { return isVarying(expr); });
}

void CostEvaluator::addTo(RegionCost &sum, const Cost &total, const Cost &own,
                          Frame &current) {
  if (!isVarying(total)) {
    sum.fixed += total;
    return;
  }
  sum.varyingTotal += total;
  llvm::append_range(sum.varying, std::move(current.varying));
  Cost rest = own;
  if (current.fixedInner)
    rest += *current.fixedInner;
  if (!rest.isZero())
    sum.varying.push_back({{}, std::move(rest)});
}

void CostEvaluator::addUnknown(Operation *op, std::string reason) {
  if (tree.unknownByOperation.try_emplace(op, tree.unknown.size()).second)
    tree.unknown.push_back({op, std::move(reason)});
}

void CostEvaluator::note(const Twine &reason) {
  if (frame->reason.empty())
    frame->reason = reason.str();
}

void CostEvaluator::noteInBody(Operation *op, const Frame &inside) {
  if (inside.reason.empty())
    return;
  if (ruleStack.empty())
    return note(op->getName().getStringRef() + ": " + inside.reason);
  note(inside.reason);
  if (frame->path.empty())
    frame->path =
        inside.path.empty() ? op->getName().getStringRef().str() : inside.path;
}

Cost CostEvaluator::unknown(const Twine &reason) {
  note(reason);
  return Cost::unknown();
}

Count CostEvaluator::atLeast(int64_t least, const Twine &reason) {
  note(reason);
  return Count::atLeast(DynamicAPInt(least));
}

//===----------------------------------------------------------------------===//
// Regions
//===----------------------------------------------------------------------===//

CostEvaluator::RegionCost
CostEvaluator::evaluate(Block &block, std::vector<CostNode> *nodes) {
  RegionCost sum;
  for (Operation &op : block) {
    CostNode node = evaluate(&op, sum);
    if (nodes)
      nodes->push_back(node);
  }
  return sum;
}

CostEvaluator::RegionCost
CostEvaluator::evaluate(Region &region, std::vector<CostRegion> *blocks) {
  if (region.empty())
    return {};
  if (!region.hasOneBlock())
    return evaluateGraph(region, blocks);
  if (!blocks)
    return evaluate(region.front(), nullptr);
  std::vector<CostNode> nodes;
  RegionCost sum = evaluate(region.front(), &nodes);
  blocks->push_back({1, std::move(nodes), nullptr});
  return sum;
}

/// [flow.cfg]
CostEvaluator::RegionCost
CostEvaluator::evaluateGraph(Region &region, std::vector<CostRegion> *blocks) {
  llvm::DenseMap<Block *, Cost> costs;
  llvm::DenseMap<Block *, std::vector<CostNode>> nodes;
  for (Block &block : region)
    costs[&block] = evaluate(block, blocks ? &nodes[&block] : nullptr).total();

  // The successor that a constant condition leads to, or all.
  auto branchOf = [&](Block *block) -> BlockGraph::Branch {
    BlockGraph::Branch result;
    if (auto branch = dyn_cast<BranchOpInterface>(block->getTerminator())) {
      SmallVector<Attribute> operands;
      for (Value operand : branch->getOperands()) {
        Attribute constant;
        matchPattern(operand, m_Constant(&constant));
        operands.push_back(constant);
      }
      if (Block *taken = branch.getSuccessorForOperands(operands)) {
        result.successors = {taken};
        return result;
      }
      if (branch->getNumSuccessors() == 2 && branch->getNumOperands() > 0 &&
          branch->getOperand(0).getType().isInteger(1))
        result.condition = sizes.condition(branch->getOperand(0));
    }
    result.successors = llvm::to_vector(block->getSuccessors());
    return result;
  };
  auto turnsOf = [&](Block *header) {
    return sizes.opaque("trip", header->getTerminator(), "",
                        "how often the blocks of a loop go back to its header");
  };
  BlockGraph graph(region, std::move(costs), branchOf, turnsOf);
  Cost total = graph.total();
  if (graph.isIrreducible() || !total.isBounded()) {
    note(graph.isIrreducible() ? "blocks go round in a way that is no loop"
                               : "how the blocks come to an end is not known");
    frame->isUnknown = true;
  }
  if (blocks)
    for (Block &block : region)
      blocks->push_back(
          {graph.times(&block), std::move(nodes[&block]), nullptr});
  RegionCost result;
  if (isVarying(total)) {
    result.varyingTotal = total;
    result.varying.push_back({{}, std::move(total)});
  } else {
    result.fixed = std::move(total);
  }
  return result;
}

/// Appends `blocks`, each as often as `times` says, to the regions of an op.
static void append(std::vector<CostRegion> &regions,
                   std::vector<CostRegion> blocks, const Count &times) {
  for (CostRegion &block : blocks) {
    block.times *= times;
    regions.push_back(std::move(block));
  }
}

void CostEvaluator::run(Region &region, const Count &times) {
  std::vector<CostRegion> blocks;
  Count outerRepetition = repetition;
  if (!ruleStack.empty())
    repetition *= times;
  RegionCost once = evaluate(region, isInBody ? nullptr : &blocks);
  repetition = outerRepetition;
  if (!times.isBounded() && !once.total().isZero())
    frame->isUnknown = true;
  frame->addInner(once.fixed * times);
  if (!once.varying.empty()) {
    for (VaryingCost &part : once.varying)
      part.cost *= times;
    frame->addVarying(once.varyingTotal * times, std::move(once.varying));
  }
  append(frame->regions, std::move(blocks), times);
}

/// The variables of a nest, and the values of its induction variables.
static IterationDomain
makeDomain(ArrayRef<LoopRange> loops, unsigned &nextName,
           SmallVectorImpl<std::pair<Value, Expr>> &inductionVariables) {
  IterationDomain domain;
  for (const LoopRange &loop : loops) {
    LoopVariable variable{"i" + std::to_string(nextName++), {}, {}};
    Expr value;
    if (loop.step.isOne()) {
      variable.lowers = loop.lowers;
      variable.uppers = loop.uppers;
      value = variable.value();
    } else {
      // It counts the turns.
      Expr lower = Expr::max(loop.lowers);
      variable.lowers.push_back(0);
      for (const Expr &upper : loop.uppers)
        variable.uppers.push_back(Expr::ceilDiv(upper - lower, loop.step));
      value = lower + loop.step * variable.value();
    }
    if (loop.inductionVariable)
      inductionVariables.emplace_back(loop.inductionVariable, value);
    domain.variables.push_back(std::move(variable));
  }
  return domain;
}

Count CostEvaluator::runNest(Region &region, ArrayRef<LoopRange> loops) {
  SmallVector<std::pair<Value, Expr>> inductionVariables;
  IterationDomain domain =
      makeDomain(loops, nextLoopVariable, inductionVariables);
  for (auto &[variable, value] : inductionVariables)
    sizes.setInteger(variable, value);
  size_t outerVariables = loopVariables.size();
  for (const LoopVariable &variable : domain.variables)
    loopVariables.push_back(variable.name);
  Expr turns = 1;
  for (const LoopRange &loop : loops)
    turns *= loop.turns();
  Count outerRepetition = repetition;
  if (!ruleStack.empty())
    repetition *= Count(turns);
  std::vector<CostRegion> blocks;
  RegionCost once = evaluate(region, isInBody ? nullptr : &blocks);
  repetition = outerRepetition;
  loopVariables.truncate(outerVariables);

  bool areTurnsVarying = isVarying(turns);
  if (once.varying.empty() && !areTurnsVarying) {
    frame->addInner(once.fixed * Count(turns));
    append(frame->regions, std::move(blocks), turns);
    return turns;
  }

  auto shared = std::make_shared<const IterationDomain>(domain);
  for (CostRegion &block : blocks) {
    block.domain = shared;
    block.times *= Count(turns);
    frame->regions.push_back(std::move(block));
  }
  if (!once.fixed.isZero()) {
    if (areTurnsVarying)
      once.varying.push_back({{}, once.fixed});
    else
      frame->addInner(once.fixed * Count(turns));
  }
  Cost total;
  for (VaryingCost &part : once.varying) {
    part.domain.prepend(domain);
    total += part.domain.sum(part.cost);
  }
  if (isVarying(total))
    frame->addVarying(total, std::move(once.varying));
  else
    frame->addInner(total);
  return turns;
}

void CostEvaluator::runIf(const Expr &condition, Region *yes, Region *no) {
  Expr otherwise = -condition - Expr(1);
  bool isAlways = condition.isKnownNonNegative();
  if (isAlways || otherwise.isKnownNonNegative()) {
    if (Region *taken = isAlways ? yes : no)
      run(*taken, 1);
    return;
  }
  Cost totals[2];
  Region *regions[2] = {yes, no};
  bool isInDomain = isVarying(condition);
  std::vector<VaryingCost> parts;
  Expr conditions[2] = {condition, otherwise};
  for (auto [index, region] : llvm::enumerate(regions)) {
    if (!region)
      continue;
    std::vector<CostRegion> blocks;
    RegionCost once = evaluate(*region, isInBody ? nullptr : &blocks);
    totals[index] = once.total();
    if (!once.fixed.isZero())
      once.varying.push_back({{}, std::move(once.fixed)});
    for (VaryingCost &part : once.varying) {
      part.domain.conditions.push_back(conditions[index]);
      parts.push_back(std::move(part));
    }
    auto where = std::make_shared<IterationDomain>();
    where->conditions.push_back(conditions[index]);
    for (CostRegion &block : blocks) {
      block.times *= Count(Expr::select(conditions[index], 1, 0));
      block.domain = where;
      frame->regions.push_back(std::move(block));
    }
  }
  Cost either = Cost::select(condition, totals[0], totals[1]);
  if (isInDomain || isVarying(either))
    frame->addVarying(either, std::move(parts));
  else
    frame->addInner(either);
}

void CostEvaluator::runOneOf(ArrayRef<Region *> regions) {
  std::optional<Cost> either;
  Count maybe = Count::between(0, 1);
  for (Region *region : regions) {
    std::vector<CostRegion> blocks;
    Cost once;
    if (region)
      once = evaluate(*region, isInBody ? nullptr : &blocks).total();
    either = either ? either->hull(once) : once;
    append(frame->regions, std::move(blocks), maybe);
  }
  if (!either)
    return;
  if (isVarying(*either))
    frame->addVarying(*either, {{{}, *either}});
  else
    frame->addInner(*either);
}

Cost CostEvaluator::body(Region &region) {
  if (const BodyCost *known = bodies.lookup(region)) {
    if (!known->reason.empty())
      note(known->reason);
    return known->cost;
  }
  // The body's own reasons are kept with it.
  Frame inside(frame->op);
  Frame *outer = std::exchange(frame, &inside);
  bool wasInBody = std::exchange(isInBody, true);
  Cost cost = evaluate(region, nullptr).total();
  isInBody = wasInBody;
  frame = outer;
  if (!inside.reason.empty())
    note(inside.reason);
  if (cost.isBounded())
    inside.reason.clear();
  bodies.insert(region, {cost, std::move(inside.reason)});
  return cost;
}

//===----------------------------------------------------------------------===//
// Sizes
//===----------------------------------------------------------------------===//

Count CostEvaluator::dim(Value shaped, unsigned index) {
  auto type = cast<ShapedType>(shaped.getType());
  if (!type.hasRank())
    return atLeast(0, "a shape is not ranked");
  if (index >= type.getRank())
    return atLeast(0, "a shape has too few dimensions");
  if (!type.isDynamicDim(index))
    return type.getDimSize(index);
  return sizes.dim(shaped, index);
}

Expr CostEvaluator::turns() {
  Operation *op = frame->op;
  Expr turns = sizes.opaque(
      "trip", op, "", "how often '" + op->getName().getStringRef() + "' turns");
  if (std::optional<StringRef> name = turns.symbolName()) {
    CountedLoop loop{op, {}};
    llvm::SetVector<Value> values(op->operand_begin(), op->operand_end());
    getUsedValuesDefinedAbove(op->getRegions(), values);
    for (Value value : values)
      if (std::optional<Expr> known = sizes.integer(value))
        loop.inputs.emplace_back(value, std::move(*known));
    tree.countedLoops.try_emplace(name->str(), std::move(loop));
  }
  return turns;
}

void CostEvaluator::requireEqual(const Expr &lhs, const Expr &rhs,
                                 const Twine &reason) {
  if (lhs != rhs)
    tree.preconditions.push_back(
        {frame->op, lhs - rhs, /*isEquality=*/true, reason.str()});
}

void CostEvaluator::require(const Expr &condition, const Twine &reason) {
  if (condition.isKnownNonNegative())
    return;
  // min(a, -a) >= 0 says that a is zero.
  const Atom *atom = condition.asAtom();
  if (atom && atom->getKind() == Atom::Kind::Min &&
      atom->getOperands().size() == 2 &&
      atom->getOperands()[0] == -atom->getOperands()[1])
    tree.preconditions.push_back({frame->op, atom->getOperands()[1],
                                  /*isEquality=*/true, reason.str()});
  else
    tree.preconditions.push_back(
        {frame->op, condition, /*isEquality=*/false, reason.str()});
}

Count CostEvaluator::points(ArrayRef<Count> ranges, bool areProducts) {
  return useful.points(frame->op, ranges, areProducts);
}

Count CostEvaluator::dataElements(Value value) {
  return useful.dataElements(value, shape(value));
}

bool CostEvaluator::isStartValue(Value init) {
  return convention.isFunctional && useful.isFill(init);
}

bool CostEvaluator::feedsOnlySizes(Value value) {
  return !isInBody && sizeScalars.contains(value);
}
