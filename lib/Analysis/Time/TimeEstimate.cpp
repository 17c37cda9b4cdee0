//===- TimeEstimate.cpp - How long a program takes on a machine -----------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Analysis/Time/TimeEstimate.h"

#include "GroupTimer.h"

#include <map>

using namespace mlir;
using namespace mlir::fpo;

TimeRange &TimeRange::operator+=(const TimeRange &other) {
  lower += other.lower;
  if (upper && other.upper)
    *upper += *other.upper;
  else
    upper.reset();
  return *this;
}

TimeRange fpo::max(const TimeRange &lhs, const TimeRange &rhs) {
  TimeRange later{std::max(lhs.lower, rhs.lower), std::nullopt};
  if (lhs.upper && rhs.upper)
    later.upper = std::max(*lhs.upper, *rhs.upper);
  return later;
}

//===----------------------------------------------------------------------===//
// Functions
//===----------------------------------------------------------------------===//

/// [time.path] The longest chain of steps that wait for each other.
static TimeRange longestChain(const FusionSteps &steps,
                              ArrayRef<TimeRange> times) {
  TimeRange longest;
  std::vector<TimeRange> finished;
  for (auto [step, time] : llvm::zip_equal(steps.list, times)) {
    TimeRange start;
    if (!steps.isOneBlock && !finished.empty())
      start = finished.back();
    for (unsigned producer : step.producers)
      start = max(start, finished[producer]);
    start += time;
    finished.push_back(start);
    longest = max(longest, start);
  }
  return longest;
}

namespace {
/// Times the functions of a tree, callees first.
class FunctionTimer {
public:
  FunctionTimer(const CostTree &tree, const FusionGroups &groups,
                GroupTimer &timer)
      : tree(tree), groups(groups), timer(timer) {}

  /// One call; none if it depends on open symbols.
  std::optional<FunctionTime> time(const CostFunction *function,
                                   ArrayRef<CostRegion> blocks) {
    const FusionSteps &steps = groups.getSteps(function);
    std::vector<TimeRange> sums(steps.list.size()), paths(steps.list.size());
    bool isKnown = true;
    Repetition::Ref once = Repetition::once();
    walkNodes(blocks, once, [&](const CostNode &node, const NodeRuns &runs) {
      if (const FusionGroup *group = groups.lookupRoot(node.op)) {
        std::optional<GroupTime> time =
            timer.time(*group, runs, steps.outsideBytes);
        isKnown &= time.has_value();
        if (time) {
          sums[group->step] += time->seconds;
          paths[group->step] += time->seconds;
        }
      }
      if (const CostFunction *callee = tree.callees.lookup(node.op))
        isKnown &= addCall(callee, steps.stepOfCall.lookup(node.op), runs, sums,
                           paths);
    });
    if (!isKnown)
      return std::nullopt;
    FunctionTime result;
    for (const TimeRange &sum : sums)
      result.sum += sum;
    result.criticalPath = longestChain(steps, paths);
    return result;
  }

  llvm::DenseMap<const CostFunction *, FunctionTime> known;

private:
  bool addCall(const CostFunction *callee, unsigned step, const NodeRuns &runs,
               std::vector<TimeRange> &sums, std::vector<TimeRange> &paths) {
    auto time = known.find(callee);
    Count times = runs.times();
    if (time == known.end() || !times.isNumber())
      return false;
    double number = double(int64_t(times.number()));
    sums[step] += time->second.sum * number;
    paths[step] += time->second.criticalPath * number;
    return true;
  }

  const CostTree &tree;
  const FusionGroups &groups;
  GroupTimer &timer;
};
} // namespace

llvm::DenseMap<const CostFunction *, FunctionTime>
fpo::estimateFunctions(const CostTree &tree, const FusionGroups &groups,
                       const MachineRates &machine) {
  GroupTimer timer(machine);
  FunctionTimer functions(tree, groups, timer);
  for (const CostFunction &function : tree.functions)
    if (auto time = functions.time(&function, function.blocks))
      functions.known[&function] = *time;
  return std::move(functions.known);
}

//===----------------------------------------------------------------------===//
// Programs
//===----------------------------------------------------------------------===//

/// [time.mfu] The rate of the unit that does most of the multiply-accumulates.
static void findPeak(TimeEstimate &estimate, const MachineRates &machine,
                     const llvm::MapVector<const PeakRate *, Count> &macs) {
  const PeakRate *main = nullptr;
  Count most;
  for (const auto &[rate, count] : macs)
    if (count.isNumber() && (!main || count.number() > most.number())) {
      main = rate;
      most = count;
    }
  if (!main)
    return;
  estimate.peak = machine.operationsPerSecond(*main);
  llvm::raw_string_ostream(estimate.peakName)
      << main->unit << ' ' << main->type;
}

/// [time.sum] The groups one after the other.
TimeEstimate fpo::estimateTime(const CostTree &tree, const ProgramCost &program,
                               const FusionGroups &groups,
                               const MachineRates &machine) {
  TimeEstimate estimate;
  estimate.target = machine.getTarget().name;
  estimate.cores = machine.getCores();
  estimate.modelOperations = program.total.mac * Count(2);
  GroupTimer timer(machine);
  std::map<std::string, double> limits;
  llvm::MapVector<const PeakRate *, Count> macs;
  groups.walk(program, [&](const FusionGroup &group, const NodeRuns &runs) {
    std::optional<GroupTime> time =
        timer.time(group, runs, groups.getSteps(group.function).outsideBytes);
    if (!time) {
      estimate.unset = "sizes are open: --bind=SYMBOL=N gives them numbers";
      return;
    }
    estimate.sum += time->seconds;
    if (!time->limit.empty())
      limits[time->limit] += time->seconds.lower;
    if (const PeakRate *rate = timer.findProductRate(group))
      macs[rate] += runs.total(group.cost).mac;
    estimate.groups.push_back(std::move(*time));
  });
  if (!estimate.unset.empty()) {
    estimate.groups.clear();
    return estimate;
  }
  llvm::sort(estimate.groups, [](const GroupTime &lhs, const GroupTime &rhs) {
    return lhs.group->id < rhs.group->id;
  });
  for (auto &[name, seconds] : limits)
    estimate.limits.emplace_back(name, seconds);
  llvm::sort(estimate.limits, [](const auto &lhs, const auto &rhs) {
    return lhs.second != rhs.second ? lhs.second > rhs.second
                                    : lhs.first < rhs.first;
  });
  findPeak(estimate, machine, macs);

  FunctionTimer functions(tree, groups, timer);
  for (const CostFunction &function : tree.functions)
    if (auto time = functions.time(&function, function.blocks))
      functions.known[&function] = *time;
  TimeRange path;
  bool isKnown = true;
  for (const CostFunction *entry : program.entries) {
    auto time = functions.known.find(entry);
    isKnown &= time != functions.known.end();
    if (isKnown)
      path += time->second.criticalPath;
  }
  if (std::optional<FunctionTime> beside =
          functions.time(nullptr, tree.topLevel))
    path += beside->criticalPath;
  else
    isKnown = false;
  if (isKnown)
    estimate.criticalPath = path;
  estimate.unrated.assign(timer.getUnrated().begin(), timer.getUnrated().end());
  return estimate;
}
