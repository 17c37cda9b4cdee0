//===- Reorder.cpp - Dimensions in another order --------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Reorder.h"

#include "fpo/Dialect/Fpo/FpoOps.h"

#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace mlir::fpo;

Value fpo::reorder(Value source, ArrayRef<unsigned> order,
                   RewriterBase &rewriter, Location loc) {
  auto type = cast<RankedTensorType>(source.getType());
  unsigned rank = type.getRank();
  SmallVector<int64_t> shape;
  SmallVector<AffineExpr> exprs(rank);
  for (auto [loop, dim] : llvm::enumerate(order)) {
    shape.push_back(type.getDimSize(dim));
    exprs[dim] = rewriter.getAffineDimExpr(loop);
  }
  Value empty =
      tensor::EmptyOp::create(rewriter, loc, shape, type.getElementType());
  AffineMap from = AffineMap::get(rank, 0, exprs, rewriter.getContext());
  AffineMap to = rewriter.getMultiDimIdentityMap(rank);
  auto kernel = KernelOp::create(
      rewriter, loc, empty.getType(), source, empty,
      rewriter.getAffineMapArrayAttr({from, to}),
      rewriter.getStrArrayAttr(SmallVector<StringRef>(rank, "parallel")));
  OpBuilder::InsertionGuard guard(rewriter);
  Type element = type.getElementType();
  Block *block = rewriter.createBlock(&kernel.getFinish(), {},
                                      {element, element}, {loc, loc});
  YieldOp::create(rewriter, loc, block->getArgument(0));
  return kernel->getResult(0);
}
