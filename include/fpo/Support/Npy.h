//===- Npy.h - Arrays in the .npy format ------------------------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_SUPPORT_NPY_H
#define FPO_SUPPORT_NPY_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/raw_ostream.h"

#include <string>

namespace mlir::fpo {

/// An array as a .npy file holds it, in C order and little-endian ("NumPy
/// Enhancement Proposal 1": magic string, version, a header that is the text of
/// a Python dictionary, the elements).
struct NpyArray {
  /// The kind and the bytes of an element, as NumPy writes them behind the byte
  /// order: `f4`, `i8`, `u1`, `b1`, `c8`, `V2`.
  std::string dtype;
  llvm::SmallVector<int64_t> shape;
  /// The elements; in what was read, a part of the file's bytes.
  llvm::StringRef data;
};

/// The bytes of an element of `dtype`; none if it isn't the name of a type of
/// fixed size.
std::optional<int64_t> npyElementBytes(llvm::StringRef dtype);

/// Reads the bytes of a file, versions 1 to 3. The array refers to them. Fails
/// on what is not such a file, on Fortran order, on big-endian elements, and if
/// the length of the data is not that of the shape.
llvm::Expected<NpyArray> parseNpy(llvm::StringRef bytes);

/// Writes `array` in version 1.0.
void writeNpy(const NpyArray &array, llvm::raw_ostream &os);

} // namespace mlir::fpo

#endif // FPO_SUPPORT_NPY_H
