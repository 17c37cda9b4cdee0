//===- Recompute.cpp - What could be computed twice -----------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Recompute.h"

#include "Largest.h"
#include "MemoryOps.h"

#include "llvm/ADT/STLExtras.h"

using namespace mlir;
using namespace mlir::fpo;

/// Tensors that are looked at, the largest ones at the peak.
static constexpr size_t kMostTensors = 10;
/// Ops that may run again for one of them.
static constexpr size_t kMostOps = 64;

namespace {
class Finder {
public:
  Finder(const CostFunction &costed, const StepOrder &order,
         const BufferAssignment &assignment, FunctionMemory &memory)
      : order(order), assignment(assignment), memory(memory),
        body(cast<FunctionOpInterface>(costed.op).getFunctionBody().front()) {
    for (const CostNode &node : costed.blocks.front().nodes)
      costs.try_emplace(node.op, node.total);
    for (auto [id, version] : llvm::enumerate(assignment.getVersions()))
      if (version.place != BufferAssignment::kNone)
        versionsOf[assignment.resolve(version.place)].push_back(id);
    for (auto [index, buffer] : llvm::enumerate(memory.buffers))
      bufferOf[assignment.placeOf(buffer.value)] = index;
  }

  void run() {
    Operation *peakOp = ancestor(memory.steps[*memory.peakStep]);
    size_t looked = 0;
    for (const Buffer *buffer : memory.getLive(*memory.peakStep)) {
      if (looked++ == kMostTensors)
        break;
      Recomputation found;
      found.buffer = buffer - memory.buffers.data();
      if (find(*buffer, peakOp, found))
        memory.recomputations.push_back(std::move(found));
    }
  }

private:
  Operation *ancestor(Operation *op) const {
    return body.findAncestorOpInBlock(*op);
  }

  /// The step at which the contents are made; none if not by an op of the body.
  std::optional<unsigned> madeAt(unsigned version) const {
    Value value = assignment.getVersions()[version].values.front();
    Operation *op = value.getDefiningOp();
    if (!op || op->getBlock() != &body)
      return std::nullopt;
    return order.last(op);
  }

  /// The version that is in `place` before the step `step`; none if that is not
  /// known.
  std::optional<unsigned> versionBefore(unsigned place, unsigned step) const {
    std::optional<unsigned> last;
    auto known = versionsOf.find(place);
    if (known == versionsOf.end())
      return std::nullopt;
    for (unsigned version : known->second)
      if (std::optional<unsigned> made = madeAt(version); made && *made < step)
        last = version;
    return last;
  }

  bool find(const Buffer &buffer, Operation *peakOp, Recomputation &found) {
    unsigned place = assignment.placeOf(buffer.value);
    if (assignment.getPlaces()[place].home != &body || !buffer.isCertain ||
        !buffer.bytes.isExact())
      return false;
    unsigned peakBegin = order.first(peakOp), peakEnd = order.last(peakOp);
    std::optional<unsigned> version = versionBefore(place, peakBegin);
    if (!version)
      return false;
    // Where the contents are looked at before and after.
    unsigned before = *madeAt(*version);
    unsigned after = BufferAssignment::kNone;
    for (Value value : assignment.getVersions()[*version].values)
      for (Operation *user : value.getUsers()) {
        if (getViewSource(user) || looksAtShapeOnly(user))
          continue;
        Operation *there = ancestor(user);
        if (there == peakOp)
          return false;
        if (order.first(there) < peakBegin)
          before = std::max(before, order.last(there));
        else
          after = std::min(after, order.first(there));
      }
    if (after == BufferAssignment::kNone || after <= peakEnd)
      return false;

    llvm::SetVector<Operation *> ops;
    if (!collect(*version, after, place, ops))
      return false;
    found.ops.assign(ops.begin(), ops.end());
    llvm::sort(found.ops, [](Operation *lhs, Operation *rhs) {
      return lhs->isBeforeInBlock(rhs);
    });
    for (Operation *op : found.ops)
      found.cost += *costs.lookup(op);
    std::optional<Expr> peak = peakWithout(buffer, before, after, found.ops);
    if (!peak)
      return false;
    found.peak = *peak;
    return true;
  }

  /// Adds the ops that make `version` anew at the step `step`, but for what is
  /// held then. What is in `place` is not.
  bool collect(unsigned version, unsigned step, unsigned place,
               llvm::SetVector<Operation *> &ops) {
    Operation *op =
        assignment.getVersions()[version].values.front().getDefiningOp();
    if (!op || op->getBlock() != &body || ops.size() == kMostOps ||
        getRegionUse(op) != RegionUse::None || isa<CallOpInterface>(op) ||
        !costs.contains(op) || !costs.lookup(op)->isBounded())
      return false;
    if (!ops.insert(op))
      return true;
    llvm::SmallSetVector<Value, 4> operands(op->operand_begin(),
                                            op->operand_end());
    for (Region &region : op->getRegions())
      region.walk([&](Operation *inner) {
        operands.insert(inner->operand_begin(), inner->operand_end());
      });
    for (Value operand : operands) {
      unsigned needed = assignment.versionIdOf(operand);
      if (needed == BufferAssignment::kNone || isHeld(needed, step, place))
        continue;
      if (!collect(needed, step, place, ops))
        return false;
    }
    return true;
  }

  bool isHeld(unsigned version, unsigned step, unsigned without) const {
    unsigned place = assignment.getVersions()[version].place;
    if (place == BufferAssignment::kNone)
      return true;
    place = assignment.resolve(place);
    const BufferAssignment::Place &where = assignment.getPlaces()[place];
    if (!where.home)
      return !where.isWritten;
    auto buffer = bufferOf.find(place);
    return place != without && where.home == &body &&
           buffer != bufferOf.end() &&
           memory.buffers[buffer->second].begin < step &&
           memory.buffers[buffer->second].end >= step &&
           versionBefore(place, step) == version;
  }

  /// The peak without `buffer` between two steps, if `ops` run before the
  /// second one; what they make is held until they are done.
  std::optional<Expr> peakWithout(const Buffer &buffer, unsigned before,
                                  unsigned after, ArrayRef<Operation *> ops) {
    Largest largest;
    for (auto [step, live] : llvm::enumerate(memory.live)) {
      if (!live.isExact())
        return std::nullopt;
      bool isGone = step > before && step < after;
      largest.add(isGone ? live.lower() - buffer.bytes.lower() : live.lower(),
                  step);
    }
    // What is held just before the second step, and what the ops make.
    Expr again;
    for (const Buffer &other : memory.buffers)
      if (other.begin < after && other.end >= after)
        again += other.bytes.upper();
    llvm::SmallDenseSet<unsigned> made;
    for (Operation *op : ops)
      for (Value result : op->getResults()) {
        unsigned place = assignment.placeOf(result);
        auto known = bufferOf.find(place);
        if (known == bufferOf.end() || !made.insert(place).second ||
            &memory.buffers[known->second] == &buffer)
          continue;
        again += memory.buffers[known->second].bytes.upper();
      }
    largest.add(again, after);
    return largest.value();
  }

  const StepOrder &order;
  const BufferAssignment &assignment;
  FunctionMemory &memory;
  Block &body;
  llvm::DenseMap<Operation *, const Cost *> costs;
  llvm::DenseMap<unsigned, SmallVector<unsigned, 2>> versionsOf;
  llvm::DenseMap<unsigned, size_t> bufferOf;
};
} // namespace

void fpo::findRecomputations(const CostFunction &costed, const StepOrder &order,
                             const BufferAssignment &assignment,
                             FunctionMemory &memory) {
  auto function = cast<FunctionOpInterface>(costed.op);
  if (!memory.peakStep || !function.getFunctionBody().hasOneBlock() ||
      !memory.peak.isExact())
    return;
  Finder(costed, order, assignment, memory).run();
}
