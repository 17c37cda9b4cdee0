//===- HostValue.h - Arguments and results ----------------------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_RUNTIME_HOSTVALUE_H
#define FPO_RUNTIME_HOSTVALUE_H

#include "fpo/Support/Npy.h"

#include "mlir/IR/Types.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/raw_ostream.h"

#include <memory>

namespace mlir::fpo {

/// The bytes from one element to the next in memory of a scalar type that can
/// be passed to a compiled function: integers of up to 64 bits, `index`, floats
/// of up to 64 bits and complex numbers of these. None for another type.
std::optional<int64_t> storageBytes(Type scalar);

/// What arguments that nobody gave are filled with.
enum class Fill {
  Zero,
  /// Floats in [-1, 1), integers from 1 to 3, whatever the program does with
  /// them: as indices they are small, as divisors not zero. The same ones each
  /// time.
  Random,
  /// 0, 1, 2, ..., as far as the type goes; then again from 0.
  Iota
};

/// The value of a tensor, a memref or a scalar, which has no dimensions: its
/// elements in C order.
class HostValue {
public:
  /// The elements are zero. `elementType` has storage; the product of `shape`
  /// is small enough to allocate, or there is an error.
  static llvm::Expected<HostValue> create(Type elementType,
                                          ArrayRef<int64_t> shape);
  /// Takes the elements of `array`, which must be of the type that .npy files
  /// hold for `elementType`: for bf16 that is `V2`, or `u2`.
  static llvm::Expected<HostValue> fromNpy(Type elementType,
                                           const NpyArray &array);
  /// Reads a number in decimal, or `true` or `false`.
  static llvm::Expected<HostValue> fromLiteral(Type scalar, StringRef text);

  HostValue clone() const;

  Type getElementType() const { return elementType; }
  ArrayRef<int64_t> getShape() const { return shape; }
  int64_t getNumElements() const;
  char *getData() { return data.get(); }
  const char *getData() const { return data.get(); }
  size_t getNumBytes() const;

  /// Fills all elements. The sequence of random numbers starts at `seed`.
  void fill(Fill kind, uint64_t seed);

  /// Prints the element at `index` of C order, in decimal.
  void printElement(int64_t index, llvm::raw_ostream &os) const;

  /// None for a type that .npy files don't have, such as f8 and i48.
  std::optional<NpyArray> toNpy() const;

private:
  struct Free {
    void operator()(char *data) const { ::free(data); }
  };

  HostValue(Type elementType, ArrayRef<int64_t> shape)
      : elementType(elementType), shape(shape) {}

  /// Sets an element of a type that is not complex, or one part of it.
  void setPart(int64_t part, double value);

  Type elementType;
  SmallVector<int64_t> shape;
  std::unique_ptr<char, Free> data;
};

} // namespace mlir::fpo

#endif // FPO_RUNTIME_HOSTVALUE_H
