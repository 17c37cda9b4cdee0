//===- TypePattern.cpp - Which types a rule is for ------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "TypePattern.h"

#include "fpo/Dialect/Fpo/FpoDialect.h"

#include "mlir/IR/BuiltinTypes.h"
#include "llvm/ADT/STLExtras.h"

using namespace mlir;
using namespace mlir::fpo;

Type TypeBinding::lookup(Type generic) const {
  for (auto [key, type] : bound)
    if (key == generic)
      return type;
  return {};
}

bool TypeBinding::bind(Type generic, Type type) {
  if (Type known = lookup(generic))
    return known == type;
  bound.emplace_back(generic, type);
  return true;
}

/// The types that a generic type stands for.
static std::optional<Fit> admits(Type generic, Type type) {
  if (isa<AnyIntType>(generic) && isa<IntegerType, IndexType>(type))
    return Fit::Any;
  auto floatType = dyn_cast<FloatType>(type);
  if (!floatType)
    return std::nullopt;
  if (isa<AnyFloatType>(generic))
    return Fit::Any;
  if (isa<NarrowFloatType>(generic) && floatType.getWidth() < 32)
    return Fit::Narrow;
  return std::nullopt;
}

static bool isSizeAdmitted(ShapedType pattern, ShapedType type) {
  if (!pattern.hasRank())
    return true;
  if (!type.hasRank() || type.getRank() != pattern.getRank())
    return false;
  return llvm::all_of(llvm::zip(pattern.getShape(), type.getShape()),
                      [](auto sizes) {
                        auto [wanted, size] = sizes;
                        return ShapedType::isDynamic(wanted) || wanted == size;
                      });
}

std::optional<Fit> fpo::matchType(Type pattern, Type type,
                                  TypeBinding &binding) {
  if (pattern == type)
    return Fit::Exact;
  if (pattern.hasTrait<StandsForCountedType>()) {
    std::optional<Fit> fit = admits(pattern, type);
    return fit && binding.bind(pattern, type) ? fit : std::nullopt;
  }
  if (auto complexPattern = dyn_cast<ComplexType>(pattern)) {
    auto complex = dyn_cast<ComplexType>(type);
    if (!complex)
      return std::nullopt;
    return matchType(complexPattern.getElementType(), complex.getElementType(),
                     binding);
  }
  auto shapedPattern = dyn_cast<ShapedType>(pattern);
  auto shaped = dyn_cast<ShapedType>(type);
  // A tensor is no memref and no vector, but ranked or not it is a tensor.
  if (!shapedPattern || !shaped ||
      isa<TensorType>(pattern) != isa<TensorType>(type) ||
      isa<VectorType>(pattern) != isa<VectorType>(type) ||
      !isSizeAdmitted(shapedPattern, shaped))
    return std::nullopt;
  return matchType(shapedPattern.getElementType(), shaped.getElementType(),
                   binding);
}
