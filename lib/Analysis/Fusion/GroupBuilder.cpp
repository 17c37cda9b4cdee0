//===- GroupBuilder.cpp - Puts the ops of a block into groups -------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

//
// Ops are taken in the order of the program. A group runs where its last op
// stands, and takes no more ops once another group has read from it: then
// whoever reads from a group stands behind all of it, and groups never wait for
// each other. [fusion.order]
//
//===----------------------------------------------------------------------===//

#include "GroupBuilder.h"

#include "mlir/Interfaces/CallInterfaces.h"
#include "mlir/Interfaces/FunctionInterfaces.h"
#include "mlir/Transforms/RegionUtils.h"

using namespace mlir;
using namespace mlir::fpo;

//===----------------------------------------------------------------------===//
// What is known of values
//===----------------------------------------------------------------------===//

int GroupBuilder::find(int group) const {
  while (group >= 0 && groups[group].mergedInto >= 0)
    group = groups[group].mergedInto;
  return group;
}

int GroupBuilder::groupOfBase(Value base) const {
  auto it = groupOf.find(base);
  return it == groupOf.end() ? -1 : find(it->second);
}

const GroupBuilder::Known &GroupBuilder::get(Value value) {
  auto [it, isNew] = known.try_emplace(value);
  if (isNew)
    it->second.pieces.push_back({value, {}, std::nullopt});
  return it->second;
}

const Count &GroupBuilder::bytes(Value value) {
  auto [it, isNew] = sizes.try_emplace(value);
  if (isNew) {
    Operation *owner = value.getDefiningOp();
    if (!owner)
      owner = value.getParentBlock()->getParentOp();
    // The rounding up of odd bits is that of the op's own cost.
    Count size = evaluator
                     .query(owner,
                            [&](CostContext &context) {
                              return Cost::traffic(context.bytes(value), 0);
                            })
                     .cost.read;
    sizes[value] = std::move(size);
  }
  return sizes[value];
}

//===----------------------------------------------------------------------===//
// Ops
//===----------------------------------------------------------------------===//

void GroupBuilder::add(const CostNode &node) {
  ++position;
  Operation *op = node.op;
  if (op->hasTrait<OpTrait::IsTerminator>()) {
    for (Value operand : op->getOperands())
      store(operand);
    if (!node.own->isZero())
      addStraight(node);
    return;
  }
  if (!node.regions.empty() || isa<CallOpInterface>(op))
    return addOpaque(node);
  if (std::optional<Movement> movement = getMovement(op, *node.own))
    return addMovement(node, *movement);
  if (node.own->isZero()) {
    // What only makes sizes and indices is no data; but it must not run before
    // the numbers that it is made of.
    for (Value operand : op->getOperands())
      if (!isa<ShapedType>(operand.getType()))
        close(groupOfBase(operand));
    return;
  }
  bool isTensorOp =
      llvm::any_of(op->getResultTypes(), llvm::IsaPred<TensorType>);
  if (isTensorOp && node.own->read.isExact() && node.own->write.isExact())
    if (std::optional<OpAccess> access = getOpAccess(op, *node.own))
      return addAccess(node, *access);
  if (op->getNumRegions() == 0 && !isTensorOp)
    return addStraight(node);
  addOpaque(node);
}

/// An op by itself.
void GroupBuilder::addOpaque(const CostNode &node) {
  Operation *op = node.op;
  llvm::SetVector<Value> values(op->operand_begin(), op->operand_end());
  getUsedValuesDefinedAbove(op->getRegions(), values);
  for (Value value : values)
    store(value);
  // It may do anything to memory.
  close(straight);
  straight = -1;
  bool runsOthers = !node.regions.empty() || isa<CallOpInterface>(op);
  if (node.own->isZero() && !runsOthers)
    return;
  int group = makeGroup();
  groups[group].last = position;
  if (runsOthers)
    groups[group].regions = &node;
  if (!node.own->isZero())
    putInto(group, node);
  for (Value value : values)
    for (const Piece &piece : get(value).pieces)
      if (int from = groupOfBase(piece.base); from >= 0)
        groups[group].producers.insert(from);
  groups[group].otherReads += node.own->read;
  groups[group].otherWrites += node.own->write;
  groups[group].isOpen = false;
  for (Value result : op->getResults())
    define(group, result, {});
}

/// Scalars, vectors and memory: one group, as long as the rest of the program
/// doesn't depend on it. [fusion.straight]
void GroupBuilder::addStraight(const CostNode &node) {
  for (Value operand : node.op->getOperands()) {
    const Known &info = get(operand);
    bool isOwn = llvm::all_of(info.pieces, [&](const Piece &piece) {
      return piece.moves.empty() && groupOfBase(piece.base) == find(straight) &&
             straight >= 0;
    });
    if (!isOwn)
      store(operand);
  }
  if (straight < 0 || !groups[straight].isOpen) {
    straight = makeGroup();
    groups[straight].isStraight = true;
  }
  putInto(straight, node);
  for (Value operand : node.op->getOperands())
    for (const Piece &piece : get(operand).pieces)
      if (int from = groupOfBase(piece.base); from >= 0 && from != straight)
        groups[straight].producers.insert(from);
  groups[straight].otherReads += node.own->read;
  groups[straight].otherWrites += node.own->write;
  for (Value result : node.op->getResults())
    define(straight, result, {});
}

/// Moved elements are read where they come from, by whoever wants them.
/// [fusion.move]
void GroupBuilder::addMovement(const CostNode &node, const Movement &movement) {
  Operation *op = node.op;
  Value result = op->getResult(0);
  auto to = dyn_cast<RankedTensorType>(result.getType());
  Known info;
  std::optional<Labels> labels;
  for (Value source : movement.sources) {
    const Known &from = get(source);
    for (Piece piece : from.pieces) {
      if (!movement.isView)
        piece.moves.push_back(&node);
      // A part of a value: what is read, if that is known for this piece alone.
      if (!movement.isView && movement.sources.size() == 1 &&
          from.pieces.size() == 1 && isa<TensorType>(piece.base.getType()) &&
          node.own->read.isExact()) {
        const Count &here = node.own->read;
        const Count &before = piece.bytes ? *piece.bytes : bytes(piece.base);
        // The least of what is read on the way; sizes that can't be compared
        // are those of the last step.
        bool isMore = here.isNumber() && before.isNumber() &&
                      here.number() > before.number();
        if (!isMore && here != before)
          piece.bytes = here;
      }
      info.pieces.push_back(std::move(piece));
    }
    auto type = dyn_cast<RankedTensorType>(source.getType());
    Labels moved;
    if (to && type && from.labels.size() == size_t(type.getRank())) {
      if (movement.isReshape) {
        // The labels may be those of `from`, which must not move meanwhile.
        Labels before = from.labels;
        moved = tiles.reshape(before, type.getShape(), to.getShape());
      } else {
        for (auto [dim, size] : llvm::zip_equal(movement.dims, to.getShape()))
          moved.push_back(dim >= 0    ? from.labels[dim]
                          : size == 1 ? DimLabel::one()
                                      : DimLabel());
      }
    }
    if (!labels)
      labels = std::move(moved);
    else if (*labels != moved)
      for (auto [dim, label] : llvm::enumerate(*labels))
        if (moved.size() != labels->size() || !(label == moved[dim]))
          label = DimLabel();
  }
  if (labels)
    info.labels = std::move(*labels);
  known[result] = std::move(info);
}

std::optional<Count> GroupBuilder::restOf(const CostNode &node,
                                          const OpAccess &access) {
  Count whole;
  llvm::SmallPtrSet<Value, 4> seen; // [bytes.once]
  bool hasRest = false;
  for (const ReadAccess &read : access.reads) {
    if (!read.isWhole)
      hasRest = true;
    else if (seen.insert(read.value).second)
      whole += bytes(read.value);
  }
  const Count &all = node.own->read;
  if (!whole.isExact())
    return std::nullopt;
  if (hasRest) {
    if (all.isNumber() && whole.isNumber() && whole.number() > all.number())
      return std::nullopt;
    return all.without(whole);
  }
  // Over symbols the two may be said in different ways.
  if (all.isNumber() && whole.isNumber() && all != whole)
    return std::nullopt;
  return Count();
}

/// Structured and elementwise ops on tensors.
void GroupBuilder::addAccess(const CostNode &node, const OpAccess &access) {
  Operation *op = node.op;
  std::optional<Count> rest = restOf(node, access);
  if (!rest)
    return addOpaque(node);

  int group = -1;
  std::vector<std::optional<SmallVector<unsigned>>> loops;
  SmallVector<int> others;
  if (access.role == FusionRole::Loops) {
    others = candidates(access);
    for (int candidate : others) {
      loops = sharedLoops(access, candidate);
      if (mayJoin(access, candidate, loops)) {
        group = candidate;
        break;
      }
    }
  }
  bool isNew = group < 0;
  if (isNew) {
    group = makeGroup();
    loops.clear();
    // Of an anchor or a source the dimensions of the result are shared.
    for (auto [size, isParallel] :
         llvm::zip_equal(access.sizes, access.isParallel)) {
      if (access.role != FusionRole::Loops)
        break;
      std::optional<SmallVector<unsigned>> loop;
      if (isParallel) {
        loop.emplace(tiles.makeLabel(size).atoms);
        llvm::append_range(groups[group].tiles, *loop);
      }
      loops.push_back(std::move(loop));
    }
  } else {
    SmallVector<unsigned, 4> shared;
    for (const auto &loop : loops)
      if (loop)
        llvm::append_range(shared, *loop);
    groups[group].tiles = std::move(shared);
    for (int other : others)
      if (other != group)
        tryMerge(access, group, other, loops);
  }

  putInto(group, node);
  if (access.role == FusionRole::Anchor)
    groups[group].anchor = op;
  if (llvm::is_contained(access.isParallel, false))
    groups[group].lastReduction = op;
  // The rest belongs to the one operand that is read in part; of several it is
  // not known how much of each is read.
  size_t numParts = llvm::count_if(access.reads, [](const ReadAccess &operand) {
    return !operand.isWhole && isa<TensorType>(operand.value.getType());
  });
  if (numParts != 1)
    groups[group].otherReads += *rest;
  for (const ReadAccess &operand : access.reads) {
    std::optional<Count> bound;
    if (!operand.isWhole)
      bound = numParts == 1 ? *rest : Count();
    read(group, operand.value, bound);
  }
  for (auto [result, dims] : llvm::zip(op->getResults(), access.results)) {
    Labels labels;
    auto shape = cast<ShapedType>(result.getType());
    for (auto [index, loop] : llvm::enumerate(dims)) {
      int64_t size = shape.hasRank() ? shape.getDimSize(index) : -1;
      if (access.role != FusionRole::Loops && result == op->getResult(0)) {
        labels.push_back(tiles.makeLabel(size));
        llvm::append_range(groups[group].tiles, labels.back().atoms);
      } else if (size == 1) {
        labels.push_back(DimLabel::one());
      } else if (loop >= 0 && size_t(loop) < loops.size() && loops[loop]) {
        labels.push_back({true, {}});
        llvm::append_range(labels.back().atoms, *loops[loop]);
      } else {
        labels.emplace_back();
      }
    }
    define(group, result, std::move(labels));
  }
}

//===----------------------------------------------------------------------===//
// Joining groups
//===----------------------------------------------------------------------===//

SmallVector<int> GroupBuilder::candidates(const OpAccess &access) {
  SmallVector<int> found;
  for (const ReadAccess &operand : access.reads)
    for (const Piece &piece : get(operand.value).pieces) {
      int group = groupOfBase(piece.base);
      if (group >= 0 && groups[group].isOpen && !groups[group].isStraight &&
          !llvm::is_contained(found, group))
        found.push_back(group);
    }
  llvm::sort(found, [&](int lhs, int rhs) {
    bool left = groups[lhs].anchor, right = groups[rhs].anchor;
    return left != right ? left : groups[lhs].last > groups[rhs].last;
  });
  return found;
}

std::vector<std::optional<SmallVector<unsigned>>>
GroupBuilder::sharedLoops(const OpAccess &access, int group) {
  size_t numLoops = access.sizes.size();
  std::vector<std::optional<SmallVector<unsigned>>> loops(numLoops);
  SmallVector<bool> isBroken(numLoops, false);
  SmallVector<unsigned> alive = tiles.resolve(groups[group].tiles);
  for (const ReadAccess &operand : access.reads) {
    const Known &info = get(operand.value);
    if (llvm::none_of(info.pieces, [&](const Piece &piece) {
          return groupOfBase(piece.base) == group;
        }))
      continue;
    SmallVector<bool> isSeen(numLoops, false);
    if (operand.isWhole && info.labels.size() == operand.loops.size())
      for (auto [loop, label] : llvm::zip_equal(operand.loops, info.labels)) {
        if (loop < 0)
          continue;
        isSeen[loop] = true;
        DimLabel resolved = tiles.resolve(label);
        SmallVector<unsigned> atoms(resolved.atoms.begin(),
                                    resolved.atoms.end());
        bool isShared =
            resolved.isKnown && llvm::all_of(atoms, [&](unsigned atom) {
              return llvm::is_contained(alive, atom);
            });
        if (!isShared || (loops[loop] && *loops[loop] != atoms))
          isBroken[loop] = true;
        loops[loop] = std::move(atoms);
      }
    // An operand that is broadcast along a loop would be computed again.
    for (size_t loop = 0; loop < numLoops; ++loop)
      if (!isSeen[loop] && access.sizes[loop] != 1)
        isBroken[loop] = true;
  }
  llvm::SmallDenseSet<unsigned> used;
  for (size_t loop = 0; loop < numLoops; ++loop) {
    if (access.sizes[loop] == 1)
      loops[loop].emplace();
    else if (isBroken[loop] || !access.isParallel[loop])
      loops[loop].reset();
    if (loops[loop])
      for (unsigned atom : *loops[loop])
        if (!used.insert(atom).second)
          return std::vector<std::optional<SmallVector<unsigned>>>(numLoops);
  }
  return loops;
}

bool GroupBuilder::mayJoin(
    const OpAccess &access, int group,
    ArrayRef<std::optional<SmallVector<unsigned>>> loops) {
  bool areAllShared = true;
  size_t numShared = 0;
  for (const auto &loop : loops) {
    areAllShared &= loop.has_value();
    numShared += loop ? loop->size() : 0;
  }
  // [fusion.tile]
  size_t numTiles = tiles.resolve(groups[group].tiles).size();
  // [fusion.epilogue]
  if (groups[group].anchor || numTiles == 0)
    return areAllShared && numShared == numTiles;
  // [fusion.rows]
  return numShared > 0;
}

void GroupBuilder::tryMerge(
    const OpAccess &access, int group, int other,
    ArrayRef<std::optional<SmallVector<unsigned>>> loops) {
  group = find(group);
  other = find(other);
  if (group == other || (groups[group].anchor && groups[other].anchor))
    return;
  // [fusion.merge]
  auto theirs = sharedLoops(access, other);
  size_t numShared = 0;
  for (auto [mine, their] : llvm::zip_equal(loops, theirs)) {
    if (mine.has_value() != their.has_value() ||
        (mine && mine->size() != their->size()))
      return;
    numShared += mine ? mine->size() : 0;
  }
  if (numShared == 0 || numShared != tiles.resolve(groups[other].tiles).size())
    return;
  for (auto [mine, their] : llvm::zip_equal(loops, theirs))
    if (mine)
      for (auto [to, from] : llvm::zip_equal(*mine, *their))
        tiles.unite(from, to);
  Group &into = groups[group], &part = groups[other];
  llvm::append_range(into.nodes, part.nodes);
  for (auto &[base, read] : part.reads) {
    Read &known = into.reads[base];
    known.isWhole |= read.isWhole;
    llvm::append_range(known.parts, read.parts);
  }
  into.otherReads += part.otherReads;
  into.otherWrites += part.otherWrites;
  if (!into.anchor)
    into.anchor = part.anchor;
  if (!into.lastReduction)
    into.lastReduction = part.lastReduction;
  into.producers.insert(part.producers.begin(), part.producers.end());
  part.nodes.clear();
  part.reads.clear();
  part.mergedInto = group;
}

//===----------------------------------------------------------------------===//
// What goes into a group and out of it
//===----------------------------------------------------------------------===//

int GroupBuilder::makeGroup() {
  groups.emplace_back();
  return groups.size() - 1;
}

void GroupBuilder::putInto(int group, const CostNode &node) {
  placed.insert(node.op);
  groups[group].nodes.push_back(&node);
  groups[group].last = position;
}

void GroupBuilder::define(int group, Value result, Labels labels) {
  groupOf[result] = group;
  Known info;
  info.pieces.push_back({result, {}, std::nullopt});
  info.labels = std::move(labels);
  known[result] = std::move(info);
}

void GroupBuilder::close(int group) {
  if (group >= 0)
    groups[group].isOpen = false;
}

/// [fusion.read] Bytes of `piece`, which `group` reads as a part of `value`; at
/// most `bound`.
void GroupBuilder::readFrom(int group, Value value, const Piece &piece,
                            const std::optional<Count> &bound) {
  int from = groupOfBase(piece.base);
  if (from == group)
    return;
  if (from >= 0) {
    close(from);
    stored.insert(piece.base);
    groups[group].producers.insert(from);
  }
  if (!isa<TensorType>(piece.base.getType()))
    return;
  std::optional<Count> amount = piece.bytes;
  if (bound) {
    const Count &all = amount ? *amount : bytes(piece.base);
    bool isLess =
        bound->isNumber() && all.isNumber() && bound->number() < all.number();
    if (isLess || (!amount && piece.moves.empty()))
      amount = *bound;
  }
  Value base = piece.base;
  Read &known = groups[group].reads[base];
  if (!amount || *amount == bytes(piece.base))
    known.isWhole = true;
  else if (!llvm::any_of(known.parts,
                         [&](auto &part) { return part.first == value; }))
    known.parts.emplace_back(value, *amount);
}

void GroupBuilder::putMoves(int group, const Piece &piece) {
  for (const CostNode *move : piece.moves)
    if (placed.insert(move->op).second)
      groups[group].nodes.push_back(move);
}

void GroupBuilder::read(int group, Value value,
                        const std::optional<Count> &bound) {
  // A copy: what is known of other values may be found out meanwhile.
  SmallVector<Piece, 1> pieces = get(value).pieces;
  for (const Piece &piece : pieces) {
    putMoves(group, piece);
    readFrom(group, value, piece, bound);
  }
}

void GroupBuilder::store(Value value) {
  SmallVector<Piece, 1> pieces = get(value).pieces;
  const CostNode *move = nullptr;
  for (const Piece &piece : pieces) {
    if (!piece.moves.empty())
      move = piece.moves.back();
    if (int group = groupOfBase(piece.base); group >= 0 && !move) {
      close(group);
      stored.insert(piece.base);
    }
  }
  if (!move)
    return;
  // What was moved only by name so far has to be moved now.
  Value result = move->op->getResult(0);
  Known moved = get(result);
  if (groupOf.contains(result)) {
    // It has been.
    close(groupOfBase(result));
    stored.insert(result);
    known[value].pieces = {{result, {}, std::nullopt}};
    return;
  }
  auto shape = dyn_cast<RankedTensorType>(result.getType());
  int group = -1;
  OpAccess access;
  if (shape && moved.labels.size() == size_t(shape.getRank())) {
    access.sizes.assign(shape.getShape().begin(), shape.getShape().end());
    access.isParallel.assign(shape.getRank(), true);
    access.reads.push_back(
        {result, llvm::to_vector<4>(llvm::seq<int>(0, shape.getRank())), true});
    for (int candidate : candidates(access)) {
      auto loops = sharedLoops(access, candidate);
      // All of it moves, and nothing else.
      bool isWhole = llvm::all_of(loops, [](auto &loop) { return !!loop; });
      if (isWhole && mayJoin(access, candidate, loops)) {
        group = candidate;
        break;
      }
    }
  }
  if (group < 0)
    group = makeGroup();
  for (const Piece &piece : pieces) {
    putMoves(group, piece);
    readFrom(group, result, piece, std::nullopt);
  }
  if (!llvm::is_contained(groups[group].nodes, move))
    groups[group].nodes.push_back(move);
  groups[group].last = position;
  define(group, result, moved.labels);
  close(group);
  stored.insert(result);
  if (value != result)
    known[value].pieces = {{result, {}, std::nullopt}};
}

//===----------------------------------------------------------------------===//
// The groups
//===----------------------------------------------------------------------===//

/// [fusion.read]
Count GroupBuilder::readBytes(const Read &read, Value base) {
  const Count &all = bytes(base);
  if (read.isWhole)
    return all;
  Count parts;
  for (const auto &part : read.parts)
    parts += part.second;
  if (read.parts.size() > 1 && parts.isExact() && all.isExact())
    return Count(Expr::min(parts.lower(), all.lower()));
  return parts;
}

/// [fusion.write] What is wanted outside.
Count GroupBuilder::writtenBytes(const Group &group) {
  Count sum = group.otherWrites;
  for (const CostNode *node : group.nodes)
    for (Value result : node->op->getResults())
      if (stored.contains(result) && isa<TensorType>(result.getType()) &&
          groupOf.contains(result))
        sum +=
            node->op->getNumResults() == 1 ? node->own->write : bytes(result);
  return sum;
}

/// Whether nothing in a function computes `value`.
static bool isFromOutside(Value value) {
  if (Operation *op = value.getDefiningOp())
    return op->hasTrait<OpTrait::ConstantLike>();
  return isa<FunctionOpInterface>(value.getParentBlock()->getParentOp());
}

FusionGroup GroupBuilder::finishGroup(const Group &group, Visitor &visitor) {
  FusionGroup result;
  std::vector<const CostNode *> nodes = group.nodes;
  llvm::sort(nodes, [](const CostNode *lhs, const CostNode *rhs) {
    return lhs->op->isBeforeInBlock(rhs->op);
  });
  for (const CostNode *node : nodes) {
    result.ops.push_back(node->op);
    result.cost += *node->own;
  }
  result.root = group.anchor          ? group.anchor
                : group.lastReduction ? group.lastReduction
                                      : result.ops.back();
  for (const CostNode *node : nodes)
    if (node->op == result.root)
      result.rootCost = node->own;
  result.cost.read = group.otherReads;
  for (const auto &[base, read] : group.reads) {
    Count amount = readBytes(read, base);
    result.cost.read += amount;
    if (!isFromOutside(base))
      continue;
    result.outsideBytes += amount;
    visitor.takeOutsideValue(base, amount);
  }
  result.cost.write = writtenBytes(group);
  return result;
}

void GroupBuilder::finish(Visitor &visitor) {
  std::vector<int> order;
  for (int group = 0, end = groups.size(); group < end; ++group)
    if (groups[group].mergedInto < 0)
      order.push_back(group);
  llvm::sort(order, [&](int lhs, int rhs) {
    return groups[lhs].last != groups[rhs].last
               ? groups[lhs].last < groups[rhs].last
               : lhs < rhs;
  });
  // Of each group its number, if it is no op that only runs others, and its
  // step.
  std::vector<std::optional<unsigned>> numbers(groups.size());
  std::vector<unsigned> steps(groups.size());
  for (int index : order) {
    const Group &group = groups[index];
    SmallVector<unsigned, 2> producers, waits;
    for (int producer : group.producers)
      if (int from = find(producer); from != index) {
        waits.push_back(steps[from]);
        if (numbers[from])
          producers.push_back(*numbers[from]);
      }
    for (SmallVector<unsigned, 2> *list : {&producers, &waits}) {
      llvm::sort(*list);
      list->erase(llvm::unique(*list), list->end());
    }
    steps[index] = visitor.beginStep(std::move(waits));
    if (!group.nodes.empty()) {
      FusionGroup result = finishGroup(group, visitor);
      result.producers = std::move(producers);
      result.step = steps[index];
      numbers[index] = visitor.takeGroup(std::move(result));
    }
    if (group.regions)
      visitor.takeRegions(*group.regions, steps[index]);
  }
}
