//===- FloorSimplification.h - Polynomials with floors ----------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_LIB_COUNT_FLOORSIMPLIFICATION_H
#define FPO_LIB_COUNT_FLOORSIMPLIFICATION_H

#include "Budget.h"

namespace mlir::fpo {

/// `value`, a polynomial in symbols and in floors of them, as a polynomial or
/// as the floor of one, if it is one and that is shorter; otherwise as it is.
Expr simplifyFloors(const Expr &value, Budget &budget);

/// Whether `value` is seen to be zero, whatever integers its symbols are.
bool isZeroEverywhere(const Expr &value, Budget &budget);

} // namespace mlir::fpo

#endif // FPO_LIB_COUNT_FLOORSIMPLIFICATION_H
