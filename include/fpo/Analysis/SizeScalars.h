//===- SizeScalars.h - Scalars that only feed sizes -------------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_ANALYSIS_SIZESCALARS_H
#define FPO_ANALYSIS_SIZESCALARS_H

#include "mlir/IR/Operation.h"
#include "llvm/ADT/DenseSet.h"

namespace mlir::fpo {

/// [size.scalars] Tells which scalar integers are not data, because all that
/// comes of them are indices, loop bounds and assertions.
class SizeScalars {
public:
  /// Whether `value`, an integer scalar, feeds only sizes. Where a use can't be
  /// judged, it is data.
  bool contains(Value value);

private:
  /// Looks at the ops under `scope`, users before what they use.
  void collect(Operation *scope);

  llvm::DenseSet<Operation *> scopes;
  llvm::DenseSet<Operation *> feedSizes;
};

} // namespace mlir::fpo

#endif // FPO_ANALYSIS_SIZESCALARS_H
