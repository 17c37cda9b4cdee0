//===- Filled.cpp - Values that are partly constant -----------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Filled.h"

#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Tosa/IR/TosaOps.h"
#include "mlir/IR/Matchers.h"
#include "llvm/ADT/TypeSwitch.h"

#include <numeric>

using namespace mlir;
using namespace mlir::fpo;

/// Elements of a constant beyond which it is not looked into.
static constexpr int64_t kMaxElements = int64_t(1) << 24;

//===----------------------------------------------------------------------===//
// Constants
//===----------------------------------------------------------------------===//

/// The elements 0, 1, 2, ... times a step, plus an offset, along the one axis
/// that is longer than 1.
static std::optional<IndexForm> asProgression(DenseIntElementsAttr elements) {
  ArrayRef<int64_t> shape = elements.getType().getShape();
  std::optional<unsigned> axis;
  for (auto [dim, size] : llvm::enumerate(shape))
    if (size > 1) {
      if (axis)
        return std::nullopt;
      axis = dim;
    }
  if (!axis)
    return std::nullopt;
  auto values = llvm::map_range(elements.getValues<llvm::APInt>(),
                                [](const llvm::APInt &value) {
                                  return value.trySExtValue().value_or(
                                      std::numeric_limits<int64_t>::max());
                                });
  int64_t first = *values.begin(), step = *std::next(values.begin()) - first;
  if (std::abs(first) >= kMaxElements || std::abs(step) >= kMaxElements)
    return std::nullopt;
  for (auto [i, value] : llvm::enumerate(values))
    if (value != first + step * int64_t(i))
      return std::nullopt;
  return IndexForm::index(*axis, shape.size()) * step +
         IndexForm::number(first, shape.size());
}

/// One number where the last index is at most the one before plus an offset,
/// and another number elsewhere.
static IndexedValue asTriangle(DenseElementsAttr elements) {
  ArrayRef<int64_t> shape = elements.getType().getShape();
  unsigned rank = shape.size();
  if (rank < 2 || shape[rank - 1] < 2 || shape[rank - 2] < 2 ||
      llvm::any_of(shape.drop_back(2), [](int64_t size) { return size != 1; }))
    return IndexedValue::unknown();
  int64_t rows = shape[rank - 2], columns = shape[rank - 1];
  SmallVector<Scalar> scalars = llvm::map_to_vector(
      elements.getValues<Attribute>(), [](Attribute a) { return scalarOf(a); });
  Scalar below = scalars[(rows - 1) * columns], above = scalars[columns - 1];
  // The diagonal of the first row that has both.
  std::optional<int64_t> offset;
  for (int64_t row = 0; row < rows; ++row) {
    int64_t count = 0;
    while (count < columns && scalars[row * columns + count] == below)
      ++count;
    for (int64_t column = count; column < columns; ++column)
      if (!(scalars[row * columns + column] == above))
        return IndexedValue::unknown();
    if (count == 0 || count == columns)
      continue;
    if (offset && *offset != count - 1 - row)
      return IndexedValue::unknown();
    offset = count - 1 - row;
  }
  if (!offset)
    return IndexedValue::unknown();
  // The rows without both must lie where the diagonal has left the matrix.
  for (int64_t row = 0; row < rows; ++row) {
    bool isBelow = scalars[row * columns] == below;
    if (isBelow != (row + *offset >= 0) ||
        (scalars[row * columns + columns - 1] == below) !=
            (row + *offset >= columns - 1))
      return IndexedValue::unknown();
  }
  IndexForm form = IndexForm::index(rank - 2, rank) -
                   IndexForm::index(rank - 1, rank) +
                   IndexForm::number(*offset, rank);
  // Outside is what masks: false, or minus infinity.
  PointSet region{IndexCondition::nonNegative(form, Pointless::Mask)};
  return IndexedValue::get(region, below, above, shape);
}

IndexedValue fpo::knownConstant(Attribute constant) {
  if (isa<FloatAttr, IntegerAttr, SplatElementsAttr>(constant))
    return IndexedValue::get(scalarOf(constant));
  auto elements = dyn_cast<DenseElementsAttr>(constant);
  if (!elements || elements.getNumElements() > kMaxElements ||
      !elements.getElementType().isIntOrIndexOrFloat())
    return IndexedValue::unknown();
  if (auto integers = dyn_cast<DenseIntElementsAttr>(constant))
    if (std::optional<IndexForm> form = asProgression(integers))
      return IndexedValue::get(std::move(*form));
  return asTriangle(elements);
}

//===----------------------------------------------------------------------===//
// Padding and gaps
//===----------------------------------------------------------------------===//

PointSet fpo::inBounds(const IndexMap &index, ArrayRef<int64_t> shape) {
  PointSet region;
  for (auto [form, size] : llvm::zip_equal(index, shape))
    if (form && !ShapedType::isDynamic(size))
      region.push_back({*form, 1, size, Pointless::Padding});
  return region;
}

IndexedValue fpo::within(const IndexedValue &element, Scalar beyond,
                         const IndexMap &index, ArrayRef<int64_t> shape,
                         ArrayRef<int64_t> sizes) {
  PointSet region = inBounds(index, shape);
  bool isComplete = region.size() == index.size();
  Scalar inside = Scalar::unknown();
  if (element.isUniform() && isComplete) {
    inside = element.inside;
  } else if (!element.form && !element.isUniform() &&
             element.outside == beyond) {
    inside = isComplete ? element.inside : Scalar::unknown();
    region = intersect(region, element.region, sizes);
  }
  return IndexedValue::get(std::move(region), inside, beyond, sizes);
}

/// A value shifted by `low`, and `filling` around it.
static IndexedValue padded(Value source, ArrayRef<int64_t> low,
                           const IndexedValue &filling,
                           ArrayRef<int64_t> resultShape, ValueLookup lookup) {
  auto type = dyn_cast<RankedTensorType>(source.getType());
  if (!type || !filling.isUniform() || !filling.inside.isNumber())
    return IndexedValue::unknown();
  unsigned rank = resultShape.size();
  IndexMap index;
  for (auto [dim, before] : llvm::enumerate(low)) {
    std::optional<IndexForm> form;
    if (!ShapedType::isDynamic(before))
      form = IndexForm::index(dim, rank) + IndexForm::number(-before, rank);
    index.push_back(std::move(form));
  }
  return within(lookup(source).at(index, resultShape), filling.inside, index,
                type.getShape(), resultShape);
}

static IndexedValue knownPad(tensor::PadOp op, ValueLookup lookup) {
  Value filling = op.getConstantPaddingValue();
  if (!filling)
    return IndexedValue::unknown();
  return padded(op.getSource(), op.getStaticLow(), lookup(filling),
                op.getType().getShape(), lookup);
}

static IndexedValue knownTosaPad(tosa::PadOp op, ValueLookup lookup) {
  DenseIntElementsAttr padding;
  auto type = dyn_cast<RankedTensorType>(op.getType());
  if (!type || !matchPattern(op.getPadding(), m_Constant(&padding)))
    return IndexedValue::unknown();
  SmallVector<int64_t> low;
  for (auto [i, value] : llvm::enumerate(padding.getValues<llvm::APInt>()))
    if (i % 2 == 0)
      low.push_back(value.getSExtValue());
  return padded(op.getInput1(), low, lookup(op.getPadConst()), type.getShape(),
                lookup);
}

/// Data at an offset with a stride, in a destination that is constant.
static IndexedValue knownInsertion(tensor::InsertSliceOp op,
                                   ValueLookup lookup) {
  IndexedValue destination = lookup(op.getDest());
  if (!destination.isUniform() || !destination.inside.isNumber())
    return IndexedValue::unknown();
  Scalar filling = destination.inside;
  ArrayRef<int64_t> shape = op.getDestType().getShape();
  unsigned rank = shape.size();
  PointSet region;
  int64_t scale = 1;
  for (auto [dim, offset, size, stride] : llvm::enumerate(
           op.getStaticOffsets(), op.getStaticSizes(), op.getStaticStrides())) {
    if (ShapedType::isDynamic(offset) || ShapedType::isDynamic(size) ||
        ShapedType::isDynamic(stride))
      continue;
    region.push_back(
        {IndexForm::index(dim, rank) + IndexForm::number(-offset, rank), stride,
         size, Pointless::Gap});
    scale = std::lcm(scale, stride);
  }
  bool isComplete = region.size() == rank;

  // What is constant in the source is so at the place where it goes. On the
  // grid, (x - offset) / stride is the source's index; times `scale` it is a
  // form.
  IndexedValue source = lookup(op.getSource());
  Scalar inside = Scalar::unknown();
  bool dropsDims = !op.getDroppedDims().none();
  if (isComplete && source.isUniform()) {
    inside = source.inside;
  } else if (isComplete && !dropsDims && !source.form &&
             source.outside == filling) {
    IndexMap scaled;
    for (const IndexCondition &condition : region)
      scaled.emplace_back(condition.form * (scale / condition.step));
    PointSet moved;
    for (IndexCondition condition : source.region) {
      condition.form.constant *= scale;
      condition.step *= scale;
      if (condition.count == IndexCondition::kUnbounded)
        condition.step = 1; // an inequality holds for any multiple
      condition.form = *condition.form.substitute(scaled, rank);
      moved.push_back(std::move(condition));
    }
    inside = source.inside;
    region = intersect(region, moved, shape);
  }
  return IndexedValue::get(std::move(region), inside, filling, shape);
}

std::optional<IndexedValue> fpo::knownFilled(Operation *op,
                                             ValueLookup lookup) {
  return llvm::TypeSwitch<Operation *, std::optional<IndexedValue>>(op)
      .Case([&](tensor::PadOp op) { return knownPad(op, lookup); })
      .Case([&](tosa::PadOp op) { return knownTosaPad(op, lookup); })
      .Case(
          [&](tensor::InsertSliceOp op) { return knownInsertion(op, lookup); })
      .Default(std::optional<IndexedValue>());
}
