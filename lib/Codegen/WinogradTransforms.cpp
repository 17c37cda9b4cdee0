//===- WinogradTransforms.cpp - The matrices of minimal filtering ---------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "WinogradTransforms.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;
using namespace mlir::fpo;

// clang-format off
static const double kImage2[] = {
    1,  0, -1,  0,
    0,  1,  1,  0,
    0, -1,  1,  0,
    0,  1,  0, -1};
static const double kFilter2[] = {
    1,      0,     0,
    0.5,  0.5,   0.5,
    0.5, -0.5,   0.5,
    0,      0,     1};
static const double kOutput2[] = {
    1, 1,  1,  0,
    0, 1, -1, -1};

static const double kImage4[] = {
    4,  0, -5,  0, 1, 0,
    0, -4, -4,  1, 1, 0,
    0,  4, -4, -1, 1, 0,
    0, -2, -1,  2, 1, 0,
    0,  2, -1, -2, 1, 0,
    0,  4,  0, -5, 0, 1};
static const double kFilter4[] = {
     1 / 4.,        0,       0,
    -1 / 6.,  -1 / 6., -1 / 6.,
    -1 / 6.,   1 / 6., -1 / 6.,
     1 / 24., 1 / 12.,  1 / 6.,
     1 / 24., -1 / 12., 1 / 6.,
     0,             0,       1};
static const double kOutput4[] = {
    1, 1,  1, 1,  1, 0,
    0, 1, -1, 2, -2, 0,
    0, 1,  1, 4,  4, 0,
    0, 1, -1, 8, -8, 1};
// clang-format on

WinogradTransforms fpo::getWinogradTransforms(int64_t tile) {
  if (tile == 2)
    return {{4, 4, kImage2}, {4, 3, kFilter2}, {2, 4, kOutput2}};
  assert(tile == 4 && "these are the tiles that are known");
  return {{6, 6, kImage4}, {6, 3, kFilter4}, {4, 6, kOutput4}};
}

namespace {
/// A value, and what it is multiplied by.
using Term = std::pair<double, Value>;

/// Computes products of a constant matrix and vectors.
class LinearMap {
public:
  LinearMap(const Matrix &matrix, OpBuilder &builder, Location loc)
      : matrix(matrix), b(builder), loc(loc) {}

  SmallVector<Value> apply(ArrayRef<Value> vector) {
    SmallVector<SmallVector<Term>> rows(matrix.rows);
    SmallVector<bool> isDone(matrix.columns, false);
    for (unsigned i = 0; i < matrix.columns; ++i) {
      if (isDone[i])
        continue;
      unsigned j = findTwin(i);
      if (j == matrix.columns) {
        for (unsigned row = 0; row < matrix.rows; ++row)
          if (double factor = matrix.at(row, i))
            rows[row].push_back({factor, vector[i]});
        continue;
      }
      // c x + c y and d x - d y: the sum and the difference are shared.
      isDone[j] = true;
      Value sum = arith::AddFOp::create(b, loc, vector[i], vector[j]);
      Value difference = arith::SubFOp::create(b, loc, vector[i], vector[j]);
      for (unsigned row = 0; row < matrix.rows; ++row)
        if (double factor = matrix.at(row, i))
          rows[row].push_back(
              {factor, factor == matrix.at(row, j) ? sum : difference});
    }
    return addRows(rows);
  }

private:
  /// The column behind column `i` that differs from it in some of the signs
  /// alone; the number of columns if there is none.
  unsigned findTwin(unsigned i) {
    for (unsigned j = i + 1; j < matrix.columns; ++j) {
      bool isSame = true, hasEqual = false, hasOpposite = false;
      for (unsigned row = 0; row < matrix.rows; ++row) {
        double x = matrix.at(row, i), y = matrix.at(row, j);
        isSame &= std::abs(x) == std::abs(y);
        hasEqual |= x != 0 && x == y;
        hasOpposite |= x != 0 && x == -y;
      }
      if (isSame && hasEqual && hasOpposite)
        return j;
    }
    return matrix.columns;
  }

  /// The sum of each row's terms. Where two rows differ in some of the signs
  /// alone, they are the sum and the difference of the same two sums.
  SmallVector<Value> addRows(ArrayRef<SmallVector<Term>> rows) {
    SmallVector<Value> sums(rows.size());
    for (size_t i = 0; i < rows.size(); ++i) {
      if (sums[i])
        continue;
      for (size_t j = i + 1; j < rows.size() && !sums[i]; ++j) {
        SmallVector<Term> equal, opposite;
        if (!split(rows[i], rows[j], equal, opposite))
          continue;
        Value even = add(equal), odd = add(opposite);
        sums[i] = arith::AddFOp::create(b, loc, even, odd);
        sums[j] = arith::SubFOp::create(b, loc, even, odd);
      }
      if (!sums[i])
        sums[i] = add(rows[i]);
    }
    return sums;
  }

  static bool split(ArrayRef<Term> one, ArrayRef<Term> other,
                    SmallVector<Term> &equal, SmallVector<Term> &opposite) {
    if (one.size() != other.size())
      return false;
    for (auto [x, y] : llvm::zip_equal(one, other)) {
      if (x.second != y.second || std::abs(x.first) != std::abs(y.first))
        return false;
      (x.first == y.first ? equal : opposite).push_back(x);
    }
    return !equal.empty() && !opposite.empty();
  }

  /// The sum of `terms`, of which there are some.
  Value add(ArrayRef<Term> terms) {
    // What starts the sum is best added as it is.
    SmallVector<Term> ordered(terms);
    auto *first = llvm::find_if(
        ordered, [](const Term &term) { return term.first == 1; });
    if (first != ordered.end())
      std::rotate(ordered.begin(), first, first + 1);
    Value sum;
    for (auto [factor, value] : ordered) {
      if (sum && factor == -1) {
        sum = arith::SubFOp::create(b, loc, sum, value);
        continue;
      }
      Value term = factor == 1    ? value
                   : factor == -1 ? arith::NegFOp::create(b, loc, value)
                                  : multiply(factor, value);
      sum = sum ? arith::AddFOp::create(b, loc, sum, term) : term;
    }
    return sum;
  }

  Value multiply(double factor, Value value) {
    Value constant = arith::ConstantOp::create(
        b, loc, b.getFloatAttr(value.getType(), factor));
    return arith::MulFOp::create(b, loc, value, constant);
  }

  const Matrix &matrix;
  OpBuilder &b;
  Location loc;
};
} // namespace

SmallVector<Value> fpo::transformTile(const Matrix &matrix,
                                      ArrayRef<Value> values,
                                      OpBuilder &builder, Location loc) {
  LinearMap map(matrix, builder, loc);
  unsigned size = matrix.columns;
  SmallVector<SmallVector<Value>> columns;
  for (unsigned j = 0; j < size; ++j) {
    SmallVector<Value> column;
    for (unsigned i = 0; i < size; ++i)
      column.push_back(values[i * size + j]);
    columns.push_back(map.apply(column));
  }
  SmallVector<Value> results;
  for (unsigned i = 0; i < matrix.rows; ++i) {
    SmallVector<Value> row;
    for (unsigned j = 0; j < size; ++j)
      row.push_back(columns[j][i]);
    llvm::append_range(results, map.apply(row));
  }
  return results;
}
