//===- KernelFunction.cpp - Functions for parts of others -----------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "KernelFunction.h"

#include "mlir/Conversion/LLVMCommon/TypeConverter.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"

using namespace mlir;
using namespace mlir::fpo;

KernelFunction::KernelFunction(Location loc, const Twine &name,
                               const llvm::SetVector<Value> &used,
                               TypeRange more) {
  SmallVector<Operation *> constants;
  for (Value value : used) {
    Operation *maker = value.getDefiningOp();
    if (maker && maker->hasTrait<OpTrait::ConstantLike>())
      constants.push_back(maker);
    else
      arguments.push_back(value);
  }

  OpBuilder b(loc.getContext());
  SmallVector<Type> types = llvm::to_vector(TypeRange(arguments));
  llvm::append_range(types, more);
  function = func::FuncOp::create(loc, name.str(),
                                  b.getFunctionType(types, TypeRange()));
  function.setPrivate();
  function->setAttr(
      "llvm.linkage",
      LLVM::LinkageAttr::get(b.getContext(), LLVM::Linkage::Internal));
  function->setAttr("passthrough", b.getStrArrayAttr({"noinline"}));
  if (llvm::all_of(types, [](Type type) {
        auto memref = dyn_cast<BaseMemRefType>(type);
        return !memref || LLVMTypeConverter::canConvertToBarePtr(memref);
      }))
    function->setAttr("llvm.bareptr", b.getUnitAttr());

  b.setInsertionPointToStart(function.addEntryBlock());
  mapping.map(arguments, function.getArguments().take_front(arguments.size()));
  for (Operation *constant : constants)
    b.clone(*constant, mapping);
  func::ReturnOp::create(b, loc);
}
