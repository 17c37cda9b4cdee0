// Gradients of complex ops, worked out from the costs of complex numbers: add 2 ADD; mul 4 MUL, 2 ADD; div 16 MUL, 7 ADD;
// log 49 MUL, 52 ADD; pow 86 MUL, 80 ADD; sin, cos 68 MUL, 70 ADD. [training.vjp] [complex]

// RUN: fpo-opt %s --fpo-training="optimizer=none input-gradients" | FileCheck %s

// Nothing.
// CHECK: @neg({{.*}}fpo.backward = #fpo.cost<fpo = 0>
func.func @neg(%a: complex<f32>) -> complex<f32> {
  %0 = complex.neg %a : complex<f32>
  return %0 : complex<f32>
}
// Nothing.
// CHECK: @conj({{.*}}fpo.backward = #fpo.cost<fpo = 0>
func.func @conj(%a: complex<f32>) -> complex<f32> {
  %0 = complex.conj %a : complex<f32>
  return %0 : complex<f32>
}
// g y.
// CHECK: @exp({{.*}}fpo.backward = #fpo.cost<fpo = 6, add = {f32: 2}, mul = {f32: 4}>
func.func @exp(%a: complex<f32>) -> complex<f32> {
  %0 = complex.exp %a : complex<f32>
  return %0 : complex<f32>
}
// g (y + 1).
// CHECK: @expm1({{.*}}fpo.backward = #fpo.cost<fpo = 8, add = {f32: 4}, mul = {f32: 4}>
func.func @expm1(%a: complex<f32>) -> complex<f32> {
  %0 = complex.expm1 %a : complex<f32>
  return %0 : complex<f32>
}
// g / a.
// CHECK: @log({{.*}}fpo.backward = #fpo.cost<fpo = 23, add = {f32: 7}, mul = {f32: 16}>
func.func @log(%a: complex<f32>) -> complex<f32> {
  %0 = complex.log %a : complex<f32>
  return %0 : complex<f32>
}
// g / (a + 1).
// CHECK: @log1p({{.*}}fpo.backward = #fpo.cost<fpo = 25, add = {f32: 9}, mul = {f32: 16}>
func.func @log1p(%a: complex<f32>) -> complex<f32> {
  %0 = complex.log1p %a : complex<f32>
  return %0 : complex<f32>
}
// g / (2 y).
// CHECK: @sqrt({{.*}}fpo.backward = #fpo.cost<fpo = 25, add = {f32: 7}, mul = {f32: 18}>
func.func @sqrt(%a: complex<f32>) -> complex<f32> {
  %0 = complex.sqrt %a : complex<f32>
  return %0 : complex<f32>
}
// -1/2 g y y y.
// CHECK: @rsqrt({{.*}}fpo.backward = #fpo.cost<fpo = 20, add = {f32: 6}, mul = {f32: 14}>
func.func @rsqrt(%a: complex<f32>) -> complex<f32> {
  %0 = complex.rsqrt %a : complex<f32>
  return %0 : complex<f32>
}
// g cos a.
// CHECK: @sin({{.*}}fpo.backward = #fpo.cost<fpo = 144, add = {f32: 72}, mul = {f32: 72}>
func.func @sin(%a: complex<f32>) -> complex<f32> {
  %0 = complex.sin %a : complex<f32>
  return %0 : complex<f32>
}
// -g sin a.
// CHECK: @cos({{.*}}fpo.backward = #fpo.cost<fpo = 144, add = {f32: 72}, mul = {f32: 72}>
func.func @cos(%a: complex<f32>) -> complex<f32> {
  %0 = complex.cos %a : complex<f32>
  return %0 : complex<f32>
}
// g (1 + y y).
// CHECK: @tan({{.*}}fpo.backward = #fpo.cost<fpo = 14, add = {f32: 6}, mul = {f32: 8}>
func.func @tan(%a: complex<f32>) -> complex<f32> {
  %0 = complex.tan %a : complex<f32>
  return %0 : complex<f32>
}
// g (1 - y y).
// CHECK: @tanh({{.*}}fpo.backward = #fpo.cost<fpo = 14, add = {f32: 6}, mul = {f32: 8}>
func.func @tanh(%a: complex<f32>) -> complex<f32> {
  %0 = complex.tanh %a : complex<f32>
  return %0 : complex<f32>
}
// g; -g.
// CHECK: @sub({{.*}}fpo.backward = #fpo.cost<fpo = 0>
func.func @sub(%a: complex<f32>, %b: complex<f32>) -> complex<f32> {
  %0 = complex.sub %a, %b : complex<f32>
  return %0 : complex<f32>
}
// g b; g a.
// CHECK: @mul({{.*}}fpo.backward = #fpo.cost<fpo = 12, add = {f32: 4}, mul = {f32: 8}>
func.func @mul(%a: complex<f32>, %b: complex<f32>) -> complex<f32> {
  %0 = complex.mul %a, %b : complex<f32>
  return %0 : complex<f32>
}
// q = g / b; -q y.
// CHECK: @div({{.*}}fpo.backward = #fpo.cost<fpo = 29, add = {f32: 9}, mul = {f32: 20}>
func.func @div(%a: complex<f32>, %b: complex<f32>) -> complex<f32> {
  %0 = complex.div %a, %b : complex<f32>
  return %0 : complex<f32>
}
// g b a^(b - 1); g y log a.
// CHECK: @pow({{.*}}fpo.backward = #fpo.cost<fpo = 293, add = {f32: 142}, mul = {f32: 151}>
func.func @pow(%a: complex<f32>, %b: complex<f32>) -> complex<f32> {
  %0 = complex.pow %a, %b : complex<f32>
  return %0 : complex<f32>
}
// g / y, a division of 2 ADD and 5 MUL, times both parts.
// CHECK: @abs({{.*}}fpo.backward = #fpo.cost<fpo = 9, add = {f32: 2}, mul = {f32: 7}>
func.func @abs(%a: complex<f32>) -> f32 {
  %0 = complex.abs %a : complex<f32>
  return %0 : f32
}
// The parts, and from parts; both of them give %a a gradient, of which the second is added: 2 ADD.
// CHECK: @parts({{.*}}fpo.backward = #fpo.cost<fpo = 2, add = {f32: 2}>
func.func @parts(%a: complex<f32>) -> complex<f32> {
  %0 = complex.re %a : complex<f32>
  %1 = complex.im %a : complex<f32>
  %2 = complex.create %1, %0 : complex<f32>
  return %2 : complex<f32>
}
