//===- Assertions.cpp - What fails is told to the caller ------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Assertions.h"

#include "fpo/Codegen/Passes.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlowOps.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/OpenMP/OpenMPDialect.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/Support/Path.h"

namespace mlir::fpo {
#define GEN_PASS_DEF_FPONUMBERASSERTIONSPASS
#include "fpo/Codegen/Passes.h.inc"
} // namespace mlir::fpo

using namespace mlir;
using namespace mlir::fpo;

/// The function that stands for assertions: it takes what has to hold, and the
/// status.
static constexpr StringRef kAssert = "fpo.assert";
/// On it: what the assertions say, in the order of their numbers.
static constexpr StringRef kMessages = "assertion_messages";

/// What an assertion says, behind its place in the program if that is known.
static std::string describe(cf::AssertOp op) {
  std::string text;
  op.getLoc()->walk([&](Location loc) {
    auto place = dyn_cast<FileLineColLoc>(loc);
    if (!place)
      return WalkResult::advance();
    text = (llvm::sys::path::filename(place.getFilename().getValue()) + ":" +
            Twine(place.getLine()) + ":" + Twine(place.getColumn()) + ": ")
               .str();
    return WalkResult::interrupt();
  });
  return text + op.getMsg().str();
}

namespace {
struct NumberAssertionsPass
    : fpo::impl::FpoNumberAssertionsPassBase<NumberAssertionsPass> {
  using FpoNumberAssertionsPassBase::FpoNumberAssertionsPassBase;

  void runOnOperation() override {
    llvm::MapVector<StringAttr, int32_t> messages;
    OpBuilder b(&getContext());
    getOperation().walk([&](cf::AssertOp op) {
      StringAttr message = b.getStringAttr(describe(op));
      int32_t number =
          messages.try_emplace(message, messages.size()).first->second;
      b.setInsertionPoint(op);
      Value status = arith::ConstantIntOp::create(b, op.getLoc(),
                                                  kFirstAssertion + number, 32);
      func::CallOp::create(b, op.getLoc(), kAssert, TypeRange(),
                           ValueRange{op.getArg(), status});
      op.erase();
    });
    if (messages.empty())
      return;
    b.setInsertionPointToStart(getOperation().getBody());
    auto assertion = func::FuncOp::create(
        b, getOperation().getLoc(), kAssert,
        b.getFunctionType({b.getI1Type(), b.getI32Type()}, TypeRange()));
    assertion.setPrivate();
    SmallVector<Attribute> texts = llvm::map_to_vector(
        messages, [](auto &entry) -> Attribute { return entry.first; });
    assertion->setAttr(kMessages, b.getArrayAttr(texts));
  }
};

/// Makes one function return a status.
class StatusReturner {
public:
  explicit StatusReturner(LLVM::LLVMFuncOp function)
      : function(function), b(function.getContext()), loc(function.getLoc()),
        i32(b.getI32Type()), old(function.getFunctionType().getReturnType()) {}

  void changeType();
  void changeReturns();
  void check(LLVM::CallOp call, bool isAssertion);

private:
  Value constant(int32_t value) {
    return LLVM::ConstantOp::create(b, loc, i32, b.getI32IntegerAttr(value));
  }
  /// Returns `status` where it isn't zero, from the insertion point on.
  void returnIfFailed(Value status);

  LLVM::LLVMFuncOp function;
  OpBuilder b;
  Location loc;
  Type i32, old;
  Block *exit = nullptr;
};
} // namespace

void StatusReturner::changeType() {
  Type type = i32;
  if (!isa<LLVM::LLVMVoidType>(old))
    type = LLVM::LLVMStructType::getLiteral(b.getContext(), {i32, old});
  function.setFunctionType(LLVM::LLVMFunctionType::get(
      type, function.getFunctionType().getParams()));
  function->setAttr(kReturnsStatus, b.getUnitAttr());
  // What was known of the result is not known of both.
  function.removeResAttrsAttr();
}

void StatusReturner::changeReturns() {
  SmallVector<LLVM::ReturnOp> ends;
  function.walk([&](LLVM::ReturnOp end) { ends.push_back(end); });
  auto returnStatus = [&](Value status, Value value) {
    Type type = function.getFunctionType().getReturnType();
    if (type == i32) {
      LLVM::ReturnOp::create(b, loc, status);
      return;
    }
    Value both = LLVM::PoisonOp::create(b, loc, type);
    both =
        LLVM::InsertValueOp::create(b, loc, both, status, ArrayRef<int64_t>{0});
    if (!value)
      value = LLVM::ZeroOp::create(b, loc, old);
    both =
        LLVM::InsertValueOp::create(b, loc, both, value, ArrayRef<int64_t>{1});
    LLVM::ReturnOp::create(b, loc, both);
  };
  for (LLVM::ReturnOp end : ends) {
    b.setInsertionPoint(end);
    Value value = end->getNumOperands() ? end.getArg() : Value();
    returnStatus(constant(0), value);
    end.erase();
  }
  exit = b.createBlock(&function.getBody(), function.getBody().end(), {i32},
                       {loc});
  returnStatus(exit->getArgument(0), Value());
}

void StatusReturner::returnIfFailed(Value status) {
  Value isGood = LLVM::ICmpOp::create(b, loc, LLVM::ICmpPredicate::eq, status,
                                      constant(0));
  Block *here = b.getBlock();
  Block *next = here->splitBlock(b.getInsertionPoint());
  b.setInsertionPointToEnd(here);
  LLVM::CondBrOp::create(b, loc, isGood, next, ValueRange(), exit,
                         ValueRange(status));
  b.setInsertionPointToStart(next);
}

void StatusReturner::check(LLVM::CallOp call, bool isAssertion) {
  b.setInsertionPointAfter(call);
  if (isAssertion) {
    Value status = LLVM::SelectOp::create(b, loc, call.getOperand(0),
                                          constant(0), call.getOperand(1));
    returnIfFailed(status);
    call.erase();
    return;
  }
  auto callee = SymbolTable::lookupNearestSymbolFrom<LLVM::LLVMFuncOp>(
      call, call.getCalleeAttr());
  auto fresh =
      LLVM::CallOp::create(b, call.getLoc(), callee, call.getCalleeOperands());
  Value status = fresh.getResult();
  if (call.getNumResults() != 0) {
    Value value = LLVM::ExtractValueOp::create(b, loc, status, 1);
    call.replaceAllUsesWith(ValueRange(value));
  }
  if (status.getType() != i32)
    status = LLVM::ExtractValueOp::create(b, loc, status, 0);
  if (auto parallel = call->getParentOfType<omp::ParallelOp>()) {
    // Threads can't return: the largest status of all is looked at when they
    // are done.
    OpBuilder::InsertionGuard guard(b);
    b.setInsertionPointToStart(&function.getBody().front());
    Value slot = LLVM::AllocaOp::create(
        b, loc, LLVM::LLVMPointerType::get(b.getContext()), i32, constant(1));
    b.setInsertionPoint(parallel);
    LLVM::StoreOp::create(b, loc, constant(0), slot);
    b.setInsertionPointAfterValue(status);
    LLVM::AtomicRMWOp::create(b, loc, LLVM::AtomicBinOp::umax, slot, status,
                              LLVM::AtomicOrdering::monotonic);
    b.setInsertionPointAfter(parallel);
    returnIfFailed(LLVM::LoadOp::create(b, loc, i32, slot));
  } else {
    returnIfFailed(status);
  }
  call.erase();
}

SmallVector<std::string> fpo::returnFromFailures(ModuleOp module) {
  auto assertion = module.lookupSymbol<LLVM::LLVMFuncOp>(kAssert);
  if (!assertion)
    return {};
  // Who calls it, directly or not.
  llvm::MapVector<LLVM::LLVMFuncOp, SmallVector<LLVM::CallOp>> calls;
  SmallVector<LLVM::LLVMFuncOp> failing = {assertion};
  llvm::DenseMap<StringAttr, SmallVector<LLVM::CallOp>> callers;
  module.walk([&](LLVM::CallOp call) {
    if (FlatSymbolRefAttr callee = call.getCalleeAttr())
      callers[callee.getAttr()].push_back(call);
  });
  while (!failing.empty())
    for (LLVM::CallOp call : callers[failing.pop_back_val().getSymNameAttr()]) {
      auto function = call->getParentOfType<LLVM::LLVMFuncOp>();
      auto [it, isNew] = calls.try_emplace(function);
      it->second.push_back(call);
      if (isNew)
        failing.push_back(function);
    }
  SmallVector<StatusReturner> returners;
  for (auto &entry : calls)
    returners.emplace_back(entry.first).changeType();
  for (auto [entry, returner] : llvm::zip_equal(calls, returners)) {
    returner.changeReturns();
    for (LLVM::CallOp call : entry.second)
      returner.check(call, call.getCallee() == kAssert);
  }
  auto texts = assertion->getAttrOfType<ArrayAttr>(kMessages);
  auto messages =
      llvm::map_to_vector(texts.getAsValueRange<StringAttr>(),
                          [](StringRef text) { return text.str(); });
  assertion.erase();
  return messages;
}
