// RUN: fpo-opt %s --fpo-annotate | FileCheck %s

// [complex] Each op on two f32 parts, by its definition on them.

// CHECK-LABEL: func.func @add
// CHECK-SAME: #fpo.cost<fpo = 2, add = {f32: 2}>
func.func @add(%a: complex<f32>, %b: complex<f32>) -> complex<f32> {
  %r = complex.add %a, %b : complex<f32>
  return %r : complex<f32>
}

// CHECK-LABEL: func.func @sub
// CHECK-SAME: #fpo.cost<fpo = 2, add = {f32: 2}>
func.func @sub(%a: complex<f32>, %b: complex<f32>) -> complex<f32> {
  %r = complex.sub %a, %b : complex<f32>
  return %r : complex<f32>
}

// CHECK-LABEL: func.func @mul
// CHECK-SAME: #fpo.cost<fpo = 6, add = {f32: 2}, mul = {f32: 4}>
func.func @mul(%a: complex<f32>, %b: complex<f32>) -> complex<f32> {
  %r = complex.mul %a, %b : complex<f32>
  return %r : complex<f32>
}

// CHECK-LABEL: func.func @div
// CHECK-SAME: #fpo.cost<fpo = 23, add = {f32: 7}, mul = {f32: 16}>
func.func @div(%a: complex<f32>, %b: complex<f32>) -> complex<f32> {
  %r = complex.div %a, %b : complex<f32>
  return %r : complex<f32>
}

// CHECK-LABEL: func.func @pow
// CHECK-SAME: #fpo.cost<fpo = 166, add = {f32: 80}, mul = {f32: 86}>
func.func @pow(%a: complex<f32>, %b: complex<f32>) -> complex<f32> {
  %r = complex.pow %a, %b : complex<f32>
  return %r : complex<f32>
}

// CHECK-LABEL: func.func @atan2
// CHECK-SAME: #fpo.cost<fpo = 177, add = {f32: 76}, mul = {f32: 101}>
func.func @atan2(%a: complex<f32>, %b: complex<f32>) -> complex<f32> {
  %r = complex.atan2 %a, %b : complex<f32>
  return %r : complex<f32>
}

// CHECK-LABEL: func.func @neg
// CHECK-SAME: #fpo.cost<fpo = 0>
func.func @neg(%a: complex<f32>) -> complex<f32> {
  %r = complex.neg %a : complex<f32>
  return %r : complex<f32>
}

// CHECK-LABEL: func.func @conj
// CHECK-SAME: #fpo.cost<fpo = 0>
func.func @conj(%a: complex<f32>) -> complex<f32> {
  %r = complex.conj %a : complex<f32>
  return %r : complex<f32>
}

// CHECK-LABEL: func.func @sign
// CHECK-SAME: #fpo.cost<fpo = 27, add = {f32: 7}, mul = {f32: 20}>
func.func @sign(%a: complex<f32>) -> complex<f32> {
  %r = complex.sign %a : complex<f32>
  return %r : complex<f32>
}

// CHECK-LABEL: func.func @exp
// CHECK-SAME: #fpo.cost<fpo = 59, add = {f32: 26}, mul = {f32: 33}>
func.func @exp(%a: complex<f32>) -> complex<f32> {
  %r = complex.exp %a : complex<f32>
  return %r : complex<f32>
}

// CHECK-LABEL: func.func @expm1
// CHECK-SAME: #fpo.cost<fpo = 60, add = {f32: 27}, mul = {f32: 33}>
func.func @expm1(%a: complex<f32>) -> complex<f32> {
  %r = complex.expm1 %a : complex<f32>
  return %r : complex<f32>
}

// CHECK-LABEL: func.func @log
// CHECK-SAME: #fpo.cost<fpo = 101, add = {f32: 52}, mul = {f32: 49}>
func.func @log(%a: complex<f32>) -> complex<f32> {
  %r = complex.log %a : complex<f32>
  return %r : complex<f32>
}

// CHECK-LABEL: func.func @log1p
// CHECK-SAME: #fpo.cost<fpo = 102, add = {f32: 53}, mul = {f32: 49}>
func.func @log1p(%a: complex<f32>) -> complex<f32> {
  %r = complex.log1p %a : complex<f32>
  return %r : complex<f32>
}

// CHECK-LABEL: func.func @sqrt
// CHECK-SAME: #fpo.cost<fpo = 37, add = {f32: 9}, mul = {f32: 28}>
func.func @sqrt(%a: complex<f32>) -> complex<f32> {
  %r = complex.sqrt %a : complex<f32>
  return %r : complex<f32>
}

// CHECK-LABEL: func.func @rsqrt
// CHECK-SAME: #fpo.cost<fpo = 54, add = {f32: 14}, mul = {f32: 40}>
func.func @rsqrt(%a: complex<f32>) -> complex<f32> {
  %r = complex.rsqrt %a : complex<f32>
  return %r : complex<f32>
}

// CHECK-LABEL: func.func @sin
// CHECK-SAME: #fpo.cost<fpo = 138, add = {f32: 70}, mul = {f32: 68}>
func.func @sin(%a: complex<f32>) -> complex<f32> {
  %r = complex.sin %a : complex<f32>
  return %r : complex<f32>
}

// CHECK-LABEL: func.func @cos
// CHECK-SAME: #fpo.cost<fpo = 138, add = {f32: 70}, mul = {f32: 68}>
func.func @cos(%a: complex<f32>) -> complex<f32> {
  %r = complex.cos %a : complex<f32>
  return %r : complex<f32>
}

// CHECK-LABEL: func.func @tan
// CHECK-SAME: #fpo.cost<fpo = 153, add = {f32: 75}, mul = {f32: 78}>
func.func @tan(%a: complex<f32>) -> complex<f32> {
  %r = complex.tan %a : complex<f32>
  return %r : complex<f32>
}

// CHECK-LABEL: func.func @tanh
// CHECK-SAME: #fpo.cost<fpo = 153, add = {f32: 75}, mul = {f32: 78}>
func.func @tanh(%a: complex<f32>) -> complex<f32> {
  %r = complex.tanh %a : complex<f32>
  return %r : complex<f32>
}

// CHECK-LABEL: func.func @abs
// CHECK-SAME: #fpo.cost<fpo = 13, add = {f32: 3}, mul = {f32: 10}>
func.func @abs(%a: complex<f32>) -> f32 {
  %r = complex.abs %a : complex<f32>
  return %r : f32
}

// CHECK-LABEL: func.func @angle
// CHECK-SAME: #fpo.cost<fpo = 55, add = {f32: 29}, mul = {f32: 26}>
func.func @angle(%a: complex<f32>) -> f32 {
  %r = complex.angle %a : complex<f32>
  return %r : f32
}

// CHECK-LABEL: func.func @re
// CHECK-SAME: #fpo.cost<fpo = 0>
func.func @re(%a: complex<f32>) -> f32 {
  %r = complex.re %a : complex<f32>
  return %r : f32
}

// CHECK-LABEL: func.func @im
// CHECK-SAME: #fpo.cost<fpo = 0>
func.func @im(%a: complex<f32>) -> f32 {
  %r = complex.im %a : complex<f32>
  return %r : f32
}

// CHECK-LABEL: func.func @eq
// CHECK-SAME: #fpo.cost<fpo = 2, add = {f32: 2}>
func.func @eq(%a: complex<f32>, %b: complex<f32>) -> i1 {
  %r = complex.eq %a, %b : complex<f32>
  return %r : i1
}

// CHECK-LABEL: func.func @neq
// CHECK-SAME: #fpo.cost<fpo = 2, add = {f32: 2}>
func.func @neq(%a: complex<f32>, %b: complex<f32>) -> i1 {
  %r = complex.neq %a, %b : complex<f32>
  return %r : i1
}

// CHECK-LABEL: func.func @create
// CHECK-SAME: #fpo.cost<fpo = 0>
func.func @create(%a: f32, %b: f32) -> complex<f32> {
  %r = complex.create %a, %b : complex<f32>
  return %r : complex<f32>
}

// z^3: one squaring, one product.
// CHECK-LABEL: func.func @powi
// CHECK-SAME: #fpo.cost<fpo = 12, add = {f32: 4}, mul = {f32: 8}>
func.func @powi(%a: complex<f32>) -> complex<f32> {
  %e = arith.constant 3 : i32
  %r = complex.powi %a, %e : complex<f32>, i32
  return %r : complex<f32>
}
