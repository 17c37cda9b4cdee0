// RUN: fpo-opt %s --emit=asm --target=neoverse-v1 | FileCheck %s
// RUN: fpo-opt %s --emit=asm --target=a64fx | FileCheck %s
// RUN: fpo-opt %s --emit=llvm --target=neoverse-v1 | FileCheck %s --check-prefix=V1
// RUN: fpo-opt %s --emit=llvm --target=a64fx | FileCheck %s --check-prefix=FX
// RUN: fpo-opt %s --emit=asm --target=neoverse-v2 | FileCheck %s --check-prefix=NEON

// Vectors of SVE where their length is known by the processor, those of NEON elsewhere.
// V1: vscale_range(2,2)
// FX: vscale_range(4,4)

// CHECK-DAG: fmla {{.*}}z{{[0-9]+}}.s, p{{[0-9]+}}/m, z{{[0-9]+}}.s
// NEON-DAG: fmla {{.*}}v{{[0-9]+}}.4s, v{{[0-9]+}}.4s, v{{[0-9]+}}.s
func.func @floats(%a: tensor<64x64xf32>, %b: tensor<64x64xf32>) -> tensor<64x64xf32> {
  %zero = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<64x64xf32>
  %f = linalg.fill ins(%zero : f32) outs(%e : tensor<64x64xf32>) -> tensor<64x64xf32>
  %r = linalg.matmul ins(%a, %b : tensor<64x64xf32>, tensor<64x64xf32>) outs(%f : tensor<64x64xf32>) -> tensor<64x64xf32>
  return %r : tensor<64x64xf32>
}

// CHECK-DAG: sdot {{.*}}z{{[0-9]+}}.s, z{{[0-9]+}}.b, z{{[0-9]+}}.b
// NEON-DAG: sdot {{.*}}v{{[0-9]+}}.4s, v{{[0-9]+}}.16b
func.func @bytes(%a: tensor<16x64xi8>, %b: tensor<64x64xi8>) -> tensor<16x64xi32> {
  %zero = arith.constant 0 : i32
  %e = tensor.empty() : tensor<16x64xi32>
  %f = linalg.fill ins(%zero : i32) outs(%e : tensor<16x64xi32>) -> tensor<16x64xi32>
  %r = linalg.matmul ins(%a, %b : tensor<16x64xi8>, tensor<64x64xi8>) outs(%f : tensor<16x64xi32>) -> tensor<16x64xi32>
  return %r : tensor<16x64xi32>
}

// LLVM has no masked accesses to bf16 with SVE.
// CHECK-DAG: {{^}}narrow:
// NEON-DAG: {{^}}narrow:
func.func @narrow(%a: tensor<6xbf16>, %b: tensor<6xbf16>) -> tensor<6xbf16> {
  %e = tensor.empty() : tensor<6xbf16>
  %r = linalg.add ins(%a, %b : tensor<6xbf16>, tensor<6xbf16>) outs(%e : tensor<6xbf16>) -> tensor<6xbf16>
  return %r : tensor<6xbf16>
}
