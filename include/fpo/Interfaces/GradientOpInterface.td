//===- GradientOpInterface.td - What an op's gradient costs -*- tablegen -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_INTERFACES_GRADIENTOPINTERFACE_TD
#define FPO_INTERFACES_GRADIENTOPINTERFACE_TD

include "mlir/IR/OpBase.td"

def GradientOpInterface : OpInterface<"GradientOpInterface"> {
  let cppNamespace = "::mlir::fpo";
  let description = [{
    An op that can state what its part of a backward pass costs: its
    vector-Jacobian product, which takes the gradients of its results to those
    of its operands (docs/CostModel.md, "Training").

    The contract:

    - `getBackwardCost` is asked once some result has a gradient and some
      operand wants one. It returns the operations of the product itself and
      tells the context of each operand that receives a gradient
      (`context.addGradient`); what it takes to add that to the gradients of
      other uses is the context's business.
    - What the forward pass has computed, results and the outcome of comparisons
      included, was saved, and costs nothing.
    - Scalar operations and sizes come from `context.getCosts()`, as in
      `CostOpInterface`, and what can't be told is unknown, with a reason.
    - An op without this interface has a backward pass of unknown cost, if its
      gradient is asked for; it is named in the report.
  }];
  let methods = [
    InterfaceMethod<
      /*desc=*/[{
        Whether the derivative of result `result` by `from` is not zero
        everywhere. `from` is an operand, or a value from outside that a region
        of the op uses.
      }],
      /*retTy=*/"bool",
      /*methodName=*/"propagates",
      /*args=*/(ins "::mlir::Value":$from, "unsigned":$result),
      /*methodBody=*/"",
      /*defaultImplementation=*/[{
        return ::mlir::fpo::isDifferentiable(from.getType()) &&
               ::mlir::fpo::isDifferentiable($_op->getResult(result).getType());
      }]
    >,
    InterfaceMethod<
      /*desc=*/[{
        The operations of the vector-Jacobian product of one run of this op.
      }],
      /*retTy=*/"::mlir::fpo::Cost",
      /*methodName=*/"getBackwardCost",
      /*args=*/(ins "::mlir::fpo::GradientContext &":$context)
    >
  ];
}

#endif // FPO_INTERFACES_GRADIENTOPINTERFACE_TD
