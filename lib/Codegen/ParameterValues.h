//===- ParameterValues.h - What depends on parameters alone -----*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_LIB_CODEGEN_PARAMETERVALUES_H
#define FPO_LIB_CODEGEN_PARAMETERVALUES_H

#include "mlir/Interfaces/FunctionInterfaces.h"
#include "llvm/ADT/DenseSet.h"

namespace mlir::fpo {

/// The values of a function's body that are the same in every run: parameters
/// (arguments with `fpo.param`), constants, and what ops without effects make
/// of these.
class ParameterValues {
public:
  explicit ParameterValues(FunctionOpInterface function);

  bool contains(Value value) const { return values.contains(value); }
  /// Whether the results of `op` are such values.
  bool contains(Operation *op) const {
    return op->getNumResults() != 0 && contains(op->getResult(0));
  }
  /// Adds the results of `op` if they are such values too.
  void add(Operation *op);

private:
  llvm::DenseSet<Value> values;
};

/// The same of one op, in a function that changes meanwhile.
bool dependsOnParametersAlone(Operation *op);

} // namespace mlir::fpo

#endif // FPO_LIB_CODEGEN_PARAMETERVALUES_H
