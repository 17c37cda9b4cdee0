//===- CostEvaluator.h - Asks each op for its cost --------------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_LIB_ANALYSIS_COSTEVALUATOR_H
#define FPO_LIB_ANALYSIS_COSTEVALUATOR_H

#include "BodyCache.h"
#include "SizeScalars.h"

#include "fpo/Analysis/CostOptions.h"
#include "fpo/Analysis/CostTree.h"
#include "fpo/Interfaces/CostOpInterface.h"
#include "fpo/Rules/ScalarRules.h"

#include "mlir/IR/SymbolTable.h"
#include "mlir/Interfaces/FunctionInterfaces.h"

namespace mlir::fpo {

/// Fills a cost tree: asks each op for its own cost, follows what it runs and
/// calls, and notes what is not known.
class CostEvaluator final : public CostContext {
public:
  CostEvaluator(Operation *root, CostTree &tree, BodyCache &bodies,
                const CostOptions &options)
      : root(root), tree(tree), bodies(bodies), options(options),
        nothing(tree.pool.get(Cost())) {}

  /// Costs a function, and first those that it calls, unless that has been
  /// done.
  const CostFunction *evaluateFunction(FunctionOpInterface function);

  /// Costs what stands in the root beside the functions.
  void evaluateTopLevel();

  /// What `ask` finds out about `op`, and why something of it is not known.
  /// The tree stays as it is.
  struct Answer {
    Cost cost;
    std::string reason;
  };
  Answer query(Operation *op, llvm::function_ref<Cost(CostContext &)> ask);

  Count dim(Value shaped, unsigned index) override;
  Cost scalar(StringRef name, Type type) override;
  Cost body(Region &region) override;
  void run(Region &region, const Count &times) override;
  void runOneOf(ArrayRef<Region *> regions) override;
  void call(SymbolRefAttr callee) override;
  Cost unknown(const Twine &reason) override;
  Count atLeast(int64_t least, const Twine &reason) override;
  bool feedsOnlySizes(Value value) override;

private:
  /// What is being found out about one op. Most ops run and call nothing, so
  /// what they would need for that is made when they do.
  struct Frame {
    explicit Frame(Operation *op) : op(op) {}

    /// Adds what a region or a callee costs.
    void addInner(const Cost &cost) { inner = inner ? *inner + cost : cost; }
    /// Adds what is said of a callee without a body.
    void addStated(const Cost &cost) {
      stated = stated ? *stated + cost : cost;
    }

    Operation *op;
    std::optional<Cost> inner;
    std::optional<Cost> stated;
    std::vector<CostRegion> regions;
    /// Of a function: the constants in it.
    std::vector<Operation *> constants;
    /// The first reason why something was not known.
    std::string reason;
    /// Something that costs runs an unknown number of times.
    bool isUnknown = false;
  };

  /// Costs the regions of the function or module of `scope`.
  const Cost *evaluateScope(Frame &scope);
  /// Costs all that `function` calls, directly and indirectly, without
  /// recursion, so that a long chain of calls takes no long chain of frames.
  void evaluateCallees(FunctionOpInterface function);
  CostNode evaluate(Operation *op);
  /// Costs the ops of a block, and lists them in `nodes` unless that is null.
  Cost evaluate(Block &block, std::vector<CostNode> *nodes);
  /// Costs a region, and lists its blocks in `blocks` unless that is null.
  Cost evaluate(Region &region, std::vector<CostRegion> *blocks);
  Cost evaluateGraph(Region &region, std::vector<CostRegion> *blocks);

  void note(const Twine &reason);
  void unknownCallee(const Twine &reason);
  void addUnknown(Operation *op, std::string reason);

  Operation *root;
  CostTree &tree;
  BodyCache &bodies;
  const CostOptions &options;
  const Cost *nothing;
  ScalarRules rules;
  SymbolTableCollection symbols;
  Frame *frame = nullptr;
  /// The function or module whose ops are being costed.
  Frame *scope = nullptr;
  unsigned callDepth = 0;
  /// Within a body nothing is put into the tree.
  bool isInBody = false;
  llvm::DenseSet<Operation *> inProgress;
  SizeScalars sizeScalars;
};

} // namespace mlir::fpo

#endif // FPO_LIB_ANALYSIS_COSTEVALUATOR_H
