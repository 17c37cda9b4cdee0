//===- LocationPath.h - Where in the source an op comes from ----*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_REPORT_LOCATIONPATH_H
#define FPO_REPORT_LOCATIONPATH_H

#include "mlir/IR/Location.h"
#include "mlir/Support/LLVM.h"

#include <string>

namespace mlir::fpo {

/// A location as a path from the outermost scope inwards, as a reader of the
/// source would name it:
///
/// | location | path |
/// |---|---|
/// | `"layer3.0.conv2"("convolution")` | layer3, 0, conv2, convolution |
/// | `"jit(f)/jit(main)/dot_general"(...)` | jit(f), jit(main), dot_general |
/// | `"a.py":3:1` | a.py, 3:1 |
/// | `callsite("g" at "f")` | f, g |
/// | `fused["a", "b"]` | that of the first that is known |
struct LocationPath {
  SmallVector<std::string> parts;
  /// Names rather than lines of a file.
  bool isNamed = false;

  /// The parts with dots between them; a file and a line with a colon.
  std::string str() const;
};

LocationPath getLocationPath(Location location);

} // namespace mlir::fpo

#endif // FPO_REPORT_LOCATIONPATH_H
