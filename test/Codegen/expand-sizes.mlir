// RUN: fpo-run %s --bind=arg0.0=6 --bind=arg1.0=2 --bind=arg1.1=3 --fill=zero --json | FileCheck %s
// RUN: fpo-run %s --bind=arg0.0=6 --bind=arg1.0=2 --bind=arg1.1=3 --fill=zero --json --lowering=kernels | FileCheck %s

// A buffer is taken apart to two sizes, both known at run time only.
// CHECK: "shape":
// CHECK-NEXT: 2,
// CHECK-NEXT: 3
// CHECK: "elements":
// CHECK-COUNT-6: 1
func.func @f(%x: tensor<?xf32>, %y: tensor<?x?xf32>) -> tensor<?x?xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %a = tensor.dim %y, %c0 : tensor<?x?xf32>
  %b = tensor.dim %y, %c1 : tensor<?x?xf32>
  %e = tensor.expand_shape %x [[0, 1]] output_shape [%a, %b] : tensor<?xf32> into tensor<?x?xf32>
  %o = tensor.empty(%a, %b) : tensor<?x?xf32>
  %s = linalg.exp ins(%e : tensor<?x?xf32>) outs(%o : tensor<?x?xf32>) -> tensor<?x?xf32>
  return %s : tensor<?x?xf32>
}
