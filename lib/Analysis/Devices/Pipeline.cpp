//===- Pipeline.cpp - Stages of a program ---------------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Analysis/Devices/Pipeline.h"

#include "fpo/Analysis/Energy/EnergyEstimate.h"
#include "fpo/Dialect/Fpo/FpoDialect.h"

#include <map>

using namespace mlir;
using namespace mlir::fpo;

double Pipeline::bubble() const {
  double others = double(stages.size()) - 1;
  return stages.empty() ? 0 : others / (double(microbatches) + others);
}

std::optional<double> Pipeline::idle() const {
  double sum = 0, most = 0;
  for (const Stage &stage : stages) {
    const Count &fpo = stage.cost.fpo();
    if (!fpo.isNumber())
      return std::nullopt;
    double time = toEstimate(fpo)->lower;
    sum += time;
    most = std::max(most, time);
  }
  if (sum == 0)
    return std::nullopt;
  double all =
      double(stages.size()) * (sum + (double(microbatches) - 1) * most);
  return 1 - double(microbatches) * sum / all;
}

static IntegerAttr stageOf(Operation *op) {
  return op->getAttrOfType<IntegerAttr>(kStageAttrName);
}

/// Whether something around `op`, in its function or that itself, is marked.
static bool isInStage(Operation *op, const CostFunction *function) {
  for (Operation *parent = op->getParentOp(); parent;
       parent = parent->getParentOp()) {
    if (stageOf(parent))
      return true;
    if (function && parent == function->op)
      break;
  }
  return false;
}

Pipeline fpo::computePipeline(const CostTree &tree, const ProgramCost &program,
                              uint64_t microbatches) {
  Pipeline pipeline;
  pipeline.microbatches = microbatches;
  std::map<int64_t, Stage> stages;
  auto add = [&](IntegerAttr number, const Cost &cost) {
    Stage &stage = stages[number.getInt()];
    stage.number = number.getInt();
    stage.cost += cost;
    ++stage.numOps;
  };
  for (const CostFunction *entry : program.entries)
    if (IntegerAttr stage = stageOf(entry->op))
      add(stage, *entry->total);
  // Functions that are part of a stage, since what calls them is.
  llvm::DenseSet<const CostFunction *> covered;
  walkProgram(tree, program,
              [&](const CostNode &node, const NodeRuns &runs,
                  const CostFunction *function) {
                const CostFunction *callee = tree.callees.lookup(node.op);
                IntegerAttr stage = stageOf(node.op);
                if (!stage && callee)
                  stage = stageOf(callee->op);
                bool isCovered =
                    (function && covered.contains(function)) ||
                    ((stage || callee) && isInStage(node.op, function));
                if (callee && (stage || isCovered))
                  covered.insert(callee);
                if (stage && !isCovered)
                  add(stage, runs.total(*node.total));
              });
  Cost staged;
  for (auto &[number, stage] : stages) {
    staged += stage.cost;
    pipeline.stages.push_back(std::move(stage));
  }
  if (!pipeline.stages.empty())
    pipeline.rest = program.total.without(staged);
  return pipeline;
}
