//===- FpoKernelOps.td - What code is generated for --------*- tablegen -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_DIALECT_FPO_FPOKERNELOPS_TD
#define FPO_DIALECT_FPO_FPOKERNELOPS_TD

include "fpo/Dialect/Fpo/FpoAttributes.td"
include "mlir/IR/BuiltinAttributes.td"
include "mlir/Interfaces/DestinationStyleOpInterface.td"
include "mlir/Interfaces/SideEffectInterfaces.td"

def KernelOp : Op<FpoDialect, "kernel", [
    AttrSizedOperandSegments, DestinationStyleOpInterface,
    DeclareOpInterfaceMethods<MemoryEffectsOpInterface>]> {
  let summary = "A loop nest with one reduction, and what surrounds it";
  let description = [{
    What is run in one pass over memory: a reduction (a contraction, a
    convolution, a sum), what its accumulators start from, and what is done with
    each of its results, such as a bias, a batch norm and an activation.

    The loops are those of `iterators`. As in `linalg.generic`, each operand has
    a map from the loops to its elements. In each point of the parallel loops,

    1. `start` yields the accumulators' first values,
    2. `combine` runs in each point of the reduction loops, takes the
       accumulators last and yields the next ones,
    3. `finish` takes the accumulators last and yields an element of each output.

    Each of these takes an element of each operand in front of the
    accumulators. In `start` and `finish`, those of operands that depend on a
    reduction loop have no value and must not be used. A kernel without a
    reduction has `finish` alone.

    The order in which a reduction's points are combined is not defined.

    The inputs of `padded` are as if they went on in all directions with
    elements that change no accumulator: points of the reduction in which the
    map of one of them leads outside are left out.

    Without a reduction, the last output may have several maps: then `finish`
    yields an element for each of them. Elements that no map leads to stay as
    they are, and no element is written in two points.

    ```mlir
    // relu(x w + b)
    %r = fpo.kernel ins(%x, %w, %b : tensor<8x4xf32>, tensor<4x16xf32>, tensor<16xf32>)
        outs(%o : tensor<8x16xf32>)
        maps [affine_map<(m, n, k) -> (m, k)>, affine_map<(m, n, k) -> (k, n)>,
              affine_map<(m, n, k) -> (n)>, affine_map<(m, n, k) -> (m, n)>]
        iterators ["parallel", "parallel", "reduction"]
        start {
        ^bb0(%x: f32, %w: f32, %b: f32, %o: f32):
          fpo.yield %b : f32
        } combine {
        ^bb0(%x: f32, %w: f32, %b: f32, %o: f32, %sum: f32):
          %p = arith.mulf %x, %w : f32
          %s = arith.addf %sum, %p : f32
          fpo.yield %s : f32
        } finish {
        ^bb0(%x: f32, %w: f32, %b: f32, %o: f32, %sum: f32):
          %y = arith.maximumf %sum, %zero : f32
          fpo.yield %y : f32
        } -> tensor<8x16xf32>
    ```
  }];
  let arguments = (ins Variadic<AnyType>:$inputs,
                       Variadic<AnyShaped>:$outputs,
                       AffineMapArrayAttr:$indexing_maps,
                       StrArrayAttr:$iterator_types,
                       OptionalAttr<DenseI64ArrayAttr>:$padded);
  let results = (outs Variadic<AnyRankedTensor>:$results);
  let regions = (region MaxSizedRegion<1>:$start, MaxSizedRegion<1>:$combine,
                        SizedRegion<1>:$finish);
  let assemblyFormat = [{
    (`ins` `(` $inputs^ `:` type($inputs) `)`)?
    `outs` `(` $outputs `:` type($outputs) `)`
    `maps` $indexing_maps `iterators` $iterator_types
    (`padded` $padded^)?
    (`start` $start^ `combine` $combine)? `finish` $finish
    attr-dict (`->` type($results)^)?
  }];
  let builders = [OpBuilder<
      (ins "TypeRange":$results, "ValueRange":$inputs, "ValueRange":$outputs,
           "ArrayAttr":$maps, "ArrayAttr":$iterators), [{
    build($_builder, $_state, results, inputs, outputs, maps, iterators,
          /*padded=*/nullptr);
  }]>];
  let hasVerifier = 1;
  let hasRegionVerifier = 1;
  let extraClassDeclaration = [{
    MutableOperandRange getDpsInitsMutable() { return getOutputsMutable(); }

    unsigned getNumLoops() { return getIteratorTypes().size(); }
    bool isParallel(unsigned loop) {
      return cast<StringAttr>(getIteratorTypes()[loop]) == "parallel";
    }
    bool hasReduction() { return !getStart().empty(); }
    SmallVector<AffineMap> getMaps() {
      return llvm::map_to_vector(getIndexingMaps(), [](Attribute attribute) {
        return cast<AffineMapAttr>(attribute).getValue();
      });
    }
    /// The operand that map `number` leads to.
    Value getOperandOfMap(unsigned number) {
      return getOperation()->getOperand(
          std::min(number, getOperation()->getNumOperands() - 1));
    }
    /// Whether each element of output `number` is written.
    bool writesAll(unsigned number);
    /// Whether an element of operand `number` is looked at.
    bool isRead(unsigned number);
    /// The dimensions of an operand of `type` in which `map` leads outside; none
    /// if it does so in another way than a KernelPadding says.
    std::optional<SmallVector<KernelPadding>> matchPaddings(AffineMap map,
                                                            ShapedType type);
    /// Those of all inputs of `padded`, each once.
    SmallVector<KernelPadding> getPaddings();
    /// The static sizes of the loops, kDynamic where an operand's size tells.
    SmallVector<int64_t> getStaticLoopRanges();
  }];
}

#endif // FPO_DIALECT_FPO_FPOKERNELOPS_TD
