//===- GroupBuilder.h - Puts the ops of a block into groups -----*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_LIB_ANALYSIS_FUSION_GROUPBUILDER_H
#define FPO_LIB_ANALYSIS_FUSION_GROUPBUILDER_H

#include "../CostEvaluator.h"
#include "Movement.h"
#include "OpAccess.h"
#include "TileDims.h"

#include "fpo/Analysis/FusionGroups.h"

#include "llvm/ADT/MapVector.h"

namespace mlir::fpo {

/// Puts the ops of one block into groups, in one pass over it. [fusion.group]
class GroupBuilder {
public:
  explicit GroupBuilder(CostEvaluator &evaluator) : evaluator(evaluator) {}

  void add(const CostNode &node);

  /// Whoever takes groups, and ops with regions and calls, in an order in which
  /// they can run.
  class Visitor {
  public:
    virtual ~Visitor() = default;
    /// A number for what comes next, which waits for what has the numbers
    /// `producers`.
    virtual unsigned beginStep(SmallVector<unsigned, 2> producers) = 0;
    /// Returns the number of the group.
    virtual unsigned takeGroup(FusionGroup group) = 0;
    virtual void takeRegions(const CostNode &node, unsigned step) = 0;
    /// The bytes of a value from outside that some group reads.
    virtual void takeOutsideValue(Value value, const Count &bytes) = 0;
  };
  void finish(Visitor &visitor);

private:
  /// How much of a value a group reads.
  struct Read {
    bool isWhole = false;
    /// Of parts of it, each by the value that the group reads it through.
    SmallVector<std::pair<Value, Count>, 1> parts;
  };

  struct Group {
    std::vector<const CostNode *> nodes;
    /// By the value that is read, wherever it was moved.
    llvm::MapVector<Value, Read> reads;
    /// Bytes that are read in no plain order, and by ops that are not looked
    /// into.
    Count otherReads;
    /// Bytes that are written by the same.
    Count otherWrites;
    /// The tile dimensions that all its ops share.
    SmallVector<unsigned, 4> tiles;
    Operation *anchor = nullptr;
    Operation *lastReduction = nullptr;
    /// The position of the last op that joined.
    size_t last = 0;
    /// Nothing outside reads from it so far.
    bool isOpen = true;
    /// Scalars, vectors and memory, in order.
    bool isStraight = false;
    /// The op with regions, or the call, that it is.
    const CostNode *regions = nullptr;
    /// What this group has become a part of.
    int mergedInto = -1;
    llvm::SmallSetVector<int, 2> producers;
  };

  /// Elements of one value that another value holds.
  struct Piece {
    Value base;
    /// What moves them, the first one first.
    SmallVector<const CostNode *, 1> moves;
    /// How many bytes of the base; none: all.
    std::optional<Count> bytes;
  };

  /// What is known of a value of the block.
  struct Known {
    SmallVector<Piece, 1> pieces;
    SmallVector<DimLabel, 4> labels;
  };

  using Labels = SmallVector<DimLabel, 4>;

  void addMovement(const CostNode &node, const Movement &movement);
  void addAccess(const CostNode &node, const OpAccess &access);
  void addOpaque(const CostNode &node);
  void addStraight(const CostNode &node);

  int find(int group) const;
  int groupOfBase(Value base) const;
  /// The pieces that `value` is made of; by itself if nothing is known.
  const Known &get(Value value);
  const Count &bytes(Value value);
  /// What `op` reads beyond the operands that it reads wholly; none if the op's
  /// cost says something else.
  std::optional<Count> restOf(const CostNode &node, const OpAccess &access);

  /// The groups that `access` reads from and that are open, those with an
  /// anchor and the latest first.
  SmallVector<int> candidates(const OpAccess &access);
  /// The tile dimensions of each loop, if an op with `access` were in `group`;
  /// none for a loop that is not shared.
  std::vector<std::optional<SmallVector<unsigned>>>
  sharedLoops(const OpAccess &access, int group);
  bool mayJoin(const OpAccess &access, int group,
               ArrayRef<std::optional<SmallVector<unsigned>>> loops);
  /// Makes `other` a part of `group`, if an op that has joined the latter with
  /// `loops` reads the two alike.
  void tryMerge(const OpAccess &access, int group, int other,
                ArrayRef<std::optional<SmallVector<unsigned>>> loops);

  int makeGroup();
  void putInto(int group, const CostNode &node);
  void define(int group, Value result, Labels labels);
  /// `group` reads `value`, from inside or outside; of what is outside at most
  /// `bound` bytes.
  void read(int group, Value value, const std::optional<Count> &bound);
  /// Puts what moves `piece` into `group`, unless it is in one already.
  void putMoves(int group, const Piece &piece);
  void readFrom(int group, Value value, const Piece &piece,
                const std::optional<Count> &bound);
  /// The value is wanted outside of all groups: it is stored.
  void store(Value value);
  void close(int group);

  Count readBytes(const Read &read, Value base);
  FusionGroup finishGroup(const Group &group, Visitor &visitor);
  Count writtenBytes(const Group &group);

  CostEvaluator &evaluator;
  TileDims tiles;
  std::vector<Group> groups;
  llvm::DenseMap<Value, int> groupOf;
  llvm::DenseMap<Value, Known> known;
  llvm::DenseMap<Value, Count> sizes;
  llvm::DenseSet<Value> stored;
  llvm::DenseSet<Operation *> placed;
  int straight = -1;
  size_t position = 0;
};

} // namespace mlir::fpo

#endif // FPO_LIB_ANALYSIS_FUSION_GROUPBUILDER_H
