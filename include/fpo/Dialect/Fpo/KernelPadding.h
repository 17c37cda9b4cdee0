//===- KernelPadding.h - Where a kernel leads outside of it -----*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_DIALECT_FPO_KERNELPADDING_H
#define FPO_DIALECT_FPO_KERNELPADDING_H

#include <cstdint>
#include <utility>

namespace mlir::fpo {

/// A dimension of a padded input in which a kernel's loops lead outside. Its
/// index is `offset + stride * parallel + dilation * reduction`.
struct KernelPadding {
  unsigned parallel, reduction;
  /// Positive.
  int64_t stride, dilation;
  int64_t offset;
  /// Of the dimension.
  int64_t size;
  /// Of the loops.
  int64_t parallelRange, reductionRange;

  /// The points of the reduction, from the first to behind the last, that lead
  /// inside at `point` of the parallel loop; empty if the second is not larger.
  std::pair<int64_t, int64_t> getInside(int64_t point) const;

  /// The points of the parallel loop, from the first to behind the last, at
  /// which all of the reduction leads inside.
  std::pair<int64_t, int64_t> getInterior() const;

  /// The pairs of points of both loops that lead inside.
  int64_t countInside() const;

  bool operator==(const KernelPadding &other) const;
};

} // namespace mlir::fpo

#endif // FPO_DIALECT_FPO_KERNELPADDING_H
