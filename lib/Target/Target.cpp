//===- Target.cpp - What a machine can do ---------------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Target/Target.h"

using namespace mlir;
using namespace mlir::fpo;

const PeakRate *Target::findRate(Type type, StringRef unit) const {
  const PeakRate *fastest = nullptr;
  for (const PeakRate &rate : rates)
    if (rate.type == type && (unit.empty() || rate.unit == unit) &&
        (!fastest ||
         rate.opsPerSecond.value.upper > fastest->opsPerSecond.value.upper))
      fastest = &rate;
  return fastest;
}
