//===- Entries.cpp - Where a program starts -------------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Analysis/Entries.h"

#include "llvm/ADT/STLExtras.h"

using namespace mlir;
using namespace mlir::fpo;

std::string fpo::getQualifiedName(FunctionOpInterface function,
                                  Operation *root) {
  std::string name = function.getName().str();
  if (function == root)
    return name;
  for (Operation *parent = function->getParentOp(); parent && parent != root;
       parent = parent->getParentOp())
    if (auto outer =
            parent->getAttrOfType<StringAttr>(SymbolTable::getSymbolAttrName()))
      name = outer.str() + "::" + name;
  return name;
}

SmallVector<FunctionOpInterface> fpo::findDefaultEntries(
    ArrayRef<FunctionOpInterface> functions,
    llvm::function_ref<llvm::DenseSet<Operation *>()> findCalled) {
  SmallVector<FunctionOpInterface> open =
      llvm::filter_to_vector(functions, [](FunctionOpInterface function) {
        return function.isPublic();
      });
  if (open.size() <= 1)
    return open;
  llvm::DenseSet<Operation *> called = findCalled();
  SmallVector<FunctionOpInterface> roots = llvm::filter_to_vector(
      open, [&](Operation *function) { return !called.contains(function); });
  return roots.empty() ? open : roots;
}
