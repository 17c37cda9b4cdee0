//===- ScheduledNest.h - Loops in order, and what they touch ----*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_CACHE_SCHEDULEDNEST_H
#define FPO_CACHE_SCHEDULEDNEST_H

#include "fpo/Dialect/Fpo/Schedule.h"

#include <string>

namespace mlir::fpo {

/// coefficient * dimension, of a nest's dimensions.
struct SubscriptTerm {
  unsigned dim;
  int64_t coefficient;
};

/// An index into a buffer: a sum of terms, each step of which is `stride`
/// bytes.
struct Subscript {
  Expr stride;
  llvm::SmallVector<SubscriptTerm, 2> terms;
};

/// Memory that is nothing but one operand, or one temporary.
struct NestBuffer {
  /// For people, such as "operand 1".
  std::string name;
  /// In bytes.
  Expr size;
};

/// An access in the body of a nest: one element, at the sum of its subscripts.
/// Subscripts are in the order of the operand's dimensions.
struct NestReference {
  unsigned buffer;
  unsigned elementBytes;
  llvm::SmallVector<Subscript, 4> subscripts;
  bool reads, writes;
};

/// A perfect nest: loops, outermost first, and what one run of the body
/// touches.
struct NestPass {
  llvm::SmallVector<ScheduleLoop, 8> loops;
  llvm::SmallVector<NestReference, 4> references;
};

/// How an op runs under a schedule: loops around one or more perfect nests that
/// run one after another.
struct ScheduledNest {
  /// The points of each dimension. A loop over dimension d goes through them in
  /// steps, within the tile of the closest loop over d around it.
  llvm::SmallVector<Expr, 8> extents;
  llvm::SmallVector<NestBuffer, 4> buffers;
  /// The loops around all passes, outermost first.
  llvm::SmallVector<ScheduleLoop, 4> shared;
  llvm::SmallVector<NestPass, 3> passes;
};

} // namespace mlir::fpo

#endif // FPO_CACHE_SCHEDULEDNEST_H
