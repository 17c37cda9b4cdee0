//===- Annotate.cpp - Writes costs beside the ops -------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Analysis/AnalyzedProgram.h"
#include "fpo/Analysis/RuleCheck.h"
#include "fpo/Dialect/Fpo/FpoDialect.h"
#include "fpo/Transforms/Passes.h"

#include "mlir/Interfaces/FunctionInterfaces.h"

namespace mlir::fpo {
#define GEN_PASS_DEF_FPOANNOTATEPASS
#include "fpo/Transforms/Passes.h.inc"
} // namespace mlir::fpo

using namespace mlir;
using namespace mlir::fpo;

namespace {
/// Sets `fpo.cost`. The attribute, and the dictionary of an op that has no
/// other, are made once for each cost.
class CostWriter {
public:
  explicit CostWriter(MLIRContext *context)
      : context(context), costName(StringAttr::get(context, kCostAttrName)),
        unknownName(StringAttr::get(context, kUnknownAttrName)) {}

  void write(Operation *op, const Cost *cost,
             const std::string *unknownReason) {
    const Written &written = get(cost);
    DictionaryAttr before = op->getDiscardableAttrDictionary();
    if (before.empty() && !unknownReason) {
      op->setDiscardableAttrs(written.dictionary);
      return;
    }
    op->setDiscardableAttr(costName, written.attribute);
    if (unknownReason)
      op->setDiscardableAttr(unknownName,
                             StringAttr::get(context, *unknownReason));
    else if (before.contains(unknownName))
      op->removeDiscardableAttr(unknownName);
  }

private:
  struct Written {
    CostAttr attribute;
    DictionaryAttr dictionary;
  };

  const Written &get(const Cost *cost) {
    auto [it, isNew] = known.try_emplace(cost);
    if (isNew) {
      it->second.attribute = CostAttr::get(context, *cost);
      it->second.dictionary = DictionaryAttr::get(
          context, NamedAttribute(costName, it->second.attribute));
    }
    return it->second;
  }

  MLIRContext *context;
  StringAttr costName, unknownName;
  llvm::DenseMap<const Cost *, Written> known;
};

struct Annotate : fpo::impl::FpoAnnotatePassBase<Annotate> {
  using FpoAnnotatePassBase::FpoAnnotatePassBase;

  LogicalResult initialize(MLIRContext *context) override {
    if (rules.empty())
      return success();
    FailureOr<std::shared_ptr<RuleSet>> loaded = loadRules(context, rules);
    if (failed(loaded))
      return failure();
    ruleSet = std::move(*loaded);
    return success();
  }

  void runOnOperation() override {
    FailureOr<AnalyzedProgram> analyzed = AnalyzedProgram::get(
        getOperation(), {{entry, std::nullopt}, bind, strict, ruleSet},
        getAnalysisManager());
    if (failed(analyzed))
      return signalPassFailure();
    const CostTree &tree = analyzed->getTree();

    CostWriter writer(&getContext());
    auto writeNode = [&](const CostNode &node, const NodeRuns &) {
      if (!node.op->hasTrait<OpTrait::IsTerminator>() &&
          !isa<FunctionOpInterface>(node.op))
        writer.write(node.op, node.total, tree.lookupReason(node.op));
    };
    Repetition::Ref once = Repetition::once();
    walkNodes(tree.topLevel, once, writeNode);
    for (const CostFunction *function : tree.order) {
      walkNodes(function->blocks, once, writeNode);
      writer.write(function->op, function->total,
                   tree.lookupReason(function->op));
    }
    writer.write(getOperation(), &analyzed->getProgram().total,
                 tree.lookupReason(getOperation()));
    // No op has changed but for attributes that no cost depends on.
    markAllAnalysesPreserved();
  }

private:
  /// The rules of the option's files; without, those of the context are used.
  std::shared_ptr<RuleSet> ruleSet;
};
} // namespace
