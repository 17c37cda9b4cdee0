//===- FpoAttributes.td - Attributes of the fpo dialect ----*- tablegen -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_DIALECT_FPO_FPOATTRIBUTES_TD
#define FPO_DIALECT_FPO_FPOATTRIBUTES_TD

include "fpo/Dialect/Fpo/FpoDialect.td"
include "mlir/IR/AttrTypeBase.td"

def CostParameter : AttrParameter<"::mlir::fpo::Cost",
                                  "operations per element type, and bytes">;

def CostAttr : AttrDef<FpoDialect, "Cost"> {
  let mnemonic = "cost";
  let summary = "What one run of an op costs";
  let description = [{
    ADD and MUL per element type, the multiply-accumulates among them, and the
    bytes read and written; `transcendentals` in a convention that counts these
    apart. `fpo` is the sum over the floating-point types,
    `iop` the one over the integer types; both may be left out in the source
    and are checked where they stand. Quantities that are zero are left out.

    ```
    cost     ::= `#fpo.cost<` (`unknown` | quantity (`,` quantity)*) `>`
    quantity ::= (`fpo` | `iop` | `mac` | `transcendentals` | `read` | `write`) `=` count
               | (`add` | `mul`) `=` `{` type `:` count (`,` type `:` count)* `}`
    count    ::= integer                      // exact, of any size
               | `[` integer `,` integer `]`  // an interval
               | `[` integer `,` `?` `]`      // at least
    ```

    Examples:

    ```mlir
    #fpo.cost<fpo = 128, add = {f32: 64}, mul = {f32: 64}, mac = 64, read = 128, write = 64>
    #fpo.cost<fpo = [0, 16], add = {f32: [0, 16]}>
    #fpo.cost<fpo = 0, read = 64, write = 64>
    #fpo.cost<unknown>
    ```
  }];
  let parameters = (ins CostParameter:$cost);
  let hasCustomAssemblyFormat = 1;
  let genVerifyDecl = 1;
  let builders = [AttrBuilder<(ins CArg<"const ::mlir::fpo::Cost &">:$cost), [{
    return $_get($_ctxt, cost);
  }]>];
  let skipDefaultBuilders = 1;
}

#endif // FPO_DIALECT_FPO_FPOATTRIBUTES_TD
