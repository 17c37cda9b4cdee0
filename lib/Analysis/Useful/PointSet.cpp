//===- PointSet.cpp - Sets of points that linear conditions describe
//--------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "PointSet.h"

#include "mlir/IR/BuiltinTypes.h"
#include "llvm/ADT/STLExtras.h"

using namespace mlir;
using namespace mlir::fpo;

IndexForm IndexForm::index(unsigned position, unsigned rank) {
  IndexForm form = number(0, rank);
  form.coefficients[position] = 1;
  return form;
}

IndexForm IndexForm::number(int64_t value, unsigned rank) {
  IndexForm form;
  form.coefficients.assign(rank, 0);
  form.constant = value;
  return form;
}

std::optional<IndexForm> IndexForm::get(AffineExpr expr, unsigned rank) {
  if (auto constant = dyn_cast<AffineConstantExpr>(expr))
    return number(constant.getValue(), rank);
  if (auto dim = dyn_cast<AffineDimExpr>(expr))
    return index(dim.getPosition(), rank);
  auto binary = dyn_cast<AffineBinaryOpExpr>(expr);
  if (!binary)
    return std::nullopt;
  std::optional<IndexForm> lhs = get(binary.getLHS(), rank);
  std::optional<IndexForm> rhs = get(binary.getRHS(), rank);
  if (!lhs || !rhs)
    return std::nullopt;
  if (binary.getKind() == AffineExprKind::Add)
    return *lhs + *rhs;
  if (binary.getKind() == AffineExprKind::Mul && rhs->isNumber())
    return *lhs * rhs->constant;
  return std::nullopt;
}

bool IndexForm::isNumber() const {
  return llvm::all_of(coefficients, [](int64_t c) { return c == 0; });
}

std::optional<unsigned> IndexForm::asIndex() const {
  std::optional<unsigned> found;
  for (auto [position, coefficient] : llvm::enumerate(coefficients)) {
    if (coefficient == 0)
      continue;
    if (coefficient != 1 || found)
      return std::nullopt;
    found = position;
  }
  return constant == 0 ? found : std::nullopt;
}

IndexForm IndexForm::operator+(const IndexForm &other) const {
  IndexForm sum = *this;
  for (auto [mine, theirs] :
       llvm::zip_equal(sum.coefficients, other.coefficients))
    mine += theirs;
  sum.constant += other.constant;
  return sum;
}

IndexForm IndexForm::operator*(int64_t factor) const {
  IndexForm product = *this;
  for (int64_t &coefficient : product.coefficients)
    coefficient *= factor;
  product.constant *= factor;
  return product;
}

std::optional<IndexForm> IndexForm::substitute(const IndexMap &at,
                                               unsigned rank) const {
  IndexForm form = number(constant, rank);
  for (auto [coefficient, x] : llvm::zip_equal(coefficients, at)) {
    if (coefficient == 0)
      continue;
    if (!x)
      return std::nullopt;
    form = form + *x * coefficient;
  }
  return form;
}

std::pair<int64_t, int64_t> IndexForm::bounds(ArrayRef<int64_t> sizes) const {
  int64_t least = constant, greatest = constant;
  for (auto [coefficient, size] : llvm::zip_equal(coefficients, sizes)) {
    if (coefficient == 0)
      continue;
    if (ShapedType::isDynamic(size))
      return {std::numeric_limits<int64_t>::min(),
              std::numeric_limits<int64_t>::max()};
    int64_t reach = coefficient * std::max<int64_t>(size - 1, 0);
    (coefficient < 0 ? least : greatest) += reach;
  }
  return {least, greatest};
}

/// The greatest value that a condition admits.
static int64_t last(const IndexCondition &condition) {
  return condition.count == IndexCondition::kUnbounded
             ? IndexCondition::kUnbounded
             : (condition.count - 1) * condition.step;
}

bool IndexCondition::holdsIn(ArrayRef<int64_t> sizes) const {
  auto [least, greatest] = form.bounds(sizes);
  if (least < 0 || greatest > last(*this))
    return false;
  return llvm::all_of(form.coefficients,
                      [&](int64_t c) { return c % step == 0; }) &&
         form.constant % step == 0;
}

bool IndexCondition::failsIn(ArrayRef<int64_t> sizes) const {
  auto [least, greatest] = form.bounds(sizes);
  return greatest < 0 || least > last(*this);
}

PointSet fpo::substitute(const PointSet &region, const IndexMap &at,
                         unsigned rank) {
  PointSet result;
  for (IndexCondition condition : region)
    if (std::optional<IndexForm> form = condition.form.substitute(at, rank)) {
      condition.form = std::move(*form);
      result.push_back(std::move(condition));
    }
  return result;
}

PointSet fpo::intersect(const PointSet &lhs, const PointSet &rhs,
                        ArrayRef<int64_t> sizes) {
  PointSet both;
  for (const PointSet *region : {&lhs, &rhs})
    for (const IndexCondition &condition : *region)
      if (!llvm::is_contained(both, condition) && !condition.holdsIn(sizes))
        both.push_back(condition);
  return both;
}

std::optional<PointSet> fpo::complement(const PointSet &region) {
  if (region.size() != 1)
    return std::nullopt;
  const IndexCondition &condition = region.front();
  if (condition.step != 1 || condition.count != IndexCondition::kUnbounded)
    return std::nullopt;
  IndexForm minusOne = IndexForm::number(-1, condition.form.rank());
  return PointSet{IndexCondition::nonNegative(minusOne - condition.form,
                                              condition.outside)};
}
