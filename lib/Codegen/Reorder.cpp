//===- Reorder.cpp - Dimensions in another order --------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Reorder.h"

#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace mlir::fpo;

KernelOp fpo::copyInto(Value source, Value destination, AffineMap from,
                       RewriterBase &rewriter, Location loc) {
  auto type = cast<ShapedType>(destination.getType());
  SmallVector<Type> results;
  if (isa<TensorType>(type))
    results.push_back(type);
  unsigned rank = type.getRank();
  auto kernel = KernelOp::create(
      rewriter, loc, results, source, destination,
      rewriter.getAffineMapArrayAttr(
          {from, rewriter.getMultiDimIdentityMap(rank)}),
      rewriter.getStrArrayAttr(SmallVector<StringRef>(rank, "parallel")));
  OpBuilder::InsertionGuard guard(rewriter);
  Type element = type.getElementType();
  Block *block = rewriter.createBlock(&kernel.getFinish(), {},
                                      {element, element}, {loc, loc});
  YieldOp::create(rewriter, loc, block->getArgument(0));
  return kernel;
}

Value fpo::reorder(Value source, ArrayRef<unsigned> order,
                   RewriterBase &rewriter, Location loc) {
  auto type = cast<RankedTensorType>(source.getType());
  unsigned rank = type.getRank();
  SmallVector<OpFoldResult> sizes;
  SmallVector<AffineExpr> exprs(rank);
  for (auto [loop, dim] : llvm::enumerate(order)) {
    sizes.push_back(tensor::getMixedSize(rewriter, loc, source, dim));
    exprs[dim] = rewriter.getAffineDimExpr(loop);
  }
  Value empty =
      tensor::EmptyOp::create(rewriter, loc, sizes, type.getElementType());
  AffineMap from = AffineMap::get(rank, 0, exprs, rewriter.getContext());
  return copyInto(source, empty, from, rewriter, loc)->getResult(0);
}
