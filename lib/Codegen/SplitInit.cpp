//===- SplitInit.cpp - What depends on parameters alone runs once ---------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Interface.h"
#include "ParameterValues.h"

#include "fpo/Codegen/Passes.h"
#include "fpo/Codegen/Pipeline.h"
#include "fpo/Dialect/Fpo/FpoOps.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/IRMapping.h"
#include "mlir/IR/Matchers.h"
#include "mlir/IR/SymbolTable.h"

namespace mlir::fpo {
#define GEN_PASS_DEF_FPOSPLITINITPASS
#include "fpo/Codegen/Passes.h.inc"
} // namespace mlir::fpo

using namespace mlir;
using namespace mlir::fpo;

/// Whether `op` is copied to where it is used: it costs less than to read what
/// it makes, or it makes a scalar, or nothing but another view. If views were
/// part of the state, several parts of it would be one buffer.
static bool isFree(Operation *op) {
  auto kernel = dyn_cast<KernelOp>(op);
  bool isFill = kernel && kernel.getInputs().empty() && !kernel.hasReduction();
  bool isScalar = !llvm::all_of(
      op->getResultTypes(), [](Type type) { return isa<TensorType>(type); });
  return isFill || isScalar || op->hasTrait<OpTrait::ConstantLike>() ||
         isa<tensor::EmptyOp, tensor::ExpandShapeOp, tensor::CollapseShapeOp>(
             op);
}

/// Splits `function`: `NAME_init` takes its parameters and returns what runs
/// need of them, and `function` takes these instead, first.
static void split(func::FuncOp function) {
  Block &body = function.getBody().front();
  ParameterValues parameters(function);
  SmallVector<Operation *> once, visited;
  for (Operation &op : body)
    (parameters.contains(&op) ? once : visited).push_back(&op);
  // What runs need: operands of what runs each time, and of what is free and
  // makes such an operand.
  llvm::SetVector<Value> state;
  llvm::SmallPtrSet<Operation *, 16> free;
  for (size_t next = 0; next < visited.size(); ++next)
    visited[next]->walk([&](Operation *inner) {
      for (Value operand : inner->getOperands()) {
        if (!parameters.contains(operand) || operand.getParentBlock() != &body)
          continue;
        Operation *maker = operand.getDefiningOp();
        if (!maker || !isFree(maker))
          state.insert(operand);
        else if (free.insert(maker).second)
          visited.push_back(maker);
      }
    });

  // The part that runs once.
  OpBuilder builder(function);
  Location loc = function.getLoc();
  SmallVector<Type> takes, gives;
  SmallVector<DictionaryAttr> attributes;
  SmallVector<unsigned> params;
  SmallVector<int64_t> inputs;
  for (BlockArgument argument : body.getArguments())
    if (!function.getArgAttr(argument.getArgNumber(), "fpo.param")) {
      inputs.push_back(argument.getArgNumber());
    } else {
      params.push_back(argument.getArgNumber());
      takes.push_back(argument.getType());
      attributes.push_back(function.getArgAttrDict(argument.getArgNumber()));
    }
  for (Value value : state)
    gives.push_back(value.getType());
  auto init =
      func::FuncOp::create(builder, loc, (function.getName() + "_init").str(),
                           builder.getFunctionType(takes, gives),
                           ArrayRef<NamedAttribute>(), attributes);
  Block *initBody = init.addEntryBlock();
  builder.setInsertionPointToStart(initBody);
  IRMapping mapping;
  for (auto [number, argument] :
       llvm::zip_equal(params, initBody->getArguments()))
    mapping.map(body.getArgument(number), argument);
  for (Operation *op : once)
    builder.clone(*op, mapping);
  SmallVector<Value> returned;
  for (Value value : state)
    returned.push_back(mapping.lookup(value));
  func::ReturnOp::create(builder, loc, returned);
  function->setAttr(kInitAttrName, FlatSymbolRefAttr::get(init));
  function->setAttr(kInterfaceArguments, builder.getDenseI64ArrayAttr(inputs));

  // The part that runs each time.
  unsigned next = 0;
  for (Value value : state) {
    (void)function.insertArgument(next, value.getType(), {}, loc);

    value.replaceAllUsesWith(body.getArgument(next));
    ++next;
  }
  for (Operation *op : llvm::reverse(once))
    if (op->use_empty())
      op->erase();
  llvm::BitVector unused(function.getNumArguments());
  for (unsigned number : params)
    unused.set(number + next);
  (void)function.eraseArguments(unused);

  // Inputs belong to the caller, and other runs read the state too.
  for (func::FuncOp part : {init, function})
    for (unsigned i = 0; i < part.getNumArguments(); ++i)
      part.setArgAttr(i, "bufferization.writable",
                      BoolAttr::get(part.getContext(), false));
}

/// What calls a function of C's calls a copy of it, which stays as it is.
static void copyForCallers(func::FuncOp function, SymbolTable &symbols) {
  ModuleOp module = function->getParentOfType<ModuleOp>();
  if (SymbolTable::symbolKnownUseEmpty(function, module))
    return;
  func::FuncOp copy = function.clone();
  copy.setPrivate();
  copy.setName((function.getName() + ".callee").str());
  symbols.insert(copy, ++Block::iterator(function));
  (void)SymbolTable::replaceAllSymbolUses(function, copy.getNameAttr(), module);
}

namespace {
struct SplitInitPass : fpo::impl::FpoSplitInitPassBase<SplitInitPass> {
  using FpoSplitInitPassBase::FpoSplitInitPassBase;

  void runOnOperation() override {
    SymbolTable symbols(getOperation());
    SmallVector<func::FuncOp> functions;
    for (auto function : getOperation().getOps<func::FuncOp>())
      if (function.isPublic() && !function.isExternal())
        functions.push_back(function);
    for (func::FuncOp function : functions)
      copyForCallers(function, symbols);
    for (func::FuncOp function : functions)
      if (function.getBody().hasOneBlock())
        split(function);
  }
};
} // namespace
