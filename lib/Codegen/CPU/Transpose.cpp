//===- Transpose.cpp - Square blocks transposed in registers --------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Transpose.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using namespace mlir::fpo;

/// The first, or the second, halves of the elements of each `lane` of `one` and
/// `other`, one of each in turn.
static Value unpack(Value one, Value other, int64_t lane, bool second,
                    OpBuilder &b) {
  int64_t size = cast<VectorType>(one.getType()).getNumElements();
  SmallVector<int64_t> mask;
  for (int64_t first = second ? lane / 2 : 0; first < size; first += lane)
    for (int64_t i = first; i < first + lane / 2; ++i)
      mask.append({i, size + i});
  return vector::ShuffleOp::create(b, one.getLoc(), one, other, mask);
}

/// The parts of `block` elements with even, or odd, numbers, those of `one` and
/// `other` in turn.
static Value exchange(Value one, Value other, int64_t block, bool odd,
                      OpBuilder &b) {
  int64_t size = cast<VectorType>(one.getType()).getNumElements();
  SmallVector<int64_t> mask;
  for (int64_t first = odd ? block : 0; first < size; first += 2 * block)
    for (int64_t from : {first, size + first})
      for (int64_t i = from; i < from + block; ++i)
        mask.push_back(i);
  return vector::ShuffleOp::create(b, one.getLoc(), one, other, mask);
}

SmallVector<Value> fpo::transpose(ArrayRef<Value> rows, OpBuilder &b) {
  int64_t size = rows.size();
  auto type = cast<VectorType>(rows.front().getType());
  Location loc = rows.front().getLoc();
  unsigned bits = type.getElementTypeBitWidth();
  // What floats mean doesn't matter, and narrow ones may be unknown to
  // shuffles.
  auto asIntegers = VectorType::get(type.getShape(), b.getIntegerType(bits));
  SmallVector<Value> values =
      llvm::map_to_vector(rows, [&](Value row) -> Value {
        return type == asIntegers
                   ? row
                   : arith::BitcastOp::create(b, loc, asIntegers, row);
      });
  // In each lane, the blocks of as many rows as it has elements: of rows 0, 1,
  // 2, 3, first 0 with 2, and 1 with 3.
  int64_t lane = std::min<int64_t>(size, std::max(1u, 128 / bits));
  for (int64_t group = 0; group < size; group += lane)
    for (int64_t turn = 1; turn < lane; turn *= 2) {
      SmallVector<Value> old(ArrayRef(values).slice(group, lane));
      for (int64_t i = 0; i < lane / 2; ++i)
        for (bool second : {false, true})
          values[group + 2 * i + second] =
              unpack(old[i], old[i + lane / 2], lane, second, b);
    }
  // And then these blocks, as elements of a matrix of their own.
  for (int64_t block = lane; block < size; block *= 2)
    for (int64_t i = 0; i < size; ++i)
      if ((i & block) == 0) {
        Value one = values[i], other = values[i + block];
        values[i] = exchange(one, other, block, /*odd=*/false, b);
        values[i + block] = exchange(one, other, block, /*odd=*/true, b);
      }
  for (Value &value : values)
    if (type != asIntegers)
      value = arith::BitcastOp::create(b, loc, type, value);
  return values;
}
