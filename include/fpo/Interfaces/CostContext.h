//===- CostContext.h - What an op may ask when it states its cost *- C++
//-*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_INTERFACES_COSTCONTEXT_H
#define FPO_INTERFACES_COSTCONTEXT_H

#include "fpo/Count/Cost.h"

#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/Region.h"
#include "mlir/IR/Value.h"
#include "llvm/ADT/Twine.h"

namespace mlir::fpo {

/// What an op may ask while it states its cost (CostOpInterface::getCost). All
/// questions are about the op that is being costed.
class CostContext {
public:
  virtual ~CostContext();

  //===--------------------------------------------------------------------===//
  // Sizes
  //===--------------------------------------------------------------------===//

  /// The size of dimension `index` of a ranked tensor or memref. A size that
  /// can't be told is `Count::unknown()`, and the reason is noted.
  virtual Count dim(Value shaped, unsigned index) = 0;

  /// The number of elements of a tensor, memref or vector; 1 for a scalar.
  Count elements(Value value);

  /// The size of each dimension of `value`; none for a scalar.
  SmallVector<Count> shape(Value value);

  /// The points of the op's iteration space, of which loop i has `ranges[i]`,
  /// that count: all, or those that are not pointless (docs/CostModel.md,
  /// "Useful operations").
  virtual Count points(ArrayRef<Count> ranges) = 0;

  /// The bytes that the elements of `value` take; 0 for a scalar, an index or a
  /// vector, which live in registers.
  Count bytes(Value value);

  /// The bytes that `n` elements of `value`'s element type take.
  Count bytes(Value value, const Count &n);

  //===--------------------------------------------------------------------===//
  // What it runs
  //===--------------------------------------------------------------------===//

  /// The cost of the scalar op `name` on one element of `type`, from the rules
  /// in force. Without a rule: unknown, and the reason is noted.
  virtual Cost scalar(StringRef name, Type type) = 0;

  template <typename OpTy> Cost scalar(Type type) {
    return scalar(OpTy::getOperationName(), type);
  }

  /// The cost of one run of a region that defines the op on scalars. Equivalent
  /// bodies are costed once.
  virtual Cost body(Region &region) = 0;

  /// The op runs `region`, `times` times.
  virtual void run(Region &region, const Count &times) = 0;

  /// The op runs one of `regions`; a null pointer stands for doing nothing.
  virtual void runOneOf(ArrayRef<Region *> regions) = 0;

  /// The op calls the function `callee`.
  virtual void call(SymbolRefAttr callee) = 0;

  //===--------------------------------------------------------------------===//
  // Judgements
  //===--------------------------------------------------------------------===//

  /// Nothing is known of the op's cost; notes why.
  virtual Cost unknown(const Twine &reason) = 0;

  /// A count of which only the lower bound `least` is known; notes why.
  virtual Count atLeast(int64_t least, const Twine &reason) = 0;

  /// Whether the scalar `value` is used for nothing but sizes, indices and
  /// assertions about them: then what computes it is not data.
  /// [size.scalars]
  virtual bool feedsOnlySizes(Value value) = 0;
};

/// The width of an element in memory, in bits: `i1` takes a byte, `index` and
/// pointers 64 bits, a complex number twice its part, a quantised value its
/// storage, a vector its elements, any other type its own width. None for a
/// type without a size. [bytes.width]
std::optional<int64_t> elementBits(Type type);

} // namespace mlir::fpo

#endif // FPO_INTERFACES_COSTCONTEXT_H
