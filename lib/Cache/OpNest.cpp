//===- OpNest.cpp - The loops of an op, without a schedule ----------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "OpNest.h"

#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/IR/BuiltinTypes.h"
#include "llvm/ADT/SmallBitVector.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace mlir::fpo;

static llvm::Error refuse(const Twine &reason) {
  return llvm::createStringError(llvm::inconvertibleErrorCode(), reason);
}

/// The bytes from one element to the next; none where that is not known.
static std::optional<unsigned> elementBytes(Type type) {
  if (auto complex = dyn_cast<ComplexType>(type)) {
    if (std::optional<unsigned> part = elementBytes(complex.getElementType()))
      return *part * 2;
    return std::nullopt;
  }
  if (type.isIndex())
    return 8;
  if (!type.isIntOrFloat())
    return std::nullopt;
  return llvm::divideCeil(type.getIntOrFloatBitWidth(), 8);
}

namespace {
/// An operand's place in memory.
struct Layout {
  unsigned buffer;
  unsigned elementBytes;
  /// In bytes, one for each dimension.
  SmallVector<Expr> strides;
};

/// Builds an OpNest.
class NestReader {
public:
  NestReader(Operation *op, SizeLookup size) : op(op), size(size) {
    result.operandBuffers.resize(op->getNumOperands());
  }

  llvm::Error build();
  OpNest take() { return std::move(result); }

private:
  llvm::Expected<Layout> layoutOf(OpOperand &operand);
  /// A temporary with these dimensions, row by row.
  Layout addTemporary(StringRef name, unsigned elementBytes,
                      ArrayRef<Expr> shape);
  llvm::Error addReference(NestPass &pass, const Layout &layout, AffineMap map,
                           bool reads, bool writes);

  llvm::Error buildStructured(linalg::LinalgOp op);
  llvm::Error buildSoftmax(linalg::SoftmaxOp op);
  llvm::Error buildRelayout(OpOperand &unpacked, OpOperand &packed,
                            ArrayRef<int64_t> outerPerm,
                            ArrayRef<int64_t> innerDims, bool packs);

  Operation *op;
  SizeLookup size;
  OpNest result;
  /// The buffer of each value, so that one that occurs twice is one buffer.
  llvm::DenseMap<Value, unsigned> buffers;
};
} // namespace

static SmallVector<Expr> rowMajor(ArrayRef<Expr> shape, unsigned elementBytes,
                                  Expr &total) {
  SmallVector<Expr> strides(shape.size());
  total = elementBytes;
  for (size_t index = shape.size(); index-- > 0;) {
    strides[index] = total;
    total *= shape[index];
  }
  return strides;
}

llvm::Expected<Layout> NestReader::layoutOf(OpOperand &operand) {
  Value value = operand.get();
  auto type = dyn_cast<ShapedType>(value.getType());
  if (!type || !type.hasRank())
    return refuse("operand " + Twine(operand.getOperandNumber()) +
                  " is neither a tensor nor a memref with a rank");
  std::optional<unsigned> bytes = elementBytes(type.getElementType());
  if (!bytes)
    return refuse("operand " + Twine(operand.getOperandNumber()) +
                  " has elements of unknown size");
  Layout layout;
  layout.elementBytes = *bytes;
  SmallVector<Expr> shape;
  for (int64_t dim = 0; dim < type.getRank(); ++dim)
    shape.push_back(size(value, dim));
  Expr total;
  layout.strides = rowMajor(shape, *bytes, total);
  if (auto memref = dyn_cast<MemRefType>(type);
      memref && !memref.getLayout().isIdentity()) {
    SmallVector<int64_t> strides;
    int64_t offset;
    if (failed(memref.getStridesAndOffset(strides, offset)) ||
        llvm::is_contained(strides, ShapedType::kDynamic))
      return refuse("operand " + Twine(operand.getOperandNumber()) +
                    " is a memref with unknown strides");
    total = *bytes;
    for (auto [dim, stride] : llvm::enumerate(strides)) {
      layout.strides[dim] = Expr(stride) * Expr(*bytes);
      total += layout.strides[dim] * (shape[dim] - Expr(1));
    }
  }
  auto [it, isNew] =
      buffers.try_emplace(value, unsigned(result.nest.buffers.size()));
  if (isNew)
    result.nest.buffers.push_back(
        {("operand " + Twine(operand.getOperandNumber())).str(), total});
  layout.buffer = it->second;
  result.operandBuffers[operand.getOperandNumber()] = layout.buffer;
  return layout;
}

Layout NestReader::addTemporary(StringRef name, unsigned elementBytes,
                                ArrayRef<Expr> shape) {
  Expr total;
  SmallVector<Expr> strides = rowMajor(shape, elementBytes, total);
  result.nest.buffers.push_back({name.str(), total});
  return {unsigned(result.nest.buffers.size() - 1), elementBytes,
          std::move(strides)};
}

/// Adds `scale * expr` to `terms`. False if `expr` is not linear.
static bool addTerms(AffineExpr expr, int64_t scale,
                     SmallVectorImpl<SubscriptTerm> &terms) {
  if (isa<AffineConstantExpr>(expr))
    return true;
  if (auto dim = dyn_cast<AffineDimExpr>(expr)) {
    auto *known = llvm::find_if(terms, [&](const SubscriptTerm &term) {
      return term.dim == dim.getPosition();
    });
    if (known == terms.end())
      terms.push_back({dim.getPosition(), scale});
    else
      known->coefficient += scale;
    return true;
  }
  auto binary = dyn_cast<AffineBinaryOpExpr>(expr);
  if (!binary)
    return false;
  if (binary.getKind() == AffineExprKind::Add)
    return addTerms(binary.getLHS(), scale, terms) &&
           addTerms(binary.getRHS(), scale, terms);
  if (binary.getKind() == AffineExprKind::Mul)
    if (auto factor = dyn_cast<AffineConstantExpr>(binary.getRHS()))
      return addTerms(binary.getLHS(), scale * factor.getValue(), terms);
  return false;
}

llvm::Error NestReader::addReference(NestPass &pass, const Layout &layout,
                                     AffineMap map, bool reads, bool writes) {
  NestReference reference{
      layout.buffer, layout.elementBytes, {}, reads, writes};
  for (auto [expr, stride] :
       llvm::zip_equal(map.getResults(), layout.strides)) {
    Subscript &subscript = reference.subscripts.emplace_back();
    subscript.stride = stride;
    if (!addTerms(expr, 1, subscript.terms))
      return refuse("an index is no sum of multiples of loops");
    llvm::erase_if(subscript.terms, [](const SubscriptTerm &term) {
      return term.coefficient == 0;
    });
  }
  pass.references.push_back(std::move(reference));
  return llvm::Error::success();
}

llvm::Error NestReader::buildStructured(linalg::LinalgOp linalgOp) {
  result.nest.extents.assign(linalgOp.getNumLoops(), Expr(-1));
  NestPass pass;
  for (OpOperand &operand : op->getOpOperands()) {
    if (linalgOp.isScalar(&operand))
      continue;
    llvm::Expected<Layout> layout = layoutOf(operand);
    if (!layout)
      return layout.takeError();
    AffineMap map = linalgOp.getMatchingIndexingMap(&operand);
    for (auto [index, expr] : llvm::enumerate(map.getResults())) {
      auto loop = dyn_cast<AffineDimExpr>(expr);
      if (!loop)
        continue;
      // A number is better than a symbol that must be equal.
      Expr &extent = result.nest.extents[loop.getPosition()];
      Expr here = size(operand.get(), index);
      if (extent == Expr(-1) || here.isConstant())
        extent = here;
    }
    bool writes = linalgOp.isDpsInit(&operand);
    bool reads = linalgOp.payloadUsesValueFromOperand(&operand);
    if (!reads && !writes)
      continue;
    if (llvm::Error error = addReference(pass, *layout, map, reads, writes))
      return error;
  }
  if (llvm::is_contained(result.nest.extents, Expr(-1)))
    return refuse("no operand gives the size of a loop");
  result.nest.passes.push_back(std::move(pass));
  return llvm::Error::success();
}

llvm::Error NestReader::buildSoftmax(linalg::SoftmaxOp softmax) {
  llvm::Expected<Layout> input = layoutOf(op->getOpOperand(0));
  if (!input)
    return input.takeError();
  llvm::Expected<Layout> output = layoutOf(op->getOpOperand(1));
  if (!output)
    return output.takeError();
  unsigned rank = softmax.getInputOperandRank();
  AffineMap whole = AffineMap::getMultiDimIdentityMap(rank, op->getContext());
  AffineMap rows = whole.dropResult(softmax.getDimension());
  SmallVector<Expr> rowShape;
  for (unsigned dim = 0; dim < rank; ++dim) {
    result.nest.extents.push_back(size(softmax.getInput(), dim));
    if (dim != softmax.getDimension())
      rowShape.push_back(result.nest.extents.back());
  }
  Layout maximum = addTemporary("maximum", input->elementBytes, rowShape);
  Layout sum = addTemporary("sum", input->elementBytes, rowShape);
  result.passDim = softmax.getDimension();
  auto &passes = result.nest.passes;
  passes.resize(3);
  struct Access {
    unsigned pass;
    const Layout &layout;
    AffineMap map;
    bool reads, writes;
  };
  for (const Access &access :
       {Access{0, *input, whole, true, false},
        Access{0, maximum, rows, true, true},
        Access{1, *input, whole, true, false},
        Access{1, maximum, rows, true, false},
        Access{1, *output, whole, false, true},
        Access{1, sum, rows, true, true}, Access{2, *output, whole, true, true},
        Access{2, sum, rows, true, false}})
    if (llvm::Error error =
            addReference(passes[access.pass], access.layout, access.map,
                         access.reads, access.writes))
      return error;
  return llvm::Error::success();
}

llvm::Error NestReader::buildRelayout(OpOperand &unpacked, OpOperand &packed,
                                      ArrayRef<int64_t> outerPerm,
                                      ArrayRef<int64_t> innerDims, bool packs) {
  llvm::Expected<Layout> plain = layoutOf(unpacked);
  if (!plain)
    return plain.takeError();
  llvm::Expected<Layout> blocks = layoutOf(packed);
  if (!blocks)
    return blocks.takeError();
  // The loops are those of the packed dimensions, in their order.
  unsigned rank = plain->strides.size(), packedRank = blocks->strides.size();
  MLIRContext *context = op->getContext();
  SmallVector<SubscriptTerm> terms;
  for (unsigned dim = 0; dim < packedRank; ++dim)
    result.nest.extents.push_back(size(packed.get(), dim));
  NestPass pass;
  NestReference reference{
      plain->buffer, plain->elementBytes, {}, packs, !packs};
  for (unsigned dim = 0; dim < rank; ++dim) {
    unsigned outer = dim;
    if (!outerPerm.empty())
      outer = llvm::find(outerPerm, dim) - outerPerm.begin();
    Subscript &subscript = reference.subscripts.emplace_back();
    subscript.stride = plain->strides[dim];
    const auto *tiled = llvm::find(innerDims, dim);
    if (tiled == innerDims.end()) {
      subscript.terms.push_back({outer, 1});
      continue;
    }
    unsigned inner = rank + (tiled - innerDims.begin());
    const Expr &tile = result.nest.extents[inner];
    if (!tile.isConstant())
      return refuse("a tile is not static");
    subscript.terms.push_back({outer, int64_t(tile.constant())});
    subscript.terms.push_back({inner, 1});
  }
  pass.references.push_back(std::move(reference));
  AffineMap identity = AffineMap::getMultiDimIdentityMap(packedRank, context);
  if (llvm::Error error = addReference(pass, *blocks, identity, !packs, packs))
    return error;
  result.nest.passes.push_back(std::move(pass));
  return llvm::Error::success();
}

llvm::Error NestReader::build() {
  return llvm::TypeSwitch<Operation *, llvm::Error>(op)
      .Case([&](linalg::LinalgOp structured) {
        return buildStructured(structured);
      })
      .Case([&](linalg::SoftmaxOp softmax) { return buildSoftmax(softmax); })
      .Case([&](linalg::PackOp pack) {
        return buildRelayout(pack->getOpOperand(0), pack->getOpOperand(1),
                             pack.getOuterDimsPerm(), pack.getInnerDimsPos(),
                             /*packs=*/true);
      })
      .Case([&](linalg::UnPackOp unpack) {
        return buildRelayout(unpack->getOpOperand(1), unpack->getOpOperand(0),
                             unpack.getOuterDimsPerm(),
                             unpack.getInnerDimsPos(), /*packs=*/false);
      })
      .Default([&](Operation *) {
        return refuse("it has no loops that a schedule could order");
      });
}

llvm::Expected<OpNest> fpo::getOpNest(Operation *op, SizeLookup size) {
  NestReader builder(op, size);
  if (llvm::Error error = builder.build())
    return error;
  return builder.take();
}

ScheduledNest fpo::withLoops(const OpNest &op, ArrayRef<ScheduleLoop> loops) {
  ScheduledNest nest = op.nest;
  llvm::SmallBitVector seen(nest.extents.size());
  for (const ScheduleLoop &loop : loops) {
    bool isOutermost = !seen.test(loop.dim);
    seen.set(loop.dim);
    if (op.passDim && isOutermost && !seen.test(*op.passDim)) {
      nest.shared.push_back(loop);
      continue;
    }
    for (NestPass &pass : nest.passes)
      pass.loops.push_back(loop);
  }
  return nest;
}
