//===- Devices.cpp - A program on many devices ----------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Analysis/Devices/Devices.h"

#include "../CostEvaluator.h"

#include "mlir/Dialect/Shard/IR/ShardDialect.h"

using namespace mlir;
using namespace mlir::fpo;

Count DeviceGrid::devices() const {
  Expr devices = 1;
  for (int64_t size : shape) {
    if (ShapedType::isDynamic(size))
      return Count::atLeast(1);
    devices *= size;
  }
  return devices;
}

std::optional<Count> DeviceCosts::devices() const {
  if (grids.empty())
    return std::nullopt;
  Count devices = grids.front().devices();
  for (const DeviceGrid &grid : grids)
    if (grid.devices() != devices)
      return std::nullopt;
  return devices;
}

/// All runs of what sends `bytes` in one.
static SentBytes total(const SentBytes &bytes, const NodeRuns &runs) {
  // Counts are summed over runs as part of a cost.
  Cost ends = runs.total(Cost::traffic(bytes.sent, bytes.total));
  Cost times = runs.total(Cost::traffic(bytes.steps, bytes.path));
  return {times.read, ends.read, ends.write, times.write};
}

KnownCommunication fpo::getCommunication(const CostAnalysis &analysis,
                                         Operation *op) {
  KnownCommunication known;
  known.reason = analysis.getEvaluator()
                     .query(op,
                            [&](CostContext &context) {
                              known.groups = getCommunication(op, context);
                              return Cost();
                            })
                     .reason;
  return known;
}

namespace {
class DeviceAnalysis {
public:
  DeviceAnalysis(const CostAnalysis &analysis, DeviceCosts &costs)
      : analysis(analysis), costs(costs) {}

  void visit(Operation *op, const NodeRuns &runs);

private:
  void addGrid(shard::GridOp grid);
  void addCommunication(Operation *op, const Communication &communication,
                        const NodeRuns &runs);

  const CostAnalysis &analysis;
  DeviceCosts &costs;
  llvm::DenseSet<Operation *> grids;
};
} // namespace

void DeviceAnalysis::addGrid(shard::GridOp grid) {
  if (grids.insert(grid).second)
    costs.grids.push_back(
        {grid.getSymName().str(), llvm::to_vector(grid.getShape())});
}

void DeviceAnalysis::addCommunication(Operation *op,
                                      const Communication &communication,
                                      const NodeRuns &runs) {
  const DeviceGroup &group = communication.group;
  StringRef name = op->getName().getStringRef();
  StringRef grid = shard::GridOp(group.grid).getSymName();
  auto isSame = [&](const GroupCommunication &known) {
    return known.op == name && known.grid == grid && known.axes == group.axes;
  };
  auto place = llvm::find_if(costs.communication, isSame);
  if (place == costs.communication.end()) {
    costs.communication.push_back(
        {name.str(), grid.str(), group.axes, group.size, 0, {}, {}});
    place = std::prev(costs.communication.end());
  }
  ++place->numOps;
  SentBytes ring = total(communication.ring, runs);
  SentBytes tree = total(communication.tree, runs);
  place->ring += ring;
  place->tree += tree;
  costs.ring += ring;
  costs.tree += tree;
}

void DeviceAnalysis::visit(Operation *op, const NodeRuns &runs) {
  if (!isa_and_present<shard::ShardDialect>(op->getDialect()))
    return;
  if (auto grid = dyn_cast<shard::GridOp>(op))
    return addGrid(grid);
  if (isa<shard::ShardOp>(op) && !costs.annotation)
    costs.annotation = op;
  if (!isCommunication(op))
    return;
  auto [parts, reason] = getCommunication(analysis, op);
  if (!reason.empty())
    costs.unknown.push_back({op, std::move(reason)});
  if (!parts) {
    Count some = Count::unknown();
    costs.ring += {some, some, some, some};
    costs.tree += {some, some, some, some};
    return;
  }
  for (const Communication &part : *parts) {
    addGrid(part.group.grid);
    addCommunication(op, part, runs);
  }
}

DeviceCosts fpo::computeDeviceCosts(const CostAnalysis &analysis,
                                    const ProgramCost &program,
                                    uint64_t microbatches) {
  DeviceCosts costs;
  const CostTree &tree = analysis.getTree();
  DeviceAnalysis devices(analysis, costs);
  walkProgram(tree, program,
              [&](const CostNode &node, const NodeRuns &runs,
                  const CostFunction *) { devices.visit(node.op, runs); });
  costs.pipeline = computePipeline(tree, program, microbatches);
  return costs;
}
