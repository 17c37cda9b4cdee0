// RUN: fpo-opt %s --fpo-energy="grid=100:200" | FileCheck %s
// RUN: fpo-opt %s --fpo-energy --fpo-energy="level=8KiB" --fpo-strip | FileCheck %s --check-prefix=STRIPPED
// RUN: not fpo-opt %s --fpo-energy="grid=mars" 2>&1 | FileCheck %s --check-prefix=GRID

// 12,000 bytes of 31.25 to 325 pJ and 1,000 additions of 0.38 to 0.9 pJ, these 1.16 to 21 times, and all 1.09 to 1.82 * 1.58
// times. [energy.total]
// CHECK: module attributes {fpo.energy = {joules = array<f64: 4.09{{[0-9]+}}E-7, 1.12{{[0-9]+}}E-5>, kg_co2e = array<f64: {{.*}}, {{.*}}>, kwh = array<f64: {{.*}}>}}
// CHECK: func.func @f({{.*}}) -> tensor<1000xf32> attributes {fpo.energy = {joules = array<f64: 4.09{{[0-9]+}}E-7, 1.12{{[0-9]+}}E-5>}}
// STRIPPED-NOT: fpo.energy
// GRID: error: there is no grid 'mars'
func.func @f(%a: tensor<1000xf32>, %b: tensor<1000xf32>) -> tensor<1000xf32> {
  // CHECK: tensor.empty()
  // CHECK-NOT: fpo.energy
  // CHECK: arith.addf %{{.*}}, %{{.*}} {fpo.energy = {joules = array<f64: 4.09{{[0-9]+}}E-7, 1.12{{[0-9]+}}E-5>}}
  %0 = tensor.empty() : tensor<1000xf32>
  %1 = arith.addf %a, %b : tensor<1000xf32>
  return %1 : tensor<1000xf32>
}

// CHECK: func.func private @unknown
func.func private @unknown(tensor<4xf32>) -> tensor<4xf32>

// [energy.unrated] No upper bound.
// CHECK: func.func private @half({{.*}}) -> tensor<4xf64> attributes {fpo.energy = {joules = array<f64: {{[0-9.E-]+}}>}}
func.func private @half(%a: tensor<4xf64>) -> tensor<4xf64> {
  %0 = arith.addf %a, %a : tensor<4xf64>
  return %0 : tensor<4xf64>
}

// CHECK: func.func private @symbolic
// CHECK-NOT: fpo.energy
func.func private @symbolic(%a: tensor<?xf32>) -> tensor<?xf32> {
  %0 = arith.addf %a, %a : tensor<?xf32>
  return %0 : tensor<?xf32>
}
