//===- Trace.cpp - Calls beside accesses to memory ------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "TraceMarks.h"

#include "fpo/Interfaces/CostContext.h"
#include "fpo/Transforms/Passes.h"
#include "fpo/Transforms/TraceCalls.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/IR/SymbolTable.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"
#include "llvm/ADT/TypeSwitch.h"

namespace mlir::fpo {
#define GEN_PASS_DEF_FPOTRACEPASS
#include "fpo/Transforms/Passes.h.inc"
} // namespace mlir::fpo

using namespace mlir;
using namespace mlir::fpo;

namespace {
enum class Access { Read, Write };

/// A buffer as a place in memory: where it starts and how an index becomes the
/// number of an element.
struct Place {
  Value base, offset;
  SmallVector<Value> strides;
};

/// Puts calls of the functions of TraceCalls.h into the ops of a module.
class Tracer {
public:
  explicit Tracer(ModuleOp module) : module(module), symbols(module) {}

  /// Traces a function that holds the op with number `id`.
  LogicalResult traceFunction(func::FuncOp function, size_t id);
  /// Traces a copy that is a run of the op with number `id`.
  LogicalResult traceRun(memref::CopyOp copy, size_t id);

private:
  void call(OpBuilder &builder, Location loc, StringRef name, ValueRange args);
  Value constant(OpBuilder &builder, Location loc, int64_t value) {
    return arith::ConstantIndexOp::create(builder, loc, value);
  }

  LogicalResult traceOp(Operation *op);
  LogicalResult traceElement(Operation *op, Access access, Value memref,
                             ValueRange indices);
  LogicalResult traceCopy(memref::CopyOp copy);
  LogicalResult traceLanes(
      Operation *op, Access access, Value memref, VectorType type,
      llvm::function_ref<void(OpBuilder &, ArrayRef<int64_t> lane,
                              SmallVectorImpl<Value> &indices, Value &holds)>
          visit);
  /// The calls for `indices` of `memref`, before the builder's place.
  LogicalResult traceAt(OpBuilder &builder, Operation *op, Access access,
                        Value memref, ValueRange indices);
  LogicalResult traceMove(OpBuilder &builder, Operation *op, Value from,
                          ValueRange fromIndices, Value to,
                          ValueRange toIndices);
  std::pair<Value, Value> getElement(OpBuilder &builder, Location loc,
                                     Value memref, ValueRange indices);
  const Place &getPlace(Value memref);

  ModuleOp module;
  SymbolTable symbols;
  llvm::DenseMap<Value, Place> places;
};

struct TraceAccesses : fpo::impl::FpoTracePassBase<TraceAccesses> {
  using FpoTracePassBase::FpoTracePassBase;

  void runOnOperation() override {
    Tracer tracer(getOperation());
    for (auto function :
         llvm::to_vector(getOperation().getOps<func::FuncOp>())) {
      StringRef name = function.getName();
      size_t id;
      if (name.consume_front(kTracedOpPrefix) && !name.consumeInteger(10, id)) {
        if (failed(tracer.traceFunction(function, id)))
          return signalPassFailure();
        continue;
      }
      SmallVector<memref::CopyOp> copies;
      function.walk([&](memref::CopyOp copy) {
        if (getNumber(copy.getLoc()))
          copies.push_back(copy);
      });
      for (memref::CopyOp copy : copies)
        if (failed(tracer.traceRun(copy, *getNumber(copy.getLoc()))))
          return signalPassFailure();
    }
  }
};
} // namespace

static LogicalResult refuse(Operation *op, const Twine &reason) {
  return emitError(op->getLoc()) << "'" << op->getName().getStringRef()
                                 << "' can't be traced: " << reason;
}

void Tracer::call(OpBuilder &builder, Location loc, StringRef name,
                  ValueRange args) {
  auto function = symbols.lookup<func::FuncOp>(name);
  if (!function) {
    SmallVector<Type> types(args.size(), builder.getIndexType());
    function = func::FuncOp::create(module.getLoc(), name,
                                    builder.getFunctionType(types, {}));
    function.setPrivate();
    symbols.insert(function);
  }
  func::CallOp::create(builder, loc, function, args);
}

/// What is known of a buffer is found once, behind its definition.
const Place &Tracer::getPlace(Value memref) {
  auto [it, isNew] = places.try_emplace(memref);
  if (!isNew)
    return it->second;
  OpBuilder builder(module.getContext());
  builder.setInsertionPointAfterValue(memref);
  Location loc = memref.getLoc();
  Place &place = it->second;
  place.base =
      memref::ExtractAlignedPointerAsIndexOp::create(builder, loc, memref);
  auto metadata =
      memref::ExtractStridedMetadataOp::create(builder, loc, memref);
  place.offset = metadata.getOffset();
  place.strides.assign(metadata.getStrides().begin(),
                       metadata.getStrides().end());
  return place;
}

/// The bits of an element of `memref`, which `op` accesses.
static FailureOr<int64_t> getBits(Operation *op, Value memref) {
  auto type = dyn_cast<MemRefType>(memref.getType());
  if (!type || !type.isStrided())
    return refuse(op, "its buffer has no strides");
  std::optional<int64_t> bits = elementBits(type.getElementType());
  if (!bits)
    return refuse(op, "the size of an element is not known");
  return *bits;
}

LogicalResult Tracer::traceAt(OpBuilder &builder, Operation *op, Access access,
                              Value memref, ValueRange indices) {
  FailureOr<int64_t> bits = getBits(op, memref);
  if (failed(bits))
    return failure();
  Location loc = op->getLoc();
  bool isRead = access == Access::Read;
  Value size = constant(builder, loc, *bits);
  if (isMarked(loc, kInBody)) {
    call(builder, loc, isRead ? kTraceBodyRead : kTraceBodyWrite, size);
    return success();
  }
  auto [base, element] = getElement(builder, loc, memref, indices);
  call(builder, loc, isRead ? kTraceRead : kTraceWrite, {base, element, size});
  return success();
}

/// The buffer that `memref` is in and the number of the element at `indices`.
std::pair<Value, Value> Tracer::getElement(OpBuilder &builder, Location loc,
                                           Value memref, ValueRange indices) {
  const Place &place = getPlace(memref);
  Value element = place.offset;
  for (auto [index, stride] : llvm::zip_equal(indices, place.strides)) {
    Value step = arith::MulIOp::create(builder, loc, index, stride);
    element = arith::AddIOp::create(builder, loc, element, step);
  }
  return {place.base, element};
}

LogicalResult Tracer::traceMove(OpBuilder &builder, Operation *op, Value from,
                                ValueRange fromIndices, Value to,
                                ValueRange toIndices) {
  FailureOr<int64_t> bits = getBits(op, from);
  if (failed(bits) || failed(getBits(op, to)))
    return failure();
  Location loc = op->getLoc();
  auto [source, sourceElement] = getElement(builder, loc, from, fromIndices);
  auto [target, targetElement] = getElement(builder, loc, to, toIndices);
  call(builder, loc, kTraceMove,
       {source, sourceElement, target, targetElement,
        constant(builder, loc, *bits)});
  return success();
}

LogicalResult Tracer::traceElement(Operation *op, Access access, Value memref,
                                   ValueRange indices) {
  OpBuilder builder(op);
  return traceAt(builder, op, access, memref, indices);
}

/// A copy touches each element of both sides.
LogicalResult Tracer::traceCopy(memref::CopyOp copy) {
  OpBuilder builder(copy);
  Location loc = copy.getLoc();
  auto type = dyn_cast<MemRefType>(copy.getSource().getType());
  if (!type)
    return refuse(copy, "its buffer has no rank");
  Value zero = constant(builder, loc, 0), one = constant(builder, loc, 1);
  SmallVector<Value> lowers(type.getRank(), zero), steps(type.getRank(), one);
  SmallVector<Value> uppers;
  for (int64_t i = 0; i < type.getRank(); ++i)
    uppers.push_back(
        memref::DimOp::create(builder, loc, copy.getSource(), i).getResult());
  bool failed = false;
  scf::buildLoopNest(builder, loc, lowers, uppers, steps,
                     [&](OpBuilder &inside, Location, ValueRange indices) {
                       failed |= mlir::failed(
                           traceMove(inside, copy, copy.getSource(), indices,
                                     copy.getTarget(), indices));
                     });
  return failure(failed);
}

/// For each lane of a vector of `type`, `visit` adds to `indices`, which start
/// at those of the access, and tells whether the lane is accessed if that is
/// not certain.
LogicalResult
Tracer::traceLanes(Operation *op, Access access, Value memref, VectorType type,
                   llvm::function_ref<void(OpBuilder &, ArrayRef<int64_t>,
                                           SmallVectorImpl<Value> &, Value &)>
                       visit) {
  auto memrefType = dyn_cast<MemRefType>(memref.getType());
  if (type.isScalable() ||
      (memrefType && isa<VectorType>(memrefType.getElementType())))
    return refuse(op, "its lanes are not elements");
  SmallVector<int64_t> lane(type.getRank(), 0);
  for (int64_t i = 0, end = type.getNumElements(); i < end; ++i) {
    OpBuilder builder(op);
    SmallVector<Value> indices;
    Value holds;
    visit(builder, lane, indices, holds);
    if (holds) {
      auto branch = scf::IfOp::create(builder, op->getLoc(), holds);
      builder = branch.getThenBodyBuilder();
    }
    if (failed(traceAt(builder, op, access, memref, indices)))
      return failure();
    for (int64_t axis = type.getRank(); axis-- > 0;) {
      if (++lane[axis] < type.getDimSize(axis))
        break;
      lane[axis] = 0;
    }
  }
  return success();
}

/// `value` + `more`.
static Value add(OpBuilder &builder, Location loc, Value value, int64_t more) {
  return arith::AddIOp::create(
      builder, loc, value,
      arith::ConstantIndexOp::create(builder, loc, more).getResult());
}

/// `lhs` and `rhs`, each of which may be missing.
static Value both(OpBuilder &builder, Location loc, Value lhs, Value rhs) {
  if (!lhs || !rhs)
    return lhs ? lhs : rhs;
  return arith::AndIOp::create(builder, loc, lhs, rhs);
}

/// The store that all that `load` reads goes to, if there is nothing between.
static memref::StoreOp getMove(memref::LoadOp load) {
  if (!load->hasOneUse() || isMarked(load.getLoc(), kInBody))
    return nullptr;
  auto store = dyn_cast<memref::StoreOp>(*load->user_begin());
  return store && store->getBlock() == load->getBlock() ? store : nullptr;
}

LogicalResult Tracer::traceOp(Operation *op) {
  Location loc = op->getLoc();
  // The lanes of accesses without maps lie beside each other along the last
  // dimensions.
  auto traceAligned = [&](Access access, Value memref, ValueRange indices,
                          VectorType type, Value mask) {
    return traceLanes(op, access, memref, type,
                      [&](OpBuilder &builder, ArrayRef<int64_t> lane,
                          SmallVectorImpl<Value> &at, Value &holds) {
                        at.assign(indices.begin(), indices.end());
                        for (auto [axis, offset] : llvm::enumerate(lane)) {
                          Value &index = at[at.size() - lane.size() + axis];
                          index = add(builder, loc, index, offset);
                        }
                        if (mask)
                          holds = vector::ExtractOp::create(builder, loc, mask,
                                                            lane);
                      });
  };
  // Lanes at places that a vector tells.
  auto traceScattered = [&](Access access, Value memref, ValueRange offsets,
                            Value places, VectorType type, Value mask) {
    return traceLanes(
        op, access, memref, type,
        [&](OpBuilder &builder, ArrayRef<int64_t> lane,
            SmallVectorImpl<Value> &at, Value &holds) {
          at.assign(offsets.begin(), offsets.end());
          Value place = vector::ExtractOp::create(builder, loc, places, lane);
          if (!place.getType().isIndex())
            place = arith::IndexCastOp::create(builder, loc,
                                               builder.getIndexType(), place);
          at.back() = arith::AddIOp::create(builder, loc, at.back(), place);
          holds = vector::ExtractOp::create(builder, loc, mask, lane);
        });
  };
  // As many neighbours as lanes are on.
  auto tracePacked = [&](Access access, Value memref, ValueRange indices,
                         VectorType type, Value mask) {
    Value next;
    return traceLanes(op, access, memref, type,
                      [&](OpBuilder &builder, ArrayRef<int64_t> lane,
                          SmallVectorImpl<Value> &at, Value &holds) {
                        if (!next)
                          next = indices.back();
                        at.assign(indices.begin(), indices.end());
                        at.back() = next;
                        holds =
                            vector::ExtractOp::create(builder, loc, mask, lane);
                        Value step = arith::IndexCastUIOp::create(
                            builder, loc, builder.getIndexType(), holds);
                        next = arith::AddIOp::create(builder, loc, next, step);
                      });
  };
  auto traceTransfer = [&](VectorTransferOpInterface transfer, Access access) {
    AffineMap map = transfer.getPermutationMap();
    Value memref = transfer.getBase(), mask = transfer.getMask();
    if (mask && !transfer.getVectorType().getRank())
      return refuse(op, "it is one lane under a mask");
    return traceLanes(
        op, access, memref, transfer.getVectorType(),
        [&](OpBuilder &builder, ArrayRef<int64_t> lane,
            SmallVectorImpl<Value> &at, Value &holds) {
          at.assign(transfer.getIndices().begin(), transfer.getIndices().end());
          SmallVector<int64_t> maskLane;
          for (auto [axis, expr] : llvm::enumerate(map.getResults())) {
            auto dim = dyn_cast<AffineDimExpr>(expr);
            if (!dim)
              continue; // a broadcast
            maskLane.push_back(lane[axis]);
            Value &index = at[dim.getPosition()];
            index = add(builder, loc, index, lane[axis]);
            if (transfer.isDimInBounds(axis))
              continue;
            Value size =
                memref::DimOp::create(builder, loc, memref, dim.getPosition());
            Value inside = arith::CmpIOp::create(
                builder, loc, arith::CmpIPredicate::slt, index, size);
            holds = both(builder, loc, holds, inside);
          }
          if (mask) {
            Value isOn =
                vector::ExtractOp::create(builder, loc, mask, maskLane);
            holds = both(builder, loc, holds, isOn);
          }
        });
  };

  return llvm::TypeSwitch<Operation *, LogicalResult>(op)
      .Case([&](memref::LoadOp load) {
        // Lowerings load every operand; a move is told at its store.
        if (load->use_empty() || getMove(load))
          return success();
        return traceElement(op, Access::Read, load.getMemRef(),
                            load.getIndices());
      })
      .Case([&](memref::StoreOp store) {
        auto load = store.getValueToStore().getDefiningOp<memref::LoadOp>();
        if (load && getMove(load) == store) {
          OpBuilder builder(op);
          return traceMove(builder, op, load.getMemRef(), load.getIndices(),
                           store.getMemRef(), store.getIndices());
        }
        return traceElement(op, Access::Write, store.getMemRef(),
                            store.getIndices());
      })
      .Case([&](memref::AtomicRMWOp update) {
        bool isRead = update.getKind() != arith::AtomicRMWKind::assign;
        if (isRead && failed(traceElement(op, Access::Read, update.getMemref(),
                                          update.getIndices())))
          return failure();
        return traceElement(op, Access::Write, update.getMemref(),
                            update.getIndices());
      })
      .Case([&](memref::GenericAtomicRMWOp update) {
        if (failed(traceElement(op, Access::Read, update.getMemref(),
                                update.getIndices())))
          return failure();
        return traceElement(op, Access::Write, update.getMemref(),
                            update.getIndices());
      })
      .Case([&](memref::CopyOp copy) { return traceCopy(copy); })
      .Case([&](vector::LoadOp load) {
        return traceAligned(Access::Read, load.getBase(), load.getIndices(),
                            load.getVectorType(), Value());
      })
      .Case([&](vector::StoreOp store) {
        return traceAligned(Access::Write, store.getBase(), store.getIndices(),
                            store.getVectorType(), Value());
      })
      .Case([&](vector::MaskedLoadOp load) {
        return traceAligned(Access::Read, load.getBase(), load.getIndices(),
                            load.getVectorType(), load.getMask());
      })
      .Case([&](vector::MaskedStoreOp store) {
        return traceAligned(Access::Write, store.getBase(), store.getIndices(),
                            store.getVectorType(), store.getMask());
      })
      .Case([&](vector::ExpandLoadOp load) {
        return tracePacked(Access::Read, load.getBase(), load.getIndices(),
                           load.getVectorType(), load.getMask());
      })
      .Case([&](vector::CompressStoreOp store) {
        return tracePacked(Access::Write, store.getBase(), store.getIndices(),
                           store.getVectorType(), store.getMask());
      })
      .Case([&](vector::GatherOp gather) {
        return traceScattered(Access::Read, gather.getBase(),
                              gather.getOffsets(), gather.getIndices(),
                              gather.getVectorType(), gather.getMask());
      })
      .Case([&](vector::ScatterOp scatter) {
        return traceScattered(Access::Write, scatter.getBase(),
                              scatter.getOffsets(), scatter.getIndices(),
                              scatter.getVectorType(), scatter.getMask());
      })
      .Case([&](vector::TransferReadOp read) {
        return traceTransfer(read, Access::Read);
      })
      .Case([&](vector::TransferWriteOp write) {
        return traceTransfer(write, Access::Write);
      })
      .Case<memref::AllocOp, memref::AllocaOp, memref::GetGlobalOp>(
          [&](Operation *make) {
            // The contents of an operand.
            if (isMarked(loc, kConstantOperand) &&
                isa<memref::GetGlobalOp>(make))
              return success();
            Value base = getPlace(make->getResult(0)).base;
            OpBuilder builder(op->getContext());
            builder.setInsertionPointAfterValue(base);
            call(builder, loc, kTraceMade, base);
            return success();
          })
      .Default([&](Operation *other) {
        auto effects = dyn_cast<MemoryEffectOpInterface>(other);
        bool touches =
            effects && !isa<func::CallOp>(other) &&
            (effects.hasEffect<MemoryEffects::Read>() ||
             effects.hasEffect<MemoryEffects::Write>()) &&
            llvm::any_of(other->getOperandTypes(), llvm::IsaPred<MemRefType>);
        if (touches)
          return refuse(other, "it is no load, store or copy");
        return success();
      });
}

LogicalResult Tracer::traceFunction(func::FuncOp function, size_t id) {
  SmallVector<Operation *> ops;
  function.walk([&](Operation *op) { ops.push_back(op); });
  places.clear();
  for (Operation *op : ops)
    if (failed(traceOp(op)))
      return failure();

  for (Block &block : function.getBody()) {
    auto exit = dyn_cast<func::ReturnOp>(block.getTerminator());
    if (!exit)
      continue;
    OpBuilder builder(exit);
    for (Value value : exit.getOperands())
      if (isa<MemRefType>(value.getType()))
        call(builder, exit.getLoc(), kTraceReturned, getPlace(value).base);
    builder.setInsertionPoint(exit);
    call(builder, exit.getLoc(), kTraceEnd, {});
  }
  auto builder = OpBuilder::atBlockBegin(&function.getBody().front());
  Location loc = function.getLoc();
  call(builder, loc, kTraceBegin, constant(builder, loc, id));
  return success();
}

LogicalResult Tracer::traceRun(memref::CopyOp copy, size_t id) {
  OpBuilder builder(copy);
  Location loc = copy.getLoc();
  places.clear();
  call(builder, loc, kTraceBegin, constant(builder, loc, id));
  if (failed(traceCopy(copy)))
    return failure();
  call(builder, loc, kTraceEnd, {});
  return success();
}
