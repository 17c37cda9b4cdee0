// RUN: fpo-run %s --entry=sum --fill=iota | FileCheck %s --check-prefix=SUM
// RUN: fpo-run %s --entry=sum --fill=iota --json | FileCheck %s --check-prefix=SUM-JSON
// RUN: fpo-run %s --entry=several --input=3 --input=2.5 --input=-4 --input=true | FileCheck %s --check-prefix=SEVERAL
// RUN: fpo-run %s --entry=several --bind=arg0=3 --bind=arg2=-4 --fill=zero --json | FileCheck %s --check-prefix=BOUND
// RUN: fpo-run %s --entry=dynamic --bind=arg0.0=3 --fill=iota | FileCheck %s --check-prefix=DYNAMIC
// RUN: fpo-run %s --entry=exp --entry=free --fill=zero | FileCheck %s --check-prefix=NAMES
// RUN: fpo-run %s --entry=buffers --fill=iota | FileCheck %s --check-prefix=BUFFERS
// RUN: fpo-run %s --entry=narrow --fill=iota | FileCheck %s --check-prefix=NARROW

// What a function returns goes through files.
// RUN: fpo-run %s --entry=sum --fill=iota --output=%t.npy | count 0
// RUN: fpo-run %s --entry=sum --input=%t.npy --input= --fill=zero | FileCheck %s --check-prefix=FILE
// RUN: %python -c "import sys; print(open(sys.argv[1], 'rb').read()[:80])" %t.npy | FileCheck %s --check-prefix=NPY
// RUN: fpo-run %s --entry=narrow --fill=iota --output=%t.bf16.npy --output=%t.i1.npy
// RUN: fpo-run %s --entry=narrow --input=%t.bf16.npy --input=%t.i1.npy | FileCheck %s --check-prefix=NARROW-FILE

// RUN: fpo-run %s --entry=sum --count | FileCheck %s --check-prefix=COUNT
// RUN: fpo-run %s --entry=sum --count --json | FileCheck %s --check-prefix=COUNT-JSON
// RUN: echo 'fpo.rule @mine of "arith.addf"(%%a: f32, %%b: f32) { fpo.spend #fpo.cost<add = {f32: 7}> }' > %t.rules
// RUN: fpo-run %s --entry=sum --count --rules=%t.rules | FileCheck %s --check-prefix=RULES
// RUN: fpo-run %s --entry=tanh --count | FileCheck %s --check-prefix=TANH
// RUN: fpo-run %s --entry=tanh --count --expand-math | FileCheck %s --check-prefix=EXPANDED
// RUN: fpo-run %s --entry=sum --trace | FileCheck %s --check-prefix=TRACE
// RUN: fpo-run %s --entry=sum --trace --json | FileCheck %s --check-prefix=TRACE-JSON
// RUN: fpo-run %s --entry=nothing --trace | FileCheck %s --check-prefix=TRACE-NOTHING
// RUN: fpo-run %s --entry=sum --benchmark --json | FileCheck %s --check-prefix=BENCHMARK
// RUN: fpo-run %s --entry=sum --benchmark | FileCheck %s --check-prefix=TIMES
// RUN: fpo-run %s --entry=nothing --json | FileCheck %s --check-prefix=NOTHING

// SUM: tensor<2x3xf32> [0, 2, 4, 6, 8, 10]
// SUM-JSON: "results": [
// SUM-JSON: "type": "f32"
// SUM-JSON: "shape": [
// SUM-JSON-NEXT: 2,
// SUM-JSON-NEXT: 3
// SUM-JSON: "elements": [
// SUM-JSON-NEXT: 0,
// SUM-JSON-NEXT: 2,
// FILE: tensor<2x3xf32> [0, 2, 4, 6, 8, 10]
// NPY: NUMPY\x01\x00v\x00{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }
// COUNT: f32: 6 ADD, 0 MUL
// RULES: f32: 42 ADD, 0 MUL
// TRACE: {{[0-9]+}} arith.addf @sum {{.*}}fpo-run.mlir:{{[0-9]+}}:{{[0-9]+}}: 1 run, read 48 B, write 24 B
// TRACE-JSON: "ops": [
// TRACE-JSON: "id": {{[0-9]+}},
// TRACE-JSON-NEXT: "op": "arith.addf",
// TRACE-JSON-NEXT: "function": "sum",
// TRACE-JSON-NEXT: "loc": "{{.*}}"
// TRACE-JSON-NEXT: "runs": 1,
// TRACE-JSON-NEXT: "read": 48,
// TRACE-JSON-NEXT: "write": 24
// TRACE-NOTHING: nothing that moves data
// COUNT-JSON: "add": {
// COUNT-JSON-NEXT: "f32": 6
// COUNT-JSON-NEXT: },
// COUNT-JSON-NEXT: "mul": {}
// BENCHMARK: "min_s": {{[0-9]}}
// BENCHMARK-NEXT: "median_s": {{[0-9]}}
// BENCHMARK-NEXT: "lower_quartile_s": {{[0-9]}}
// BENCHMARK-NEXT: "upper_quartile_s": {{[0-9]}}
// BENCHMARK-NEXT: "runs": {{[1-9]}}
// BENCHMARK-NEXT: "fpo_per_s": {{[1-9]}}
// BENCHMARK-NEXT: "peak_fraction": null
// TIMES: min
// TIMES-NEXT: median
// TIMES-NEXT: spread
// TIMES-NEXT: runs
// TIMES-NEXT: FPO/s
func.func @sum(%a: tensor<2x3xf32>, %b: tensor<2x3xf32>) -> tensor<2x3xf32> {
  %r = arith.addf %a, %b : tensor<2x3xf32>
  return %r : tensor<2x3xf32>
}

// Scalars of several widths, in and out.
// SEVERAL: 9
// SEVERAL-NEXT: 6.25
// SEVERAL-NEXT: -8
// SEVERAL-NEXT: 1
// BOUND: "results": [
// BOUND-NEXT: 9,
// BOUND-NEXT: 0,
// BOUND-NEXT: -8,
// BOUND-NEXT: 0
func.func @several(%n: index, %x: f64, %k: i8, %c: i1) -> (index, f64, i8, i1) {
  %a = arith.muli %n, %n : index
  %b = arith.mulf %x, %x : f64
  %d = arith.addi %k, %k : i8
  return %a, %b, %d, %c : index, f64, i8, i1
}

// DYNAMIC: tensor<3x2xf32> [0, 2, 4, 6, 8, 10]
func.func @dynamic(%a: tensor<?x2xf32>) -> tensor<?x2xf32> {
  %r = arith.addf %a, %a : tensor<?x2xf32>
  return %r : tensor<?x2xf32>
}

// A function may have the name of one in the C library.
// NAMES-LABEL: @exp
// NAMES-NEXT: 1
// NAMES-LABEL: @free
// NAMES-NEXT: 0
func.func @exp(%x: f32) -> f32 {
  %r = math.exp %x : f32
  return %r : f32
}
func.func @free(%x: f32) -> f32 {
  return %x : f32
}

// BUFFERS: tensor<4xi8> [1, 2, 3, -4]
// BUFFERS-NEXT: tensor<3xi16> [0, 2, 4]
func.func @buffers(%m: memref<3xi16>) -> (tensor<4xi8>, memref<3xi16>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  scf.for %i = %c0 to %c3 step %c1 {
    %v = memref.load %m[%i] : memref<3xi16>
    %w = arith.addi %v, %v : i16
    memref.store %w, %m[%i] : memref<3xi16>
  }
  %t = arith.constant dense<[1, 2, 3, -4]> : tensor<4xi8>
  return %t, %m : tensor<4xi8>, memref<3xi16>
}

// NARROW: tensor<3xbf16> [0, 2, 4]
// NARROW-NEXT: tensor<2xi1> [0, 1]
// NARROW-FILE: tensor<3xbf16> [0, 4, 8]
// NARROW-FILE-NEXT: tensor<2xi1> [0, 1]
func.func @narrow(%a: tensor<3xbf16>, %b: tensor<2xi1>) -> (tensor<3xbf16>, tensor<2xi1>) {
  %r = arith.addf %a, %a : tensor<3xbf16>
  return %r, %b : tensor<3xbf16>, tensor<2xi1>
}

// The rule of tanh, and what MLIR expands it to, are the same on f32; the comparisons and the division have rules in turn.
// TANH: f32: 14 ADD, 16 MUL
// EXPANDED: f32: 14 ADD, 16 MUL
func.func @tanh(%x: f32) -> f32 {
  %r = math.tanh %x : f32
  return %r : f32
}

// NOTHING: "results": []
func.func @nothing() {
  return
}
