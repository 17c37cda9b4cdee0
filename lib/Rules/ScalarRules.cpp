//===- ScalarRules.cpp - What a scalar op costs ---------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

//
// Each rule is one line. The labels are those of docs/CostModel.md.
//
//===----------------------------------------------------------------------===//

#include "fpo/Rules/ScalarRules.h"

#include "mlir/IR/BuiltinTypes.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringSwitch.h"
#include "llvm/ADT/bit.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace mlir::fpo;

unsigned fpo::newtonSteps(FloatType type) {
  unsigned steps = 0;
  for (unsigned bits = 8; bits < type.getFPMantissaWidth(); bits *= 2)
    ++steps;
  return steps;
}

unsigned fpo::powerMuls(uint64_t exponent) {
  return llvm::Log2_64(exponent) + llvm::popcount(exponent) - 1;
}

//===----------------------------------------------------------------------===//
// Base operations: the recursion ends here
//===----------------------------------------------------------------------===//

namespace {
struct AddMul {
  unsigned add, mul;
};
} // namespace

/// Floating-point ops that cost the same in every type.
static std::optional<AddMul> lookupFloatBase(StringRef name) {
  using Result = std::optional<AddMul>;
  return llvm::StringSwitch<Result>(name)
      /*[scalar.add]*/
      .Cases({"arith.addf", "arith.subf"}, AddMul{1, 0})
      /*[scalar.mul]*/
      .Case("arith.mulf", AddMul{0, 1})
      /*[scalar.fma]*/
      .Cases({"math.fma", "vector.fma"}, AddMul{1, 1})
      /*[scalar.compare]*/
      .Cases({"arith.cmpf", "arith.maximumf", "arith.minimumf", "arith.maxnumf",
              "arith.minnumf"},
             AddMul{1, 0})
      /*[scalar.format]*/
      .Cases({"arith.negf", "math.absf", "math.copysign"}, AddMul{0, 0})
      .Cases({"arith.extf", "arith.truncf", "arith.fptosi", "arith.fptoui",
              "arith.bitcast", "arith.select"},
             AddMul{0, 0})
      .Cases({"math.floor", "math.ceil", "math.round", "math.trunc",
              "math.roundeven"},
             AddMul{0, 0})
      .Cases({"math.isnan", "math.isinf", "math.isfinite", "math.isnormal"},
             AddMul{0, 0})
      .Default(std::nullopt);
}

/// [scalar.newton] Ops that are computed by Newton-Raphson from a table seed.
static std::optional<AddMul> lookupNewton(StringRef name, unsigned n) {
  using Result = std::optional<AddMul>;
  return llvm::StringSwitch<Result>(name)
      /*[scalar.div]*/
      .Case("arith.divf", AddMul{n, 2 * n + 1})
      /*[scalar.rsqrt]*/
      .Case("math.rsqrt", AddMul{n, n == 0 ? 0 : 3 * n + 1})
      /*[scalar.sqrt]*/
      .Case("math.sqrt", AddMul{n, n == 0 ? 1 : 3 * n + 2})
      .Default(std::nullopt);
}

/// Integer ops on data, in a type of `width` bits.
static std::optional<AddMul> lookupIntegerBase(StringRef name, unsigned width) {
  using Result = std::optional<AddMul>;
  return llvm::StringSwitch<Result>(name)
      /*[int.add]*/
      .Cases({"arith.addi", "arith.subi", "arith.addui_extended"}, AddMul{1, 0})
      /*[int.compare]*/
      .Cases({"arith.cmpi", "arith.maxsi", "arith.minsi", "arith.maxui",
              "arith.minui"},
             AddMul{1, 0})
      /*[int.mul]*/
      .Cases({"arith.muli", "arith.mulsi_extended", "arith.mului_extended"},
             AddMul{0, 1})
      /*[int.div]*/
      .Cases({"arith.divsi", "arith.divui", "arith.remsi", "arith.remui"},
             AddMul{width, 0})
      /*[int.abs]*/
      .Case("math.absi", AddMul{2, 0})
      /*[int.bits]*/
      .Cases({"arith.andi", "arith.ori", "arith.xori"}, AddMul{0, 0})
      .Cases({"arith.shli", "arith.shrsi", "arith.shrui"}, AddMul{0, 0})
      .Cases({"math.ctlz", "math.cttz", "math.ctpop"}, AddMul{0, 0})
      .Cases({"arith.extsi", "arith.extui", "arith.trunci", "arith.sitofp",
              "arith.uitofp", "arith.index_cast", "arith.index_castui",
              "arith.bitcast", "arith.select"},
             AddMul{0, 0})
      .Default(std::nullopt);
}

//===----------------------------------------------------------------------===//
// Ops that are made of simpler ones
//===----------------------------------------------------------------------===//

namespace {
struct Step {
  unsigned times;
  StringRef name;
};

struct Body {
  /// The polynomials hold for f32: a narrower operand is extended to f32 first,
  /// and the operations are then f32 ones; for a wider type there is no rule.
  bool isF32Approximation;
  SmallVector<Step, 6> steps;
};
} // namespace

static const llvm::StringMap<Body> &getBodies() {
  static const llvm::StringMap<Body> bodies = [] {
    llvm::StringMap<Body> map;
    auto define = [&](StringRef name, std::initializer_list<Step> steps) {
      map[name] = {false, SmallVector<Step, 6>(steps)};
    };
    auto approximate = [&](StringRef name, std::initializer_list<Step> steps) {
      map[name] = {true, SmallVector<Step, 6>(steps)};
    };
    StringRef add = "arith.addf", sub = "arith.subf", mul = "arith.mulf",
              div = "arith.divf", cmp = "arith.cmpf", fma = "math.fma",
              sqrt = "math.sqrt", exp = "math.exp", log = "math.log",
              sin = "math.sin", cos = "math.cos", sinh = "math.sinh",
              cosh = "math.cosh", atan2 = "math.atan2";

    /*[scalar.remf]*/
    define("arith.remf", {{1, div}, {1, mul}, {1, sub}});
    /*[scalar.clampf]*/
    define("math.clampf", {{1, "arith.maximumf"}, {1, "arith.minimumf"}});

    // [scalar.poly] What MLIR 22's polynomial approximations expand to.
    approximate("math.exp", {{1, add}, {9, fma}, {2, mul}, {4, cmp}});
    approximate("math.log",
                {{2, add}, {3, sub}, {10, fma}, {3, mul}, {5, cmp}});
    approximate("math.log2",
                {{2, add}, {3, sub}, {10, fma}, {3, mul}, {5, cmp}});
    approximate("math.tanh", {{9, fma}, {2, mul}, {3, cmp}, {1, div}});
    approximate("math.erf", {{1, add}, {8, fma}, {4, cmp}, {1, div}});
    approximate("math.erfc", {{3, add},
                              {2, sub},
                              {20, fma},
                              {3, mul},
                              {3, cmp},
                              {2, div},
                              {1, exp}});
    approximate("math.sin", {{1, sub}, {5, fma}, {5, mul}});
    approximate("math.cos", {{1, sub}, {5, fma}, {5, mul}});
    approximate("math.atan",
                {{2, add}, {2, sub}, {9, fma}, {2, mul}, {2, cmp}, {2, div}});
    approximate("math.atan2",
                {{1, add}, {1, sub}, {6, cmp}, {1, div}, {1, "math.atan"}});
    approximate("math.asin",
                {{2, sub}, {13, fma}, {4, mul}, {1, cmp}, {1, sqrt}});
    approximate("math.acos",
                {{3, fma}, {1, mul}, {4, cmp}, {2, "math.asin"}, {1, sqrt}});
    approximate("math.cbrt", {{2, add}, {6, mul}, {1, cmp}, {2, div}});
    approximate("math.log1p",
                {{1, add}, {1, sub}, {1, mul}, {2, cmp}, {1, div}, {1, log}});
    approximate("math.expm1",
                {{1, sub}, {1, mul}, {3, cmp}, {1, div}, {1, exp}, {1, log}});

    // [scalar.expand] What MLIR 22's --math-expand-ops makes of them.
    define("math.exp2", {{1, mul}, {1, exp}});
    define("math.powf", {{1, log}, {1, mul}, {1, exp}});
    define(sinh, {{2, exp}, {1, sub}, {1, mul}});
    define(cosh, {{2, exp}, {1, add}, {1, mul}});
    define("math.tan", {{1, sin}, {1, cos}, {1, div}});
    define("math.asinh", {{2, add}, {1, mul}, {1, sqrt}, {1, log}});
    define("math.acosh", {{2, add}, {1, mul}, {1, sqrt}, {1, log}});
    define("math.atanh", {{2, add}, {1, mul}, {1, div}, {1, log}});
    // [scalar.log10] [scalar.sincos]
    define("math.log10", {{1, log}, {1, mul}});
    define("math.sincos", {{1, sin}, {1, cos}});

    // [complex] The definitions on the two parts.
    define("complex.add", {{2, add}});
    define("complex.sub", {{2, sub}});
    define("complex.mul", {{4, mul}, {1, add}, {1, sub}});
    define("complex.div", {{6, mul}, {2, add}, {1, sub}, {2, div}});
    define("complex.eq", {{2, cmp}});
    define("complex.neq", {{2, cmp}});
    define("complex.neg", {});
    define("complex.conj", {});
    define("complex.abs", {{2, mul}, {1, add}, {1, sqrt}});
    define("complex.angle", {{1, atan2}});
    define("complex.sign", {{1, "complex.abs"}, {2, div}});
    define("complex.exp", {{1, exp}, {1, cos}, {1, sin}, {2, mul}});
    define("complex.expm1", {{1, "complex.exp"}, {1, sub}});
    define("complex.log", {{1, "complex.abs"}, {1, log}, {1, atan2}});
    define("complex.log1p", {{1, add}, {1, "complex.log"}});
    define("complex.sqrt",
           {{1, "complex.abs"}, {1, add}, {1, sub}, {2, mul}, {2, sqrt}});
    define("complex.rsqrt",
           {{1, "complex.sqrt"}, {2, mul}, {1, add}, {2, div}});
    define("complex.pow",
           {{1, "complex.log"}, {1, "complex.mul"}, {1, "complex.exp"}});
    define("complex.sin", {{1, sin}, {1, cos}, {1, sinh}, {1, cosh}, {2, mul}});
    define("complex.cos", {{1, sin}, {1, cos}, {1, sinh}, {1, cosh}, {2, mul}});
    define("complex.tan", {{2, mul},
                           {1, sin},
                           {1, cos},
                           {1, sinh},
                           {1, cosh},
                           {1, add},
                           {2, div}});
    define("complex.tanh", {{2, mul},
                            {1, sin},
                            {1, cos},
                            {1, sinh},
                            {1, cosh},
                            {1, add},
                            {2, div}});
    define("complex.atan2", {{2, "complex.mul"},
                             {2, "complex.add"},
                             {1, "complex.sqrt"},
                             {1, "complex.div"},
                             {1, "complex.log"}});

    // [int.floordiv] [int.ceildiv] What MLIR 22's --arith-expand makes of them.
    define("arith.floordivsi", {{1, "arith.divsi"},
                                {1, "arith.muli"},
                                {3, "arith.cmpi"},
                                {1, "arith.addi"}});
    define("arith.ceildivsi", {{1, "arith.divsi"},
                               {1, "arith.muli"},
                               {3, "arith.cmpi"},
                               {1, "arith.addi"}});
    define("arith.ceildivui", {{1, "arith.divui"},
                               {1, "arith.cmpi"},
                               {1, "arith.subi"},
                               {1, "arith.addi"}});
    return map;
  }();
  return bodies;
}

//===----------------------------------------------------------------------===//
// Lookup
//===----------------------------------------------------------------------===//

static std::optional<Cost> lookupBase(StringRef name, Type type) {
  std::optional<AddMul> ops;
  if (auto floatType = dyn_cast<FloatType>(type)) {
    ops = lookupFloatBase(name);
    if (!ops)
      ops = lookupNewton(name, newtonSteps(floatType));
  } else if (type.isIntOrIndex()) {
    ops = lookupIntegerBase(name,
                            type.isIndex() ? 64 : type.getIntOrFloatBitWidth());
  }
  if (!ops)
    return std::nullopt;
  // Operations in `index` and `i1` are dropped here: they are not data.
  return Cost::addMul(type, ops->add, ops->mul);
}

std::optional<Cost> ScalarRules::lookup(StringRef name, Type type) {
  // The two halves of a complex number are counted in their own type.
  if (auto complex = dyn_cast<ComplexType>(type))
    type = complex.getElementType();
  auto [it, isNew] = known.try_emplace({name, type});
  if (!isNew)
    return it->second;

  std::optional<Cost> cost = lookupBase(name, type);
  auto body = getBodies().find(name);
  if (!cost && body != getBodies().end()) {
    Type inner = type;
    bool applies = true;
    if (body->second.isF32Approximation) {
      auto floatType = dyn_cast<FloatType>(type);
      applies = floatType && floatType.getWidth() <= 32;
      inner = Float32Type::get(type.getContext());
    }
    cost = applies ? std::optional<Cost>(Cost()) : std::nullopt;
    for (const Step &step : body->second.steps) {
      std::optional<Cost> part = cost ? lookup(step.name, inner) : std::nullopt;
      if (!part) {
        cost.reset();
        break;
      }
      *cost += *part * Count(step.times);
    }
  }
  // The recursion above may have moved the map's entries.
  known[{name, type}] = cost;
  return cost;
}
