//===- Parameters.h - The parameters of a model -----------------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_ANALYSIS_PARAMETERS_H
#define FPO_ANALYSIS_PARAMETERS_H

#include "fpo/Analysis/CostTree.h"

#include "mlir/Support/LLVM.h"

#include <optional>

namespace mlir::fpo {

/// [params] The parameters of a model: arguments, constants and globals.
struct Parameters {
  /// Their elements, and the bytes that those take.
  Count elements;
  Count bytes;
  /// Some argument is a parameter.
  bool hasArguments = false;

  /// The arguments and constants that they are, those that are one parameter
  /// together.
  SmallVector<SmallVector<Value, 1>> values;
  /// The globals among them.
  SmallVector<Operation *> globals;
};

/// Counts the parameters of a program that runs `entries` and, through them,
/// `reached` (which includes the entries), under `root`. [params]
///
/// - Arguments of an entry with the attribute `fpo.param`; with `numInputs`,
///   all but the last so many.
/// - Constants of floating-point or complex numbers, each once, unless all
///   elements are equal. Where no argument is a parameter, those of integers of
///   more than one bit too: weights may be quantised, while beside parameters
///   that are arguments they are positions and strides.
/// - Globals that hold constants or may change.
///
/// Fails with a diagnostic if an entry has fewer than `numInputs` arguments.
FailureOr<Parameters> countParameters(Operation *root,
                                      ArrayRef<const CostFunction *> entries,
                                      ArrayRef<const CostFunction *> reached,
                                      std::optional<unsigned> numInputs);

} // namespace mlir::fpo

#endif // FPO_ANALYSIS_PARAMETERS_H
