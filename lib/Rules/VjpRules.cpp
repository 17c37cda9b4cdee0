//===- VjpRules.cpp - Vector-Jacobian products of scalar ops --------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

//
// g is the gradient of the result y; a, b and c are the operands. The
// derivatives are those of Abramowitz and Stegun, chapters 3, 4 and 7.
//
//===----------------------------------------------------------------------===//

#include "fpo/Rules/VjpRules.h"

#include "llvm/ADT/StringMap.h"

using namespace mlir;
using namespace mlir::fpo;

/// [training.vjp]
static const llvm::StringMap<VjpRule> &getRules() {
  static const llvm::StringMap<VjpRule> rules = [] {
    using Steps = VjpRule::Steps;
    llvm::StringMap<VjpRule> map;
    ScalarStep add{1, "arith.addf"}, sub{1, "arith.subf"}, mul{1, "arith.mulf"},
        div{1, "arith.divf"}, exp{1, "math.exp"}, log{1, "math.log"},
        sin{1, "math.sin"}, cos{1, "math.cos"}, rsqrt{1, "math.rsqrt"},
        pow{1, "math.powf"};
    ScalarStep mul2{2, "arith.mulf"}, mul3{3, "arith.mulf"},
        mul4{4, "arith.mulf"};
    auto unary = [&](std::initializer_list<StringRef> names, Steps steps) {
      for (StringRef name : names)
        map[name] = {{}, {steps}};
    };
    auto binary = [&](std::initializer_list<StringRef> names,
                      std::optional<Steps> first, std::optional<Steps> second,
                      Steps shared = {}) {
      for (StringRef name : names)
        map[name] = {shared, {first, second}};
    };

    ScalarStep cadd{1, "complex.add"}, cmul{1, "complex.mul"},
        cdiv{1, "complex.div"};

    // g, or g with another sign or in another format.
    unary({"arith.negf", "arith.extf", "arith.truncf", "tosa.negate",
           "tosa.cast", "tosa.identity"},
          {});
    binary({"arith.addf", "arith.subf", "tosa.add", "tosa.sub", "complex.add",
            "complex.sub"},
           Steps{}, Steps{});
    unary({"complex.neg", "complex.conj", "complex.re", "complex.im"}, {});
    binary({"complex.create"}, Steps{}, Steps{});

    // g b, g a.
    binary({"arith.mulf", "tosa.mul"}, Steps{mul}, Steps{mul});
    binary({"complex.mul"}, Steps{cmul}, Steps{cmul});
    for (StringRef name : {"math.fma", "vector.fma"})
      map[name] = {{}, {Steps{mul}, Steps{mul}, Steps{}}};
    // g / b, -(g / b) y.
    binary({"arith.divf"}, Steps{}, Steps{mul}, {div});
    binary({"complex.div"}, Steps{}, Steps{cmul}, {cdiv});
    // y = a - b trunc(a / b): g, -g trunc(a / b).
    binary({"arith.remf"}, Steps{}, Steps{div, mul});
    // -g y y.
    unary({"tosa.reciprocal"}, {mul2});

    // [training.select] The operand that was picked receives g, the others
    // nothing; so does |a|, of which the sign was seen.
    binary({"arith.maximumf", "arith.minimumf", "arith.maxnumf",
            "arith.minnumf", "tosa.maximum", "tosa.minimum"},
           Steps{}, Steps{});
    for (StringRef name : {"arith.select", "tosa.select"})
      map[name] = {{}, {std::nullopt, Steps{}, Steps{}}};
    map["math.clampf"] = {{}, {Steps{}, Steps{}, Steps{}}};
    unary({"tosa.clamp", "math.absf", "tosa.abs"}, {});
    binary({"math.copysign"}, Steps{}, std::nullopt);

    // Constant between jumps.
    for (StringRef name :
         {"math.floor", "math.ceil", "math.round", "math.roundeven",
          "math.trunc", "tosa.floor", "tosa.ceil"})
      map[name] = {{}, {std::nullopt}};

    // Roots and powers.
    unary({"math.sqrt"}, {mul, div});            // g / (2 y)
    unary({"math.rsqrt", "tosa.rsqrt"}, {mul4}); // -1/2 g y y y
    unary({"math.cbrt"}, {mul2, div});           // g / (3 y y)
    // g b a^(b - 1), g y log a.
    binary({"math.powf", "tosa.pow"}, Steps{sub, pow, mul2}, Steps{log, mul2});

    // Exponentials and logarithms.
    unary({"math.exp", "tosa.exp"}, {mul});         // g y
    unary({"math.exp2"}, {mul2});                   // g y ln 2
    unary({"math.expm1"}, {add, mul});              // g (y + 1)
    unary({"math.log", "tosa.log"}, {div});         // g / a
    unary({"math.log2", "math.log10"}, {mul, div}); // g / (a ln 2)
    unary({"math.log1p"}, {add, div});              // g / (a + 1)

    // Trigonometric and hyperbolic functions, and their inverses.
    unary({"math.sin", "tosa.sin"}, {cos, mul}); // g cos a
    unary({"math.cos", "tosa.cos"}, {sin, mul}); // -g sin a
    unary({"math.tan"}, {mul2, add});            // g (1 + y y)
    unary({"math.sinh"}, {{1, "math.cosh"}, mul});
    unary({"math.cosh"}, {{1, "math.sinh"}, mul});
    unary({"math.tanh", "tosa.tanh"}, {mul2, sub});        // g (1 - y y)
    unary({"math.asin", "math.acos"}, {mul2, sub, rsqrt}); // +-g / sqrt(1 - aa)
    unary({"math.asinh"}, {mul2, add, rsqrt});             // g / sqrt(aa + 1)
    unary({"math.acosh"}, {mul2, sub, rsqrt});             // g / sqrt(aa - 1)
    unary({"math.atan"}, {mul, add, div});                 // g / (1 + aa)
    unary({"math.atanh"}, {mul, sub, div});                // g / (1 - aa)
    // y = atan(a / b): r = g / (aa + bb), r b, -r a.
    binary({"math.atan2"}, Steps{mul}, Steps{mul}, {mul2, add, div});

    // +-g 2 / sqrt(pi) exp(-aa); g y (1 - y).
    unary({"math.erf", "math.erfc", "tosa.erf"}, {mul3, exp});
    unary({"tosa.sigmoid"}, {mul2, sub});

    // The same of complex functions, with the conjugates of the derivatives. A
    // real factor scales both parts; |a|: g / y, times both parts of a.
    unary({"complex.exp"}, {cmul});
    unary({"complex.expm1"}, {cadd, cmul});
    unary({"complex.log"}, {cdiv});
    unary({"complex.log1p"}, {cadd, cdiv});
    unary({"complex.sqrt"}, {mul2, cdiv});
    unary({"complex.rsqrt"}, {mul2, {3, "complex.mul"}});
    unary({"complex.sin"}, {{1, "complex.cos"}, cmul});
    unary({"complex.cos"}, {{1, "complex.sin"}, cmul});
    unary({"complex.tan", "complex.tanh"}, {{2, "complex.mul"}, cadd});
    binary({"complex.pow"}, Steps{cadd, {1, "complex.pow"}, {2, "complex.mul"}},
           Steps{{1, "complex.log"}, {2, "complex.mul"}});
    unary({"complex.abs"}, {div, mul2});

    // The scale of a block is a power of two, and has no gradient: g b, g / b.
    binary({"arith.scaling_extf"}, Steps{mul}, std::nullopt);
    binary({"arith.scaling_truncf"}, Steps{div}, std::nullopt);
    return map;
  }();
  return rules;
}

const VjpRule *fpo::lookupVjp(StringRef name) {
  auto it = getRules().find(name);
  return it == getRules().end() ? nullptr : &it->second;
}
