// Symbols are bound in the same functions that totals are taken of.

// RUN: fpo-opt %s --emit=csv --entry=inner::f --bind=arg0.0=7 | FileCheck %s --check-prefix=NESTED
// RUN: fpo-opt %s --emit=csv --bind=arg0.0=7 | FileCheck %s --check-prefix=NESTED

// NESTED: arith.addf{{.*}},7,
module {
  module @inner {
    func.func @f(%a: tensor<?xf32>) -> tensor<?xf32> {
      %0 = arith.addf %a, %a : tensor<?xf32>
      return %0 : tensor<?xf32>
    }
  }
}
