//===- Passes.td - Passes that write costs into the IR -----*- tablegen -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_TRANSFORMS_PASSES_TD
#define FPO_TRANSFORMS_PASSES_TD

include "mlir/Pass/PassBase.td"

def FpoAnnotatePass : Pass<"fpo-annotate", "::mlir::ModuleOp"> {
  let summary = "Write what each op costs beside it";
  let description = [{
    Sets the attribute `fpo.cost` on each op, each function and the module:

    - on an op, what one run of it costs, all that it contains or calls
      included: a loop has the cost of all its turns;
    - on a function with a body, what one call costs;
    - on the module, what its entry costs: the one public function, or `entry`,
      or the sum over the public functions that no one calls.

    An op of which something is not known gets the reason as `fpo.unknown`.
    Terminators, and the bodies of structured ops, which are their definition on
    one element, are left alone, and so are declarations, where `fpo.cost` is
    the user's statement. What an earlier run has written is replaced.

    Example:

    ```mlir
    func.func @f(%a: tensor<4x8xf32>, %b: tensor<8x2xf32>, %c: tensor<4x2xf32>) -> tensor<4x2xf32>
        attributes {fpo.cost = #fpo.cost<fpo = 128, add = {f32: 64}, mul = {f32: 64}, mac = 64, read = 224, write = 32>} {
      %0 = linalg.matmul {fpo.cost = #fpo.cost<fpo = 128, add = {f32: 64}, mul = {f32: 64}, mac = 64, read = 224, write = 32>}
             ins(%a, %b : tensor<4x8xf32>, tensor<8x2xf32>) outs(%c : tensor<4x2xf32>) -> tensor<4x2xf32>
      return %0 : tensor<4x2xf32>
    }
    ```
  }];
  let options = [
    Option<"count", "count", "::mlir::fpo::CountMode",
           /*default=*/"::mlir::fpo::CountMode::Executed",
           "Which operations count", [{::llvm::cl::values(
             clEnumValN(::mlir::fpo::CountMode::Executed, "executed", "all"),
             clEnumValN(::mlir::fpo::CountMode::Useful, "useful",
                        "not those that padding, dilation or a mask makes pointless"))}]>,
    Option<"entry", "entry", "std::string", /*default=*/"\"\"",
           "The function whose cost the module gets">,
    ListOption<"rules", "rules", "std::string",
               "Files of rules that go before the shipped ones">,
    ListOption<"bind", "bind", "std::string",
               "SYMBOL=VALUE: a number for a symbol, such as arg0.1=128">,
    Option<"strict", "strict", "bool", /*default=*/"false",
           "Fail if some cost is not known">
  ];
  let dependentDialects = ["::mlir::fpo::FpoDialect"];
}

def FpoTrainingPass : Pass<"fpo-training", "::mlir::ModuleOp"> {
  let summary = "Write what training the program costs";
  let description = [{
    Derives the backward pass of the program by reverse-mode differentiation,
    from every floating-point result of its entry to its parameters, and adds an
    optimizer (docs/CostModel.md, "Training"). The parameters are the entry's
    arguments with `fpo.param`, with `inputs` all but the last so many, and
    constants. The IR stays a forward program; what is found is written as
    attributes, operations only:

    - `fpo.training` on the module: `forward`, `backward` and `optimizer` of one
      step, `step`, their sum, and `total`, that of `steps` steps in each of
      `epochs` epochs;
    - `fpo.backward` on ops and functions: what one reverse run costs. An op
      that takes no part gets none, nor one in a function that is called with
      different gradients;
    - `fpo.backward_unknown` on ops of which that is not known: why.

    What an earlier run has written is replaced.

    Example: of two operands of a matmul, both want a gradient, and each of the
    two products costs as much as the forward one.

    ```mlir
    // --fpo-training="optimizer=sgd"
    module attributes {fpo.training = {backward = #fpo.cost<fpo = 256, add = {f32: 128}, mul = {f32: 128}, mac = 128>, ...}} {
      func.func @f(%a: tensor<4x8xf32> {fpo.param}, %b: tensor<8x2xf32> {fpo.param}, %c: tensor<4x2xf32>) -> tensor<4x2xf32>
    ```
  }];
  let options = [
    Option<"optimizer", "optimizer", "::mlir::fpo::Optimizer",
           /*default=*/"::mlir::fpo::Optimizer::Sgd",
           "How parameters are updated", [{::llvm::cl::values(
             clEnumValN(::mlir::fpo::Optimizer::None, "none", "not at all"),
             clEnumValN(::mlir::fpo::Optimizer::Sgd, "sgd", "w - alpha g"),
             clEnumValN(::mlir::fpo::Optimizer::Momentum, "momentum", "SGD with momentum"),
             clEnumValN(::mlir::fpo::Optimizer::Adam, "adam", "Kingma and Ba 2015, algorithm 1"),
             clEnumValN(::mlir::fpo::Optimizer::AdamW, "adamw", "Loshchilov and Hutter 2019, algorithm 2"))}]>,
    Option<"weightDecay", "weight-decay", "bool", /*default=*/"false",
           "Add the parameters, scaled, to their gradients; adamw does it its own way">,
    Option<"steps", "steps", "uint64_t", /*default=*/"1", "Steps in an epoch">,
    Option<"epochs", "epochs", "uint64_t", /*default=*/"1", "Epochs">,
    Option<"inputGradients", "input-gradients", "bool", /*default=*/"false",
           "The entry's inputs want gradients too">,
    Option<"entry", "entry", "std::string", /*default=*/"\"\"",
           "The function that is trained">,
    Option<"inputs", "inputs", "int", /*default=*/"-1",
           "The entry's last so many arguments are inputs, the others parameters">,
    ListOption<"bind", "bind", "std::string",
               "SYMBOL=VALUE: a number for a symbol, such as arg0.1=128">,
    Option<"strict", "strict", "bool", /*default=*/"false",
           "Fail if some cost is not known">
  ];
  let dependentDialects = ["::mlir::fpo::FpoDialect"];
}

def FpoEnergyPass : Pass<"fpo-energy", "::mlir::ModuleOp"> {
  let summary = "Write what energy the program takes";
  let description = [{
    Sets `fpo.energy` on each op that takes some, on functions and on the module:
    of one run of the op with all that it contains or calls, of one call, and of
    the program's entry (docs/CostModel.md, "Energy and carbon"). It is a
    dictionary of `joules` and, on the module, `kwh` and `kg_co2e`, each an array
    of the lower and the upper bound, or of the lower one alone where that is all
    that is known. What depends on symbols gets none. What an earlier run has
    written is replaced.

    Example:

    ```mlir
    %0 = arith.addf %a, %b {fpo.energy = {joules = array<f64: 4.086e-07, 1.127e-05>}} : tensor<1000xf32>
    ```
  }];
  let options = [
    Option<"table", "table", "std::string", /*default=*/"\"\"",
           "A file with energies of operations and bytes that go before the shipped ones">,
    Option<"level", "level", "std::string", /*default=*/"\"main\"",
           "The memory that bytes come from and go to">,
    Option<"grid", "grid", "std::string", /*default=*/"\"world\"",
           "A grid of the table, or LO:HI grams of CO2e per kWh">,
    Option<"entry", "entry", "std::string", /*default=*/"\"\"",
           "The function that the module's energy is of">,
    ListOption<"bind", "bind", "std::string",
               "SYMBOL=VALUE: a number for a symbol, such as arg0.1=128">
  ];
  let dependentDialects = ["::mlir::fpo::FpoDialect"];
}

def FpoDevicesPass : Pass<"fpo-devices", "::mlir::ModuleOp"> {
  let summary = "Write what each op sends to other devices";
  let description = [{
    Sets `fpo.communication` on each op of the shard dialect that communicates
    (docs/CostModel.md, "Many devices"): of one run, what the device of a group
    that sends most sends, by a ring and by a tree. `devices` is how many devices
    the groups of the op have, `axes` the axes of the grid along which these
    differ; sizes are in bytes, a number or an expression over symbols. An op of
    which it is not known gets the reason as `fpo.unknown`. What an earlier run
    has written is replaced.

    Example:

    ```mlir
    %0 = shard.all_reduce %a on @grid grid_axes = [1]
           {fpo.communication = {axes = array<i16: 1>, devices = 4 : i64, ring = {sent = "1536", steps = "6"}, tree = {sent = "2048", steps = "4"}}}
           : tensor<256xf32> -> tensor<256xf32>
    ```
  }];
  let options = [
    ListOption<"bind", "bind", "std::string",
               "SYMBOL=VALUE: a number for a symbol, such as arg0.1=128">
  ];
  let dependentDialects = ["::mlir::fpo::FpoDialect"];
}

def FpoMemoryPass : Pass<"fpo-memory", "::mlir::ModuleOp"> {
  let summary = "Write what each op holds in memory";
  let description = [{
    Places tensors into memory (docs/CostModel.md, "Memory"), and sets

    - `fpo.live` on each op that uses memory: the bytes that its function has
      allocated while it runs;
    - `fpo.peak` on each function that the program runs: the most that it
      allocates, with what it calls;
    - `fpo.peak` on the module: the most that the program holds, its parameters,
      inputs and constants included.

    What an earlier run has written is replaced.

    Example: the sum goes where the product was, which nobody needs any longer.

    ```mlir
    func.func @f(%a: tensor<8xf32>, %b: tensor<8xf32>) -> tensor<8xf32> attributes {fpo.peak = 32 : i64} {
      %e = tensor.empty() : tensor<8xf32>
      %0 = linalg.mul {fpo.live = 32 : i64} ins(%a, %b : tensor<8xf32>, tensor<8xf32>) outs(%e : tensor<8xf32>) -> tensor<8xf32>
      %1 = linalg.add {fpo.live = 32 : i64} ins(%0, %a : tensor<8xf32>, tensor<8xf32>) outs(%0 : tensor<8xf32>) -> tensor<8xf32>
      return %1 : tensor<8xf32>
    }
    ```
  }];
  let options = [
    Option<"entry", "entry", "std::string", /*default=*/"\"\"",
           "The function that is run">,
    Option<"inputs", "inputs", "int", /*default=*/"-1",
           "The entry's last so many arguments are inputs, the others parameters">,
    ListOption<"bind", "bind", "std::string",
               "SYMBOL=VALUE: a number for a symbol, such as arg0.1=128">,
    Option<"strict", "strict", "bool", /*default=*/"false",
           "Fail if some cost is not known">
  ];
  let dependentDialects = ["::mlir::fpo::FpoDialect"];
}

def FpoFusionGroupsPass : Pass<"fpo-fusion-groups", "::mlir::ModuleOp"> {
  let summary = "Write which ops run together";
  let description = [{
    Sets `fpo.group` on each op to the number of its fusion group
    (docs/CostModel.md, "Fusion"): ops that run as one nest of loops, so that
    what one hands to another is never stored. Groups are numbered in an order
    in which they can run. An op that only moves elements has the number of the
    first group that reads it. What an earlier run has written is replaced.

    Example: the sum is an epilogue of the product.

    ```mlir
    %0 = linalg.matmul {fpo.group = 0 : i64} ins(%a, %b : tensor<4x8xf32>, tensor<8x2xf32>) outs(%c : tensor<4x2xf32>) -> tensor<4x2xf32>
    %1 = arith.addf %0, %d {fpo.group = 0 : i64} : tensor<4x2xf32>
    ```
  }];
  let dependentDialects = ["::mlir::fpo::FpoDialect"];
}

def FpoCacheTrafficPass : Pass<"fpo-cache-traffic", "::mlir::ModuleOp"> {
  let summary = "Write what crosses each cache level beside each structured op";
  let description = [{
    Sets the attribute `fpo.traffic` on each structured op, softmax, pack and
    unpack: the bytes that one run of it moves into each cache (`read`) and out
    of it (`write`), in the order and the tiles that its `fpo.schedule` says; an
    op without one runs its loops over points in their order. The caches are
    those of a `target`, or `caches`. docs/CostModel.md, "Cache traffic", says
    what is assumed.

    A schedule that doesn't fit its op is an error. An op of whose traffic
    nothing is known has no attribute, and a remark that says why.

    Example:

    ```mlir
    // --fpo-cache-traffic="caches=L1=32768:64:8"
    %0 = linalg.matmul {fpo.schedule = #fpo.schedule<loops = [d0:32, d2:32, d0, d2, d1]>,
                        fpo.traffic = {L1 = #fpo.cost<fpo = 0, read = 1097728, write = 131072>}}
           ins(%a, %b : tensor<128x128xf32>, tensor<128x128xf32>) outs(%c : tensor<128x128xf32>) -> tensor<128x128xf32>
    ```
  }];
  let options = [
    Option<"target", "target", "std::string", /*default=*/"\"\"",
           "The machine whose caches these are">,
    ListOption<"caches", "caches", "std::string",
               "NAME=CAPACITY[:LINE[:WAYS]] in bytes; 64 bytes a line, and fully "
               "associative, if that is not said; CAPACITY may be a symbol">,
    Option<"choose", "choose", "bool", /*default=*/"false",
           "Give each op without a schedule the one with the least traffic that a search finds">,
    ListOption<"bind", "bind", "std::string",
               "SYMBOL=VALUE: a number for a symbol, such as arg0.1=128">
  ];
  let dependentDialects = ["::mlir::fpo::FpoDialect"];
}

def FpoSeparateEmptyPass : Pass<"fpo-separate-empty"> {
  let summary = "Give each use of tensor.empty one of its own, right before it";
  let description = [{
    Frontends and CSE let many ops share one `tensor.empty`. In bufferization it
    then is one allocation, which lives from the first of these ops to the last
    one, where it can't be reused in between. Nothing is written in an empty
    tensor, so that each op can have its own.
  }];
}

def FpoTraceMemoryPass : Pass<"fpo-trace-memory", "::mlir::ModuleOp"> {
  let summary = "Let a program on buffers tell which of them each op uses";
  let description = [{
    Before each op that uses buffers there is a call of `fpo_trace_step`, and
    one of `fpo_trace_use` with the address of each buffer. An op that calls a
    function, or runs regions, has them a second time when that is done. All
    buffers are allocated by `memref.alloc`, without an alignment. `fpo-run
    --memory` finds out by this how much memory a run takes.
  }];
  let dependentDialects = ["::mlir::func::FuncDialect",
                           "::mlir::memref::MemRefDialect"];
}

def FpoTimePass : Pass<"fpo-time", "::mlir::ModuleOp"> {
  let summary = "Write how long the program takes on a machine";
  let description = [{
    Sets `fpo.time`, in seconds (docs/CostModel.md, "Time"): on the root of each
    fusion group, of all its runs in one run of the entry; on functions, of one
    call; on the module, of the entry. It is an array of what is needed at least
    and what is enough if nothing overlaps, or of the former alone where the
    target doesn't state a rate. What depends on open symbols gets none. What an
    earlier run has written is replaced.

    Example:

    ```mlir
    %0 = linalg.matmul {fpo.time = array<f64: 1.2e-05, 3.4e-05>} ins(%a, %b : tensor<512x512xf32>, tensor<512x512xf32>) outs(%c : tensor<512x512xf32>) -> tensor<512x512xf32>
    ```
  }];
  let options = [
    Option<"target", "target", "std::string", /*default=*/"\"\"",
           "The machine: a shipped one, 'host', or a file">,
    Option<"cores", "cores", "unsigned", /*default=*/"0",
           "How many of its cores; 0: all">,
    Option<"entry", "entry", "std::string", /*default=*/"\"\"",
           "The function that is run">,
    ListOption<"bind", "bind", "std::string",
               "SYMBOL=VALUE: a number for a symbol, such as arg0.1=128">
  ];
  let dependentDialects = ["::mlir::DLTIDialect", "::mlir::fpo::FpoDialect"];
}

def FpoStripPass : Pass<"fpo-strip", "::mlir::ModuleOp"> {
  let summary = "Take away what the passes that annotate wrote";
  let description = [{
    Removes `fpo.cost`, `fpo.unknown`, `fpo.backward`, `fpo.backward_unknown`,
    `fpo.training`, `fpo.energy`, `fpo.communication`, `fpo.group`,
    `fpo.traffic`, `fpo.live`, `fpo.peak` and `fpo.time` from every op, but leaves the costs
    that are stated on function declarations, `fpo.schedule` and `fpo.param`.
  }];
}

def FpoExposeBodiesPass : Pass<"fpo-expose-bodies", "::mlir::ModuleOp"> {
  let summary = "Give every op that hides scalar work a body that shows it";
  let description = [{
    Named linalg ops, and elementwise ops on tensors, become `linalg.generic`;
    softmax, pack, unpack, the transforms of Winograd's convolution,
    `tosa.transpose_conv2d`, `tensor.concat`, shape constraints, and
    contractions, reductions, outer products, scans and masks on vectors become
    what upstream decomposes them into. Nothing is folded, hoisted or removed,
    so that each scalar op that a program executes is there afterwards
    (`--fpo-instrument`).
  }];
  let dependentDialects = [
    "::mlir::affine::AffineDialect", "::mlir::arith::ArithDialect",
    "::mlir::cf::ControlFlowDialect", "::mlir::linalg::LinalgDialect",
    "::mlir::math::MathDialect", "::mlir::scf::SCFDialect",
    "::mlir::shape::ShapeDialect", "::mlir::tensor::TensorDialect",
    "::mlir::tosa::TosaDialect", "::mlir::vector::VectorDialect"
  ];
}

def FpoLowerAffinePass : Pass<"fpo-lower-affine", "::mlir::ModuleOp"> {
  let summary = "Lower affine to scf, arith, memref and vector, and fold nothing";
  let description = [{
    Applies the patterns of upstream's lower-affine. That pass also folds the
    ops of other dialects, so that a slice inserted twice, say, is inserted
    once; with this one the lowered program does what the program says.
  }];
  let dependentDialects = [
    "::mlir::arith::ArithDialect", "::mlir::memref::MemRefDialect",
    "::mlir::scf::SCFDialect", "::mlir::vector::VectorDialect"
  ];
}

def FpoLowerTosaPass : Pass<"fpo-lower-tosa", "::mlir::ModuleOp"> {
  let summary = "Lower tosa to linalg, scf, arith and tensor, and fold nothing";
  let description = [{
    Applies the patterns of upstream's tosa-to-linalg-named, tosa-to-linalg,
    tosa-to-arith, tosa-to-tensor, tosa-to-scf and tosa-to-mlprogram. Those
    passes also fold what they convert, so that a product by one, say, is not
    executed; with this one the lowered program does what the program says.
  }];
  let dependentDialects = [
    "::mlir::arith::ArithDialect", "::mlir::index::IndexDialect",
    "::mlir::linalg::LinalgDialect", "::mlir::math::MathDialect",
    "::mlir::ml_program::MLProgramDialect", "::mlir::scf::SCFDialect",
    "::mlir::tensor::TensorDialect"
  ];
}

def FpoInstrumentPass : Pass<"fpo-instrument", "::mlir::ModuleOp"> {
  let summary = "Put a counter beside every scalar op";
  let description = [{
    Beside each op on scalars or vectors, in the bodies of structured ops too,
    puts a call that adds its ADD and MUL to a counter of their element type, so
    that a run of the program counts what it executes. The calls have side
    effects: no later pass folds, hoists or removes them.

    For a type such as f32 the counters are the globals `@fpo.add.f32` and
    `@fpo.mul.f32`, each a `memref<i64>` that starts at zero.

    It wants scalar work to be visible: run it on linalg.generic, loops and
    scalar or vector ops, after `--fpo-expose-bodies`, but before any pass that
    folds or hoists. An op beside which no counter can be put is an error.
  }];
  let options = [
    Option<"expandMath", "expand-math", "bool", "false",
           "Expand math functions by MLIR's own patterns first, so that the "
           "operations of their expansions are counted, and not their rules">
  ];
  let dependentDialects = [
    "::mlir::arith::ArithDialect", "::mlir::fpo::FpoDialect",
    "::mlir::func::FuncDialect", "::mlir::math::MathDialect",
    "::mlir::memref::MemRefDialect", "::mlir::vector::VectorDialect"
  ];
}

def FpoOutlineOpsPass : Pass<"fpo-outline-ops", "::mlir::ModuleOp"> {
  let summary = "Make each op that may move data a function of its own";
  let description = [{
    Replaces each op that has a cost and an operand or result in memory by a call
    of a private function `@fpo.op.N`, which holds that op alone; N is the op's
    `id` in the reports of the program. Whatever becomes of the op afterwards
    stays in that function: what it reads and writes of other ops are the
    function's arguments and results, and other buffers are its own. Constants
    that lowerings of tosa look at stay with their op. A slice that is a result
    becomes a copy, since a slice moves; so does what lowers to nothing, such as
    a `tensor.pad` by nothing.

    What can't be in a function is marked in its location:
    `tensor.parallel_insert_slice`, and ops in the bodies of structured ops.

    `--fpo-trace` traces such functions.
  }];
  let options = [
    Option<"entry", "entry", "std::string", /*default=*/"\"\"",
           "The function whose program gives the numbers">
  ];
  let dependentDialects = ["::mlir::bufferization::BufferizationDialect",
                           "::mlir::func::FuncDialect"];
}

def FpoTracePass : Pass<"fpo-trace", "::mlir::ModuleOp"> {
  let summary = "Put a call beside every access to memory";
  let description = [{
    In the functions that `--fpo-outline-ops` made, puts a call beside each load,
    store, copy and atomic update, with the buffer, the element and its bits, and
    calls at their begin and end; beside each lane of an access by a vector,
    if the lane is neither masked nor out of bounds. Loads of which nobody uses
    the value are left out: lowerings load every operand.

    It wants loops over buffers: run it after bufferization and the lowering of
    structured ops to loops, but before anything that moves or combines accesses.
    An access beside which no call can be put is an error.
  }];
  let dependentDialects = [
    "::mlir::arith::ArithDialect", "::mlir::func::FuncDialect",
    "::mlir::memref::MemRefDialect", "::mlir::scf::SCFDialect",
    "::mlir::vector::VectorDialect"
  ];
}

def FpoLowerToCountsPass : Pass<"fpo-lower-to-counts", "::mlir::ModuleOp"> {
  let summary = "Make of each function one that computes its cost";
  let description = [{
    Replaces each function that has a body by one of the same name that takes
    the sizes and indices that its cost depends on, and returns the counts. No
    tensor is left: a closed form is arithmetic, what has none is a loop over
    indices. The module then holds nothing but these functions.

    - Arguments, all of type `index`: each dynamic dimension of the arguments in
      order, and each integer or index argument; then what else the cost depends
      on, such as how often a loop turns that data decides. `fpo.symbol` names
      each. An `scf.while` whose condition comes from integers alone is kept,
      with nothing in it but these, to count its turns.
    - Results, all integers of `width` bits: `fpo.count` names each (`fpo`,
      `add.f32`, `mul.f32`, ..., `mac`, `read`, `write`); of an interval both
      bounds (`fpo.min`, `fpo.max`).

    Fails if the cost of a function is not known.

    Example:

    ```mlir
    func.func @f(%n: index {fpo.symbol = "arg0.0"}) -> (i64 {fpo.count = "fpo"}, ...)
    ```
  }];
  let options = [
    Option<"width", "width", "unsigned", /*default=*/"64",
           "The bits of a count">
  ];
  let dependentDialects = ["::mlir::arith::ArithDialect", "::mlir::fpo::FpoDialect",
                           "::mlir::func::FuncDialect", "::mlir::scf::SCFDialect"];
}

#endif // FPO_TRANSFORMS_PASSES_TD
