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
#include "fpo/Interfaces/Convention.h"

#include "mlir/IR/AffineExpr.h"
#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/OpDefinition.h"
#include "mlir/IR/Region.h"
#include "mlir/IR/Value.h"
#include "llvm/ADT/Twine.h"

namespace mlir::fpo {

/// A loop: its induction variable takes the values `lower`, `lower + step`, ...
/// that are below `upper`, where `lower` is the largest of `lowers` and `upper`
/// the least of `uppers`.
struct LoopRange {
  /// Null if the loop has none.
  Value inductionVariable;
  SmallVector<Expr, 1> lowers;
  SmallVector<Expr, 1> uppers;
  /// Positive.
  Expr step = 1;

  /// How often the loop turns.
  Expr turns() const;
};

/// What an op may ask while it states its cost (CostOpInterface::getCost). All
/// questions are about the op that is being costed.
class CostContext {
public:
  virtual ~CostContext();

  //===--------------------------------------------------------------------===//
  // Sizes
  //===--------------------------------------------------------------------===//

  /// The size of dimension `index` of a ranked tensor or memref: a number, or
  /// an expression over symbols. Of a shape that has no such dimension it is
  /// `Count::unknown()`, and the reason is noted.
  virtual Count dim(Value shaped, unsigned index) = 0;

  /// The number of elements of a tensor, memref or vector; 1 for a scalar.
  Count elements(Value value);

  /// The size of each dimension of `value`; none for a scalar.
  SmallVector<Count> shape(Value value);

  /// The points of the op's iteration space, of which loop i has `ranges[i]`,
  /// that count: all, or those that are not pointless (docs/CostModel.md,
  /// "Useful operations") and that the convention does not leave out;
  /// `areProducts`: multiply-accumulates of a contraction or convolution.
  virtual Count points(ArrayRef<Count> ranges, bool areProducts = false) = 0;

  /// The elements of `value` that are no constant padding.
  virtual Count dataElements(Value value) = 0;

  /// The bytes that the elements of `value` take; 0 for a scalar, an index or a
  /// vector, which live in registers.
  Count bytes(Value value);

  /// The bytes that `n` elements of `value`'s element type take.
  Count bytes(Value value, const Count &n);

  /// The value of an index or an integer that sizes are made of; none if it
  /// comes from data.
  virtual std::optional<Expr> integer(OpFoldResult value) = 0;

  /// The value of an expression of an affine map with `numDims` dimensions.
  virtual std::optional<Expr> affine(AffineExpr expr, unsigned numDims,
                                     ValueRange operands) = 0;

  /// An expression that is not negative exactly where `value`, of type i1, is
  /// true; none if that depends on data.
  virtual std::optional<Expr> condition(Value value) = 0;

  /// A symbol for how often the op turns, where that depends on data:
  /// `trip(@f:3)` for the third op in @f.
  virtual Expr turns() = 0;

  /// The program is only right where `lhs` and `rhs`, as said in `reason`, are
  /// equal, or where `condition` is not negative.
  virtual void requireEqual(const Expr &lhs, const Expr &rhs,
                            const Twine &reason) = 0;
  virtual void require(const Expr &condition, const Twine &reason) = 0;

  //===--------------------------------------------------------------------===//
  // How it is counted
  //===--------------------------------------------------------------------===//

  virtual const Convention &getConvention() const = 0;

  /// Whether an accumulation that starts from `init` starts from nothing that
  /// is an operand: by the convention, a fill. [convention.functional]
  virtual bool isStartValue(Value init) = 0;

  /// `macs` multiply-accumulates into `results` elements in `type` that start
  /// as `init`, or as zero if that is null; `body` is one of them by
  /// definition. [convention.product]
  Cost accumulate(Type type, const Cost &body, const Count &macs,
                  const Count &results, Value init);

  /// How often a reduction of `points` values to `results` that start as `init`
  /// combines two: once for each value or, by convention, without a start value
  /// once less for each result. [convention.functional]
  Count combinations(const Count &points, const Count &results, Value init);

  /// The bytes of the start value of a reduction to elements as those of
  /// `result`, where that is an operand.
  Count startBytes(Value result);

  /// The bytes of `value` that are read of an operand of which `touched`
  /// elements are touched: these or, by convention, all but padding that
  /// belongs to the op.
  Count bytesRead(Value value, const Count &touched, bool absorbsPadding);

  /// The bytes of the `indices` that tell where a slice starts.
  Count indexBytes(unsigned indices) const;

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

  /// The op runs `region` once for each point of a nest of loops, the outermost
  /// first; returns how often that is.
  virtual Count runNest(Region &region, ArrayRef<LoopRange> loops) = 0;

  /// The op runs `yes` where `condition` is not negative, else `no`; a null
  /// pointer stands for doing nothing.
  virtual void runIf(const Expr &condition, Region *yes, Region *no) = 0;

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
