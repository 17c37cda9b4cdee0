//===- CostOpInterface.td - What an op costs ---------------*- tablegen -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_INTERFACES_COSTOPINTERFACE_TD
#define FPO_INTERFACES_COSTOPINTERFACE_TD

include "mlir/IR/OpBase.td"

def CostOpInterface : OpInterface<"CostOpInterface"> {
  let cppNamespace = "::mlir::fpo";
  let description = [{
    An op that can state what one run of it costs.

    The contract:

    - `getCost` returns the *own* cost of one run: the operations and bytes of
      the op itself. What it runs beside that (the body of a loop, one of two
      branches, a function) it does not add up but hands to the context:
      `context.run(region, times)`, `context.runOneOf(regions)`,
      `context.call(callee)`. The analysis costs those, puts them in the tree
      under the op, and adds them.
    - A region that is the scalar definition of the op (the body of a
      `linalg.generic`) is no control flow: `context.body(region)` returns its
      cost, and the op multiplies.
    - Sizes come from `context.dim`, `context.elements` and `context.bytes`, the
      number of points of an iteration space from `context.points`, and
      scalar operations from `context.scalar`, so that one model serves static
      and dynamic shapes and every convention.
    - What can't be told is `context.unknown(reason)`; it is never zero and
      never a guess. The reason is a clause in lower case that names what is
      missing ("the shape of operand 0 is not ranked").
    - It does not look at the op's `fpo.*` attributes and changes nothing.

    Ops of upstream dialects implement it by external models, one file per
    dialect in `lib/ExternalModels`. A dialect of one's own declares it like any
    other interface.
  }];
  let methods = [
    InterfaceMethod<
      /*desc=*/[{
        The own cost of one run of this op.
      }],
      /*retTy=*/"::mlir::fpo::Cost",
      /*methodName=*/"getCost",
      /*args=*/(ins "::mlir::fpo::CostContext &":$context)
    >,
    StaticInterfaceMethod<
      /*desc=*/[{
        Whether the op does no arithmetic on data and moves no bytes, whatever
        its operands: declarations, terminators, views, index arithmetic. Such
        ops are on the written list of free ops (docs/CostModel.md).
      }],
      /*retTy=*/"bool",
      /*methodName=*/"isFree",
      /*args=*/(ins),
      /*methodBody=*/"",
      /*defaultImplementation=*/[{ return false; }]
    >
  ];
}

#endif // FPO_INTERFACES_COSTOPINTERFACE_TD
