//===- IntegerRules.cpp - What integer ops compute ------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "SizeEvaluator.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Index/IR/IndexOps.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Matchers.h"

using namespace mlir;
using namespace mlir::fpo;

namespace {
using Answer = std::optional<Expr>;

/// Two operands, both known.
Answer binary(SizeEvaluator &sizes, Operation *op,
              llvm::function_ref<Answer(const Expr &, const Expr &)> compute) {
  Answer lhs = sizes.integer(op->getOperand(0));
  Answer rhs = lhs ? sizes.integer(op->getOperand(1)) : std::nullopt;
  if (!rhs)
    return std::nullopt;
  return compute(*lhs, *rhs);
}

/// Division towards zero.
Answer truncDiv(const Expr &lhs, const Expr &rhs) {
  if (rhs.isZero())
    return std::nullopt;
  if (rhs.isConstant() && rhs.constant() < 0) {
    Answer opposite = truncDiv(lhs, -rhs);
    return -*opposite;
  }
  if (!rhs.isKnownNonNegative())
    return std::nullopt;
  return Expr::select(lhs, Expr::floorDiv(lhs, rhs),
                      -Expr::floorDiv(-lhs, rhs));
}

Answer same(SizeEvaluator &sizes, Operation *op) {
  // A truth value is extended to 1 or -1, or is the result of a comparison.
  if (op->getOperand(0).getType().isInteger(1))
    return std::nullopt;
  return sizes.integer(op->getOperand(0));
}

Answer dimOf(SizeEvaluator &sizes, Operation *op) {
  auto type = dyn_cast<ShapedType>(op->getOperand(0).getType());
  Answer index = sizes.integer(op->getOperand(1));
  if (!type || !type.hasRank() || !index || !index->isConstant() ||
      index->constant() < 0 || index->constant() >= type.getRank())
    return std::nullopt;
  return sizes.dim(op->getOperand(0), unsigned(int64_t(index->constant())));
}

Answer rankOf(SizeEvaluator &, Operation *op) {
  auto type = dyn_cast<ShapedType>(op->getOperand(0).getType());
  if (!type || !type.hasRank())
    return std::nullopt;
  return Expr(type.getRank());
}

Answer choose(SizeEvaluator &sizes, Operation *op) {
  Answer condition = sizes.condition(op->getOperand(0));
  Answer yes = sizes.integer(op->getOperand(1));
  Answer no = sizes.integer(op->getOperand(2));
  if (yes && no && *yes == *no)
    return yes;
  if (!condition)
    return std::nullopt;
  if (condition->isKnownNonNegative())
    return yes;
  if ((-*condition - Expr(1)).isKnownNonNegative())
    return no;
  if (!yes || !no)
    return std::nullopt;
  return Expr::select(*condition, *yes, *no);
}

template <typename OpTy> Answer extremum(SizeEvaluator &sizes, Operation *op) {
  auto affine = cast<OpTy>(op);
  AffineMap map = affine.getMap();
  SmallVector<Expr> values;
  for (AffineExpr expr : map.getResults()) {
    Answer value = sizes.affine(expr, map.getNumDims(), op->getOperands());
    if (!value)
      return std::nullopt;
    values.push_back(std::move(*value));
  }
  return std::is_same_v<OpTy, affine::AffineMinOp> ? Expr::min(values)
                                                   : Expr::max(values);
}

Answer apply(SizeEvaluator &sizes, Operation *op) {
  AffineMap map = cast<affine::AffineApplyOp>(op).getAffineMap();
  return sizes.affine(map.getResult(0), map.getNumDims(), op->getOperands());
}

/// An element of a tensor that is made of scalars, or is constant.
Answer extract(SizeEvaluator &sizes, Operation *op) {
  auto extract = cast<tensor::ExtractOp>(op);
  SmallVector<uint64_t> at;
  for (Value index : extract.getIndices()) {
    Answer value = sizes.integer(index);
    if (!value || !value->isConstant() || value->constant() < 0)
      return std::nullopt;
    at.push_back(int64_t(value->constant()));
  }
  if (auto elements =
          extract.getTensor().getDefiningOp<tensor::FromElementsOp>()) {
    auto type = cast<ShapedType>(elements.getType());
    uint64_t position = 0;
    for (auto [index, size] : llvm::zip_equal(at, type.getShape())) {
      if (index >= uint64_t(size))
        return std::nullopt;
      position = position * size + index;
    }
    return sizes.integer(elements.getElements()[position]);
  }
  DenseIntElementsAttr constant;
  if (!matchPattern(extract.getTensor(), m_Constant(&constant)))
    return std::nullopt;
  ElementsAttr elements = constant;
  if (!elements.isValidIndex(at))
    return std::nullopt;
  return Expr(DynamicAPInt(constant.getValues<APInt>()[at]));
}
} // namespace

namespace {
using Compute = Answer (*)(const Expr &, const Expr &);

/// Rules by the TypeID of the op.
class RuleTable {
public:
  using Rule = std::function<Answer(SizeEvaluator &, Operation *)>;

  template <typename... Ops> void add(Rule rule) {
    ((rules[TypeID::get<Ops>()] = rule), ...);
  }
  /// Of two operands.
  template <typename... Ops> void compute(Compute function) {
    add<Ops...>([=](SizeEvaluator &sizes, Operation *op) {
      return binary(sizes, op, function);
    });
  }
  /// Of two operands that are not negative.
  template <typename... Ops> void computeUnsigned(Compute function) {
    add<Ops...>([=](SizeEvaluator &sizes, Operation *op) {
      return binary(sizes, op, [&](const Expr &lhs, const Expr &rhs) {
        return lhs.isKnownNonNegative() && rhs.isKnownNonNegative()
                   ? function(lhs, rhs)
                   : std::nullopt;
      });
    });
  }

  llvm::DenseMap<TypeID, Rule> rules;
};

Answer sum(const Expr &a, const Expr &b) { return a + b; }
Answer difference(const Expr &a, const Expr &b) { return a - b; }
Answer product(const Expr &a, const Expr &b) { return a * b; }
Answer least(const Expr &a, const Expr &b) { return Expr::min(a, b); }
Answer greatest(const Expr &a, const Expr &b) { return Expr::max(a, b); }
Answer floorDiv(const Expr &a, const Expr &b) { return Expr::floorDiv(a, b); }
Answer ceilDiv(const Expr &a, const Expr &b) {
  return b.isKnownNonNegative() ? Answer(Expr::ceilDiv(a, b)) : std::nullopt;
}
Answer remainder(const Expr &a, const Expr &b) {
  Answer quotient = truncDiv(a, b);
  return quotient ? Answer(a - b * *quotient) : std::nullopt;
}
Answer shiftLeft(const Expr &a, const Expr &b) {
  if (!b.isConstant() || b.constant() < 0 || b.constant() > 62)
    return std::nullopt;
  return a * Expr(int64_t(1) << int64_t(b.constant()));
}
} // namespace

const llvm::DenseMap<TypeID, SizeEvaluator::IntegerRule> &
SizeEvaluator::integerRules() {
  static const llvm::DenseMap<TypeID, IntegerRule> rules = [] {
    RuleTable table;
    // [size.index] Sizes fit into their types, so nothing wraps around.
    table.compute<arith::AddIOp, index::AddOp>(sum);
    table.compute<arith::SubIOp, index::SubOp>(difference);
    table.compute<arith::MulIOp, index::MulOp>(product);
    table.compute<arith::MinSIOp, index::MinSOp>(least);
    table.compute<arith::MaxSIOp, index::MaxSOp>(greatest);
    table.computeUnsigned<arith::MinUIOp, index::MinUOp>(least);
    table.computeUnsigned<arith::MaxUIOp, index::MaxUOp>(greatest);
    table.compute<arith::DivSIOp, index::DivSOp>(truncDiv);
    table.computeUnsigned<arith::DivUIOp, index::DivUOp>(floorDiv);
    table.compute<arith::FloorDivSIOp, index::FloorDivSOp>(floorDiv);
    table.compute<arith::CeilDivSIOp, index::CeilDivSOp>(ceilDiv);
    table.computeUnsigned<arith::CeilDivUIOp, index::CeilDivUOp>(ceilDiv);
    table.compute<arith::RemSIOp, index::RemSOp>(remainder);
    table.computeUnsigned<arith::RemUIOp, index::RemUOp>(remainder);
    table.compute<arith::ShLIOp, index::ShlOp>(shiftLeft);

    table.add<arith::IndexCastOp, arith::IndexCastUIOp, arith::ExtSIOp,
              arith::ExtUIOp, arith::TruncIOp, index::CastSOp, index::CastUOp>(
        same);
    table.add<tensor::DimOp, memref::DimOp>(dimOf);
    table.add<tensor::RankOp, memref::RankOp>(rankOf);
    table.add<arith::SelectOp>(choose);
    table.add<tensor::ExtractOp>(extract);
    table.add<affine::AffineMinOp>(extremum<affine::AffineMinOp>);
    table.add<affine::AffineMaxOp>(extremum<affine::AffineMaxOp>);
    table.add<affine::AffineApplyOp>(apply);
    return table.rules;
  }();
  return rules;
}

//===----------------------------------------------------------------------===//
// Conditions
//===----------------------------------------------------------------------===//

/// Not negative exactly where `lhs predicate rhs`.
static Answer compare(arith::CmpIPredicate predicate, const Expr &lhs,
                      const Expr &rhs) {
  Expr less = rhs - lhs, more = lhs - rhs;
  switch (predicate) {
  case arith::CmpIPredicate::eq:
    return Expr::min(less, more);
  case arith::CmpIPredicate::ne:
    return Expr::max(less, more) - Expr(1);
  case arith::CmpIPredicate::slt:
    return less - Expr(1);
  case arith::CmpIPredicate::sle:
    return less;
  case arith::CmpIPredicate::sgt:
    return more - Expr(1);
  case arith::CmpIPredicate::sge:
    return more;
  default:
    break;
  }
  if (!lhs.isKnownNonNegative() || !rhs.isKnownNonNegative())
    return std::nullopt;
  switch (predicate) {
  case arith::CmpIPredicate::ult:
    return less - Expr(1);
  case arith::CmpIPredicate::ule:
    return less;
  case arith::CmpIPredicate::ugt:
    return more - Expr(1);
  default:
    return more;
  }
}

Answer SizeEvaluator::condition(Value value) {
  if (depth >= kMaxDepth)
    return std::nullopt;
  ++depth;
  Answer result = computeCondition(value);
  --depth;
  return result;
}

Answer SizeEvaluator::computeCondition(Value value) {
  APInt number;
  if (matchPattern(value, m_ConstantInt(&number)))
    return Expr(number.isZero() ? -1 : 0);
  Operation *op = value.getDefiningOp();
  if (!op)
    return std::nullopt;
  if (auto cmp = dyn_cast<arith::CmpIOp>(op)) {
    if (cmp.getLhs().getType().isInteger(1))
      return std::nullopt;
    return binary(*this, op, [&](const Expr &lhs, const Expr &rhs) {
      return compare(cmp.getPredicate(), lhs, rhs);
    });
  }
  if (auto cmp = dyn_cast<index::CmpOp>(op)) {
    // The predicates have the same names and order of meaning.
    std::optional<arith::CmpIPredicate> predicate =
        arith::symbolizeCmpIPredicate(
            index::stringifyIndexCmpPredicate(cmp.getPred()));
    if (!predicate)
      return std::nullopt;
    return binary(*this, op, [&](const Expr &lhs, const Expr &rhs) {
      return compare(*predicate, lhs, rhs);
    });
  }
  if (!isa<arith::AndIOp, arith::OrIOp, arith::XOrIOp>(op))
    return std::nullopt;
  Answer lhs = condition(op->getOperand(0)), rhs = condition(op->getOperand(1));
  auto isKnown = [](const Answer &side, bool wanted) {
    return side && (wanted ? *side : -*side - Expr(1)).isKnownNonNegative();
  };
  if (isa<arith::AndIOp>(op)) {
    if (isKnown(lhs, false) || isKnown(rhs, false))
      return Expr(-1);
    return lhs && rhs ? Answer(Expr::min(*lhs, *rhs)) : std::nullopt;
  }
  if (isa<arith::OrIOp>(op)) {
    if (isKnown(lhs, true) || isKnown(rhs, true))
      return Expr(0);
    return lhs && rhs ? Answer(Expr::max(*lhs, *rhs)) : std::nullopt;
  }
  if (!lhs || !rhs)
    return std::nullopt;
  // One of the two, but not both.
  return Expr::max(Expr::min(*lhs, -*rhs - Expr(1)),
                   Expr::min(*rhs, -*lhs - Expr(1)));
}
