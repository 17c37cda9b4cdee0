//===- ScalarSemantics.cpp - What scalar ops make of known numbers --------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

//
// One line for each op that zeros, infinities, indices and comparisons of
// indices pass through on their way from a padding or a mask to the work that
// they make pointless. As everywhere in this analysis, what is not known is
// taken to be a finite number.
//
//===----------------------------------------------------------------------===//

#include "IndexedValue.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringMap.h"

#include <cmath>

using namespace mlir;
using namespace mlir::fpo;

//===----------------------------------------------------------------------===//
// On scalars
//===----------------------------------------------------------------------===//

static constexpr double kInfinity = std::numeric_limits<double>::infinity();

using Semantics = Scalar (*)(ArrayRef<Scalar>);

/// Of an op with two operands that may be exchanged: `neutral` leaves the other
/// operand as it is, and each of `absorbing` is the result whatever the other
/// is.
static Scalar combine(ArrayRef<Scalar> x, std::optional<double> neutral,
                      ArrayRef<double> absorbing,
                      double (*compute)(double, double)) {
  if (x[0].isNumber() && x[1].isNumber())
    return Scalar::get(compute(x[0].number, x[1].number));
  for (unsigned i : {0, 1}) {
    if (neutral && x[i].is(*neutral))
      return x[1 - i];
    for (double number : absorbing)
      if (x[i].is(number))
        return x[i];
  }
  return Scalar::unknown();
}

static Scalar add(ArrayRef<Scalar> x) {
  return combine(x, 0.0, {-kInfinity, kInfinity},
                 [](double a, double b) { return a + b; });
}
static Scalar subtract(ArrayRef<Scalar> x) {
  if (x[1].isNumber())
    return add({x[0], Scalar::get(-x[1].number)});
  return x[0].is(-kInfinity) || x[0].is(kInfinity) ? x[0] : Scalar::unknown();
}
static Scalar multiply(ArrayRef<Scalar> x) {
  return combine(x, 1.0, {0.0}, [](double a, double b) { return a * b; });
}
static Scalar divide(ArrayRef<Scalar> x) {
  if (x[1].isNumber() && x[1].number != 0)
    return multiply({x[0], Scalar::get(1 / x[1].number)});
  return x[0].is(0) ? x[0] : Scalar::unknown();
}
/// Integer arithmetic on the least or greatest number of a type is no
/// arithmetic on an infinity.
template <Scalar (*compute)(ArrayRef<Scalar>)>
static Scalar onIntegers(ArrayRef<Scalar> x) {
  bool hasLimit = llvm::any_of(x, [](const Scalar &scalar) {
    return scalar.is(kInfinity) || scalar.is(-kInfinity);
  });
  if (!hasLimit)
    return compute(x);
  return compute == subtract && x[0] == x[1] ? Scalar::get(0)
                                             : Scalar::unknown();
}
static Scalar maximum(ArrayRef<Scalar> x) {
  return combine(x, -kInfinity, {kInfinity},
                 [](double a, double b) { return std::max(a, b); });
}
static Scalar minimum(ArrayRef<Scalar> x) {
  return combine(x, kInfinity, {-kInfinity},
                 [](double a, double b) { return std::min(a, b); });
}
static Scalar fusedMultiplyAdd(ArrayRef<Scalar> x) {
  return add({multiply(x.take_front(2)), x[2]});
}
/// Nothing is greater than plus infinity, or less than minus infinity.
static Scalar greater(ArrayRef<Scalar> x) {
  if (x[0].isNumber() && x[1].isNumber())
    return Scalar::get(x[0].number > x[1].number ? 1 : 0);
  return x[0].is(-kInfinity) || x[1].is(kInfinity) ? Scalar::get(0)
                                                   : Scalar::unknown();
}
static Scalar logicalAnd(ArrayRef<Scalar> x) {
  return combine(x, 1.0, {0.0}, [](double a, double b) {
    return a != 0 && b != 0 ? 1.0 : 0.0;
  });
}
static Scalar logicalOr(ArrayRef<Scalar> x) {
  return combine(x, 0.0, {1.0}, [](double a, double b) {
    return a != 0 || b != 0 ? 1.0 : 0.0;
  });
}
static Scalar logicalXor(ArrayRef<Scalar> x) {
  return combine(x, 0.0, {}, [](double a, double b) {
    return (a != 0) != (b != 0) ? 1.0 : 0.0;
  });
}
static Scalar logicalNot(ArrayRef<Scalar> x) {
  return x[0].isNumber() ? Scalar::get(x[0].number == 0 ? 1 : 0)
                         : Scalar::unknown();
}
static Scalar select(ArrayRef<Scalar> x) {
  if (x[0].isNumber())
    return x[0].number != 0 ? x[1] : x[2];
  return x[1] == x[2] ? x[1] : Scalar::unknown();
}
static Scalar sameFormat(ArrayRef<Scalar> x) { return x[0]; }
template <double (*function)(double)> static Scalar unary(ArrayRef<Scalar> x) {
  return x[0].isNumber() ? Scalar::get(function(x[0].number))
                         : Scalar::unknown();
}
static double negate(double x) { return -x; }
static double absolute(double x) { return std::abs(x); }
static double exponential(double x) { return std::exp(x); }
static double exponential2(double x) { return std::exp2(x); }
static double hyperbolicTangent(double x) { return std::tanh(x); }
static double errorFunction(double x) { return std::erf(x); }

/// Ops of any element type, or of one.
static const llvm::StringMap<Semantics> &getSemantics() {
  static const llvm::StringMap<Semantics> table = {
      {"arith.addf", add},
      {"arith.addi", onIntegers<add>},
      {"arith.subf", subtract},
      {"arith.subi", onIntegers<subtract>},
      {"arith.mulf", multiply},
      {"arith.muli", onIntegers<multiply>},
      {"arith.divf", divide},
      {"arith.maximumf", maximum},
      {"arith.maxnumf", maximum},
      {"arith.maxsi", maximum},
      {"arith.minimumf", minimum},
      {"arith.minnumf", minimum},
      {"arith.minsi", minimum},
      {"arith.negf", unary<negate>},
      {"arith.select", select},
      {"arith.extf", sameFormat},
      {"arith.truncf", sameFormat},
      {"arith.extsi", sameFormat},
      {"arith.extui", sameFormat},
      {"arith.trunci", sameFormat},
      {"arith.sitofp", sameFormat},
      {"arith.uitofp", sameFormat},
      {"arith.index_cast", sameFormat},
      {"math.fma", fusedMultiplyAdd},
      {"math.absf", unary<absolute>},
      {"math.exp", unary<exponential>},
      {"math.exp2", unary<exponential2>},
      {"math.tanh", unary<hyperbolicTangent>},
      {"math.erf", unary<errorFunction>},
      {"tosa.abs", unary<absolute>},
      {"tosa.add", add},
      {"tosa.cast", sameFormat},
      {"tosa.erf", unary<errorFunction>},
      {"tosa.exp", unary<exponential>},
      {"tosa.greater", greater},
      {"tosa.logical_and", logicalAnd},
      {"tosa.logical_not", logicalNot},
      {"tosa.logical_or", logicalOr},
      {"tosa.logical_xor", logicalXor},
      {"tosa.maximum", maximum},
      {"tosa.minimum", minimum},
      {"tosa.mul", multiply},
      {"tosa.negate", unary<negate>},
      {"tosa.select", select},
      {"tosa.sub", subtract},
      {"tosa.tanh", unary<hyperbolicTangent>},
  };
  return table;
}

/// Ops on `i1` whose name they share with ops on wider integers.
static const llvm::StringMap<Semantics> &getLogicalSemantics() {
  static const llvm::StringMap<Semantics> table = {
      {"arith.andi", logicalAnd},
      {"arith.ori", logicalOr},
      {"arith.xori", logicalXor},
  };
  return table;
}

/// Comparisons of floating-point numbers that infinities decide.
static Semantics lookupComparison(Operation *op) {
  auto compare = dyn_cast_or_null<arith::CmpFOp>(op);
  if (!compare)
    return nullptr;
  switch (compare.getPredicate()) {
  case arith::CmpFPredicate::OGT:
    return greater;
  case arith::CmpFPredicate::OLT:
    return [](ArrayRef<Scalar> x) { return greater({x[1], x[0]}); };
  default:
    return nullptr;
  }
}

static Semantics lookupSemantics(StringRef name, Operation *op) {
  if (Semantics known = getSemantics().lookup(name)) {
    // A tosa op has one name for floats and integers.
    bool isInteger =
        op && getElementTypeOrSelf(op->getOperand(0).getType()).isInteger();
    if (isInteger && known == static_cast<Semantics>(add))
      return onIntegers<add>;
    if (isInteger && known == static_cast<Semantics>(subtract))
      return onIntegers<subtract>;
    if (isInteger && known == static_cast<Semantics>(multiply))
      return onIntegers<multiply>;
    return known;
  }
  if (op && op->getNumResults() == 1 &&
      getElementTypeOrSelf(op->getResult(0).getType()).isInteger(1))
    if (Semantics known = getLogicalSemantics().lookup(name))
      return known;
  return lookupComparison(op);
}

//===----------------------------------------------------------------------===//
// On indices
//===----------------------------------------------------------------------===//

/// Integer arithmetic that keeps forms linear.
static std::optional<IndexForm> applyLinear(StringRef name,
                                            ArrayRef<IndexForm> x) {
  if (name == "arith.addi" || name == "tosa.add")
    return x[0] + x[1];
  if (name == "arith.subi" || name == "tosa.sub")
    return x[0] - x[1];
  if (name == "arith.muli" || name == "tosa.mul") {
    if (x[1].isNumber())
      return x[0] * x[1].constant;
    if (x[0].isNumber())
      return x[1] * x[0].constant;
    return std::nullopt;
  }
  Semantics known = getSemantics().lookup(name);
  if (known == static_cast<Semantics>(sameFormat))
    return x[0];
  return std::nullopt;
}

/// True in `region`, or false there if `isTrueInside` is not set.
static IndexedValue predicate(PointSet region, bool isTrueInside,
                              ArrayRef<int64_t> sizes) {
  return IndexedValue::get(std::move(region), Scalar::get(isTrueInside ? 1 : 0),
                           Scalar::get(isTrueInside ? 0 : 1), sizes);
}

/// `lhs - rhs >= least`.
static IndexedValue atLeast(const IndexForm &lhs, const IndexForm &rhs,
                            int64_t least, ArrayRef<int64_t> sizes) {
  IndexForm form = lhs - rhs + IndexForm::number(-least, sizes.size());
  return predicate({IndexCondition::nonNegative(form, Pointless::Mask)}, true,
                   sizes);
}

static IndexedValue equal(const IndexForm &lhs, const IndexForm &rhs,
                          bool isTrueInside, ArrayRef<int64_t> sizes) {
  return predicate({{lhs - rhs, 1, 1, Pointless::Mask}}, isTrueInside, sizes);
}

/// A comparison of two forms; unsigned ones are not looked at.
static std::optional<IndexedValue> compareForms(StringRef name, Operation *op,
                                                const IndexForm &lhs,
                                                const IndexForm &rhs,
                                                ArrayRef<int64_t> sizes) {
  if (name == "tosa.greater")
    return atLeast(lhs, rhs, 1, sizes);
  if (name == "tosa.greater_equal")
    return atLeast(lhs, rhs, 0, sizes);
  if (name == "tosa.equal")
    return equal(lhs, rhs, true, sizes);
  auto compare = dyn_cast_or_null<arith::CmpIOp>(op);
  if (!compare)
    return std::nullopt;
  switch (compare.getPredicate()) {
  case arith::CmpIPredicate::eq:
    return equal(lhs, rhs, true, sizes);
  case arith::CmpIPredicate::ne:
    return equal(lhs, rhs, false, sizes);
  case arith::CmpIPredicate::slt:
    return atLeast(rhs, lhs, 1, sizes);
  case arith::CmpIPredicate::sle:
    return atLeast(rhs, lhs, 0, sizes);
  case arith::CmpIPredicate::sgt:
    return atLeast(lhs, rhs, 1, sizes);
  case arith::CmpIPredicate::sge:
    return atLeast(lhs, rhs, 0, sizes);
  default:
    return std::nullopt;
  }
}

//===----------------------------------------------------------------------===//
// On both
//===----------------------------------------------------------------------===//

/// Applies `semantics` in the regions of the operands and outside. Outside of
/// an operand's region the result is known if that operand alone decides it; if
/// it does so inside, its region is turned round.
static IndexedValue applyByRegion(Semantics semantics,
                                  ArrayRef<IndexedValue> operands,
                                  ArrayRef<int64_t> sizes) {
  // What the operands are where nothing is said of the index.
  SmallVector<Scalar> anywhere =
      llvm::map_to_vector(operands, [](const IndexedValue &operand) {
        return operand.isUniform() ? operand.inside : Scalar::unknown();
      });
  SmallVector<Scalar> inside = anywhere;
  PointSet region;
  Scalar outside;
  bool isComplete = true;
  auto addRegion = [&](const PointSet &more, Scalar beyond) {
    if (beyond.isUnknown() || (!outside.isUnknown() && !(beyond == outside)))
      return false;
    outside = beyond;
    region = intersect(region, more, sizes);
    return true;
  };
  for (unsigned i = 0; i < operands.size(); ++i) {
    const IndexedValue &operand = operands[i];
    if (operand.isUniform())
      continue;
    auto resultWith = [&](Scalar scalar) {
      SmallVector<Scalar> here = anywhere;
      here[i] = scalar;
      return operand.form ? Scalar::unknown() : semantics(here);
    };
    if (addRegion(operand.region, resultWith(operand.outside))) {
      inside[i] = operand.inside;
      continue;
    }
    std::optional<PointSet> rest = complement(operand.region);
    if (rest && addRegion(*rest, resultWith(operand.inside)))
      inside[i] = operand.outside;
    else
      isComplete = false;
  }
  Scalar within = semantics(isComplete ? inside : anywhere);
  if (outside.isUnknown())
    return IndexedValue::get(within);
  return IndexedValue::get(std::move(region), within, outside, sizes);
}

/// A choice by index: what each side is where it is taken.
static IndexedValue applySelect(ArrayRef<IndexedValue> x,
                                ArrayRef<int64_t> sizes) {
  const IndexedValue &condition = x[0];
  if (condition.isUniform()) {
    if (condition.inside.isNumber())
      return x[condition.inside.number != 0 ? 1 : 2];
    return applyByRegion(select, x, sizes);
  }
  if (condition.form)
    return IndexedValue::unknown();
  auto take = [&](Scalar which) {
    if (!which.isNumber())
      return Scalar::unknown();
    const IndexedValue &side = x[which.number != 0 ? 1 : 2];
    return side.isUniform() ? side.inside : Scalar::unknown();
  };
  return IndexedValue::get(condition.region, take(condition.inside),
                           take(condition.outside), sizes);
}

IndexedValue fpo::applyScalar(StringRef name, Operation *op,
                              ArrayRef<IndexedValue> operands,
                              ArrayRef<int64_t> sizes) {
  // Some tosa ops have operands that are no data: the shift of a product.
  bool isProduct = name == "tosa.mul";
  bool hasZeroPoints = name == "tosa.negate";
  if (isProduct)
    operands = operands.take_front(2);
  else if (hasZeroPoints)
    operands = operands.take_front(1);

  // The extension of `true` is -1.
  if (name == "arith.extsi" && op->getOperand(0).getType().isInteger(1))
    return IndexedValue::unknown();
  if (name == "arith.select" || name == "tosa.select")
    return applySelect(operands, sizes);

  SmallVector<IndexForm> forms;
  bool hasIndex = false;
  for (const IndexedValue &operand : operands)
    if (std::optional<IndexForm> form = operand.asForm(sizes.size())) {
      hasIndex |= operand.form.has_value();
      forms.push_back(std::move(*form));
    }
  if (hasIndex && forms.size() == operands.size()) {
    if (forms.size() == 2)
      if (std::optional<IndexedValue> result =
              compareForms(name, op, forms[0], forms[1], sizes))
        return *result;
    if (std::optional<IndexForm> result = applyLinear(name, forms))
      return IndexedValue::get(*result);
    return IndexedValue::unknown();
  }
  Semantics semantics = lookupSemantics(name, op);
  if (!semantics)
    return IndexedValue::unknown();
  return applyByRegion(semantics, operands, sizes);
}
