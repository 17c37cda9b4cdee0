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

using namespace mlir;
using namespace mlir::fpo;

/// Which of two counts comes first in a list of the largest.
static bool exceeds(const Count &lhs, const Count &rhs) {
  if (lhs.lower().isConstant() && rhs.lower().isConstant())
    return lhs.lower().constant() > rhs.lower().constant();
  return toDouble(lhs) > toDouble(rhs);
}

StringRef fpo::stringify(Convention convention) {
  return convention == Convention::Mac ? "mac" : "fpo";
}

static bool hasShapedArguments(const CostFunction *function) {
  auto op = cast<FunctionOpInterface>(function->op);
  return llvm::any_of(op.getArgumentTypes(), llvm::IsaPred<ShapedType>);
}

Report::Report(const CostTree &tree, ProgramCost program, ReportOptions options)
    : tree(tree), program(std::move(program)), options(std::move(options)),
      unknown(collectUnknown(tree, this->program)) {
  ArrayRef<const CostFunction *> entries = this->program.entries;
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
  if (entries.size() == 1 && this->program.parameters.elements.isZero() &&
      hasShapedArguments(entries.front()))
    notes.emplace_back(
        "no argument is marked as a parameter; --inputs=N takes all "
        "but the last N for parameters");
}

Count Report::operations(const Cost &cost) const {
  return options.convention == Convention::Mac ? cost.mac : cost.fpo();
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
  walkProgram(
      tree, program,
      [&](const CostNode &node, const Count &times,
          const CostFunction *function) {
        size_t here = id++;
        const std::string *reason = tree.lookupReason(node.op);
        if ((node.own->isZero() && !reason) || times.isZero())
          return;
        visit({here, node.op, function, times, *node.own * times, reason});
      });
}

SmallVector<const CostFunction *> Report::getFunctions() const {
  return llvm::filter_to_vector(tree.order, [&](const CostFunction *function) {
    return program.calls.contains(function);
  });
}

std::vector<OpCost> Report::getTopOps(size_t n) const {
  std::vector<OpCost> top;
  auto precedes = [&](const OpCost &lhs, const OpCost &rhs) {
    Count left = operations(lhs.cost), right = operations(rhs.cost);
    if (left.lower() != right.lower())
      return exceeds(left, right);
    return lhs.id < rhs.id;
  };
  // A heap with the cheapest of the best so far in front.
  forEachOp([&](const OpCost &op) {
    if (operations(op.cost).isZero())
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
