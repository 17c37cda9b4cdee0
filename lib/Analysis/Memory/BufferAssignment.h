//===- BufferAssignment.h - Which tensors share memory ----------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_LIB_ANALYSIS_MEMORY_BUFFERASSIGNMENT_H
#define FPO_LIB_ANALYSIS_MEMORY_BUFFERASSIGNMENT_H

#include "StepOrder.h"

#include "fpo/Analysis/Memory/Memory.h"

#include "mlir/Interfaces/CallInterfaces.h"
#include "mlir/Interfaces/FunctionInterfaces.h"
#include "mlir/Interfaces/LoopLikeInterface.h"

#include <functional>
#include <limits>

namespace mlir::fpo {

/// What a caller must know of a function.
struct FunctionSummary {
  /// What it allocates at most, the results included.
  Count peak;
  /// Per argument, whether it is overwritten.
  SmallVector<bool> overwrites;
  /// Per result, the argument in whose memory it is; none for new memory.
  SmallVector<std::optional<unsigned>> resultArguments;
};

/// Places the tensors of one function into buffers, op by op in program order.
/// [memory.buffer]
///
/// What lies in a buffer has versions, each made by an op that overwrites the
/// one before; the values of a version are a tensor and its views. An op may
/// overwrite a version if nobody looks at any of its values later.
class BufferAssignment {
public:
  static constexpr unsigned kNone = std::numeric_limits<unsigned>::max();

  /// A place in memory.
  struct Place {
    /// The first tensor in it.
    Value value;
    Count bytes;
    /// The block that it is allocated and freed in; null if it is held as long
    /// as the program runs.
    Block *home;
    bool isWritable;
    bool isWritten = false;
    /// The steps between which it is held.
    unsigned begin = kNone, end = 0;
    /// If it is used at all, it is held from this step on.
    unsigned from = kNone;
    /// Another place that this turned out to be; kNone if it is itself.
    unsigned sameAs = kNone;
    /// It may be one of these places, or new memory.
    SmallVector<unsigned, 0> sources = {};
    /// Some path through the function does without it.
    bool isUncertain = false;
    /// The version that was put into it last.
    unsigned latest = kNone;
  };

  /// Some values that show the same contents of a place.
  struct Version {
    /// kNone for contents that nobody has written.
    unsigned place;
    /// The innermost loop or block, around the op that made it, that may run
    /// again.
    const void *scope;
    /// The op that has overwritten it last; null if none has.
    Operation *overwrittenBy = nullptr;
    SmallVector<Value, 1> values;
  };

  using Summarize =
      std::function<const FunctionSummary *(const CostFunction *callee)>;

  /// Of the arguments of `function`, `parameters` are not overwritten.
  BufferAssignment(FunctionOpInterface function, CostEvaluator &evaluator,
                   const StepOrder &order, const CostTree &tree,
                   const llvm::DenseSet<Value> &parameters,
                   Summarize summarize);

  /// What the callees have allocated at the step at which they run.
  llvm::DenseMap<unsigned, Count> calls;
  std::vector<UnknownCost> unknown;

  /// The place that stands for `place`.
  unsigned resolve(unsigned place) const;
  const std::vector<Place> &getPlaces() const { return places; }
  /// In the order in which they are made.
  const std::vector<Version> &getVersions() const { return versions; }
  /// The place of a value's version among these; kNone if it has none.
  unsigned versionIdOf(Value value) const {
    auto id = versionIds.find(value);
    return id == versionIds.end() ? kNone : id->second;
  }
  /// The place of `value`; kNone if it has none.
  unsigned placeOf(Value value) const;
  /// What callers must know, but for the peak.
  FunctionSummary summary;

private:
  void visit(Region &region);
  void visitGraph(Region &region);
  void visit(Operation *op);
  void visitCompute(Operation *op);
  void visitLoop(LoopLikeOpInterface loop);
  void visitBranch(Operation *op);
  void visitCall(CallOpInterface call);

  /// What a tensor takes.
  Count bytes(Value value, Operation *op);

  /// New memory for `value`, allocated in `home`.
  unsigned allocate(Value value, Block *home, Operation *op);
  /// `value` shows a new version of what is in `place`.
  void define(Value value, unsigned place);
  /// `value` shows the same as `source`.
  void share(Value value, Value source);
  Version *versionOf(Value value);

  /// `op` uses what is in the memory of `value`. If it `handsOver`, it is not
  /// held any longer than until `op` begins.
  void use(Value value, Operation *op, bool handsOver = false);
  /// `place` is held while `op` runs, or until it begins.
  void hold(unsigned place, Operation *op, bool untilBegin = false);
  /// New memory for `value`, which `op` returns once it has run what it runs.
  unsigned defineLater(Value value, Operation *op);

  /// Whether somebody looks at what `version` shows, from `from` on, when it
  /// has been overwritten in `operand`.
  bool isNeededAfter(const Version &version, OpOperand &operand,
                     Operation *from);
  /// Whether `op` may overwrite what `operand` shows.
  bool mayOverwrite(OpOperand &operand);
  /// Puts `result` into the memory of `operand`, or into new memory if that
  /// must not be overwritten.
  void overwrite(Value result, OpOperand &operand);
  /// The place of what a loop carries in one place from turn to turn, `carried`
  /// in its body.
  unsigned placeOfCarried(OpOperand &init, bool isWritten, Value carried);
  /// What several paths yield, as `result` of `op`.
  void join(Value result, ArrayRef<Value> yielded, Operation *op);

  void note(Operation *op, const Twine &reason);

  CostEvaluator &evaluator;
  const StepOrder &order;
  const CostTree &tree;
  Summarize summarize;
  std::vector<Place> places;
  std::vector<Version> versions;
  llvm::DenseMap<Value, unsigned> versionIds;
  /// The innermost loop or block, around what is being visited, that may run
  /// again.
  const void *currentScope = nullptr;
};

} // namespace mlir::fpo

#endif // FPO_LIB_ANALYSIS_MEMORY_BUFFERASSIGNMENT_H
