//===- DotInstructions.h - What processors sum products by ------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_LIB_CODEGEN_CPU_DOTINSTRUCTIONS_H
#define FPO_LIB_CODEGEN_CPU_DOTINSTRUCTIONS_H

#include "mlir/IR/Builders.h"
#include "mlir/IR/BuiltinTypes.h"

namespace mlir::fpo {

/// The type of a factor, narrower than the product.
enum class FactorKind { BF16, F16, I16, S8, U8 };

/// How many factors of a kind lie in a word of 32 bits.
inline unsigned getGroupSize(FactorKind kind) {
  return kind == FactorKind::S8 || kind == FactorKind::U8 ? 4 : 2;
}

/// An instruction that adds, to each lane of 32 bits, products of neighbours in
/// two vectors of narrow elements: those that lie in that lane.
struct DotInstruction {
  /// By LLVM's name, what a processor needs for it.
  StringRef feature;
  /// Of a vector.
  unsigned bits;
  FactorKind first, second;
  StringRef intrinsic;
  /// Whether it adds to the lanes; else it gives the sum of the products alone.
  bool accumulates;

  /// How many products a lane sums up.
  unsigned getGroup() const { return getGroupSize(first); }
};

/// The first instruction for these factors, in either order, and vectors of
/// `bits` that a processor with `features` has; null if it has none.
const DotInstruction *findDotInstruction(FactorKind first, FactorKind second,
                                         unsigned bits,
                                         ArrayRef<std::string> features);

/// `sum` plus the products of two vectors, the kinds of which are those of
/// `instruction`.
Value emitDotInstruction(const DotInstruction &instruction, Value sum,
                         Value first, Value second, OpBuilder &builder);

/// Lets passes know that these instructions only compute.
void registerDotInstructions(DialectRegistry &registry);

} // namespace mlir::fpo

#endif // FPO_LIB_CODEGEN_CPU_DOTINSTRUCTIONS_H
