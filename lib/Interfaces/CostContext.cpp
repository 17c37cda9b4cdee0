//===- CostContext.cpp - What an op may ask when it states its cost -------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Interfaces/CostContext.h"

#include "mlir/Dialect/Quant/IR/QuantTypes.h"
#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/TypeUtilities.h"

using namespace mlir;
using namespace mlir::fpo;

CostContext::~CostContext() = default;

Expr LoopRange::turns() const {
  Expr length = Expr::min(uppers) - Expr::max(lowers);
  return Expr::max(Expr::ceilDiv(length, step), 0);
}

std::optional<int64_t> fpo::elementBits(Type type) {
  if (type.isInteger(1))
    return 8;
  if (type.isIntOrFloat())
    return type.getIntOrFloatBitWidth();
  if (type.isIndex())
    return 64;
  if (auto quantized = dyn_cast<quant::QuantizedType>(type))
    return quantized.getStorageTypeIntegralWidth();
  if (auto complex = dyn_cast<ComplexType>(type)) {
    std::optional<int64_t> part = elementBits(complex.getElementType());
    return part ? std::optional<int64_t>(2 * *part) : std::nullopt;
  }
  if (auto vector = dyn_cast<VectorType>(type)) {
    std::optional<int64_t> bits = elementBits(vector.getElementType());
    if (!bits || vector.isScalable())
      return std::nullopt;
    return *bits * vector.getNumElements();
  }
  return std::nullopt;
}

Count CostContext::elements(Value value) {
  Type type = value.getType();
  if (auto vector = dyn_cast<VectorType>(type)) {
    if (vector.isScalable())
      return atLeast(0, "the length of a scalable vector is not known");
    return vector.getNumElements();
  }
  auto shaped = dyn_cast<ShapedType>(type);
  if (!shaped)
    return 1;
  if (!shaped.hasRank())
    return atLeast(0, "a shape is not ranked");
  Count product = 1;
  for (unsigned i = 0, rank = shaped.getRank(); i < rank; ++i)
    product *= dim(value, i);
  return product;
}

SmallVector<Count> CostContext::shape(Value value) {
  auto shaped = dyn_cast<ShapedType>(value.getType());
  if (!shaped)
    return {};
  if (!shaped.hasRank() || isa<VectorType>(shaped))
    return {elements(value)};
  SmallVector<Count> sizes;
  for (unsigned i = 0, rank = shaped.getRank(); i < rank; ++i)
    sizes.push_back(dim(value, i));
  return sizes;
}

Count CostContext::bytes(Value value) {
  if (!isa<TensorType, BaseMemRefType>(value.getType()))
    return 0;
  return bytes(value, elements(value));
}

Count CostContext::bytes(Value value, const Count &n) {
  Type element = getElementTypeOrSelf(value.getType());
  std::optional<int64_t> bits = elementBits(element);
  if (!bits) {
    if (n.isZero())
      return 0;
    std::string name;
    llvm::raw_string_ostream(name) << element;
    return atLeast(0,
                   "the size of an element of type " + name + " is not known");
  }
  return (n * Count(*bits)).ceilDiv(8);
}

//===----------------------------------------------------------------------===//
// How it is counted
//===----------------------------------------------------------------------===//

Cost CostContext::accumulate(Type type, const Cost &body, const Count &macs,
                             const Count &results, Value init) {
  const Convention &convention = getConvention();
  if (auto complex = dyn_cast<ComplexType>(type))
    type = complex.getElementType();
  Cost cost = body * macs;
  // Where products have a rule of their own, this is it.
  if (!convention.ruleFile.empty() && convention.perProduct != 0)
    cost = Cost::add(type, macs * Count(convention.perProduct));
  if (convention.isFunctional && init && !isStartValue(init))
    cost += Cost::add(type, results);
  cost.mac = macs;
  return cost;
}

Count CostContext::combinations(const Count &points, const Count &results,
                                Value init) {
  if (!getConvention().isFunctional || (init && !isStartValue(init)))
    return points;
  return points.without(results);
}

Count CostContext::startBytes(Value result) {
  return getConvention().isFunctional ? bytes(result, 1) : Count();
}

Count CostContext::bytesRead(Value value, const Count &touched,
                             bool absorbsPadding) {
  if (!getConvention().isFunctional)
    return bytes(value, touched);
  return bytes(value, absorbsPadding ? dataElements(value) : elements(value));
}

Count CostContext::indexBytes(unsigned indices) const {
  // XLA looks at the first index of a slice, an s32.
  return getConvention().isFunctional && indices != 0 ? 4 : 0;
}
