//===- PlanMemory.cpp - One arena for the buffers of a run ----------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Interface.h"
#include "SizeComputation.h"

#include "fpo/Codegen/Passes.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/IR/SymbolTable.h"
#include "mlir/Interfaces/ControlFlowInterfaces.h"
#include "mlir/Interfaces/DataLayoutInterfaces.h"
#include "mlir/Interfaces/ViewLikeInterface.h"
#include "llvm/Support/MathExtras.h"

namespace mlir::fpo {
#define GEN_PASS_DEF_FPOPLANMEMORYPASS
#include "fpo/Codegen/Passes.h.inc"
} // namespace mlir::fpo

using namespace mlir;
using namespace mlir::fpo;

namespace {
/// A buffer that is to lie in the arena.
struct Planned {
  memref::AllocOp alloc;
  int64_t bytes;
  /// The first and the last op of the function that use it.
  unsigned begin, end;
  int64_t offset = 0;

  bool meets(const Planned &other) const {
    return begin <= other.end && other.begin <= end;
  }
};

/// So many bytes, times sizes that are known at run time only.
struct Bytes {
  int64_t factor;
  SmallVector<Value> sizes; // sorted

  bool operator==(const Bytes &other) const {
    return factor == other.factor && sizes == other.sizes;
  }
};

/// A buffer whose size is known at run time only.
struct DynamicBuffer {
  memref::AllocOp alloc;
  Bytes bytes;
  unsigned begin, end;
  unsigned place = 0;
};

/// A part of the arena that such buffers have one after the other: as large as
/// the largest of them.
struct Place {
  SmallVector<Bytes> bytes;
  unsigned end;
};

struct PlanMemoryPass : fpo::impl::FpoPlanMemoryPassBase<PlanMemoryPass> {
  using FpoPlanMemoryPassBase::FpoPlanMemoryPassBase;

  void runOnOperation() override {
    for (auto function : getOperation().getOps<func::FuncOp>())
      if (function->hasAttr(kInterfaceTakes) &&
          function.getBody().hasOneBlock() &&
          SymbolTable::symbolKnownUseEmpty(function, getOperation()))
        if (failed(plan(function)))
          return signalPassFailure();
  }

private:
  LogicalResult plan(func::FuncOp function);
};
} // namespace

/// Gives buffers that are held at the same time different places, and returns
/// how many bytes that takes. The largest buffers go first, each as far in
/// front as it can (greedy by size: Pisarchyk and Lee, "Efficient Memory
/// Management for Deep Neural Net Inference", 2020).
static int64_t assignOffsets(MutableArrayRef<Planned> buffers) {
  SmallVector<Planned *> order, placed; // the latter by offsets
  for (Planned &buffer : buffers)
    order.push_back(&buffer);
  llvm::sort(order, [](Planned *a, Planned *b) {
    return a->bytes != b->bytes ? a->bytes > b->bytes : a < b;
  });
  int64_t size = 0;
  for (Planned *buffer : order) {
    int64_t offset = 0;
    for (Planned *other : placed) {
      if (!buffer->meets(*other))
        continue;
      if (offset + buffer->bytes <= other->offset)
        break;
      offset = std::max(offset, other->offset + other->bytes);
    }
    buffer->offset = offset;
    size = std::max(size, offset + buffer->bytes);
    placed.insert(llvm::upper_bound(placed, buffer,
                                    [](Planned *a, Planned *b) {
                                      return a->offset < b->offset;
                                    }),
                  buffer);
  }
  return size;
}

/// The ops that use the buffer of `alloc`, directly or by views; none if it may
/// outlive them.
static FailureOr<SmallVector<Operation *>> findUsers(memref::AllocOp alloc) {
  SmallVector<Operation *> users;
  SmallVector<Value> values = {alloc};
  while (!values.empty())
    for (Operation *user : values.pop_back_val().getUsers()) {
      users.push_back(user);
      if (isa<ViewLikeOpInterface>(user)) {
        llvm::append_range(values, user->getResults());
        continue;
      }
      if (user->hasTrait<OpTrait::IsTerminator>() ||
          isa<RegionBranchOpInterface>(user) ||
          llvm::any_of(user->getResultTypes(), llvm::IsaPred<BaseMemRefType>))
        return failure();
    }
  return users;
}

/// Whether several of what `alloc` makes in one run of `function` may be in use
/// at once.
static bool isShared(memref::AllocOp alloc, func::FuncOp function) {
  for (Operation *around = alloc->getParentOp(); around != function;
       around = around->getParentOp())
    if (around->hasTrait<OpTrait::HasParallelRegion>() ||
        !around->hasTrait<OpTrait::HasRecursiveMemoryEffects>())
      return true;
  return false;
}

/// Gives each buffer a place that is free from its first use on: one for
/// buffers of its size if there is one, or else the one that was left last.
static SmallVector<Place> assignPlaces(MutableArrayRef<DynamicBuffer> buffers) {
  SmallVector<DynamicBuffer *> order;
  for (DynamicBuffer &buffer : buffers)
    order.push_back(&buffer);
  llvm::sort(order, [](DynamicBuffer *a, DynamicBuffer *b) {
    return a->begin != b->begin ? a->begin < b->begin : a < b;
  });
  SmallVector<Place> places;
  for (DynamicBuffer *buffer : order) {
    Place *best = nullptr;
    auto fits = [&](const Place &place) {
      return llvm::is_contained(place.bytes, buffer->bytes);
    };
    for (Place &place : places)
      if (place.end < buffer->begin &&
          (!best || std::pair(fits(place), place.end) >
                        std::pair(fits(*best), best->end)))
        best = &place;
    if (!best)
      best = &places.emplace_back();
    if (!fits(*best))
      best->bytes.push_back(buffer->bytes);
    best->end = buffer->end;
    buffer->place = best - places.begin();
  }
  return places;
}

namespace {
/// Computes where places begin that lie one behind the other.
class PlaceOffsets {
public:
  PlaceOffsets(OpBuilder &b, Location loc, IRMapping &mapping)
      : b(b), loc(loc), mapping(mapping) {}

  /// The offsets, and where the last place ends.
  SmallVector<Value> compute(ArrayRef<Place> places, int64_t first) {
    SmallVector<Value> offsets = {index(first)};
    for (const Place &place : places) {
      Value largest;
      for (const Bytes &bytes : place.bytes) {
        Value own = compute(bytes);
        largest = largest ? arith::MaxUIOp::create(b, loc, largest, own) : own;
      }
      offsets.push_back(arith::AddIOp::create(b, loc, offsets.back(), largest));
    }
    return offsets;
  }

private:
  Value index(int64_t value) {
    return arith::ConstantIndexOp::create(b, loc, value);
  }

  /// Aligned; no more than what no machine has, so that nothing wraps around.
  Value compute(const Bytes &bytes) {
    Value most = index(int64_t(1) << 48), zero = index(0);
    Value product = index(bytes.factor);
    for (Value size : bytes.sizes) {
      auto wide = arith::MulUIExtendedOp::create(
          b, loc, product, computeAgain(size, mapping, b));
      Value fits = arith::CmpIOp::create(b, loc, arith::CmpIPredicate::eq,
                                         wide.getHigh(), zero);
      Value low = arith::MinUIOp::create(b, loc, wide.getLow(), most);
      product = arith::SelectOp::create(b, loc, fits, low, most);
    }
    Value up =
        arith::AddIOp::create(b, loc, product, index(kArenaAlignment - 1));
    return arith::AndIOp::create(b, loc, up, index(-kArenaAlignment));
  }

  OpBuilder &b;
  Location loc;
  IRMapping &mapping;
};
} // namespace

/// Adds the function that tells how large the arena is for given sizes.
static LogicalResult addArenaSize(func::FuncOp function, ValueRange sizes,
                                  ArrayRef<Place> places, int64_t first) {
  std::string name = getCName(function.getName()) + "_arena_size";
  if (Operation *other =
          function->getParentOfType<ModuleOp>().lookupSymbol(name))
    return other->emitError("C calls another function by the name of this one");
  OpBuilder b(function.getContext());
  b.setInsertionPointAfter(function);
  auto query = func::FuncOp::create(
      b, function.getLoc(), name,
      b.getFunctionType(TypeRange(sizes), TypeRange(b.getIndexType())));
  b.setInsertionPointToStart(query.addEntryBlock());
  IRMapping mapping;
  mapping.map(sizes, query.getArguments());
  SmallVector<Value> offsets =
      PlaceOffsets(b, function.getLoc(), mapping).compute(places, first);
  func::ReturnOp::create(b, function.getLoc(), offsets.back());
  return success();
}

LogicalResult PlanMemoryPass::plan(func::FuncOp function) {
  Block &body = function.getBody().front();
  llvm::DenseMap<Operation *, unsigned> steps;
  for (auto [step, op] : llvm::enumerate(body))
    steps[&op] = step;
  auto names = function->getAttrOfType<ArrayAttr>(kInterfaceSizes);
  ValueRange sizes =
      function.getArguments().take_back(names ? names.size() : 0);
  DataLayout layout = DataLayout::closest(function);
  SmallVector<Planned> buffers;
  SmallVector<DynamicBuffer> dynamicBuffers;
  function.walk([&](memref::AllocOp alloc) {
    MemRefType type = alloc.getType();
    if (!type.getLayout().isIdentity() || isShared(alloc, function) ||
        (!names && !type.hasStaticShape()) ||
        !llvm::all_of(alloc.getDynamicSizes(),
                      [&](Value size) { return followsFrom(size, sizes); }))
      return;
    FailureOr<SmallVector<Operation *>> users = findUsers(alloc);
    if (failed(users))
      return;
    unsigned begin = steps.size(), end = 0;
    for (Operation *user : *users) {
      unsigned step = steps.lookup(body.findAncestorOpInBlock(*user));
      if (isa<ViewLikeOpInterface>(user))
        continue; // it touches nothing
      begin = std::min(begin, step);
      end = std::max(end, step);
    }
    int64_t bytes = int64_t(layout.getTypeSize(type.getElementType()));
    for (int64_t size : type.getShape())
      if (!ShapedType::isDynamic(size))
        bytes *= size;
    if (type.hasStaticShape()) {
      buffers.push_back(
          {alloc, int64_t(llvm::alignTo(bytes, kArenaAlignment)), begin, end});
      return;
    }
    SmallVector<Value> factors(alloc.getDynamicSizes());
    llvm::sort(factors, [](Value a, Value b) {
      return a.getAsOpaquePointer() < b.getAsOpaquePointer();
    });
    dynamicBuffers.push_back({alloc, {bytes, factors}, begin, end});
  });

  int64_t size = assignOffsets(buffers);
  SmallVector<Place> places = assignPlaces(dynamicBuffers);
  OpBuilder b(&body, body.begin());
  Location loc = function.getLoc();
  function->setAttr(kInterfaceArena, b.getI64IntegerAttr(size));
  if (names && failed(addArenaSize(function, sizes, places, size)))
    return failure();
  if (!names && size == 0)
    return success();
  auto type = MemRefType::get({std::max<int64_t>(size, 1)}, b.getI8Type());
  if (failed(
          function.insertArgument(function.getNumArguments(), type, {}, loc)))
    return failure();
  Value arena = function.getArguments().back();
  auto place = [&](memref::AllocOp alloc, Value offset) {
    b.setInsertionPoint(alloc);
    Value view = memref::ViewOp::create(b, alloc.getLoc(), alloc.getType(),
                                        arena, offset, alloc.getDynamicSizes());
    alloc.replaceAllUsesWith(view);
    alloc.erase();
  };
  for (Planned &buffer : buffers) {
    b.setInsertionPoint(buffer.alloc);
    place(buffer.alloc, arith::ConstantIndexOp::create(b, buffer.alloc.getLoc(),
                                                       buffer.offset));
  }
  if (dynamicBuffers.empty())
    return success();
  b.setInsertionPointToStart(&body);
  IRMapping mapping;
  mapping.map(sizes, sizes);
  SmallVector<Value> offsets =
      PlaceOffsets(b, loc, mapping).compute(places, size);
  for (DynamicBuffer &buffer : dynamicBuffers)
    place(buffer.alloc, offsets[buffer.place]);
  return success();
}
