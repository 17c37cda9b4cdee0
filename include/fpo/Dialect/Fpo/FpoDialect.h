//===- FpoDialect.h - The fpo dialect ---------------------------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_DIALECT_FPO_FPODIALECT_H
#define FPO_DIALECT_FPO_FPODIALECT_H

#include "fpo/Count/Cost.h"
#include "fpo/Dialect/Fpo/Schedule.h"

#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/Dialect.h"

#include "fpo/Dialect/Fpo/FpoDialect.h.inc"

#include "fpo/Dialect/Fpo/FpoEnums.h.inc"

#define GET_ATTRDEF_CLASSES
#include "fpo/Dialect/Fpo/FpoAttributes.h.inc"

#define GET_TYPEDEF_CLASSES
#include "fpo/Dialect/Fpo/FpoTypes.h.inc"

namespace mlir::fpo {

/// The names of the dialect's discardable attributes; FpoDialect.td says what
/// each means and where it may stand.
inline constexpr llvm::StringLiteral kCostAttrName = "fpo.cost";
inline constexpr llvm::StringLiteral kUnknownAttrName = "fpo.unknown";
inline constexpr llvm::StringLiteral kParamAttrName = "fpo.param";
inline constexpr llvm::StringLiteral kBackwardAttrName = "fpo.backward";
inline constexpr llvm::StringLiteral kBackwardUnknownAttrName =
    "fpo.backward_unknown";
inline constexpr llvm::StringLiteral kTrainingAttrName = "fpo.training";
inline constexpr llvm::StringLiteral kEnergyAttrName = "fpo.energy";
inline constexpr llvm::StringLiteral kEnergyTableAttrName = "fpo.energy_table";
inline constexpr llvm::StringLiteral kStageAttrName = "fpo.stage";
inline constexpr llvm::StringLiteral kCommunicationAttrName =
    "fpo.communication";
inline constexpr llvm::StringLiteral kGroupAttrName = "fpo.group";
inline constexpr llvm::StringLiteral kLiveAttrName = "fpo.live";
inline constexpr llvm::StringLiteral kPeakAttrName = "fpo.peak";
inline constexpr llvm::StringLiteral kTimeAttrName = "fpo.time";
inline constexpr llvm::StringLiteral kSymbolAttrName = "fpo.symbol";
inline constexpr llvm::StringLiteral kCountAttrName = "fpo.count";
inline constexpr llvm::StringLiteral kScheduleAttrName = "fpo.schedule";
inline constexpr llvm::StringLiteral kTrafficAttrName = "fpo.traffic";

} // namespace mlir::fpo

#endif // FPO_DIALECT_FPO_FPODIALECT_H
