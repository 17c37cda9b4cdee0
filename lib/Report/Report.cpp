//===- Report.cpp - What a report says, whatever it looks like ------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Report/Report.h"

#include "fpo/Report/Format.h"

#include "fpo/Analysis/Strict.h"
#include "fpo/Report/Format.h"

#include "mlir/Interfaces/FunctionInterfaces.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

#include <set>

using namespace mlir;
using namespace mlir::fpo;

/// Which of two counts comes first in a list of the largest.
static bool exceeds(const Count &lhs, const Count &rhs) {
  if (lhs.lower().isConstant() && rhs.lower().isConstant())
    return lhs.lower().constant() > rhs.lower().constant();
  return toDouble(lhs) > toDouble(rhs);
}

StringRef fpo::stringify(CountMode count) {
  return count == CountMode::Useful ? "useful" : "executed";
}

static bool hasShapedArguments(const CostFunction *function) {
  auto op = cast<FunctionOpInterface>(function->op);
  return llvm::any_of(op.getArgumentTypes(), llvm::IsaPred<ShapedType>);
}

Report::Report(const AnalyzedProgram &analyzed, ReportOptions theOptions,
               const CostTree *executedTree)
    : tree(analyzed.getTree()), program(analyzed.getProgram()),
      options(std::move(theOptions)), unknown(collectUnknown(tree, program)) {
  if (executedTree) {
    auto note = [&](const CostNode &node, const NodeRuns &) {
      executed.try_emplace(node.op, node.own);
    };
    Repetition::Ref once = Repetition::once();
    walkNodes(executedTree->topLevel, once, note);
    for (const CostFunction *function : executedTree->order)
      walkNodes(function->blocks, once, note);
    forEachOp([&](const OpCost &op) { waste += op.waste; });
  }
  std::set<std::string> used;
  program.total.anyOf([&](const Expr &expr) {
    expr.collectSymbols(used);
    return false;
  });
  for (const auto &[name, meaning] : tree.symbols) {
    auto bound = analyzed.getBindings().find(name);
    bool isBound = bound != analyzed.getBindings().end();
    if (isBound)
      symbols.push_back({name, bound->second, &meaning});
    else if (used.count(name))
      symbols.push_back({name, std::nullopt, &meaning});
  }
  // The arguments of several entries bear their names.
  for (const std::string &name : used)
    if (!llvm::any_of(symbols, [&](const ReportSymbol &symbol) {
          return symbol.name == name;
        }))
      if (const auto *known = tree.symbols.find(
              name.substr(std::min(name.find("arg"), name.size())));
          known != tree.symbols.end())
        symbols.push_back({name, std::nullopt, &known->second});
  for (const OpenPrecondition &entry : analyzed.getPreconditions())
    notes.push_back("the count holds where " + entry.text);

  ArrayRef<const CostFunction *> entries = program.entries;
  if (entries.size() > 1) {
    std::string names =
        llvm::join(llvm::map_range(entries.take_front(4),
                                   [](const CostFunction *function) {
                                     return function->name;
                                   }),
                   ", ");
    if (entries.size() > 4)
      names += ", ...";
    notes.push_back("the totals are the sum over " +
                    std::to_string(entries.size()) +
                    " public functions that no one calls (" + names +
                    "); --entry=NAME picks one");
  }
  if (entries.size() == 1 && program.parameters.elements.isZero() &&
      hasShapedArguments(entries.front()))
    notes.emplace_back(
        "no argument is marked as a parameter; --inputs=N takes all "
        "but the last N for parameters");
}

LogicalResult Report::verifySweeps(Location loc) const {
  if (options.sweepRows.empty())
    return success();
  for (const auto &entry : options.sweepRows.front()) {
    auto isSwept = [&](const ReportSymbol &symbol) {
      return symbol.name == entry.first && !symbol.value;
    };
    if (llvm::any_of(symbols, isSwept))
      continue;
    InFlightDiagnostic error = emitError(loc)
                               << "the totals do not depend on '" << entry.first
                               << "', so it can't be swept";
    std::string names;
    for (const ReportSymbol &symbol : symbols)
      if (!symbol.value)
        names += (names.empty() ? "" : ", ") + symbol.name;
    error.attachNote() << (names.empty()
                               ? std::string("they depend on no symbol")
                               : "they depend on " + names);
    return error;
  }
  return success();
}

std::vector<Cost> Report::getSweepTotals() const {
  std::vector<Cost> totals;
  for (const SymbolValues &row : options.sweepRows)
    totals.push_back(program.total.substitute(lookupIn(row)));
  return totals;
}

StringRef Report::status(const Cost &cost) {
  return cost.isExact() ? "exact" : cost.isBounded() ? "interval" : "unknown";
}

StringRef Report::getEntryName() const {
  return program.entries.size() == 1 ? StringRef(program.entries.front()->name)
                                     : StringRef();
}

void Report::forEachOp(llvm::function_ref<void(const OpCost &)> visit) const {
  size_t id = 0;
  walkProgram(tree, program,
              [&](const CostNode &node, const NodeRuns &runs,
                  const CostFunction *function) {
                size_t here = id++;
                const std::string *reason = tree.lookupReason(node.op);
                const Cost *all = executed.lookup(node.op);
                if (!all || *all == *node.own)
                  all = node.own;
                if (all->isZero() && !reason)
                  return;
                Count times = runs.times();
                if (times.isZero())
                  return;
                Cost counted = runs.total(*node.own);
                Waste wasted;
                if (all != node.own) {
                  Cost total = runs.total(*all);
                  wasted = {operations(total).without(operations(counted)),
                            total.iop().without(counted.iop()),
                            total.mac.without(counted.mac)};
                }
                visit({here, node.op, function, times, std::move(counted),
                       std::move(wasted), reason});
              });
}

void Report::forEachId(
    llvm::function_ref<void(Operation *, size_t id)> visit) const {
  size_t id = 0;
  walkProgram(tree, program,
              [&](const CostNode &node, const NodeRuns &,
                  const CostFunction *) { visit(node.op, id++); });
}

SmallVector<const CostFunction *> Report::getFunctions() const {
  return llvm::filter_to_vector(tree.order, [&](const CostFunction *function) {
    return program.calls.contains(function);
  });
}

std::vector<OpCost> Report::getTopOps(size_t n) const {
  return getTop(n, [&](const OpCost &op) { return operations(op.cost); });
}

std::vector<OpCost> Report::getMostWasteful(size_t n) const {
  return getTop(n, [](const OpCost &op) { return op.waste.all(); });
}

std::vector<OpCost>
Report::getTop(size_t n, llvm::function_ref<Count(const OpCost &)> rank) const {
  std::vector<OpCost> top;
  auto precedes = [&](const OpCost &lhs, const OpCost &rhs) {
    Count left = rank(lhs), right = rank(rhs);
    if (left.lower() != right.lower())
      return exceeds(left, right);
    return lhs.id < rhs.id;
  };
  // A heap with the cheapest of the best so far in front.
  forEachOp([&](const OpCost &op) {
    if (rank(op).isZero())
      return;
    top.push_back(op);
    std::push_heap(top.begin(), top.end(), precedes);
    if (top.size() > n) {
      std::pop_heap(top.begin(), top.end(), precedes);
      top.pop_back();
    }
  });
  std::sort_heap(top.begin(), top.end(), precedes);
  return top;
}

std::vector<std::pair<StringRef, OpGroup>> Report::getKinds() const {
  llvm::MapVector<StringRef, OpGroup> byName;
  forEachOp([&](const OpCost &op) {
    byName[op.op->getName().getStringRef()].add(op.cost);
  });
  std::vector<std::pair<StringRef, OpGroup>> kinds(byName.begin(),
                                                   byName.end());
  // Of kinds that cost the same, the one that comes first by name.
  llvm::sort(kinds, [&](const auto &lhs, const auto &rhs) {
    Count left = operations(lhs.second.cost);
    Count right = operations(rhs.second.cost);
    if (left.lower() != right.lower())
      return exceeds(left, right);
    return lhs.first < rhs.first;
  });
  return kinds;
}

std::unique_ptr<LocationNode> Report::getLocations() const {
  auto root = std::make_unique<LocationNode>();
  forEachOp([&](const OpCost &op) {
    LocationPath path = getLocationPath(op.op->getLoc());
    if (path.parts.empty())
      path.parts.push_back("(no location)");
    LocationNode *node = root.get();
    node->group.add(op.cost);
    for (std::string &part : path.parts) {
      std::unique_ptr<LocationNode> &child = node->children[std::move(part)];
      if (!child)
        child = std::make_unique<LocationNode>();
      node = child.get();
      node->group.add(op.cost);
    }
  });
  return root;
}

bool Report::hasScopes() const {
  std::string file;
  bool found = false;
  forEachOp([&](const OpCost &op) {
    if (found)
      return;
    LocationPath path = getLocationPath(op.op->getLoc());
    if (path.isNamed || path.parts.size() > 2)
      found = true;
    else if (file.empty() && !path.parts.empty())
      file = path.parts.front();
    else if (!path.parts.empty() && path.parts.front() != file)
      found = true;
  });
  return found;
}

SmallVector<UnknownGroup> Report::getUnknownGroups() const {
  llvm::MapVector<std::pair<StringRef, StringRef>, UnknownGroup> groups;
  for (const UnknownCost *entry : unknown) {
    StringRef name = entry->op->getName().getStringRef();
    UnknownGroup &group = groups[{name, entry->reason}];
    if (group.numOps++ == 0) {
      group.op = name.str();
      group.reason = entry->reason;
      group.firstLocation = getLocationPath(entry->op->getLoc()).str();
    }
  }
  SmallVector<UnknownGroup> list;
  for (auto &entry : groups)
    list.push_back(std::move(entry.second));
  return list;
}

void Report::setTraining(TrainingCost cost) {
  training = std::move(cost);
  if (training->trained.isZero())
    notes.emplace_back("nothing is trained: no floating-point parameter has a "
                       "gradient");
}

void Report::addSymbols(const Expr &expr, const SymbolMeanings &meanings) {
  std::set<std::string> used;
  expr.collectSymbols(used);
  for (const auto &entry : meanings)
    if (used.count(entry.first) &&
        !llvm::any_of(symbols, [&](const ReportSymbol &symbol) {
          return symbol.name == entry.first;
        }))
      symbols.push_back({entry.first, std::nullopt, &entry.second});
}

void Report::setMemory(ProgramMemory held, bool isShown) {
  memory = std::move(held);
  isMemoryShown = isShown;
  Count peak = memory->getPeak();
  addSymbols(peak.lower(), memory->getSymbols());
  if (peak.isBounded())
    addSymbols(peak.upper(), memory->getSymbols());
}

std::string Report::describeTraining() const {
  const TrainingOptions &how = training->options;
  std::string text = stringify(how.optimizer).str();
  if (how.hasWeightDecay)
    text += " with weight decay";
  auto many = [](uint64_t n, StringRef what) {
    return formatExact(Count::get(llvm::APInt(64, n))) + " " + what.str() +
           (n == 1 ? "" : "s");
  };
  return text + ", " + many(how.steps, "step") + " x " +
         many(how.epochs, "epoch");
}

SmallVector<std::pair<StringRef, const Cost *>>
fpo::getTrainingParts(const TrainingCost &training) {
  return {{"forward", &training.forward},
          {"backward", &training.backward},
          {"optimizer", &training.optimizer},
          {"step", &training.step},
          {"total", &training.total}};
}
