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
    | `fpo.energy` | an op, a function, the module | the energy of one run, one call, the entry: a dictionary of arrays, `joules`, `kwh`, `kg_co2e` |
    | `fpo.energy_table` | the module of a file of its own | published energies, a dictionary (docs/CostModel.md) |
    | `fpo.communication` | an op that communicates | what a device sends: a dictionary |
    | `fpo.stage` | an op, a function | set by the user: the stage of a pipeline that it is in, an integer |
    | `fpo.group` | an op | the fusion group that it is in: a number |
    | `fpo.schedule` | a structured op | the order and the tiles of its loops: a `#fpo.schedule` |
    | `fpo.traffic` | a structured op | what crosses each cache level: a dictionary of `#fpo.cost`, by level, `read` into the cache and `write` out of it |
    | `fpo.live` | an op | the bytes that its function has allocated while it runs: an integer, or a string with an expression, an interval or a lower bound |
    | `fpo.peak` | a function | the most that it allocates, in the same form |
    | `fpo.peak` | the module | the most that the program holds, with parameters, inputs and constants |
    | `fpo.time` | the root of a fusion group, a function, the module | seconds on a target, of all runs of the group, of one call, of the entry: an array of both bounds, or the lower one |
    | `fpo.param` | a function argument | the argument is a parameter of the model, not an input: a unit |
    | `fpo.symbol` | an argument of a cost function | the symbol that it stands for, a string |
    | `fpo.count` | a result of a cost function | the count that it is, a string |

    `--fpo-annotate` writes the first two and `fpo.unknown`, `--fpo-training`
    the three about training, `--fpo-energy`, `--fpo-devices`,
    `--fpo-fusion-groups`, `--fpo-memory` and `--fpo-time` theirs, and
    `--fpo-strip` takes them away again.

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
