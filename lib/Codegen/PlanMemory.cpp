//===- PlanMemory.cpp - One arena for the buffers of a run ----------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Interface.h"

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

struct PlanMemoryPass : fpo::impl::FpoPlanMemoryPassBase<PlanMemoryPass> {
  using FpoPlanMemoryPassBase::FpoPlanMemoryPassBase;

  void runOnOperation() override {
    for (auto function : getOperation().getOps<func::FuncOp>())
      if (function->hasAttr(kInterfaceTakes) &&
          function.getBody().hasOneBlock() &&
          SymbolTable::symbolKnownUseEmpty(function, getOperation()))
        plan(function);
  }

private:
  void plan(func::FuncOp function);
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

void PlanMemoryPass::plan(func::FuncOp function) {
  Block &body = function.getBody().front();
  llvm::DenseMap<Operation *, unsigned> steps;
  for (auto [step, op] : llvm::enumerate(body))
    steps[&op] = step;
  DataLayout layout = DataLayout::closest(function);
  SmallVector<Planned> buffers;
  function.walk([&](memref::AllocOp alloc) {
    MemRefType type = alloc.getType();
    if (!type.hasStaticShape() || !type.getLayout().isIdentity() ||
        isShared(alloc, function))
      return;
    FailureOr<SmallVector<Operation *>> users = findUsers(alloc);
    if (failed(users))
      return;
    Planned buffer{alloc, 0, unsigned(steps.size()), 0};
    for (Operation *user : *users) {
      unsigned step = steps.lookup(body.findAncestorOpInBlock(*user));
      if (isa<ViewLikeOpInterface>(user))
        continue; // it touches nothing
      buffer.begin = std::min(buffer.begin, step);
      buffer.end = std::max(buffer.end, step);
    }
    int64_t bytes = type.getNumElements() *
                    int64_t(layout.getTypeSize(type.getElementType()));
    buffer.bytes = llvm::alignTo(bytes, kArenaAlignment);
    buffers.push_back(buffer);
  });

  int64_t size = assignOffsets(buffers);
  OpBuilder b(&body, body.begin());
  function->setAttr(kInterfaceArena, b.getI64IntegerAttr(size));
  if (size == 0)
    return;
  auto type = MemRefType::get({size}, b.getI8Type());
  if (failed(function.insertArgument(function.getNumArguments(), type, {},
                                     function.getLoc())))
    return signalPassFailure();
  Value arena = function.getArguments().back();
  for (Planned &buffer : buffers) {
    Location loc = buffer.alloc.getLoc();
    b.setInsertionPoint(buffer.alloc);
    Value offset = arith::ConstantIndexOp::create(b, loc, buffer.offset);
    Value view = memref::ViewOp::create(b, loc, buffer.alloc.getType(), arena,
                                        offset, ValueRange());
    buffer.alloc.replaceAllUsesWith(view);
    buffer.alloc.erase();
  }
}
