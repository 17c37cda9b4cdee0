//===- OutlineKernels.cpp - A function for each distinct kernel -----------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "KernelFunction.h"

#include "fpo/Codegen/Passes.h"
#include "fpo/Dialect/Fpo/FpoOps.h"

#include "mlir/Analysis/AliasAnalysis.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/IR/SymbolTable.h"
#include "mlir/Interfaces/LoopLikeInterface.h"
#include "mlir/Transforms/RegionUtils.h"
#include "llvm/ADT/DenseSet.h"

namespace mlir::fpo {
#define GEN_PASS_DEF_FPOOUTLINEKERNELSPASS
#include "fpo/Codegen/Passes.h.inc"
} // namespace mlir::fpo

using namespace mlir;
using namespace mlir::fpo;

static bool isKernel(Operation *op) {
  return isa<KernelOp>(op) ||
         (isa<linalg::LinalgOp>(op) && op->getNumResults() == 0);
}

/// Whether `op` is a loop that runs kernels on parts of buffers, and nothing
/// else.
static bool isKernelLoop(Operation *op) {
  if (!isa<LoopLikeOpInterface>(op) || op->getNumResults() != 0)
    return false;
  bool hasKernel = false;
  WalkResult result = op->walk<WalkOrder::PreOrder>([&](Operation *inner) {
    if (isKernel(inner)) {
      hasKernel = true;
      return WalkResult::skip();
    }
    if (inner->hasTrait<OpTrait::HasRecursiveMemoryEffects>() ||
        isMemoryEffectFree(inner) || isa<memref::AllocaOp>(inner))
      return WalkResult::advance();
    return WalkResult::interrupt();
  });
  return hasKernel && !result.wasInterrupted();
}

namespace {
/// Compares functions but for their names and places.
struct SameFunction : llvm::DenseMapInfo<func::FuncOp> {
  static unsigned getHashValue(func::FuncOp function) {
    llvm::hash_code hash = hash_value(function.getFunctionType());
    function.getBody().walk([&](Operation *op) {
      hash = llvm::hash_combine(hash,
                                OperationEquivalence::computeHash(
                                    op, OperationEquivalence::ignoreHashValue,
                                    OperationEquivalence::ignoreHashValue,
                                    OperationEquivalence::IgnoreLocations));
    });
    return hash;
  }
  static bool isEqual(func::FuncOp one, func::FuncOp other) {
    auto isMark = [](func::FuncOp function) {
      return function == getTombstoneKey() || function == getEmptyKey();
    };
    if (one == other || isMark(one) || isMark(other))
      return one == other;
    return one.getFunctionType() == other.getFunctionType() &&
           one.getArgAttrsAttr() == other.getArgAttrsAttr() &&
           OperationEquivalence::isRegionEquivalentTo(
               &one.getBody(), &other.getBody(),
               OperationEquivalence::IgnoreLocations);
  }
};

struct OutlineKernelsPass
    : fpo::impl::FpoOutlineKernelsPassBase<OutlineKernelsPass> {
  using FpoOutlineKernelsPassBase::FpoOutlineKernelsPassBase;

  void runOnOperation() override {
    SmallVector<Operation *> kernels;
    getOperation().walk<WalkOrder::PreOrder>([&](Operation *op) {
      if (!isKernel(op) && !isKernelLoop(op))
        return WalkResult::advance();
      kernels.push_back(op);
      return WalkResult::skip();
    });
    SymbolTable symbols(getOperation());
    auto &aliases = getAnalysis<AliasAnalysis>();
    for (Operation *op : kernels)
      outline(op, symbols, aliases);
  }

private:
  void outline(Operation *op, SymbolTable &symbols, AliasAnalysis &aliases);

  llvm::DenseSet<func::FuncOp, SameFunction> known;
};
} // namespace

void OutlineKernelsPass::outline(Operation *op, SymbolTable &symbols,
                                 AliasAnalysis &aliases) {
  llvm::SetVector<Value> used(op->operand_begin(), op->operand_end());
  getUsedValuesDefinedAbove(op->getRegions(), used);
  KernelFunction kernel(op->getLoc(), "fpo.kernel", used);
  func::FuncOp function = kernel.function;
  OpBuilder b(function.getBody().front().getTerminator());
  b.clone(*op, kernel.mapping);
  // LLVM allows the attribute on pointers alone.
  if (function->hasAttr("llvm.bareptr"))
    for (auto [number, value] : llvm::enumerate(kernel.arguments))
      if (isa<MemRefType>(value.getType()) &&
          llvm::all_of(kernel.arguments, [&, value = value](Value other) {
            return other == value || !isa<MemRefType>(other.getType()) ||
                   aliases.alias(value, other).isNo();
          }))
        function.setArgAttr(number, "llvm.noalias", b.getUnitAttr());

  auto [representative, isNew] = known.insert(function);
  if (isNew)
    symbols.insert(function);
  b.setInsertionPoint(op);
  func::CallOp::create(b, op->getLoc(), *representative, kernel.arguments);
  if (!isNew)
    function.erase();
  op->erase();
}
