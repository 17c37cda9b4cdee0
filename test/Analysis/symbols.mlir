// RUN: fpo-opt %s --fpo-annotate | FileCheck %s
// RUN: fpo-opt %s --fpo-annotate --fpo-strip | fpo-opt --fpo-annotate | FileCheck %s
// RUN: fpo-opt %s --fpo-annotate -emit-bytecode | fpo-opt | FileCheck %s
// RUN: fpo-opt %s --emit=json --entry=matmul --bind=arg0.0=4 --bind=arg0.1=5 --bind=arg1.1=6 | FileCheck %s --check-prefix=BIND
// RUN: fpo-opt %s "--fpo-annotate=entry=matmul bind=arg0.0=4,arg0.1=5,arg1.1=6" | FileCheck %s --check-prefix=ANNOTATE
// RUN: fpo-opt %s --emit=csv --entry=matmul --sweep=arg0.0=1:4:x2 --sweep=arg0.1=10:11 --bind=arg1.1=3 | FileCheck %s --check-prefix=CSV
// RUN: fpo-opt %s --emit=report --entry=matmul --sweep=arg0.0=1:4:x2 | FileCheck %s --check-prefix=TEXT
// RUN: fpo-opt %s --emit=markdown --entry=matmul --sweep=arg0.0=1:4:x2 | FileCheck %s --check-prefix=MARKDOWN

// [symbol.expr] [symbol.count] [symbol.sizes] [symbol.call]

// BIND: "name": "arg0.0",
// BIND-NEXT: "value": 4,
// BIND: "fpo": 240,
// ANNOTATE: module attributes {fpo.cost = #fpo.cost<fpo = 240

// CSV: arg0.0,arg0.1,fpo,add,mul,mac,iop,read,write,status
// CSV-NEXT: 1,10,60,30,30,30,0,{{[0-9]+}},{{[0-9]+}},exact
// CSV-NEXT: 1,11,66,33,33,33,0,
// CSV-NEXT: 2,10,120,60,60,60,0,
// CSV-NEXT: 2,11,132
// CSV-NEXT: 4,10,240
// CSV-NEXT: 4,11,264,132,132,132,0,356,48,exact
// CSV-NOT: {{.}}

// TEXT: FPO {{ *}}~2.00 M  2*arg0.0*arg0.1*arg1.1
// TEXT: symbols
// TEXT-NEXT: arg0.0 {{ *}}dimension 0 of argument 0
// TEXT: --bind=SYMBOL=N gives numbers
// TEXT: arg0.0        FPO
// TEXT-NEXT: 1     ~20.0 k

// MARKDOWN: | `arg0.0` |  | dimension 0 of argument 0 |
// MARKDOWN: | 4 | ~80.0 k | 8*arg0.1*arg1.1 |

// CHECK-LABEL: func.func @matmul
// CHECK-SAME: #fpo.cost<fpo = "2*arg0.0*arg0.1*arg1.1", add = {f32: "arg0.0*arg0.1*arg1.1"}, mul = {f32: "arg0.0*arg0.1*arg1.1"}, mac = "arg0.0*arg0.1*arg1.1",
func.func @matmul(%a: tensor<?x?xf32>, %b: tensor<?x?xf32>) -> tensor<?x?xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %m = tensor.dim %a, %c0 : tensor<?x?xf32>
  %n = tensor.dim %b, %c1 : tensor<?x?xf32>
  %e = tensor.empty(%m, %n) : tensor<?x?xf32>
  %0 = linalg.matmul ins(%a, %b : tensor<?x?xf32>, tensor<?x?xf32>) outs(%e : tensor<?x?xf32>) -> tensor<?x?xf32>
  return %0 : tensor<?x?xf32>
}

// A product of symbols, bound to more than 2^200, and multiplied.
// CHECK-LABEL: func.func @large
// CHECK-SAME: #fpo.cost<fpo = "arg0.0*arg0.1*arg0.2*arg0.3*arg0.4"
// RUN: fpo-opt %s --emit=json --entry=large --bind=arg0.0=2199023255552 --bind=arg0.1=2199023255552 --bind=arg0.2=2199023255552 --bind=arg0.3=2199023255552 --bind=arg0.4=2199023255552 | FileCheck %s --check-prefix=LARGE
// LARGE: "fpo": 51422017416287688817342786954917203280710495801049370729644032,
func.func @large(%a: tensor<?x?x?x?x?xf32>) -> tensor<?x?x?x?x?xf32> {
  %0 = arith.addf %a, %a : tensor<?x?x?x?x?xf32>
  return %0 : tensor<?x?x?x?x?xf32>
}

// CHECK-LABEL: func.func @reshape
// CHECK: linalg.fill {fpo.cost = #fpo.cost<fpo = 0, write = "48*arg0.0*arg0.1">}
// CHECK: arith.addf {{.*}}fpo = "12*arg0.0*arg0.1 + 24*arg0.1"
// CHECK: arith.mulf {{.*}}mul = {f32: "arg0.1*floor(arg0.0/2)"}
// CHECK: arith.subf {{.*}}add = {f32: "arg0.0*arg0.1"}
func.func @reshape(%a: tensor<?x?x12xf32>, %x: f32) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %b = tensor.dim %a, %c0 : tensor<?x?x12xf32>
  %s = tensor.dim %a, %c1 : tensor<?x?x12xf32>
  %0 = tensor.collapse_shape %a [[0, 1], [2]] : tensor<?x?x12xf32> into tensor<?x12xf32>
  %1 = linalg.fill ins(%x : f32) outs(%0 : tensor<?x12xf32>) -> tensor<?x12xf32>
  // Two more in front.
  %padded = tensor.pad %a low[2, 0, 0] high[0, 0, 0] {
  ^bb0(%i: index, %j: index, %k: index):
    tensor.yield %x : f32
  } : tensor<?x?x12xf32> to tensor<?x?x12xf32>
  %2 = arith.addf %padded, %padded : tensor<?x?x12xf32>
  %half = arith.divui %b, %c2 : index
  %slice = tensor.extract_slice %a[0, 0, 3] [%half, %s, 1] [2, 1, 1] : tensor<?x?x12xf32> to tensor<?x?xf32>
  %3 = arith.mulf %slice, %slice : tensor<?x?xf32>
  // 12 b s / 12, by a shape tensor.
  %b64 = arith.index_cast %b : index to i64
  %s64 = arith.index_cast %s : index to i64
  %c12 = arith.constant 12 : i64
  %4 = arith.muli %b64, %s64 : i64
  %5 = arith.muli %4, %c12 : i64
  %6 = arith.divsi %5, %c12 : i64
  %shape = tensor.from_elements %6, %c12 : tensor<2xi64>
  %7 = tensor.reshape %a(%shape) : (tensor<?x?x12xf32>, tensor<2xi64>) -> tensor<?x?xf32>
  %size = arith.index_cast %6 : i64 to index
  %8 = tensor.extract_slice %7[0, 0] [%size, 1] [1, 1] : tensor<?x?xf32> to tensor<?xf32>
  %9 = arith.subf %8, %8 : tensor<?xf32>
  return
}

// The callee's symbols are the sizes that it is given, and its result has a
// size.
// CHECK-LABEL: func.func @call
// CHECK-SAME: #fpo.cost<fpo = "2*arg0.0*arg0.1^2 + 2*arg0.1^3 + arg0.0*arg0.1"
func.func @call(%a: tensor<?x?xf32>, %b: tensor<?x?xf32>) {
  %c1 = arith.constant 1 : index
  %n = tensor.dim %a, %c1 : tensor<?x?xf32>
  %square = tensor.extract_slice %b[0, 0] [%n, %n] [1, 1] : tensor<?x?xf32> to tensor<?x?xf32>
  %0 = func.call @matmul(%a, %square) : (tensor<?x?xf32>, tensor<?x?xf32>) -> tensor<?x?xf32>
  %1 = arith.addf %0, %0 : tensor<?x?xf32>
  %2 = func.call @matmul(%square, %square) : (tensor<?x?xf32>, tensor<?x?xf32>) -> tensor<?x?xf32>
  return
}

// What comes from data is a symbol that names the op.
// CHECK-LABEL: func.func @data
// CHECK: arith.addf {{.*}}add = {f32: "dim(@data:3.0)"}
// CHECK: scf.for {{.*}}
// CHECK: fpo = "trip(@data:5)"
func.func @data(%n: tensor<index>, %x: f32) {
  %0 = tensor.extract %n[] : tensor<index>
  %i = arith.constant 1 : index
  %e = tensor.empty(%0) : tensor<?xf32>
  %1 = arith.addf %e, %e : tensor<?xf32>
  scf.for %k = %i to %0 step %i {
    %2 = arith.mulf %x, %x : f32
  }
  return
}
