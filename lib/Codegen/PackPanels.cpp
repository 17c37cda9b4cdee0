//===- PackPanels.cpp - Operands are packed a panel at a time -------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ParameterValues.h"

#include "fpo/Codegen/Passes.h"
#include "fpo/Dialect/Fpo/FpoOps.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "llvm/Support/MathExtras.h"

namespace mlir::fpo {
#define GEN_PASS_DEF_FPOPACKPANELSPASS
#include "fpo/Codegen/Passes.h.inc"
} // namespace mlir::fpo

using namespace mlir;
using namespace mlir::fpo;

static int64_t getBytes(RankedTensorType type) {
  return type.getNumElements() *
         llvm::divideCeil(type.getElementTypeBitWidth(), 8);
}

namespace {
/// A contraction, and the copy that packs what lies along its lanes:
/// `source`, perhaps padded, expanded, with its dimensions in another order,
/// and perhaps its last dimensions as one.
class Panels {
public:
  /// None if `op` has no such operand, or can't be cut along it.
  static std::optional<Panels> match(KernelOp op) {
    if (!op.hasReduction() || op.getPadded() ||
        op.getIndexingMaps().size() != op->getNumOperands() ||
        llvm::any_of(op.getStaticLoopRanges(), ShapedType::isDynamic))
      return std::nullopt;
    for (unsigned number = 0; number < op.getInputs().size(); ++number) {
      Panels panels(op, number);
      if (panels.findCopy() && panels.findDims() && panels.canCut())
        return panels;
    }
    return std::nullopt;
  }

  /// How many points of the lanes' loop are packed at once so that a panel
  /// takes at most `maxBytes`, and as many threads as possible have one; none
  /// if that is no block.
  std::optional<int64_t> choosePanel(int64_t maxBytes) const {
    int64_t perPoint = getBytes(cast<RankedTensorType>(source.getType()));
    for (unsigned loop : loops)
      perPoint /= ranges[loop];
    int64_t most = maxBytes / std::max<int64_t>(perPoint, 1) / block * block;
    if (most == 0)
      return std::nullopt;
    int64_t numPanels = llvm::divideCeil(ranges[loops.back()], most);
    return llvm::alignTo(llvm::divideCeil(ranges[loops.back()], numPanels),
                         block);
  }

  RankedTensorType getSourceType() const {
    return cast<RankedTensorType>(source.getType());
  }
  /// Whether the copy is the same in each run.
  bool dependsOnParameters() const { return dependsOnParametersAlone(copy); }
  /// In how many points an element of the panel is used.
  int64_t countUses() const {
    int64_t uses = 1;
    for (unsigned loop = 0; loop < ranges.size(); ++loop)
      if (KernelOp(op).isParallel(loop) && !llvm::is_contained(loops, loop))
        uses *= ranges[loop];
    return uses;
  }

  /// Replaces the contraction by loops over panels.
  void cut(int64_t panel, RewriterBase &b) {
    b.setInsertionPoint(op);
    SmallVector<Value> outputs(op.getOutputs());
    int64_t range = ranges[loops.back()], rest = range % panel;
    if (range > rest)
      cutRange(0, range - rest, panel, outputs, b);
    if (rest != 0)
      cutRange(range - rest, range, rest, outputs, b);
    b.replaceOp(op, outputs);
    // The whole is not packed any more.
    for (Operation *each : packing)
      if (each->use_empty())
        b.eraseOp(each);
  }

private:
  Panels(KernelOp op, unsigned number)
      : op(op), number(number), maps(op.getMaps()),
        ranges(op.getStaticLoopRanges()) {}

  /// The copy that makes the operand.
  bool findCopy() {
    Value operand = op->getOperand(number);
    auto once = [](Operation *each) { return each && each->hasOneUse(); };
    if ((merge = operand.getDefiningOp<tensor::CollapseShapeOp>())) {
      if (!once(merge))
        return false;
      packing.push_back(merge);
      operand = merge.getSrc();
    }
    copy = operand.getDefiningOp<KernelOp>();
    if (!once(copy) || copy.hasReduction() || copy.getInputs().size() != 1 ||
        copy.getOutputs().size() != 1 || !copy.getMaps().back().isIdentity() ||
        !copy.getMaps().front().isPermutation() ||
        copy.getFinish().front().getTerminator()->getOperand(0) !=
            copy.getFinish().front().getArgument(0))
      return false;
    expand = copy.getInputs().front().getDefiningOp<tensor::ExpandShapeOp>();
    if (!once(expand))
      return false;
    source = expand.getSrc();
    packing.append({copy, expand});
    if (auto pad = source.getDefiningOp<tensor::PadOp>()) {
      padding = pad.getConstantPaddingValue();
      if (!once(pad) || !padding || !pad.hasZeroLowPad() ||
          llvm::any_of(pad.getStaticHigh(), ShapedType::isDynamic))
        return false;
      missing.assign(pad.getStaticHigh().begin(), pad.getStaticHigh().end());
      packing.push_back(pad);
      source = pad.getSource();
    }
    return isa<RankedTensorType>(source.getType());
  }

  /// The loops that the panels lie along, and their dimensions.
  bool findDims() {
    AffineMap map = maps[number];
    auto first = dyn_cast<AffineBinaryOpExpr>(map.getResult(0));
    if (!first || first.getKind() != AffineExprKind::FloorDiv)
      return false;
    auto lane = dyn_cast<AffineDimExpr>(first.getLHS());
    auto size = dyn_cast<AffineConstantExpr>(first.getRHS());
    if (!lane || !size)
      return false;
    block = size.getValue();
    for (auto [index, expr] : llvm::enumerate(map.getResults()))
      if (auto loop = dyn_cast<AffineDimExpr>(expr);
          loop && op.isParallel(loop.getPosition()))
        addLoop(loop.getPosition(), index);
    addLoop(lane.getPosition(), 0);
    return true;
  }

  /// `loop` leads along dimension `index` of what is packed.
  void addLoop(unsigned loop, unsigned index) {
    AffineExpr dim = getAffineDimExpr(index, op.getContext());
    unsigned expanded = *copy.getMaps().front().getResultPosition(dim);
    loops.push_back(loop);
    packedDims.push_back(index);
    for (auto [dim, parts] : llvm::enumerate(expand.getReassociationIndices()))
      if (llvm::is_contained(parts, expanded))
        sourceDims.push_back(dim);
  }

  /// Whether all other operands have the loops as dimensions.
  bool canCut() {
    for (auto [index, map] : llvm::enumerate(maps))
      if (index != number)
        for (AffineExpr expr : map.getResults())
          for (unsigned loop : loops)
            if (expr.isFunctionOfDim(loop) && !isa<AffineDimExpr>(expr))
              return false;
    return llvm::all_of(llvm::seq<unsigned>(0, op.getOutputs().size()),
                        [&](unsigned output) { return op.writesAll(output); });
  }

  using Sizes = SmallVector<OpFoldResult>;

  /// The part of `operand` with `sizes` points from `offsets` on along `dims`.
  static tensor::ExtractSliceOp slice(Value operand, ArrayRef<int64_t> dims,
                                      ArrayRef<OpFoldResult> offsets,
                                      ArrayRef<int64_t> sizes, OpBuilder &b,
                                      Location loc) {
    auto type = cast<RankedTensorType>(operand.getType());
    Sizes from(type.getRank(), b.getIndexAttr(0)), extent,
        steps(type.getRank(), b.getIndexAttr(1));
    for (int64_t size : type.getShape())
      extent.push_back(b.getIndexAttr(size));
    for (auto [dim, offset, size] : llvm::zip_equal(dims, offsets, sizes)) {
      if (dim < 0)
        continue;
      from[dim] = offset;
      extent[dim] = b.getIndexAttr(size);
    }
    return tensor::ExtractSliceOp::create(b, loc, operand, from, extent, steps);
  }

  /// Packs the panel with `sizes` points of the loops from `offsets` on.
  Value pack(ArrayRef<OpFoldResult> offsets, ArrayRef<int64_t> sizes,
             OpBuilder &b) {
    Location loc = copy.getLoc();
    Value panel = slice(source, sourceDims, offsets, sizes, b, loc);
    auto type = cast<RankedTensorType>(panel.getType());
    int64_t numBlocks = llvm::divideCeil(sizes.back(), block);
    SmallVector<int64_t> behind(missing);
    behind.resize(type.getRank(), 0);
    behind[sourceDims.back()] = numBlocks * block - sizes.back();
    if (llvm::any_of(behind, [](int64_t size) { return size != 0; })) {
      SmallVector<int64_t> shape;
      Sizes low(type.getRank(), b.getIndexAttr(0)), high;
      for (auto [size, more] : llvm::zip_equal(type.getShape(), behind)) {
        shape.push_back(size + more);
        high.push_back(b.getIndexAttr(more));
      }
      type = type.clone(shape);
      panel = tensor::PadOp::create(b, loc, type, panel, low, high, padding);
    }
    SmallVector<int64_t> expanded(expand.getResultType().getShape()),
        packed(cast<ShapedType>(copy->getResult(0).getType()).getShape());
    AffineMap map = copy.getMaps().front();
    for (auto [dim, size] : llvm::zip_equal(packedDims, sizes)) {
      packed[dim] = dim == 0 ? numBlocks : size;
      expanded[*map.getResultPosition(b.getAffineDimExpr(dim))] = packed[dim];
    }
    panel = tensor::ExpandShapeOp::create(b, loc, type.clone(expanded), panel,
                                          expand.getReassociationIndices());
    Value empty =
        tensor::EmptyOp::create(b, loc, packed, type.getElementType());
    panel = clone(b, copy, empty.getType(), {panel, empty})->getResult(0);
    if (merge)
      panel = tensor::CollapseShapeOp::create(b, loc, panel,
                                              merge.getReassociationIndices());
    return panel;
  }

  /// A loop over panels from `lower` to `upper`, in place of `outputs`.
  void cutRange(int64_t lower, int64_t upper, int64_t panel,
                SmallVectorImpl<Value> &outputs, OpBuilder &b) {
    Location loc = op.getLoc();
    Sizes from, to, steps;
    SmallVector<int64_t> sizes;
    for (unsigned loop : loops) {
      bool isLane = loop == loops.back();
      from.push_back(b.getIndexAttr(isLane ? lower : 0));
      to.push_back(b.getIndexAttr(isLane ? upper : ranges[loop]));
      sizes.push_back(isLane ? panel : 1);
      steps.push_back(b.getIndexAttr(sizes.back()));
    }
    auto forall = scf::ForallOp::create(b, loc, from, to, steps, outputs,
                                        /*mapping=*/std::nullopt);
    OpBuilder::InsertionGuard guard(b);
    b.setInsertionPointToStart(forall.getBody());
    Sizes offsets = getAsOpFoldResult(ValueRange(forall.getInductionVars()));
    IRMapping places;
    places.map(op.getOutputs(), forall.getRegionIterArgs());
    SmallVector<Value> operands;
    SmallVector<tensor::ExtractSliceOp> slices;
    SmallVector<Type> types;
    for (auto [index, operand] : llvm::enumerate(op->getOperands())) {
      if (index == number) {
        operands.push_back(pack(offsets, sizes, b));
        continue;
      }
      bool isOutput = index >= op.getInputs().size();
      SmallVector<int64_t> dims;
      for (unsigned loop : loops) {
        std::optional<unsigned> dim =
            maps[index].getResultPosition(b.getAffineDimExpr(loop));
        dims.push_back(dim ? int64_t(*dim) : -1);
      }
      bool isCut = llvm::any_of(dims, [](int64_t dim) { return dim >= 0; });
      if (!isCut && !isOutput) {
        operands.push_back(operand);
        continue;
      }
      auto part = slice(isOutput ? places.lookup(operand) : operand, dims,
                        offsets, sizes, b, loc);
      operands.push_back(part);
      if (isOutput) {
        slices.push_back(part);
        types.push_back(part.getType());
      }
    }
    Operation *tile = clone(b, op, types, operands);
    b.setInsertionPointToStart(forall.getTerminator().getBody());
    for (auto [value, part] : llvm::zip_equal(tile->getResults(), slices))
      tensor::ParallelInsertSliceOp::create(
          b, loc, value, part.getSource(), part.getMixedOffsets(),
          part.getMixedSizes(), part.getMixedStrides());
    outputs.assign(forall.result_begin(), forall.result_end());
  }

  KernelOp op;
  unsigned number;
  SmallVector<AffineMap> maps;
  SmallVector<int64_t> ranges;
  tensor::CollapseShapeOp merge;
  KernelOp copy;
  tensor::ExpandShapeOp expand;
  /// All of it, the last one first.
  SmallVector<Operation *> packing;
  Value source, padding;
  /// What is padded behind each dimension of the whole source, if anything.
  SmallVector<int64_t> missing;
  /// Points of the lanes' loop that are packed side by side.
  int64_t block = 1;
  /// The loops that the source depends on and that are parallel, that of the
  /// lanes last; where they lead in what is packed, and in the source.
  SmallVector<unsigned> loops;
  SmallVector<int64_t> packedDims, sourceDims;
};

struct PackPanelsPass : fpo::impl::FpoPackPanelsPassBase<PackPanelsPass> {
  using FpoPackPanelsPassBase::FpoPackPanelsPassBase;

  void runOnOperation() override {
    SmallVector<KernelOp> kernels;
    getOperation()->walk([&](KernelOp op) {
      if (!op->getParentOfType<scf::ForallOp>())
        kernels.push_back(op);
    });
    IRRewriter rewriter(&getContext());
    for (KernelOp op : kernels) {
      std::optional<Panels> panels = Panels::match(op);
      if (!panels || panels->dependsOnParameters() ||
          getBytes(panels->getSourceType()) <= panelBytes ||
          panels->countUses() > maxUses)
        continue;
      if (std::optional<int64_t> panel = panels->choosePanel(panelBytes))
        panels->cut(*panel, rewriter);
    }
  }
};
} // namespace
