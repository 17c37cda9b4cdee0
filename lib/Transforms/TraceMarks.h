//===- TraceMarks.h - Ops that are traced where they are --------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

//
// Lowering keeps the location of an op, whatever it makes of it, so that the
// marks are there.
//
//===----------------------------------------------------------------------===//

#ifndef FPO_LIB_TRANSFORMS_TRACEMARKS_H
#define FPO_LIB_TRANSFORMS_TRACEMARKS_H

#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/Location.h"

#include <optional>

namespace mlir::fpo {

/// Marks an op in a body, of which each run counts.
inline constexpr llvm::StringLiteral kInBody = "in body";
/// Marks a constant that an op has as an operand, and an op whose lowering
/// makes such constants of its operands. Other constants are the lowering's.
inline constexpr llvm::StringLiteral kConstantOperand = "constant operand";

inline Location mark(Location loc, StringRef what) {
  return FusedLoc::get({loc}, StringAttr::get(loc.getContext(), what),
                       loc.getContext());
}
inline bool isMarked(Location loc, StringRef what) {
  auto fused = dyn_cast<FusedLocWith<StringAttr>>(loc);
  return fused && fused.getMetadata() == what;
}

/// Marks the op with this number, which is no function of its own.
inline Location markNumber(Location loc, size_t number) {
  Type i64 = IntegerType::get(loc.getContext(), 64);
  return FusedLoc::get({loc}, IntegerAttr::get(i64, number), loc.getContext());
}
inline std::optional<size_t> getNumber(Location loc) {
  auto fused = dyn_cast<FusedLocWith<IntegerAttr>>(loc);
  return fused ? std::optional<size_t>(fused.getMetadata().getInt())
               : std::nullopt;
}

} // namespace mlir::fpo

#endif // FPO_LIB_TRANSFORMS_TRACEMARKS_H
