//===- Passes.td - Passes that make code -------------------*- tablegen -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_CODEGEN_PASSES_TD
#define FPO_CODEGEN_PASSES_TD

include "mlir/Pass/PassBase.td"

def FpoFormKernelsPass : Pass<"fpo-form-kernels", "::mlir::ModuleOp"> {
  let summary = "Put linalg ops on tensors together to fpo.kernel";
  let description = [{
    Elementwise ops that follow each other become one. Each reduction
    (contractions and convolutions among them) becomes a kernel with what its
    accumulators start from and the elementwise ops that its result alone goes
    into. What is left of elementwise ops become kernels of their own.
  }];
  let dependentDialects = ["::mlir::fpo::FpoDialect"];
}

def FpoCheckSizesPass : Pass<"fpo-check-sizes"> {
  let summary = "Compare sizes of tensors that have to agree";
  let description = [{
    In front of each op on tensors whose sizes are known at run time only,
    `cf.assert` says what must hold of them: a loop of a structured op has the
    same size in all operands, windows and slices lie inside, a cast to a size
    meets it. No divisor of scalars is zero. Programs with static sizes stay as
    they are.
  }];
  let dependentDialects = [
    "::mlir::affine::AffineDialect", "::mlir::arith::ArithDialect",
    "::mlir::cf::ControlFlowDialect", "::mlir::tensor::TensorDialect"
  ];
}

def FpoFoldReshapesPass : Pass<"fpo-fold-reshapes", "::mlir::ModuleOp"> {
  let summary = "Let reshapes and transposes become part of loops";
  let description = [{
    A reshape that splits or joins dimensions splits the loops of the op beside it,
    so that nothing is left between ops that can become one kernel. What copies
    elements to other places, or to several (a transpose, a repeat of the keys for
    a group of queries), goes: those who use it read from its source. Powers with
    constant exponents become products.
  }];
  let dependentDialects = [
    "::mlir::affine::AffineDialect", "::mlir::arith::ArithDialect",
    "::mlir::linalg::LinalgDialect", "::mlir::math::MathDialect",
    "::mlir::tensor::TensorDialect"
  ];
}

def FpoMarkParametersPass : Pass<"fpo-mark-parameters", "::mlir::ModuleOp"> {
  let summary = "Mark arguments of public functions as parameters";
  let description = [{
    All but the last `inputs` arguments of each public function get `fpo.param`.
  }];
  let options = [
    Option<"inputs", "inputs", "unsigned", "0",
           "How many arguments are inputs of each run">
  ];
}

def FpoWidenFloatsPass : Pass<"fpo-widen-floats", "::mlir::ModuleOp"> {
  let summary = "Compute with f32 in kernels on f16 and bf16";
  let description = [{
    The bodies of kernels compute with f32 where they have f16 or bf16, and the
    accumulators of reductions become f32. What is stored is rounded once; what
    the program rounds itself, by `arith.truncf`, stays so.
  }];
  let dependentDialects = ["::mlir::arith::ArithDialect"];
}

def FpoAssignLayoutsPass : Pass<"fpo-assign-layouts", "::mlir::ModuleOp"> {
  let summary = "Put the channels of images last";
  let description = [{
    Images that convolutions and pools slide windows over, with the channels
    second, and what lies like them in elementwise kernels, get the channels as
    their last dimension. Where others look at them they are copied.
  }];
  let dependentDialects = [
    "::mlir::fpo::FpoDialect", "::mlir::tensor::TensorDialect"
  ];
}

def FpoWinogradPass : Pass<"fpo-winograd", "::mlir::ModuleOp"> {
  let summary = "Compute 3x3 convolutions by Winograd's minimal filtering";
  let description = [{
    A kernel that is a convolution of 3x3 filters, with stride 1, becomes a
    transform of the filters, one of the image, a product of matrices for each
    point of the transformed tiles, and a transform of these with all that the
    kernel does with its results. Results are rounded in other places, and more:
    see docs/Codegen.md. The filters have to be parameters, and a kernel that
    has a schedule stays.

    Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks", 2016.
  }];
  let options = [
    Option<"tile", "tile", "unsigned", "0",
           "The outputs of a tile in each direction, 2 or 4, wherever possible; "
           "0: what is estimated to be fastest, or none">
  ];
  let dependentDialects = [
    "::mlir::arith::ArithDialect", "::mlir::fpo::FpoDialect",
    "::mlir::tensor::TensorDialect"
  ];
}

def FpoFormDotProductsPass : Pass<"fpo-form-dot-products", "::mlir::ModuleOp"> {
  let summary = "Let kernels multiply what the processor has instructions for";
  let description = [{
    Kernels that sum up products of i8, bf16 or f16 elements get factors for which
    the processor has an instruction that sums up several products at once. Zero
    points move out of the loop: what they come to is a sum over the other factor.
    If there is no such instruction, the factor that is the same in all lanes of
    vectors is widened in front of the kernel.
  }];
  let options = [
    Option<"vectorBits", "vector-bits", "unsigned", "512",
           "The bits of a vector register">,
    ListOption<"features", "features", "std::string",
               "What the processor has, by LLVM's names, such as avx512vnni">
  ];
  let dependentDialects = [
    "::mlir::arith::ArithDialect", "::mlir::fpo::FpoDialect",
    "::mlir::tensor::TensorDialect"
  ];
}

def FpoPackOperandsPass : Pass<"fpo-pack-operands", "::mlir::ModuleOp"> {
  let summary = "Put what kernels multiply with into the order of its use";
  let description = [{
    An operand of a contraction or convolution that depends on the loop whose
    points lie in the lanes of vectors is copied to blocks of that loop, in which
    the reduction loops follow: always if it depends on parameters alone, else if
    its elements are used often enough.
  }];
  let options = [
    Option<"vectorBits", "vector-bits", "unsigned", "512",
           "The bits of a vector register">,
    ListOption<"features", "features", "std::string",
               "What the processor has, by LLVM's names, such as avx512vnni">
  ];
  let dependentDialects = [
    "::mlir::arith::ArithDialect", "::mlir::fpo::FpoDialect",
    "::mlir::tensor::TensorDialect"
  ];
}

def FpoFuseRowsPass : Pass<"fpo-fuse-rows", "::mlir::ModuleOp"> {
  let summary = "Run kernels that share rows in one loop over these";
  let description = [{
    Kernels of which one uses what the other makes, and of which both have a
    parallel loop over its outer dimensions (the rows), become one `scf.forall`
    over blocks of rows: a softmax, a layer norm, attention. What goes between them
    is a block of rows, which stays in a cache, and no tensor. A contraction takes
    part if it looks at no more that is the same for all rows (the keys and values
    of attention, but not the weights of a dense layer) than it has in common with
    the others.
  }];
  let options = [
    Option<"blockBytes", "block-bytes", "int64_t", "24576",
           "What a block of rows may look at: a part of the first cache">,
    Option<"maxBytes", "max-bytes", "int64_t", "262144",
           "The same where more is common to all rows, and what the results "
           "within a row may take: a part of the second cache">
  ];
  let dependentDialects = [
    "::mlir::affine::AffineDialect", "::mlir::scf::SCFDialect",
    "::mlir::tensor::TensorDialect"
  ];
}

def FpoPackPanelsPass : Pass<"fpo-pack-panels", "::mlir::func::FuncOp"> {
  let summary = "Pack an operand a panel at a time, right before it is used";
  let description = [{
    A contraction whose operand along the lanes is packed in each run becomes a
    `scf.forall` over panels of columns: each is packed, and multiplied with while
    it lies in the second cache. So the operand is read once from memory, and not
    written and read again.
  }];
  let options = [
    Option<"panelBytes", "panel-bytes", "int64_t", "524288",
           "What a panel takes: a part of the second cache">,
    Option<"maxUses", "max-uses", "int64_t", "2048",
           "Where an element is used more often, the other operand, which each "
           "panel reads again, costs more">
  ];
  let dependentDialects = [
    "::mlir::affine::AffineDialect", "::mlir::scf::SCFDialect",
    "::mlir::tensor::TensorDialect"
  ];
}

def FpoLowerRowLoopsPass : Pass<"fpo-lower-row-loops"> {
  let summary = "Take loops over rows to loops that threads can share";
  let description = [{
    Each `scf.forall` on buffers becomes one `scf.parallel`, if one core takes
    about `share-from` nanoseconds or more to run it, and else `scf.for`. What is
    allocated in it stays on the stack.
  }];
  let options = [
    Option<"vectorBits", "vector-bits", "unsigned", "512",
           "The bits of a vector register; 0: no vectors">,
    Option<"shareFrom", "share-from", "unsigned", "10000",
           "Loops of about so many nanoseconds can be shared">
  ];
  let dependentDialects = [
    "::mlir::affine::AffineDialect", "::mlir::arith::ArithDialect",
    "::mlir::memref::MemRefDialect", "::mlir::scf::SCFDialect"
  ];
}

def FpoSplitInitPass : Pass<"fpo-split-init", "::mlir::ModuleOp"> {
  let summary = "Move what depends on parameters alone into a function of its own";
  let description = [{
    Each public function `f` becomes two: `f_init` takes the parameters
    (arguments with `fpo.param`) and returns what runs need of them, and `f` takes
    that, and then its other arguments.
  }];
  let dependentDialects = ["::mlir::func::FuncDialect"];
}

def FpoPrepareInterfacePass : Pass<"fpo-prepare-interface", "::mlir::ModuleOp"> {
  let summary = "Let public functions write into buffers of their callers";
  let description = [{
    Buffers that a public function returns become arguments, but for those that
    make state (`--fpo-split-init`). Sizes that are known at run time only become
    arguments too; assertions that need nothing else come first, and
    `NAME_result_sizes` computes those of results. What functions take is written
    on them for `--fpo-c-interface`.
  }];
  let dependentDialects = [
    "::mlir::arith::ArithDialect", "::mlir::cf::ControlFlowDialect",
    "::mlir::func::FuncDialect", "::mlir::LLVM::LLVMDialect",
    "::mlir::memref::MemRefDialect"
  ];
}

def FpoPlanMemoryPass : Pass<"fpo-plan-memory", "::mlir::ModuleOp"> {
  let summary = "Put the buffers of a run into one arena";
  let description = [{
    Each function of `--fpo-prepare-interface` takes an arena, in which buffers
    have places that they share with those that are held at other times. If sizes
    are known at run time only, so is where buffers lie, and `NAME_arena_size`
    computes how large the arena is. Buffers that are handed on from one iteration
    of a loop to the next, that threads have their own of, or whose size depends on
    elements, are left alone.
  }];
  let dependentDialects = [
    "::mlir::arith::ArithDialect", "::mlir::memref::MemRefDialect"
  ];
}

def FpoApproximateMathPass : Pass<"fpo-approximate-math"> {
  let summary = "Take functions of f32 and f16 to polynomials";
  let description = [{
    Applies upstream's polynomial approximations, the same that the rules count.
  }];
  let dependentDialects = [
    "::mlir::arith::ArithDialect", "::mlir::math::MathDialect",
    "::mlir::vector::VectorDialect"
  ];
}

def FpoNumberAssertionsPass : Pass<"fpo-number-assertions", "::mlir::ModuleOp"> {
  let summary = "Give each assertion a status that C sees";
  let description = [{
    `cf.assert` becomes a call of `fpo.assert`, which takes the status for what
    does not hold. `--fpo-c-interface` makes functions return it.
  }];
  let dependentDialects = [
    "::mlir::arith::ArithDialect", "::mlir::func::FuncDialect"
  ];
}

def FpoCInterfacePass : Pass<"fpo-c-interface", "::mlir::ModuleOp"> {
  let summary = "Add functions that C can call";
  let description = [{
    In the llvm dialect. For each function `f` of `--fpo-prepare-interface`:

    ```c
    void **f_init(void *const *parameters);
    int32_t f(void **state, void *const *inputs, void *const *results);
    int32_t f_run(void **state, void *const *inputs, void *const *results,
                  void *arena);
    int64_t f_arena_size(void);
    void f_free(void **state);
    const char *f_error_message(int32_t status);
    ```

    Each pointer leads to the elements of a tensor, in row-major order, or to a
    scalar. Where an assertion fails, functions return its status. Sizes that are
    known at run time only are further arguments of `f`, `f_run` and
    `f_arena_size`, and `f_result_sizes` tells what follows from them.
  }];
  let dependentDialects = ["::mlir::LLVM::LLVMDialect"];
}

def FpoOutlineKernelsPass : Pass<"fpo-outline-kernels", "::mlir::ModuleOp"> {
  let summary = "Make one function of kernels that are the same";
  let description = [{
    Each kernel on buffers, and each loop that runs nothing but kernels, becomes a
    call of a private function; those that differ in their operands alone share
    it, so that the equal layers of a network are compiled once. Buffers that
    overlap no other one are marked so.
  }];
  let dependentDialects = [
    "::mlir::func::FuncDialect", "::mlir::LLVM::LLVMDialect"
  ];
}

def FpoFoldPadsPass : Pass<"fpo-fold-pads"> {
  let summary = "Leave out what kernels compute with padding";
  let description = [{
    A kernel that reads a tensor.pad whose elements change no accumulator, such
    as zeros that are multiplied, reads what is padded and leaves the others
    out. A product of a zero and an infinity or NaN, which is NaN, is left out
    as well. Kernels that multiply tiles (AMX) read the padding: each row of a
    tile takes the same points of the reduction.
  }];
  let options = [
    ListOption<"features", "features", "std::string",
               "What the processor has, by LLVM's names, such as amx-int8">
  ];
  let dependentDialects = ["::mlir::fpo::FpoDialect"];
}

def FpoDecomposePadsPass : Pass<"fpo-decompose-pads"> {
  let summary = "Make a border and an insertion of each tensor.pad";
  let description = [{
    So that what makes the source can write it to its place in the padded buffer
    (`--eliminate-empty-tensors`), and only the border is filled besides.
  }];
  let dependentDialects = [
    "::mlir::linalg::LinalgDialect", "::mlir::tensor::TensorDialect"
  ];
}

def FpoCopiesToKernelsPass : Pass<"fpo-copies-to-kernels"> {
  let summary = "Make a fpo.kernel of each memref.copy";
  let description = [{
    So that copies are scheduled as all else is; memref.copy would become calls
    of a library.
  }];
  let dependentDialects = ["::mlir::fpo::FpoDialect"];
}

def FpoChooseSchedulesPass : Pass<"fpo-choose-schedules"> {
  let summary = "Give a schedule to each fpo.kernel that has none";
  let description = [{
    Writes `fpo.schedule` on each kernel: the tiles, the order of the loops, the register block and the lanes of vectors that
    the strategy chooses by the strides of the operands and by the vector
    registers. Results that go into a buffer too large for the caches pass them.
  }];
  let options = [
    Option<"vectorBits", "vector-bits", "unsigned", "512",
           "The bits of a vector register">,
    Option<"numRegisters", "vector-registers", "unsigned", "32",
           "How many of these there are">,
    Option<"shareFrom", "share-from", "unsigned", "10000",
           "Threads share kernels that take one core about so many nanoseconds: "
           "to start them and to wait for them takes a few microseconds">,
    Option<"streamFrom", "stream-from", "int64_t", "33554432",
           "Buffers of so many bytes are written past the caches: they would not "
           "be found there later on, and what is overwritten is not read">,
    ListOption<"features", "features", "std::string",
               "What the processor has, by LLVM's names, such as amx-int8">
  ];
  let dependentDialects = ["::mlir::fpo::FpoDialect"];
}

def FpoFenceStreamsPass : Pass<"fpo-fence-streams", "::mlir::func::FuncOp"> {
  let summary = "Make streamed results visible at the end of functions";
  let description = [{
    Stores past the caches become visible to other threads in any order, which
    what threads wait by does not see to. A function that has some therefore ends
    in a fence.
  }];
  let dependentDialects = ["::mlir::LLVM::LLVMDialect"];
}

def FpoShareLoopsPass : Pass<"fpo-share-loops", "::mlir::ModuleOp"> {
  let summary = "Let threads share the iterations of scf.parallel";
  let description = [{
    The outermost `scf.parallel` of one dimension become parallel regions of
    OpenMP, in which each thread runs as many iterations as each other one, give
    or take one, all next to each other. How many threads there are is known at
    run time; with one there is no region. The iterations are a function of
    their own, in which buffers that overlap no other one are still marked so.
  }];
  let dependentDialects = [
    "::mlir::arith::ArithDialect", "::mlir::func::FuncDialect",
    "::mlir::omp::OpenMPDialect", "::mlir::scf::SCFDialect"
  ];
}

def FpoLowerKernelsPass : Pass<"fpo-lower-kernels"> {
  let summary = "Lower fpo.kernel on buffers to loops over vectors";
  let description = [{
    Takes each `fpo.kernel` to loops and to ops on vectors, as its `fpo.schedule`
    says (`--fpo-choose-schedules`); those that have none become loops over
    scalars. Loops in tiles, and loops over
    points in front of a reduction loop, run in their order; the parallel loops
    behind the last reduction loop are the register block, all of which is
    computed at once, and the lanes of vectors lie along the innermost loop:

    ```mlir
    #fpo.schedule<loops = [d1:32, d2:256, d0:8, d2, d0, d1]>
    ```

    is a matmul (m, n, k) in blocks of 8 by 32, with k cut into blocks of 256.
    With `matrix = d0:16` the register block is made of tiles (AMX).
  }];
  let options = [
    Option<"vectorBits", "vector-bits", "unsigned", "512",
           "The bits of a vector register; 0: no vectors">,
    Option<"numRegisters", "vector-registers", "unsigned", "32",
           "How many of these there are">,
    ListOption<"features", "features", "std::string",
               "What the processor has, by LLVM's names, such as avx512vnni">
  ];
  let dependentDialects = [
    "::mlir::affine::AffineDialect", "::mlir::arith::ArithDialect",
    "::mlir::LLVM::LLVMDialect", "::mlir::memref::MemRefDialect",
    "::mlir::scf::SCFDialect", "::mlir::vector::VectorDialect"
  ];
}

#endif // FPO_CODEGEN_PASSES_TD
