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

def ScheduleLoopsParameter
    : ArrayRefParameter<"::mlir::fpo::ScheduleLoop", "loops, outermost first">;
def OperandPackingsParameter
    : ArrayRefParameter<"::mlir::fpo::OperandPacking", "packed operands">;

def VectorLoopParameter
    : AttrOrTypeParameter<"::std::optional<::mlir::fpo::ScheduleLoop>",
                          "a loop in the lanes of vectors or the rows of matrices">;

def ScheduleAttr : AttrDef<FpoDialect, "Schedule"> {
  let mnemonic = "schedule";
  let summary = "In which order and in which tiles an op's loops run";
  let description = [{
    `loops` lists the loops from the outermost to the innermost. `dN` is dimension
    N of the op's iteration space; `dN:T` goes through it in tiles of T, and a
    later loop over `dN` goes through one tile. A tile may be a symbol, in
    quotes, which stands for a divisor of what it tiles. Loops over single
    points that are missing follow innermost, in the order of the op.

    `pack` says which operands are copied into blocks first: `1: [d2:64, d1:16]`
    stores operand 1 as a matrix of blocks, each 64 of d2 by 16 of d1, the last
    one contiguous. The tiles of a packed dimension are multiples or divisors of
    the block.

    `linalg.softmax` goes through its data three times. The outermost loop over
    each dimension goes around all three passes, if it comes before those over
    the dimension of the softmax; so `[d0, d1]` is row by row, and
    `[d0:4, d0, d1]` is four rows at a time.

    The other fields are for code. `vector = d1:16` puts 16 neighbours in d1 into
    the lanes of a vector. `unroll = 4` takes four points of the innermost
    reduction loop in one turn. `threads = 2` shares the iterations of the two
    outermost loops among threads; both must be parallel. `prefetch = [8192]` asks,
    with each vector of operand 0 that is read, for what lies 8192 bytes behind;
    0 stands for an operand of which nothing is asked for. `stream` writes the
    results past the caches, which then need not read the lines that are
    overwritten. `matrix = d0:16` multiplies with tiles: accumulators are
    matrices with 16 points of d0 in their rows, and those of the loop in the
    lanes of vectors in their columns.

    ```
    schedule ::= `#fpo.schedule<` field (`,` field)* `>`
    field    ::= `loops` `=` tiles
               | `pack` `=` `{` integer `:` tiles (`,` integer `:` tiles)* `}`
               | (`vector` | `matrix`) `=` tile
               | (`unroll` | `threads`) `=` integer
               | `prefetch` `=` `[` integer (`,` integer)* `]`
               | `stream`
    tiles    ::= `[` (tile (`,` tile)*)? `]`
    tile     ::= dimension (`:` (integer | string))?
    ```

    Examples, of a matmul, (m, n, k) = (d0, d1, d2):

    ```mlir
    #fpo.schedule<loops = [d0, d1, d2]>
    #fpo.schedule<loops = [d1:256, d2:128, d0:64, d0, d2, d1]>
    #fpo.schedule<loops = [d0:"T", d1:"T", d2:"T"]>
    #fpo.schedule<loops = [d1:16, d0, d2, d1], pack = {1: [d1:16]}>
    #fpo.schedule<loops = [d1:32, d0:8, d2, d0, d1], vector = d1:16, unroll = 4, threads = 2>
    #fpo.schedule<loops = [d0, d1:16, d1], vector = d1:16, stream>
    #fpo.schedule<loops = [d1:32, d0:32, d2, d0, d1], vector = d1:16, matrix = d0:16>
    ```
  }];
  let parameters = (ins ScheduleLoopsParameter:$loops,
                        OperandPackingsParameter:$packings,
                        VectorLoopParameter:$vector,
                        DefaultValuedParameter<"unsigned", "1">:$unroll,
                        DefaultValuedParameter<"unsigned", "0">:$threads,
                        OptionalArrayRefParameter<"int64_t">:$prefetch,
                        DefaultValuedParameter<"bool", "false">:$stream,
                        VectorLoopParameter:$matrix);
  let builders = [AttrBuilder<(ins
      "::llvm::ArrayRef<::mlir::fpo::ScheduleLoop>":$loops,
      "::llvm::ArrayRef<::mlir::fpo::OperandPacking>":$packings), [{
    return $_get($_ctxt, loops, packings, std::nullopt, 1, 0,
                ::llvm::ArrayRef<int64_t>(), false, std::nullopt);
  }]>];
  let hasCustomAssemblyFormat = 1;
  let genVerifyDecl = 1;
}

#endif // FPO_DIALECT_FPO_FPOATTRIBUTES_TD
