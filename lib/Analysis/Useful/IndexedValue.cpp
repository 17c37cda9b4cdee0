//===- IndexedValue.cpp - What is known of elements by their index --------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "IndexedValue.h"

#include "mlir/IR/BuiltinAttributes.h"

using namespace mlir;
using namespace mlir::fpo;

Scalar fpo::scalarOf(Attribute attribute) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  if (auto value = dyn_cast_or_null<FloatAttr>(attribute)) {
    llvm::APFloat number = value.getValue();
    // The most negative number masks just as minus infinity does.
    if (number.isLargest())
      return Scalar::get(number.isNegative() ? -infinity : infinity);
    if (number.isNaN())
      return Scalar::unknown();
    return Scalar::get(value.getValueAsDouble());
  }
  if (auto value = dyn_cast_or_null<IntegerAttr>(attribute)) {
    const llvm::APInt &number = value.getValue();
    if (number.getBitWidth() == 1)
      return Scalar::get(number.getBoolValue() ? 1 : 0);
    if (number.getBitWidth() > 1 && number.isMinSignedValue())
      return Scalar::get(-infinity);
    // Exact in a double.
    if (number.isSignedIntN(53))
      return Scalar::get(double(number.getSExtValue()));
    return Scalar::unknown();
  }
  if (auto values = dyn_cast_or_null<SplatElementsAttr>(attribute))
    if (values.getElementType().isIntOrIndexOrFloat())
      return scalarOf(values.getSplatValue<Attribute>());
  return Scalar::unknown();
}

IndexedValue IndexedValue::get(PointSet region, Scalar inside, Scalar outside,
                               ArrayRef<int64_t> sizes) {
  // A comparison of indices that never holds is a constant; what is all padding
  // still is that.
  if (llvm::any_of(region, [&](const IndexCondition &condition) {
        return condition.outside == Pointless::Mask && condition.failsIn(sizes);
      }))
    return get(outside);
  region = intersect(region, {}, sizes);
  if (region.empty() || inside == outside)
    return get(inside);
  // What is known is known outside of the region.
  if (outside.isUnknown()) {
    std::optional<PointSet> rest = complement(region);
    return rest ? IndexedValue{std::nullopt, std::move(*rest), outside, inside}
                : unknown();
  }
  return {std::nullopt, std::move(region), inside, outside};
}

std::optional<IndexForm> IndexedValue::asForm(unsigned rank) const {
  if (form)
    return form;
  if (!isUniform() || !inside.isNumber() ||
      inside.number != double(int64_t(inside.number)))
    return std::nullopt;
  return IndexForm::number(int64_t(inside.number), rank);
}

IndexedValue IndexedValue::at(const IndexMap &at,
                              ArrayRef<int64_t> sizes) const {
  if (isUniform())
    return *this;
  if (form) {
    std::optional<IndexForm> moved = form->substitute(at, sizes.size());
    return moved ? get(std::move(*moved)) : unknown();
  }
  // With a condition missing, what is within the others may be outside.
  PointSet moved = substitute(region, at, sizes.size());
  bool isComplete = moved.size() == region.size();
  return get(std::move(moved), isComplete ? inside : Scalar::unknown(), outside,
             sizes);
}
