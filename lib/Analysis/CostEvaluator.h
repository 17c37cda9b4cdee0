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
#include "Sizes/SizeEvaluator.h"
#include "Useful/UsefulAnalysis.h"

#include "fpo/Analysis/CostOptions.h"
#include "fpo/Analysis/CostTree.h"
#include "fpo/Analysis/RuleCost.h"
#include "fpo/Analysis/SizeScalars.h"
#include "fpo/Interfaces/CostOpInterface.h"
#include "fpo/Rules/RuleSet.h"

#include "mlir/IR/SymbolTable.h"
#include "mlir/Interfaces/FunctionInterfaces.h"

namespace mlir::fpo {

/// Fills a cost tree: asks each op for its own cost, follows what it runs and
/// calls, and notes what is not known.
class CostEvaluator final : public CostContext {
public:
  CostEvaluator(Operation *root, CostTree &tree, BodyCache &bodies,
                const CostOptions &options);

  /// Costs a function, and first those that it calls, unless that has been
  /// done.
  const CostFunction *evaluateFunction(FunctionOpInterface function);

  /// What one application of the scalar op `name` to `type` costs.
  const RuleCost &evaluateScalar(StringRef name, Type type);

  /// Costs what stands in the root beside the functions.
  void evaluateTopLevel();

  /// What `ask` finds out about `op`, and why something of it is not known.
  /// The tree stays as it is.
  struct Answer {
    Cost cost;
    std::string reason;
  };
  Answer query(Operation *op, llvm::function_ref<Cost(CostContext &)> ask);
  /// See SizeEvaluator::setBindings.
  void bind(const SymbolValues &values, ArrayRef<Operation *> entries) {
    sizes.setBindings(values, entries);
  }
  const SizeEvaluator &getSizes() const { return sizes; }
  /// See SizeEvaluator::bindArguments.
  SymbolValues bindArguments(FunctionOpInterface callee,
                             OperandRange operands) {
    return sizes.bindArguments(callee, operands);
  }

  Count dim(Value shaped, unsigned index) override;
  Count points(ArrayRef<Count> ranges, bool areProducts) override;
  Count dataElements(Value value) override;
  const Convention &getConvention() const override { return convention; }
  bool isStartValue(Value init) override;
  Cost scalar(StringRef name, Type type) override;
  Cost body(Region &region) override;
  std::optional<Expr> integer(OpFoldResult value) override {
    return sizes.integer(value);
  }
  std::optional<Expr> affine(AffineExpr expr, unsigned numDims,
                             ValueRange operands) override {
    return sizes.affine(expr, numDims, operands);
  }
  std::optional<Expr> condition(Value value) override {
    return sizes.condition(value);
  }
  Expr turns() override;
  void requireEqual(const Expr &lhs, const Expr &rhs,
                    const Twine &reason) override;
  void require(const Expr &condition, const Twine &reason) override;
  Count runNest(Region &region, ArrayRef<LoopRange> loops) override;
  void runIf(const Expr &condition, Region *yes, Region *no) override;
  void run(Region &region, const Count &times) override;
  void runOneOf(ArrayRef<Region *> regions) override;
  void call(SymbolRefAttr callee) override;
  Cost unknown(const Twine &reason) override;
  Count atLeast(int64_t least, const Twine &reason) override;
  bool feedsOnlySizes(Value value) override;

private:
  /// A cost that depends on loop variables that are in scope, as the sum over a
  /// domain within.
  struct VaryingCost {
    IterationDomain domain;
    Cost cost;
  };

  /// The cost of several ops in sequence.
  struct RegionCost {
    /// Of those that are the same in every turn of the loops around them.
    Cost fixed;
    /// Of the others, and its parts in a form that can be summed.
    Cost varyingTotal;
    std::vector<VaryingCost> varying;

    Cost total() const {
      return varying.empty() ? fixed : fixed + varyingTotal;
    }
  };

  /// What is being found out about one op. Most ops run and call nothing, so
  /// what they would need for that is made when they do.
  struct Frame {
    explicit Frame(Operation *op) : op(op) {}

    /// Adds what a region or a callee costs, if it does not vary.
    void addInner(const Cost &cost) {
      inner = inner ? *inner + cost : cost;
      fixedInner = fixedInner ? *fixedInner + cost : cost;
    }
    /// Adds what varies, as a whole and in its parts.
    void addVarying(const Cost &cost, std::vector<VaryingCost> parts) {
      inner = inner ? *inner + cost : cost;
      llvm::append_range(varying, std::move(parts));
    }
    /// Adds what is said of a callee without a body.
    void addStated(const Cost &cost) {
      stated = stated ? *stated + cost : cost;
    }

    Operation *op;
    std::optional<Cost> inner;
    /// Of `inner`, what has no part in `varying`.
    std::optional<Cost> fixedInner;
    std::vector<VaryingCost> varying;
    std::optional<Cost> stated;
    std::vector<CostRegion> regions;
    /// Of a function: the constants in it.
    std::vector<Operation *> constants;
    /// The first reason why something was not known, and the ops by way of
    /// whose rules it was met.
    std::string reason;
    std::string path;
    /// Something that costs runs an unknown number of times.
    bool isUnknown = false;
  };

  /// Costs the regions of the function or module of `scope`.
  const Cost *evaluateScope(Frame &scope);
  /// Costs all that `function` calls, directly and indirectly, without
  /// recursion, so that a long chain of calls takes no long chain of frames.
  void evaluateCallees(FunctionOpInterface function);
  /// Costs an op, and adds that to `sum`.
  CostNode evaluate(Operation *op, RegionCost &sum);
  /// Costs the ops of a block, and lists them in `nodes` unless that is null.
  RegionCost evaluate(Block &block, std::vector<CostNode> *nodes);
  /// Costs a region, and lists its blocks in `blocks` unless that is null.
  RegionCost evaluate(Region &region, std::vector<CostRegion> *blocks);
  RegionCost evaluateGraph(Region &region, std::vector<CostRegion> *blocks);
  /// Adds the cost of an op, of which `frame` holds the parts.
  void addTo(RegionCost &sum, const Cost &total, const Cost &own, Frame &frame);

  /// Whether `cost` depends on a loop variable in scope.
  bool isVarying(const Cost &cost) const;
  bool isVarying(const Expr &expr) const;

  /// What `op` itself costs: by a rule of the whole op if there is one, by what
  /// it says itself, or by a scalar rule.
  Cost evaluateOwn(Operation *op, CostOpInterface costed, RuleOp rule);
  /// What `op` costs by a rule of the whole op.
  Cost evaluateWhole(RuleOp rule, Operation *op);
  void setResultSizes(RuleOp rule, Operation *op, Expr::Substitution bind);
  /// The cost that was found; notes why it is not known, if it isn't.
  Cost applied(const RuleCost &found);
  /// Costs the body of the rule of `result`.
  void evaluateRule(RuleCost &result);

  void note(const Twine &reason);
  /// Notes in a body that of `op`, a part of it, something is not known.
  void noteInBody(Operation *op, const Frame &inside);
  void unknownCallee(const Twine &reason);
  void addUnknown(Operation *op, std::string reason);

  Operation *root;
  CostTree &tree;
  BodyCache &bodies;
  const Convention &convention;
  UsefulAnalysis useful;
  const Cost *nothing;
  std::shared_ptr<RuleSet> rules;
  /// What scalar ops cost, by name and element type.
  llvm::DenseMap<std::pair<StringRef, Type>, std::unique_ptr<RuleCost>>
      scalarCosts;
  /// The rules whose bodies are being costed, outermost first.
  std::vector<RuleCost *> ruleStack;
  /// What rules of whole ops cost, over the sizes of their arguments.
  llvm::DenseMap<Operation *, std::unique_ptr<RuleCost>> wholeCosts;
  /// How often what is being costed runs in the innermost of these.
  Count repetition = 1;
  SymbolTableCollection symbols;
  Frame *frame = nullptr;
  /// The function or module whose ops are being costed.
  Frame *scope = nullptr;
  unsigned callDepth = 0;
  /// Within a body nothing is put into the tree.
  bool isInBody = false;
  llvm::DenseSet<Operation *> inProgress;
  SizeScalars sizeScalars;
  SizeEvaluator sizes;
  /// The loops that the op being costed lies in.
  SmallVector<std::string> loopVariables;
  unsigned nextLoopVariable = 0;
};

} // namespace mlir::fpo

#endif // FPO_LIB_ANALYSIS_COSTEVALUATOR_H
