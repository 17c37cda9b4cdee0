//===- CostEvaluator.cpp - Asks each op for its cost ----------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CostEvaluator.h"

#include "fpo/Dialect/Fpo/FpoDialect.h"

#include "mlir/IR/Dominance.h"
#include "mlir/IR/Matchers.h"
#include "mlir/IR/RegionGraphTraits.h"
#include "mlir/Interfaces/CallInterfaces.h"
#include "mlir/Interfaces/ControlFlowInterfaces.h"
#include "llvm/ADT/SCCIterator.h"

using namespace mlir;
using namespace mlir::fpo;

/// Calls in calls up to which callees are costed where they are met.
static constexpr unsigned kMaxCallDepth = 64;

//===----------------------------------------------------------------------===//
// Functions
//===----------------------------------------------------------------------===//

/// The symbol's name, after those of the symbol tables under `root` that it is
/// nested in.
static std::string qualifiedName(Operation *op, Operation *root) {
  std::string name = SymbolTable::getSymbolName(op).str();
  if (op == root)
    return name;
  for (Operation *parent = op->getParentOp(); parent && parent != root;
       parent = parent->getParentOp())
    if (auto outer =
            parent->getAttrOfType<StringAttr>(SymbolTable::getSymbolAttrName()))
      name = outer.str() + "::" + name;
  return name;
}

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

  tree.functions.push_back({function, qualifiedName(function, root), total,
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
    total += evaluate(region, &current.regions);
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
  frame->addInner(*known->total);
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

CostNode CostEvaluator::evaluate(Operation *op) {
  auto costed = dyn_cast<CostOpInterface>(op);
  // A function costs something where it is called.
  if (costed ? costed.isFree()
             : isa<FunctionOpInterface>(op) || isCompileTime(op)) {
    if (op->hasTrait<OpTrait::ConstantLike>())
      scope->constants.push_back(op);
    return {op, nothing, nothing, {}};
  }

  Frame current(op);
  Frame *outer = std::exchange(frame, &current);
  Cost own;
  if (costed)
    own = costed.getCost(*this);
  else
    own = unknown(op->isRegistered() ? "there is no cost for this op"
                                     : "the op is not registered");
  frame = outer;
  if (current.stated)
    own += *current.stated;

  if (!own.isBounded() || current.isUnknown) {
    assert(!current.reason.empty() && "an unknown cost has a reason");
    if (isInBody)
      note(op->getName().getStringRef() + ": " + current.reason);
    else
      addUnknown(op, std::move(current.reason));
  }

  CostNode node{op, tree.pool.get(own), nullptr, {}};
  node.total = current.inner ? tree.pool.get(own + *current.inner) : node.own;
  if (!current.regions.empty())
    node.regions = tree.regions.emplace_back(std::move(current.regions));
  return node;
}

CostEvaluator::Answer
CostEvaluator::query(Operation *op,
                     llvm::function_ref<Cost(CostContext &)> ask) {
  Frame current(op);
  Frame *outer = std::exchange(frame, &current);
  Cost cost = ask(*this);
  frame = outer;
  return {std::move(cost), std::move(current.reason)};
}

void CostEvaluator::addUnknown(Operation *op, std::string reason) {
  if (tree.unknownByOperation.try_emplace(op, tree.unknown.size()).second)
    tree.unknown.push_back({op, std::move(reason)});
}

void CostEvaluator::note(const Twine &reason) {
  if (frame->reason.empty())
    frame->reason = reason.str();
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

Cost CostEvaluator::evaluate(Block &block, std::vector<CostNode> *nodes) {
  Cost total;
  for (Operation &op : block) {
    CostNode node = evaluate(&op);
    if (!node.total->isZero())
      total += *node.total;
    if (nodes)
      nodes->push_back(node);
  }
  return total;
}

Cost CostEvaluator::evaluate(Region &region, std::vector<CostRegion> *blocks) {
  if (region.empty())
    return Cost();
  if (!region.hasOneBlock())
    return evaluateGraph(region, blocks);
  if (!blocks)
    return evaluate(region.front(), nullptr);
  std::vector<CostNode> nodes;
  Cost total = evaluate(region.front(), &nodes);
  blocks->push_back({1, std::move(nodes)});
  return total;
}

/// The blocks that may follow: the one that a constant condition leads to, or
/// all.
static SmallVector<Block *> successors(Block *block) {
  if (auto branch = dyn_cast<BranchOpInterface>(block->getTerminator())) {
    SmallVector<Attribute> operands;
    for (Value operand : branch->getOperands()) {
      Attribute constant;
      matchPattern(operand, m_Constant(&constant));
      operands.push_back(constant);
    }
    if (Block *taken = branch.getSuccessorForOperands(operands))
      return {taken};
  }
  return llvm::to_vector(block->getSuccessors());
}

/// [flow.cfg] Blocks in a cycle run an unknown number of times; of the others,
/// the cost of what follows a block is one of those of its successors.
Cost CostEvaluator::evaluateGraph(Region &region,
                                  std::vector<CostRegion> *blocks) {
  PostDominanceInfo postDominance(region.getParentOp());
  Block *entry = &region.front();

  // What it costs to go on from each block to the end of the region.
  llvm::DenseMap<Block *, Cost> costFrom;
  llvm::DenseMap<Block *, CostRegion> byBlock;
  for (auto it = llvm::scc_begin(&region); !it.isAtEnd(); ++it) {
    ArrayRef<Block *> component = *it;
    bool isCycle = it.hasCycle();
    Cost here;
    std::optional<Cost> after;
    for (Block *block : component) {
      CostRegion costed;
      Cost once = evaluate(*block, blocks ? &costed.nodes : nullptr);
      costed.times = 1;
      if (isCycle) {
        costed.times = Count::unknown();
        if (!once.isZero()) {
          note("how often a loop of blocks turns is not known");
          frame->isUnknown = true;
        }
      } else if (block != entry && !postDominance.postDominates(block, entry)) {
        costed.times = Count::between(DynamicAPInt(0), DynamicAPInt(1));
      }
      here += isCycle ? once * costed.times : once;
      byBlock[block] = std::move(costed);

      for (Block *next : successors(block)) {
        if (llvm::is_contained(component, next))
          continue;
        const Cost &rest = costFrom[next];
        after = after ? after->hull(rest) : rest;
      }
    }
    if (after)
      here += *after;
    for (Block *block : component)
      costFrom[block] = here;
  }

  if (blocks)
    for (Block &block : region) {
      auto it = byBlock.find(&block);
      if (it != byBlock.end())
        blocks->push_back(std::move(it->second));
    }
  return costFrom[entry];
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
  Cost once = evaluate(region, isInBody ? nullptr : &blocks);
  if (!times.isBounded() && !once.isZero())
    frame->isUnknown = true;
  frame->addInner(once * times);
  append(frame->regions, std::move(blocks), times);
}

void CostEvaluator::runOneOf(ArrayRef<Region *> regions) {
  std::optional<Cost> either;
  Count maybe = Count::between(DynamicAPInt(0), DynamicAPInt(1));
  for (Region *region : regions) {
    std::vector<CostRegion> blocks;
    Cost once;
    if (region)
      once = evaluate(*region, isInBody ? nullptr : &blocks);
    either = either ? either->hull(once) : once;
    append(frame->regions, std::move(blocks), maybe);
  }
  if (either)
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
  Cost cost = evaluate(region, nullptr);
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
// Sizes and rules
//===----------------------------------------------------------------------===//

Count CostEvaluator::dim(Value shaped, unsigned index) {
  auto type = cast<ShapedType>(shaped.getType());
  if (!type.hasRank())
    return atLeast(0, "a shape is not ranked");
  if (index >= type.getRank())
    return atLeast(0, "a shape has too few dimensions");
  if (!type.isDynamicDim(index))
    return type.getDimSize(index);
  std::string what = "dimension " + std::to_string(index);
  for (OpOperand &operand : frame->op->getOpOperands())
    if (operand.get() == shaped)
      return atLeast(0, what + " of operand " +
                            Twine(operand.getOperandNumber()) + " is dynamic");
  for (OpResult result : frame->op->getResults())
    if (result == shaped)
      return atLeast(0, what + " of result " + Twine(result.getResultNumber()) +
                            " is dynamic");
  return atLeast(0, what + " is dynamic");
}

Cost CostEvaluator::scalar(StringRef name, Type type) {
  if (std::optional<Cost> cost = rules.lookup(name, type))
    return *cost;
  std::string typeName;
  llvm::raw_string_ostream(typeName) << type;
  return unknown("there is no rule for " + name + " on " + typeName);
}

bool CostEvaluator::feedsOnlySizes(Value value) {
  return !isInBody && sizeScalars.contains(value);
}
