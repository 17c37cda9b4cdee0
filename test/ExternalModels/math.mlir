// RUN: fpo-opt %s --fpo-annotate | FileCheck %s

// Each op of math on one element of f32: [scalar.fma] [scalar.sqrt] [scalar.rsqrt] [scalar.powi] [scalar.clampf]
// [scalar.poly] [scalar.expand] [scalar.log10] [scalar.sincos] [int.abs] [int.bits].

// CHECK-LABEL: func.func @absf
// CHECK-SAME: #fpo.cost<fpo = 0>
func.func @absf(%a: f32) -> f32 {
  %r = math.absf %a : f32
  return %r : f32
}

// CHECK-LABEL: func.func @ceil
// CHECK-SAME: #fpo.cost<fpo = 0>
func.func @ceil(%a: f32) -> f32 {
  %r = math.ceil %a : f32
  return %r : f32
}

// CHECK-LABEL: func.func @floor
// CHECK-SAME: #fpo.cost<fpo = 0>
func.func @floor(%a: f32) -> f32 {
  %r = math.floor %a : f32
  return %r : f32
}

// CHECK-LABEL: func.func @round
// CHECK-SAME: #fpo.cost<fpo = 0>
func.func @round(%a: f32) -> f32 {
  %r = math.round %a : f32
  return %r : f32
}

// CHECK-LABEL: func.func @roundeven
// CHECK-SAME: #fpo.cost<fpo = 0>
func.func @roundeven(%a: f32) -> f32 {
  %r = math.roundeven %a : f32
  return %r : f32
}

// CHECK-LABEL: func.func @trunc
// CHECK-SAME: #fpo.cost<fpo = 0>
func.func @trunc(%a: f32) -> f32 {
  %r = math.trunc %a : f32
  return %r : f32
}

// CHECK-LABEL: func.func @sqrt
// CHECK-SAME: #fpo.cost<fpo = 10, add = {f32: 2}, mul = {f32: 8}>
func.func @sqrt(%a: f32) -> f32 {
  %r = math.sqrt %a : f32
  return %r : f32
}

// CHECK-LABEL: func.func @rsqrt
// CHECK-SAME: #fpo.cost<fpo = 9, add = {f32: 2}, mul = {f32: 7}>
func.func @rsqrt(%a: f32) -> f32 {
  %r = math.rsqrt %a : f32
  return %r : f32
}

// CHECK-LABEL: func.func @exp
// CHECK-SAME: #fpo.cost<fpo = 25, add = {f32: 14}, mul = {f32: 11}>
func.func @exp(%a: f32) -> f32 {
  %r = math.exp %a : f32
  return %r : f32
}

// CHECK-LABEL: func.func @log
// CHECK-SAME: #fpo.cost<fpo = 33, add = {f32: 20}, mul = {f32: 13}>
func.func @log(%a: f32) -> f32 {
  %r = math.log %a : f32
  return %r : f32
}

// CHECK-LABEL: func.func @log2
// CHECK-SAME: #fpo.cost<fpo = 33, add = {f32: 20}, mul = {f32: 13}>
func.func @log2(%a: f32) -> f32 {
  %r = math.log2 %a : f32
  return %r : f32
}

// CHECK-LABEL: func.func @tanh
// CHECK-SAME: #fpo.cost<fpo = 30, add = {f32: 14}, mul = {f32: 16}>
func.func @tanh(%a: f32) -> f32 {
  %r = math.tanh %a : f32
  return %r : f32
}

// CHECK-LABEL: func.func @erf
// CHECK-SAME: #fpo.cost<fpo = 28, add = {f32: 15}, mul = {f32: 13}>
func.func @erf(%a: f32) -> f32 {
  %r = math.erf %a : f32
  return %r : f32
}

// CHECK-LABEL: func.func @sin
// CHECK-SAME: #fpo.cost<fpo = 16, add = {f32: 6}, mul = {f32: 10}>
func.func @sin(%a: f32) -> f32 {
  %r = math.sin %a : f32
  return %r : f32
}

// CHECK-LABEL: func.func @cos
// CHECK-SAME: #fpo.cost<fpo = 16, add = {f32: 6}, mul = {f32: 10}>
func.func @cos(%a: f32) -> f32 {
  %r = math.cos %a : f32
  return %r : f32
}

// CHECK-LABEL: func.func @log1p
// CHECK-SAME: #fpo.cost<fpo = 45, add = {f32: 26}, mul = {f32: 19}>
func.func @log1p(%a: f32) -> f32 {
  %r = math.log1p %a : f32
  return %r : f32
}

// CHECK-LABEL: func.func @expm1
// CHECK-SAME: #fpo.cost<fpo = 70, add = {f32: 40}, mul = {f32: 30}>
func.func @expm1(%a: f32) -> f32 {
  %r = math.expm1 %a : f32
  return %r : f32
}

// CHECK-LABEL: func.func @exp2
// CHECK-SAME: #fpo.cost<fpo = 26, add = {f32: 14}, mul = {f32: 12}>
func.func @exp2(%a: f32) -> f32 {
  %r = math.exp2 %a : f32
  return %r : f32
}

// CHECK-LABEL: func.func @log10
// CHECK-SAME: #fpo.cost<fpo = 34, add = {f32: 20}, mul = {f32: 14}>
func.func @log10(%a: f32) -> f32 {
  %r = math.log10 %a : f32
  return %r : f32
}

// CHECK-LABEL: func.func @erfc
// CHECK-SAME: #fpo.cost<fpo = 90, add = {f32: 46}, mul = {f32: 44}>
func.func @erfc(%a: f32) -> f32 {
  %r = math.erfc %a : f32
  return %r : f32
}

// CHECK-LABEL: func.func @atan
// CHECK-SAME: #fpo.cost<fpo = 40, add = {f32: 19}, mul = {f32: 21}>
func.func @atan(%a: f32) -> f32 {
  %r = math.atan %a : f32
  return %r : f32
}

// CHECK-LABEL: func.func @asin
// CHECK-SAME: #fpo.cost<fpo = 43, add = {f32: 18}, mul = {f32: 25}>
func.func @asin(%a: f32) -> f32 {
  %r = math.asin %a : f32
  return %r : f32
}

// CHECK-LABEL: func.func @acos
// CHECK-SAME: #fpo.cost<fpo = 107, add = {f32: 45}, mul = {f32: 62}>
func.func @acos(%a: f32) -> f32 {
  %r = math.acos %a : f32
  return %r : f32
}

// CHECK-LABEL: func.func @cbrt
// CHECK-SAME: #fpo.cost<fpo = 23, add = {f32: 7}, mul = {f32: 16}>
func.func @cbrt(%a: f32) -> f32 {
  %r = math.cbrt %a : f32
  return %r : f32
}

// CHECK-LABEL: func.func @sinh
// CHECK-SAME: #fpo.cost<fpo = 52, add = {f32: 29}, mul = {f32: 23}>
func.func @sinh(%a: f32) -> f32 {
  %r = math.sinh %a : f32
  return %r : f32
}

// CHECK-LABEL: func.func @cosh
// CHECK-SAME: #fpo.cost<fpo = 52, add = {f32: 29}, mul = {f32: 23}>
func.func @cosh(%a: f32) -> f32 {
  %r = math.cosh %a : f32
  return %r : f32
}

// CHECK-LABEL: func.func @tan
// CHECK-SAME: #fpo.cost<fpo = 39, add = {f32: 14}, mul = {f32: 25}>
func.func @tan(%a: f32) -> f32 {
  %r = math.tan %a : f32
  return %r : f32
}

// CHECK-LABEL: func.func @asinh
// CHECK-SAME: #fpo.cost<fpo = 46, add = {f32: 24}, mul = {f32: 22}>
func.func @asinh(%a: f32) -> f32 {
  %r = math.asinh %a : f32
  return %r : f32
}

// CHECK-LABEL: func.func @acosh
// CHECK-SAME: #fpo.cost<fpo = 46, add = {f32: 24}, mul = {f32: 22}>
func.func @acosh(%a: f32) -> f32 {
  %r = math.acosh %a : f32
  return %r : f32
}

// CHECK-LABEL: func.func @atanh
// CHECK-SAME: #fpo.cost<fpo = 43, add = {f32: 24}, mul = {f32: 19}>
func.func @atanh(%a: f32) -> f32 {
  %r = math.atanh %a : f32
  return %r : f32
}

// CHECK-LABEL: func.func @isnan
// CHECK-SAME: #fpo.cost<fpo = 0>
func.func @isnan(%a: f32) -> i1 {
  %r = math.isnan %a : f32
  return %r : i1
}

// CHECK-LABEL: func.func @isinf
// CHECK-SAME: #fpo.cost<fpo = 0>
func.func @isinf(%a: f32) -> i1 {
  %r = math.isinf %a : f32
  return %r : i1
}

// CHECK-LABEL: func.func @isfinite
// CHECK-SAME: #fpo.cost<fpo = 0>
func.func @isfinite(%a: f32) -> i1 {
  %r = math.isfinite %a : f32
  return %r : i1
}

// CHECK-LABEL: func.func @isnormal
// CHECK-SAME: #fpo.cost<fpo = 0>
func.func @isnormal(%a: f32) -> i1 {
  %r = math.isnormal %a : f32
  return %r : i1
}

// CHECK-LABEL: func.func @fma
// CHECK-SAME: #fpo.cost<fpo = 2, add = {f32: 1}, mul = {f32: 1}>
func.func @fma(%a: f32, %b: f32, %c: f32) -> f32 {
  %r = math.fma %a, %b, %c : f32
  return %r : f32
}

// CHECK-LABEL: func.func @clampf
// CHECK-SAME: #fpo.cost<fpo = 2, add = {f32: 2}>
func.func @clampf(%a: f32, %b: f32) -> f32 {
  %r = math.clampf %a to [%a, %b] : f32
  return %r : f32
}

// CHECK-LABEL: func.func @copysign
// CHECK-SAME: #fpo.cost<fpo = 0>
func.func @copysign(%a: f32, %b: f32) -> f32 {
  %r = math.copysign %a, %b : f32
  return %r : f32
}

// CHECK-LABEL: func.func @powf
// CHECK-SAME: #fpo.cost<fpo = 59, add = {f32: 34}, mul = {f32: 25}>
func.func @powf(%a: f32, %b: f32) -> f32 {
  %r = math.powf %a, %b : f32
  return %r : f32
}

// CHECK-LABEL: func.func @atan2
// CHECK-SAME: #fpo.cost<fpo = 55, add = {f32: 29}, mul = {f32: 26}>
func.func @atan2(%a: f32, %b: f32) -> f32 {
  %r = math.atan2 %a, %b : f32
  return %r : f32
}

// CHECK-LABEL: func.func @sincos
// CHECK-SAME: #fpo.cost<fpo = 32, add = {f32: 12}, mul = {f32: 20}>
func.func @sincos(%a: f32) -> f32 {
  %r, %s = math.sincos %a : f32
  return %r : f32
}

// x^13 = ((x x^2)^2)^2 x: floor(log2 13) = 3 squarings, two products.
// CHECK-LABEL: func.func @fpowi
// CHECK-SAME: #fpo.cost<fpo = 5, mul = {f32: 5}>
func.func @fpowi(%a: f32) -> f32 {
  %e = arith.constant 13 : i32
  %r = math.fpowi %a, %e : f32, i32
  return %r : f32
}

// CHECK-LABEL: func.func @ipowi
// CHECK-SAME: #fpo.cost<fpo = 0, mul = {i32: 1}, iop = 1>
func.func @ipowi(%a: i32) -> i32 {
  %e = arith.constant 2 : i32
  %r = math.ipowi %a, %e : i32
  return %r : i32
}

// CHECK-LABEL: func.func @fpowi_of_what
// CHECK: math.fpowi {{.*}} fpo.unknown = "the exponent is not a constant"
func.func @fpowi_of_what(%a: f32, %e: i32) -> f32 {
  %r = math.fpowi %a, %e : f32, i32
  return %r : f32
}

// CHECK-LABEL: func.func @fpowi_negative
// CHECK: math.fpowi {{.*}} fpo.unknown = "the exponent is not positive"
func.func @fpowi_negative(%a: f32) -> f32 {
  %e = arith.constant -1 : i32
  %r = math.fpowi %a, %e : f32, i32
  return %r : f32
}

// CHECK-LABEL: func.func @ctlz
// CHECK-SAME: #fpo.cost<fpo = 0>
func.func @ctlz(%a: i32) -> i32 {
  %r = math.ctlz %a : i32
  return %r : i32
}

// CHECK-LABEL: func.func @cttz
// CHECK-SAME: #fpo.cost<fpo = 0>
func.func @cttz(%a: i32) -> i32 {
  %r = math.cttz %a : i32
  return %r : i32
}

// CHECK-LABEL: func.func @ctpop
// CHECK-SAME: #fpo.cost<fpo = 0>
func.func @ctpop(%a: i32) -> i32 {
  %r = math.ctpop %a : i32
  return %r : i32
}

// CHECK-LABEL: func.func @absi
// CHECK-SAME: #fpo.cost<fpo = 0, add = {i32: 2}, iop = 2>
func.func @absi(%a: i32) -> i32 {
  %r = math.absi %a : i32
  return %r : i32
}

// In a narrower type the polynomials are evaluated in f32; for a wider one there is no rule.
// CHECK-LABEL: func.func @exp_bf16
// CHECK-SAME: #fpo.cost<fpo = 25, add = {f32: 14}, mul = {f32: 11}>
func.func @exp_bf16(%a: bf16) -> bf16 {
  %r = math.exp %a : bf16
  return %r : bf16
}

// CHECK-LABEL: func.func @exp_f64
// CHECK-SAME: #fpo.cost<fpo = 33, add = {f64: 15}, mul = {f64: 18}>
func.func @exp_f64(%a: f64) -> f64 {
  %r = math.exp %a : f64
  return %r : f64
}

// CHECK-LABEL: func.func @exp_f128
// CHECK: math.exp {{.*}}#fpo.cost<unknown>, fpo.unknown = "there is no rule for math.exp on f128"
func.func @exp_f128(%a: f128) -> f128 {
  %r = math.exp %a : f128
  return %r : f128
}

// CHECK-LABEL: func.func @sinh_f128
// CHECK: math.sinh {{.*}}fpo.unknown = "there is no rule for math.exp on f128 (math.sinh -> math.exp)"
func.func @sinh_f128(%a: f128) -> f128 {
  %r = math.sinh %a : f128
  return %r : f128
}
