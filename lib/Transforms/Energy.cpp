//===- Energy.cpp - Writes energies beside the ops ------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Analysis/AnalyzedProgram.h"
#include "fpo/Analysis/Energy/EnergyEstimate.h"
#include "fpo/Dialect/Fpo/FpoDialect.h"
#include "fpo/Transforms/Passes.h"

#include "mlir/IR/Builders.h"
#include "mlir/Interfaces/FunctionInterfaces.h"

namespace mlir::fpo {
#define GEN_PASS_DEF_FPOENERGYPASS
#include "fpo/Transforms/Passes.h.inc"
} // namespace mlir::fpo

using namespace mlir;
using namespace mlir::fpo;

static NamedAttribute boundsOf(Builder &builder, StringRef name,
                               const Estimate &estimate) {
  SmallVector<double, 2> bounds = {estimate.lower};
  if (estimate.upper)
    bounds.push_back(*estimate.upper);
  return builder.getNamedAttr(name, builder.getDenseF64ArrayAttr(bounds));
}

namespace {
struct Energy : fpo::impl::FpoEnergyPassBase<Energy> {
  using FpoEnergyPassBase::FpoEnergyPassBase;

  void runOnOperation() override {
    Location loc = getOperation().getLoc();
    FailureOr<EnergyModel> model =
        loadEnergyModel(&getContext(), table, level, grid, loc);
    if (failed(model))
      return signalPassFailure();
    FailureOr<AnalyzedProgram> analyzed = AnalyzedProgram::get(
        getOperation(), {{entry, std::nullopt}, bind}, getAnalysisManager());
    if (failed(analyzed))
      return signalPassFailure();
    const CostTree &tree = analyzed->getTree();
    getOperation()->walk(
        [](Operation *op) { op->removeDiscardableAttr(kEnergyAttrName); });

    auto writeNode = [&](const CostNode &node, const NodeRuns &) {
      if (!isa<FunctionOpInterface>(node.op))
        write(*model, node.op, *node.total);
    };
    Repetition::Ref once = Repetition::once();
    walkNodes(tree.topLevel, once, writeNode);
    for (const CostFunction *function : tree.order) {
      walkNodes(function->blocks, once, writeNode);
      write(*model, function->op, *function->total);
    }
    write(*model, getOperation(), analyzed->getProgram().total);
    markAllAnalysesPreserved();
  }

private:
  static void write(const EnergyModel &model, Operation *op, const Cost &cost) {
    if (cost.isZero())
      return;
    std::optional<EnergyEstimate> energy = estimateEnergy(model, cost);
    if (!energy)
      return;
    Builder builder(op->getContext());
    SmallVector<NamedAttribute> parts = {
        boundsOf(builder, "joules", energy->total)};
    if (isa<ModuleOp>(op)) {
      parts.push_back(boundsOf(builder, "kwh", energy->kilowattHours()));
      parts.push_back(
          boundsOf(builder, "kg_co2e", energy->kilogramsCO2e(model)));
    }
    op->setDiscardableAttr(kEnergyAttrName, builder.getDictionaryAttr(parts));
  }
};
} // namespace
