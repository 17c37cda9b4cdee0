//===- Entries.h - Where a program starts -----------------------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_ANALYSIS_ENTRIES_H
#define FPO_ANALYSIS_ENTRIES_H

#include "mlir/Interfaces/FunctionInterfaces.h"
#include "llvm/ADT/DenseSet.h"

#include <string>

namespace mlir::fpo {

/// The name of a function, with those of the symbol tables that it is nested in
/// under `root`: `outer::inner`.
std::string getQualifiedName(FunctionOpInterface function, Operation *root);

/// The functions that a program is run by if no one says otherwise: its one
/// public function or, if there are several, those that no other function
/// calls; all public ones if there is no such. `findCalled` gives the functions
/// that others call.
SmallVector<FunctionOpInterface> findDefaultEntries(
    ArrayRef<FunctionOpInterface> functions,
    llvm::function_ref<llvm::DenseSet<Operation *>()> findCalled);

} // namespace mlir::fpo

#endif // FPO_ANALYSIS_ENTRIES_H
