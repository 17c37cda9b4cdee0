// RUN: fpo-opt %s --fpo-expose-bodies --fpo-form-kernels --canonicalize --fpo-form-dot-products=features=avx512vnni --canonicalize | FileCheck %s
// RUN: fpo-opt %s --fpo-expose-bodies --fpo-form-kernels --canonicalize --fpo-form-dot-products='vector-bits=256 features=avx2' --canonicalize | FileCheck %s --check-prefix=SHORTS
// RUN: fpo-opt %s --fpo-expose-bodies --fpo-form-kernels --canonicalize --fpo-form-dot-products --canonicalize | FileCheck %s --check-prefix=NONE
// RUN: fpo-opt %s --fpo-lower-to-vectors='vector-bits=512 features=avx512vnni' | FileCheck %s --check-prefix=LOWERED
// RUN: fpo-opt %s --emit=asm --target=cooperlake | FileCheck %s --check-prefix=VNNI
// RUN: fpo-opt %s --emit=asm --target=sapphirerapids | FileCheck %s --check-prefix=AMX
// RUN: fpo-opt %s --fpo-expose-bodies --fpo-form-kernels --canonicalize --fpo-form-dot-products=features=amx-tile,amx-int8 --canonicalize | FileCheck %s --check-prefix=TILES
// RUN: fpo-opt %s --emit=asm --target=x86-64-v3 | FileCheck %s --check-prefix=AVX2
// RUN: fpo-opt %s --emit=asm --target=neoverse-v1 | FileCheck %s --check-prefix=ARM

// Signed bytes become unsigned ones that are 128 larger. That and the zero point, 5, come off as a multiple of the sums of
// the other factor, which are made once.
// CHECK-LABEL: func.func @signed
// CHECK: %[[SUMS:.*]] = fpo.kernel ins(%arg1 :
// CHECK: arith.muli %{{.*}}, %c133_i32
// CHECK: fpo.kernel ins(%arg0, %arg1, %[[SUMS]] :
// CHECK: start
// CHECK: arith.subi %c0_i32,
// CHECK: combine
// CHECK: arith.xori %{{.*}}, %c-128_i8
// CHECK: arith.extui
// CHECK: arith.extsi

// SHORTS-LABEL: func.func @signed
// SHORTS: arith.extsi %{{.*}} : i8 to i16
// SHORTS: arith.extsi %{{.*}} : i8 to i16
// SHORTS: arith.subi %{{.*}}, %c5_i16
// SHORTS: fpo.kernel ins(%{{.*}}, %{{.*}} : tensor<32x64xi16>, tensor<64x48xi16>)

// What is the same in all lanes is widened before.
// NONE-LABEL: func.func @signed
// NONE: fpo.kernel ins(%arg0 :
// NONE: fpo.kernel ins(%{{.*}}, %arg1 : tensor<32x64xi32>, tensor<64x48xi8>)

// Packing puts four rows between each other.
// LOWERED-COUNT-3: vector.interleave
// LOWERED: llvm.call_intrinsic "llvm.x86.avx512.vpdpbusd.512"

// VNNI: vpdpbusd
// VNNI: vdpbf16ps
// AVX2: vpmaddwd

// Sums of tiles stay in registers while products are added: there are no stores in between.
// AMX: tilezero
// AMX-NOT: tilestored
// AMX-COUNT-4: tdpbssd
// AMX: tilestored
// AMX: tdpbf16ps
// AMX-NOT: tilestored
// AMX-COUNT-7: tdpbf16ps
// AMX: tilestored
// AMX-NOT: vpdp

// Tiles multiply bytes as they are; the zero point, 5, still comes off as a multiple of sums.
// TILES-LABEL: func.func @signed
// TILES: arith.muli %{{.*}}, %c5_i32
// TILES: combine
// TILES-NOT: arith.xori
// TILES: arith.extsi
// TILES: arith.extsi
// ARM: sdot
// ARM: bfdot
func.func @signed(%a: tensor<32x64xi8>, %b: tensor<64x48xi8>) -> tensor<32x48xi32> {
  %zero = arith.constant 0 : i32
  %five = arith.constant 5 : i32
  %e = tensor.empty() : tensor<32x48xi32>
  %f = linalg.fill ins(%zero : i32) outs(%e : tensor<32x48xi32>) -> tensor<32x48xi32>
  %r = linalg.quantized_matmul ins(%a, %b, %five, %zero : tensor<32x64xi8>, tensor<64x48xi8>, i32, i32)
      outs(%f : tensor<32x48xi32>) -> tensor<32x48xi32>
  return %r : tensor<32x48xi32>
}

func.func @bf16(%a: tensor<32x64xbf16>, %b: tensor<64x48xbf16>) -> tensor<32x48xbf16> {
  %zero = arith.constant 0.0 : bf16
  %e = tensor.empty() : tensor<32x48xbf16>
  %f = linalg.fill ins(%zero : bf16) outs(%e : tensor<32x48xbf16>) -> tensor<32x48xbf16>
  %r = linalg.matmul ins(%a, %b : tensor<32x64xbf16>, tensor<64x48xbf16>) outs(%f : tensor<32x48xbf16>) -> tensor<32x48xbf16>
  return %r : tensor<32x48xbf16>
}
