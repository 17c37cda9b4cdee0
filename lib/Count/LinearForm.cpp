//===- LinearForm.cpp - Integer linear forms and their inequalities -------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Count/LinearForm.h"

#include "llvm/ADT/STLExtras.h"

using namespace mlir;
using namespace mlir::fpo;

//===----------------------------------------------------------------------===//
// LinearForm
//===----------------------------------------------------------------------===//

LinearForm LinearForm::unknown(unsigned index) {
  return LinearForm().addTerm(index, DynamicAPInt(1));
}

void LinearForm::trim() {
  while (!coefficients.empty() && coefficients.back() == 0)
    coefficients.pop_back();
}

LinearForm &LinearForm::addTerm(unsigned index,
                                const DynamicAPInt &coefficient) {
  if (index >= size())
    coefficients.resize(index + 1, DynamicAPInt(0));
  coefficients[index] += coefficient;
  trim();
  return *this;
}

LinearForm &LinearForm::operator+=(const LinearForm &other) {
  if (other.size() > size())
    coefficients.resize(other.size(), DynamicAPInt(0));
  for (unsigned i = 0, e = other.size(); i != e; ++i)
    coefficients[i] += other.coefficients[i];
  constant += other.constant;
  trim();
  return *this;
}

LinearForm &LinearForm::operator*=(const DynamicAPInt &factor) {
  for (DynamicAPInt &coefficient : coefficients)
    coefficient *= factor;
  constant *= factor;
  trim();
  return *this;
}

LinearForm LinearForm::substitute(unsigned index,
                                  const LinearForm &value) const {
  DynamicAPInt times = (*this)[index];
  if (times == 0)
    return *this;
  LinearForm result = *this;
  result.addTerm(index, -times);
  return result += value * times;
}

LinearForm LinearForm::tightened() const {
  DynamicAPInt common(0);
  for (const DynamicAPInt &coefficient : coefficients)
    common = gcd(common, abs(coefficient));
  if (common <= 1)
    return *this;
  LinearForm result = *this;
  for (DynamicAPInt &coefficient : result.coefficients)
    coefficient = coefficient / common;
  result.constant = floorDiv(constant, common);
  return result;
}

int LinearForm::compareCoefficients(const LinearForm &other) const {
  if (size() != other.size())
    return size() < other.size() ? -1 : 1;
  for (auto [mine, its] : llvm::zip_equal(coefficients, other.coefficients))
    if (mine != its)
      return mine < its ? -1 : 1;
  return 0;
}

int LinearForm::compare(const LinearForm &other) const {
  if (int order = compareCoefficients(other))
    return order;
  return constant == other.constant ? 0 : constant < other.constant ? -1 : 1;
}

//===----------------------------------------------------------------------===//
// Conjunction
//===----------------------------------------------------------------------===//

void Conjunction::add(const LinearForm &form) {
  if (form.isConstant()) {
    contradictory |= form.getConstant() < 0;
    return;
  }
  LinearForm row = form.tightened();
  auto byCoefficients = [](const LinearForm &lhs, const LinearForm &rhs) {
    return lhs.compareCoefficients(rhs) < 0;
  };
  LinearForm opposite = row * DynamicAPInt(-1);
  auto against = llvm::lower_bound(rows, opposite, byCoefficients);
  if (against != rows.end() && against->compareCoefficients(opposite) == 0 &&
      against->getConstant() + row.getConstant() < 0)
    contradictory = true;
  auto place = llvm::lower_bound(rows, row, byCoefficients);
  if (place == rows.end() || place->compareCoefficients(row) != 0)
    rows.insert(place, std::move(row));
  else if (row.getConstant() < place->getConstant())
    *place = std::move(row);
}

void Conjunction::add(const Conjunction &other) {
  for (const LinearForm &row : other.rows)
    add(row);
  contradictory |= other.contradictory;
}

Conjunction Conjunction::substitute(unsigned index,
                                    const LinearForm &value) const {
  Conjunction result;
  result.contradictory = contradictory;
  for (const LinearForm &row : rows)
    result.add(row.substitute(index, value));
  return result;
}

//===----------------------------------------------------------------------===//
// LinearProgram
//===----------------------------------------------------------------------===//

/// Numbers the unknowns that occur; the others get -1.
static unsigned numberColumns(llvm::ArrayRef<const Conjunction *> conjunctions,
                              llvm::SmallVectorImpl<int> &columnOf) {
  for (const Conjunction *conjunction : conjunctions)
    for (const LinearForm &row : conjunction->getRows()) {
      if (row.size() > columnOf.size())
        columnOf.resize(row.size(), -1);
      for (unsigned i = 0, e = row.size(); i != e; ++i)
        if (row[i] != 0)
          columnOf[i] = 0;
    }
  unsigned columns = 0;
  for (int &column : columnOf)
    if (column == 0)
      column = columns++;
  return columns;
}

LinearProgram::LinearProgram(llvm::ArrayRef<const Conjunction *> conjunctions)
    : columns(numberColumns(conjunctions, columnOf)), simplex(columns) {
  for (const Conjunction *conjunction : conjunctions) {
    contradictory |= conjunction->isContradictory();
    for (const LinearForm &form : conjunction->getRows()) {
      if (isEmpty())
        return;
      llvm::SmallVector<DynamicAPInt, 8> row;
      toColumns(form, row);
      simplex.addInequality(row);
    }
  }
}

bool LinearProgram::toColumns(const LinearForm &form,
                              llvm::SmallVectorImpl<DynamicAPInt> &row) const {
  row.assign(columns + 1, DynamicAPInt(0));
  row.back() = form.getConstant();
  for (unsigned i = 0, e = form.size(); i != e; ++i) {
    if (form[i] == 0)
      continue;
    if (i >= columnOf.size() || columnOf[i] < 0)
      return false;
    row[columnOf[i]] = form[i];
  }
  return true;
}

std::optional<DynamicAPInt> LinearProgram::minimum(const LinearForm &form) {
  if (form.isConstant() || isEmpty())
    return form.getConstant();
  llvm::SmallVector<DynamicAPInt, 8> row;
  if (!toColumns(form, row))
    return std::nullopt;
  presburger::MaybeOptimum<presburger::Fraction> least =
      simplex.computeOptimum(presburger::Simplex::Direction::Down, row);
  if (!least.isBounded())
    return std::nullopt;
  return presburger::ceil(*least);
}

std::optional<DynamicAPInt> LinearProgram::maximum(const LinearForm &form) {
  std::optional<DynamicAPInt> least = minimum(form * DynamicAPInt(-1));
  if (least)
    least = -*least;
  return least;
}

bool LinearProgram::implies(const LinearForm &form, int64_t bound) {
  if (isEmpty())
    return true;
  std::optional<DynamicAPInt> least = minimum(form);
  return least && *least >= bound;
}

Conjunction fpo::withoutRedundantRows(const Conjunction &rows,
                                      const Conjunction &context) {
  LinearProgram all({&context, &rows});
  if (all.isEmpty()) {
    Conjunction nothing;
    nothing.add(LinearForm(DynamicAPInt(-1)));
    return nothing;
  }
  // Rows with fewer unknowns are kept rather than others.
  std::vector<LinearForm> kept = rows.getRows().vec();
  llvm::SmallVector<std::pair<int, unsigned>> order;
  for (auto [index, row] : llvm::enumerate(kept)) {
    int unknowns = 0;
    for (unsigned i = 0, e = row.size(); i != e; ++i)
      unknowns += row[i] != 0;
    order.emplace_back(-unknowns, index);
  }
  llvm::sort(order);
  llvm::SmallVector<bool> isDropped(kept.size(), false);
  for (auto [weight, index] : order) {
    Conjunction others;
    for (unsigned i = 0, e = kept.size(); i != e; ++i)
      if (i != index && !isDropped[i])
        others.add(kept[i]);
    isDropped[index] = LinearProgram({&context, &others}).implies(kept[index]);
  }
  Conjunction result;
  for (unsigned i = 0, e = kept.size(); i != e; ++i)
    if (!isDropped[i])
      result.add(kept[i]);
  return result;
}
