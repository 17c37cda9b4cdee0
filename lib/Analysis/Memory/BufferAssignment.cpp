//===- BufferAssignment.cpp - Which tensors share memory ------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "BufferAssignment.h"

#include "MemoryOps.h"

#include "mlir/Dialect/Bufferization/IR/Bufferization.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Tosa/IR/TosaOps.h"
#include "mlir/Interfaces/ControlFlowInterfaces.h"
#include "mlir/Interfaces/DestinationStyleOpInterface.h"
#include "mlir/Interfaces/ParallelCombiningOpInterface.h"
#include "mlir/Interfaces/ViewLikeInterface.h"

using namespace mlir;
using namespace mlir::fpo;

BufferAssignment::BufferAssignment(FunctionOpInterface function,
                                   CostEvaluator &evaluator,
                                   const StepOrder &order, const CostTree &tree,
                                   const llvm::DenseSet<Value> &parameters,
                                   Summarize summarize)
    : evaluator(evaluator), order(order), tree(tree),
      summarize(std::move(summarize)) {
  using bufferization::BufferizationDialect;
  for (BlockArgument argument : function.getArguments()) {
    if (!liesInMemory(argument.getType()))
      continue;
    auto writable = function.getArgAttrOfType<BoolAttr>(
        argument.getArgNumber(), BufferizationDialect::kWritableAttrName);
    bool isWritable =
        !parameters.contains(argument) && !(writable && !writable.getValue());
    places.push_back({argument, Count(), nullptr, isWritable});
    define(argument, places.size() - 1);
  }
  Region &body = function.getFunctionBody();
  visit(body);

  for (BlockArgument argument : function.getArguments()) {
    unsigned place = placeOf(argument);
    summary.overwrites.push_back(place != kNone && places[place].isWritten);
  }
  Operation *end = body.back().getTerminator();
  for (Value result : end->getOperands()) {
    std::optional<unsigned> source;
    unsigned place = placeOf(result);
    for (BlockArgument argument : function.getArguments())
      if (body.hasOneBlock() && place != kNone && placeOf(argument) == place)
        source = argument.getArgNumber();
    summary.resultArguments.push_back(source);
  }
}

//===----------------------------------------------------------------------===//
// Places and versions
//===----------------------------------------------------------------------===//

unsigned BufferAssignment::resolve(unsigned place) const {
  while (places[place].sameAs != kNone)
    place = places[place].sameAs;
  return place;
}

unsigned BufferAssignment::placeOf(Value value) const {
  auto id = versionIds.find(value);
  if (id == versionIds.end() || versions[id->second].place == kNone)
    return kNone;
  return resolve(versions[id->second].place);
}

BufferAssignment::Version *BufferAssignment::versionOf(Value value) {
  auto id = versionIds.find(value);
  return id == versionIds.end() ? nullptr : &versions[id->second];
}

void BufferAssignment::note(Operation *op, const Twine &reason) {
  unknown.push_back({op, reason.str()});
}

Count BufferAssignment::bytes(Value value, Operation *op) {
  // Of static shapes of the usual elements nothing need be asked.
  auto type = cast<ShapedType>(value.getType());
  if (std::optional<int64_t> bits = elementBits(type.getElementType());
      bits && type.hasStaticShape()) {
    Expr elements = 1;
    for (int64_t size : type.getShape())
      elements *= Expr(size);
    return Count(elements * Expr(*bits)).ceilDiv(8);
  }
  Count result;
  CostEvaluator::Answer answer = evaluator.query(op, [&](CostContext &context) {
    result = context.bytes(value);
    return Cost();
  });
  if (!answer.reason.empty())
    note(op, answer.reason);
  return result;
}

unsigned BufferAssignment::allocate(Value value, Block *home, Operation *op) {
  places.push_back({value, bytes(value, op), home, /*isWritable=*/true});
  return places.size() - 1;
}

void BufferAssignment::define(Value value, unsigned place) {
  versionIds[value] = versions.size();
  if (place != kNone)
    places[resolve(place)].latest = versions.size();
  versions.push_back({place, currentScope, nullptr, {value}});
}

void BufferAssignment::share(Value value, Value source) {
  auto id = versionIds.find(source);
  if (id == versionIds.end())
    return;
  unsigned version = id->second;
  versions[version].values.push_back(value);
  versionIds[value] = version;
}

void BufferAssignment::hold(unsigned id, Operation *op, bool untilBegin) {
  Place &place = places[resolve(id)];
  if (!place.home)
    return;
  Operation *ancestor = op->getBlock() == place.home
                            ? op
                            : place.home->findAncestorOpInBlock(*op);
  // Of a loop with several regions, what one hands to the next.
  if (!ancestor) {
    Operation *loop = place.home->getParentOp();
    for (Operation *up = op; up && !ancestor; up = up->getParentOp())
      if (up->getParentOp() == loop && getRegionUse(loop) == RegionUse::Loop)
        ancestor = up;
  }
  if (!ancestor) {
    // Blocks that branch: held wherever one may come from or go to.
    Region *region = place.home->getParent();
    place.begin = std::min(place.begin, order.first(&region->front().front()));
    place.end = std::max(place.end, order.last(&region->back().back()));
    place.isUncertain = true;
    return;
  }
  unsigned first = order.first(ancestor);
  place.begin = std::min(place.begin, first);
  place.end = std::max(
      place.end, untilBegin && ancestor == op ? first : order.last(ancestor));
}

void BufferAssignment::use(Value value, Operation *op, bool handsOver) {
  Version *version = versionOf(value);
  if (!version)
    return;
  unsigned place = version->place;
  if (place == kNone)
    place = allocate(value, op->getBlock(), op);
  hold(place, op, handsOver);
}

unsigned BufferAssignment::defineLater(Value value, Operation *op) {
  unsigned place = allocate(value, op->getBlock(), op);
  places[place].from = order.last(op);
  define(value, place);
  return place;
}

/// Whether `user` puts a slice into `value` that covers what `destination`, cut
/// from `value`, shows: then what was there before is not looked at.
static bool replacesSlice(Operation *user, Value value, Value destination) {
  auto slice = destination.getDefiningOp<tensor::ExtractSliceOp>();
  if (!slice || slice.getSource() != value)
    return false;
  auto insert = dyn_cast<OffsetSizeAndStrideOpInterface>(user);
  if (!insert)
    return false;
  Value into;
  if (auto op = dyn_cast<tensor::InsertSliceOp>(user))
    into = op.getDest();
  else if (auto op = dyn_cast<tensor::ParallelInsertSliceOp>(user))
    into = op.getDest();
  auto cut = cast<OffsetSizeAndStrideOpInterface>(slice.getOperation());
  return into == value &&
         insert.isSameAs(cut, [](OpFoldResult lhs, OpFoldResult rhs) {
           return isEqualConstantIntOrValue(lhs, rhs);
         });
}

/// The outermost loop around `op` in `scope`; null if there are blocks that
/// branch.
static Operation *getLoopWithin(Operation *op, const void *scope) {
  Operation *outermost = nullptr;
  for (Operation *up = op; up && !isa<FunctionOpInterface>(up) && up != scope;
       up = up->getParentOp()) {
    if (!up->getParentRegion()->hasOneBlock())
      return nullptr;
    if (up != op && getRegionUse(up) == RegionUse::Loop)
      outermost = up;
  }
  return outermost;
}

/// [memory.inplace]
bool BufferAssignment::mayOverwrite(OpOperand &operand) {
  Operation *op = operand.getOwner();
  Version *version = versionOf(operand.get());
  if (!version || version->place == kNone ||
      (version->overwrittenBy &&
       (version->overwrittenBy == op || !isUnreadDestination(operand)) &&
       !insideMutuallyExclusiveRegions(version->overwrittenBy, op)) ||
      !places[resolve(version->place)].isWritable)
    return false;

  // In a loop, what comes from outside of it is there again in the next turn;
  // it may be overwritten if nobody looks at it from the loop on.
  Operation *from = op;
  if (version->scope != currentScope) {
    from = isUnreadDestination(operand) ? getLoopWithin(op, version->scope)
                                        : nullptr;
    if (!from)
      return false;
  }

  auto destination = dyn_cast<DestinationStyleOpInterface>(op);
  bool isLoop = isa<LoopLikeOpInterface>(op);
  for (OpOperand &other : op->getOpOperands()) {
    if (&other == &operand || versionOf(other.get()) != version || isLoop ||
        (destination && destination.isDpsInit(&other)))
      continue;
    if (!readsBeforeWriting(op, other, operand))
      return false;
  }

  if (isNeededAfter(*version, operand, from))
    return false;
  // Where what is there is not looked at, it may be something newer.
  unsigned latest = places[resolve(version->place)].latest;
  return latest == kNone || &versions[latest] == version ||
         !isNeededAfter(versions[latest], operand, from);
}

bool BufferAssignment::isNeededAfter(const Version &version, OpOperand &operand,
                                     Operation *from) {
  Operation *op = operand.getOwner();
  unsigned here = order.first(from);
  for (Value value : version.values)
    for (OpOperand &use : value.getUses()) {
      Operation *user = use.getOwner();
      if (user == op || looksAtShapeOnly(user) || isUnreadDestination(use) ||
          isUnreadInit(use))
        continue;
      unsigned there = order.first(user);
      if (there < here || (there == here && !from->isAncestor(user)))
        continue;
      if (getViewSource(user) && user->use_empty())
        continue;
      if (replacesSlice(user, value, operand.get()) ||
          insideMutuallyExclusiveRegions(user, op))
        continue;
      return true;
    }
  return false;
}

void BufferAssignment::overwrite(Value result, OpOperand &operand) {
  Operation *op = operand.getOwner();
  // A slice that was computed in its place needs no more than to be looked at
  // as a part of the whole again.
  if (auto insert = dyn_cast<tensor::InsertSliceOp>(op))
    if (unsigned place = placeOf(insert.getDest());
        place != kNone && place == placeOf(insert.getSource())) {
      define(result, place);
      return;
    }
  if (mayOverwrite(operand)) {
    Version *version = versionOf(operand.get());
    version->overwrittenBy = op;
    unsigned place = resolve(version->place);
    places[place].isWritten = true;
    define(result, place);
    hold(place, op);
    return;
  }
  define(result, allocate(result, op->getBlock(), op));
  hold(versions.back().place, op);
}

//===----------------------------------------------------------------------===//
// Ops
//===----------------------------------------------------------------------===//

void BufferAssignment::visit(Region &region) {
  if (!region.hasOneBlock())
    return visitGraph(region);
  for (Operation &op : region.front())
    visit(&op);
}

/// [memory.cfg]
void BufferAssignment::visitGraph(Region &region) {
  const void *outer = currentScope;
  for (Block &block : region) {
    currentScope = &block;
    if (!block.isEntryBlock())
      for (BlockArgument argument : block.getArguments()) {
        if (!liesInMemory(argument.getType()))
          continue;
        unsigned place = allocate(argument, &block, &block.front());
        places[place].isUncertain = true;
        places[place].begin = order.first(&region.front().front());
        places[place].end = order.last(&region.back().back());
        define(argument, place);
      }
    for (Operation &op : block)
      visit(&op);
  }
  currentScope = outer;
}

void BufferAssignment::visit(Operation *op) {
  switch (getRegionUse(op)) {
  case RegionUse::Loop:
    return visitLoop(cast<LoopLikeOpInterface>(op));
  case RegionUse::Branch:
  case RegionUse::Once:
    return visitBranch(op);
  case RegionUse::None:
    break;
  }
  if (auto call = dyn_cast<CallOpInterface>(op))
    return visitCall(call);
  if (looksAtShapeOnly(op))
    return;
  if (Value source = getViewSource(op))
    return share(op->getResult(0), source);
  if (makesUndefined(op)) {
    define(op->getResult(0), kNone);
    return;
  }
  visitCompute(op);
}

void BufferAssignment::visitCompute(Operation *op) {
  if (op->hasTrait<OpTrait::ConstantLike>() || isa<memref::GetGlobalOp>(op)) {
    if (!liesInMemory(op->getResult(0).getType()))
      return;
    // [memory.resident]
    places.push_back({op->getResult(0), Count(), nullptr,
                      /*isWritable=*/isa<memref::GetGlobalOp>(op)});
    define(op->getResult(0), places.size() - 1);
    return;
  }
  if (isa<memref::AllocOp, memref::AllocaOp>(op)) {
    define(op->getResult(0), allocate(op->getResult(0), op->getBlock(), op));
    return;
  }

  llvm::SmallDenseSet<OpOperand *, 2> written;
  for (OpResult result : op->getResults())
    if (liesInMemory(result.getType()))
      if (OpOperand *destination = getDestination(result))
        written.insert(destination);
  for (OpOperand &operand : op->getOpOperands()) {
    // Of what is overwritten, what nobody has written, or looks at here, need
    // not be held.
    if (written.contains(&operand) && versionOf(operand.get()) &&
        (versionOf(operand.get())->place == kNone ||
         isUnreadDestination(operand)))
      continue;
    use(operand.get(), op);
  }
  // What bodies look at.
  for (Region &region : op->getRegions())
    region.walk([&](Operation *inner) {
      for (Value operand : inner->getOperands())
        if (liesInMemory(operand.getType()))
          use(operand, op);
      if (auto insert = dyn_cast<tensor::ParallelInsertSliceOp>(inner))
        if (unsigned place = placeOf(insert.getDest()); place != kNone)
          places[place].isWritten = true;
    });

  for (OpResult result : op->getResults()) {
    if (!liesInMemory(result.getType()))
      continue;
    OpOperand *destination = getDestination(result);
    if (destination) {
      overwrite(result, *destination);
      continue;
    }
    define(result, allocate(result, op->getBlock(), op));
    hold(versions.back().place, op);
  }
  // [memory.unknown]
  if (!op->isRegistered())
    note(op, "the op is not registered");
}

//===----------------------------------------------------------------------===//
// Loops, branches, calls
//===----------------------------------------------------------------------===//

namespace {
/// What a loop hands from one turn to the next.
struct Carried {
  OpOperand *init;
  /// What shows it in the body.
  SmallVector<Value, 2> arguments;
  Value yielded;
  Value result;
};
} // namespace

static SmallVector<Carried> getCarried(LoopLikeOpInterface loop) {
  SmallVector<Carried> all;
  if (auto op = dyn_cast<tosa::WhileOp>(loop.getOperation())) {
    Operation *end = op.getBodyGraph().front().getTerminator();
    for (OpOperand &init : op->getOpOperands()) {
      unsigned i = init.getOperandNumber();
      all.push_back(
          {&init,
           {op.getCondGraph().getArgument(i), op.getBodyGraph().getArgument(i)},
           end->getOperand(i),
           op->getResult(i)});
    }
    return all;
  }
  MutableArrayRef<OpOperand> inits = loop.getInitsMutable();
  auto arguments = loop.getRegionIterArgs();
  ValueRange yielded = loop.getYieldedValues();
  auto results = loop.getLoopResults();
  for (auto [index, argument] : llvm::enumerate(arguments)) {
    if (index >= inits.size() || !liesInMemory(argument.getType()))
      continue;
    // What is shared by all turns is yielded as it is.
    all.push_back({&inits[index],
                   {argument},
                   index < yielded.size() ? yielded[index] : Value(argument),
                   results && index < results->size() ? Value((*results)[index])
                                                      : Value()});
  }
  return all;
}

unsigned BufferAssignment::placeOfCarried(OpOperand &init, bool isWritten,
                                          Value carried) {
  Operation *loop = init.getOwner();
  Version *version = versionOf(init.get());
  if (version && version->place != kNone) {
    if (!isWritten)
      return resolve(version->place);
    if (mayOverwrite(init)) {
      version->overwrittenBy = loop;
      unsigned place = resolve(version->place);
      places[place].isWritten = true;
      return place;
    }
  }
  return allocate(carried, loop->getBlock(), loop);
}

/// [memory.loop]
void BufferAssignment::visitLoop(LoopLikeOpInterface loop) {
  Operation *op = loop;
  SmallVector<Carried> carried = getCarried(loop);
  ArrayRef<Region *> regions = order.regions(op);
  if (regions.empty()) {
    for (Carried &each : carried)
      if (each.result)
        share(each.result, each.init->get());
    return;
  }
  const void *outer = std::exchange(currentScope, op);
  // Until it is known better, each turn finds what is carried in a new place.
  SmallVector<unsigned> inBody;
  for (Carried &each : carried) {
    if (Version *version = versionOf(each.init->get());
        version && version->place != kNone && !isUnreadInit(*each.init))
      use(each.init->get(), op, /*handsOver=*/true);
    Value argument = each.arguments.front();
    inBody.push_back(allocate(argument, argument.getParentBlock(), op));
    define(argument, inBody.back());
    for (Value same : ArrayRef(each.arguments).drop_front())
      share(same, argument);
  }
  auto whileOp = dyn_cast<scf::WhileOp>(op);
  std::optional<APInt> turns = loop.getStaticTripCount();
  for (Region *region : regions) {
    if (whileOp && region == &whileOp.getAfter())
      for (auto [argument, forwarded] : llvm::zip_equal(
               whileOp.getAfterArguments(), whileOp.getConditionOp().getArgs()))
        if (liesInMemory(argument.getType()))
          share(argument, forwarded);
    visit(*region);
  }
  currentScope = outer;

  for (auto [each, place] : llvm::zip_equal(carried, inBody)) {
    unsigned yielded = placeOf(each.yielded);
    if (yielded == place) {
      unsigned same = placeOfCarried(*each.init, places[place].isWritten,
                                     each.arguments.front());
      places[place].sameAs = same;
      hold(same, op);
      if (each.result && !whileOp) {
        if (same == placeOf(each.init->get()) && !places[place].isWritten)
          share(each.result, each.init->get());
        else
          define(each.result, same);
      }
      continue;
    }
    // In its only turn, the body gets what the loop starts from.
    if (unsigned init = placeOf(each.init->get());
        init != kNone && turns && turns->isOne() && !places[place].isWritten) {
      places[place].sameAs = init;
      places[init].end = std::max(places[init].end, places[place].end);
    }
    places[place].from = order.first(&regions.front()->front().front());
    if (each.result && !whileOp) {
      unsigned result = defineLater(each.result, op);
      if (yielded != kNone)
        places[result].sources.push_back(yielded);
    }
  }
  if (whileOp)
    for (auto [result, forwarded] : llvm::zip_equal(
             whileOp.getResults(), whileOp.getConditionOp().getArgs()))
      if (liesInMemory(result.getType()))
        join(result, forwarded, op);
}

void BufferAssignment::join(Value result, ArrayRef<Value> yielded,
                            Operation *op) {
  unsigned place = placeOf(yielded.front());
  bool isOne = place != kNone;
  for (Value value : yielded)
    isOne &= placeOf(value) == place;
  Block *home = isOne ? places[place].home : nullptr;
  // What lies outside stays where it is.
  if (isOne && (!home || !op->isAncestor(home->getParentOp()))) {
    bool isSame = llvm::all_of(yielded, [&](Value value) {
      return versionIdOf(value) == versionIdOf(yielded.front());
    });
    if (isSame)
      share(result, yielded.front());
    else
      define(result, place);
    return;
  }
  unsigned joined = defineLater(result, op);
  for (Value value : yielded)
    if (unsigned source = placeOf(value); source != kNone)
      places[joined].sources.push_back(source);
}

/// [memory.branch]
void BufferAssignment::visitBranch(Operation *op) {
  SmallVector<Operation *> ends;
  for (Region *region : order.regions(op)) {
    // tosa.cond_if hands its operands, after the condition, to its regions.
    for (BlockArgument argument : region->getArguments())
      if (liesInMemory(argument.getType()) &&
          argument.getArgNumber() + 1 < op->getNumOperands())
        share(argument, op->getOperand(argument.getArgNumber() + 1));
    visit(*region);
    if (region->hasOneBlock())
      ends.push_back(region->front().getTerminator());
  }
  for (OpResult result : op->getResults()) {
    if (!liesInMemory(result.getType()))
      continue;
    SmallVector<Value> yielded;
    for (Operation *end : ends)
      if (result.getResultNumber() < end->getNumOperands())
        yielded.push_back(end->getOperand(result.getResultNumber()));
    if (yielded.empty())
      defineLater(result, op);
    else
      join(result, yielded, op);
  }
}

/// [memory.call]
void BufferAssignment::visitCall(CallOpInterface call) {
  Operation *op = call;
  const CostFunction *callee = tree.callees.lookup(op);
  const FunctionSummary *known = callee ? summarize(callee) : nullptr;
  for (Value operand : op->getOperands())
    use(operand, op);
  auto arguments = call.getArgOperands();
  if (known && known->overwrites.size() != arguments.size())
    known = nullptr;
  if (!known) {
    note(op, "what the callee allocates is not known");
    for (OpResult result : op->getResults())
      if (liesInMemory(result.getType()))
        defineLater(result, op);
    return;
  }

  Count peak = known->peak;
  if (peak.isSymbolic()) {
    SymbolValues values = evaluator.bindArguments(
        cast<FunctionOpInterface>(callee->op), arguments);
    peak = peak.substitute(lookupIn(values));
  }
  if (!peak.isZero())
    calls[order.first(op)] = peak;

  SmallVector<unsigned> given(arguments.size(), kNone);
  unsigned firstOperand = arguments.getBeginOperandIndex();
  for (auto [index, argument] : llvm::enumerate(arguments)) {
    Version *version = versionOf(argument);
    if (!version)
      continue;
    given[index] = version->place;
    if (!known->overwrites[index] || isa<BaseMemRefType>(argument.getType()))
      continue;
    OpOperand &operand = op->getOpOperand(firstOperand + index);
    if (mayOverwrite(operand)) {
      version->overwrittenBy = op;
      places[resolve(version->place)].isWritten = true;
      continue;
    }
    given[index] = allocate(argument, op->getBlock(), op);
    hold(given[index], op);
  }
  for (auto [index, result] : llvm::enumerate(op->getResults())) {
    if (!liesInMemory(result.getType()))
      continue;
    std::optional<unsigned> source = known->resultArguments[index];
    if (!source || given[*source] == kNone)
      defineLater(result, op);
    else if (known->overwrites[*source])
      define(result, resolve(given[*source]));
    else
      share(result, arguments[*source]);
  }
}
