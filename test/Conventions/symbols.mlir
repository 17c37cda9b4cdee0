// RUN: fpo-opt %s --emit=json --convention=xla --entry=f | FileCheck %s
// RUN: fpo-opt %s --emit=json --convention=xla --entry=f --bind=arg1=20 | FileCheck %s --check-prefix=BOUND
// RUN: fpo-opt %s --emit=json --convention=xla --entry=f --sweep=arg1=3:20:17 | FileCheck %s --check-prefix=SWEEP

// Transcendental functions depend on sizes, calls, branches and loops like
// everything else [convention.xla].

// CHECK: "transcendentals": "arg1 + select(arg1 - 8 >= 0, 100, 0) + 60",
// BOUND: "transcendentals": 180,
// SWEEP: "arg1": 3
// SWEEP: "transcendentals": 63,
// SWEEP: "arg1": 20
// SWEEP: "transcendentals": 180,

func.func private @g(%s: tensor<?xf32>) {
  %0 = math.exp %s : tensor<?xf32>
  return
}

func.func @f(%t: tensor<100xf32>, %n: index, %x: f32) {
  %s = tensor.extract_slice %t[0] [%n] [1] : tensor<100xf32> to tensor<?xf32>
  func.call @g(%s) : (tensor<?xf32>) -> ()
  %c8 = arith.constant 8 : index
  %p = arith.cmpi sge, %n, %c8 : index
  scf.if %p {
    %1 = math.exp %t : tensor<100xf32>
  }
  affine.for %i = 0 to 10 {
    affine.for %j = 0 to affine_map<(d0) -> (d0 + 1)>(%i) {
      %2 = math.exp %x : f32
    }
  }
  affine.for %i = 0 to 5 {
    %3 = math.exp %x : f32
  }
  return
}
