//===- WinogradTransforms.h - The matrices of minimal filtering -*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_LIB_CODEGEN_WINOGRADTRANSFORMS_H
#define FPO_LIB_CODEGEN_WINOGRADTRANSFORMS_H

#include "mlir/IR/Builders.h"

namespace mlir::fpo {

/// A constant matrix, by rows.
struct Matrix {
  unsigned rows, columns;
  ArrayRef<double> elements;

  double at(unsigned row, unsigned column) const {
    return elements[row * columns + column];
  }
};

/// What takes tiles of images (B^T), filters (G) and sums (A^T) there and back:
/// Y = A^T [(G g G^T) (B^T d B)] A, with products of elements in the brackets.
struct WinogradTransforms {
  Matrix image, filter, output;
};

/// F(`tile` x `tile`, 3x3), for tiles of 2 and 4: Lavin and Gray, "Fast
/// Algorithms for Convolutional Neural Networks", CVPR 2016, sections 4.1 and
/// 4.3.
WinogradTransforms getWinogradTransforms(int64_t tile);

/// Ops in front of the builder that compute `matrix` `values` `matrix`^T of a
/// square of values, by rows. Nothing is multiplied by zero or one, and what
/// two rows or two columns have in common is computed once.
SmallVector<Value> transformTile(const Matrix &matrix, ArrayRef<Value> values,
                                 OpBuilder &builder, Location loc);

} // namespace mlir::fpo

#endif // FPO_LIB_CODEGEN_WINOGRADTRANSFORMS_H
