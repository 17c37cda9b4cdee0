//===- KernelPadding.cpp - Where a kernel leads outside of it -------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Dialect/Fpo/KernelPadding.h"

#include "llvm/Support/MathExtras.h"

#include <algorithm>
#include <tuple>

using namespace mlir::fpo;

std::pair<int64_t, int64_t> KernelPadding::getInside(int64_t point) const {
  int64_t start = offset + stride * point;
  int64_t first = llvm::divideCeilSigned(-start, dilation);
  int64_t last = llvm::divideFloorSigned(size - 1 - start, dilation) + 1;
  return {std::max<int64_t>(first, 0), std::min(last, reductionRange)};
}

std::pair<int64_t, int64_t> KernelPadding::getInterior() const {
  int64_t extent = dilation * (reductionRange - 1);
  int64_t first = llvm::divideCeilSigned(-offset, stride);
  int64_t last =
      llvm::divideFloorSigned(size - 1 - extent - offset, stride) + 1;
  return {std::max<int64_t>(first, 0), std::min(last, parallelRange)};
}

int64_t KernelPadding::countInside() const {
  int64_t count = 0;
  for (int64_t point = 0; point < parallelRange; ++point) {
    auto [first, last] = getInside(point);
    count += std::max<int64_t>(last - first, 0);
  }
  return count;
}

bool KernelPadding::operator==(const KernelPadding &other) const {
  auto tie = [](const KernelPadding &padding) {
    return std::tie(padding.parallel, padding.reduction, padding.stride,
                    padding.dilation, padding.offset, padding.size);
  };
  return tie(*this) == tie(other);
}
