//===- FpoDialect.td - The fpo dialect ---------------------*- tablegen -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_DIALECT_FPO_FPODIALECT_TD
#define FPO_DIALECT_FPO_FPODIALECT_TD

include "mlir/IR/OpBase.td"

def FpoDialect : Dialect {
  let name = "fpo";
  let cppNamespace = "::mlir::fpo";
  let summary = "What a program costs, written beside the program";
  let description = [{
    The dialect holds what the analysis found, as attributes:

    | attribute | on | meaning |
    |---|---|---|
    | `fpo.cost` | an op | what one run of the op costs, all that it contains or calls included: a `#fpo.cost` |
    | `fpo.cost` | a function | what one call of it costs |
    | `fpo.cost` | a function declaration | stated by the user: the analysis takes it as the cost of a call |
    | `fpo.cost` | the module | what its entry function costs |
    | `fpo.unknown` | an op | why its own cost is not known, a string |
    | `fpo.backward` | an op, a function | what one reverse run costs, a `#fpo.cost` |
    | `fpo.backward_unknown` | an op | why that is not known, a string |
    | `fpo.training` | the module | what training costs: a dictionary of `#fpo.cost`, `forward`, `backward`, `optimizer`, `step` and `total` |
    | `fpo.param` | a function argument | the argument is a parameter of the model, not an input: a unit |
    | `fpo.symbol` | an argument of a cost function | the symbol that it stands for, a string |
    | `fpo.count` | a result of a cost function | the count that it is, a string |

    `--fpo-annotate` writes the first two and `fpo.unknown`, `--fpo-training`
    the three about training, and `--fpo-strip` takes them away again.

    And it holds the rules by which ops come down to additions and
    multiplications: `fpo.rule`, and what stands in its body.
  }];
  let dependentDialects = [
    "::mlir::arith::ArithDialect", "::mlir::complex::ComplexDialect",
    "::mlir::math::MathDialect", "::mlir::scf::SCFDialect"
  ];
  let useDefaultAttributePrinterParser = 1;
  let useDefaultTypePrinterParser = 1;
  let hasConstantMaterializer = 1;
  let hasOperationAttrVerify = 1;
  let hasRegionArgAttrVerify = 1;
  let hasRegionResultAttrVerify = 1;
}

#endif // FPO_DIALECT_FPO_FPODIALECT_TD
