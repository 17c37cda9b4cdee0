//===- MatrixTiles.cpp - Dot products as products of tiles ----------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "MatrixTiles.h"

#include "../Stride.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/IR/TypeUtilities.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace mlir::fpo;

static constexpr auto BF16 = FactorKind::BF16, F16 = FactorKind::F16,
                      S8 = FactorKind::S8, U8 = FactorKind::U8;

/// Intel's manual, volume 2: TDPBF16PS, TDPFP16PS, TDPB[SS,SU,US,UU]D.
static constexpr TileInstruction kInstructions[] = {
    {"amx-bf16", BF16, BF16, "llvm.x86.tdpbf16ps"},
    {"amx-fp16", F16, F16, "llvm.x86.tdpfp16ps"},
    {"amx-int8", S8, S8, "llvm.x86.tdpbssd"},
    {"amx-int8", S8, U8, "llvm.x86.tdpbsud"},
    {"amx-int8", U8, S8, "llvm.x86.tdpbusd"},
    {"amx-int8", U8, U8, "llvm.x86.tdpbuud"},
};

/// With fewer rows, or fewer groups to sum up, vectors are as good: a tile
/// takes a cycle for each of its rows.
static constexpr int64_t kLeastRows = 4, kLeastDepth = 4;
/// A tile that divides the groups is taken from this depth on.
static constexpr int64_t kLeastEvenDepth = 12;

//===----------------------------------------------------------------------===//
// Plans
//===----------------------------------------------------------------------===//

std::optional<unsigned> fpo::findTileRowLoop(KernelOp op,
                                             const DotProduct &dot) {
  SmallVector<int64_t> ranges = op.getStaticLoopRanges();
  SmallVector<AffineMap> maps = op.getMaps();
  auto type = cast<ShapedType>(op.getInputs()[dot.other.input].getType());
  std::optional<unsigned> rows;
  for (unsigned loop = 0; loop < ranges.size(); ++loop)
    if (op.isParallel(loop) && !maps[dot.lanes.input].isFunctionOfDim(loop) &&
        getStride(maps[dot.other.input], type, loop).value_or(0) > 0 &&
        (!rows || ranges[loop] >= ranges[*rows]))
      rows = loop;
  return rows;
}

int64_t fpo::getTileRows(int64_t range) {
  return llvm::divideCeil(range, llvm::divideCeil(range, kTileRows));
}

int64_t fpo::getTileDepth(int64_t points, int64_t group) {
  int64_t groups = llvm::divideCeil(points, group);
  if (groups <= kTileRows)
    return groups;
  if (points % group == 0)
    for (int64_t depth = kTileRows; depth >= kLeastEvenDepth; --depth)
      if (groups % depth == 0)
        return depth;
  return kTileRows;
}

const TileInstruction *
fpo::findTileInstruction(KernelOp op, const DotProduct &dot, FactorKind rows,
                         FactorKind columns, ArrayRef<std::string> features) {
  SmallVector<int64_t> ranges = op.getStaticLoopRanges();
  std::optional<unsigned> rowLoop = findTileRowLoop(op, dot);
  if (!rowLoop || ranges[*rowLoop] < kLeastRows || !op.getPaddings().empty() ||
      llvm::any_of(ranges, ShapedType::isDynamic))
    return nullptr;
  for (const TileInstruction &instruction : kInstructions)
    if (instruction.rows == rows && instruction.columns == columns &&
        ranges[dot.loop] >= kLeastDepth * instruction.getGroup() &&
        llvm::is_contained(features, "amx-tile") &&
        llvm::is_contained(features, instruction.feature))
      return &instruction;
  return nullptr;
}

const TileInstruction *
fpo::findTileInstruction(KernelOp op, const DotProduct &dot,
                         ArrayRef<std::string> features) {
  bool arePlain = !dot.lanes.zeroPoint && !dot.other.zeroPoint &&
                  isa<BlockArgument>(dot.lanes.narrow) &&
                  isa<BlockArgument>(dot.other.narrow);
  return arePlain ? findTileInstruction(op, dot, dot.other.kind, dot.lanes.kind,
                                        features)
                  : nullptr;
}

FailureOr<TilePlan>
fpo::planTiles(KernelOp op, const KernelSchedule &schedule,
               ArrayRef<std::string> features,
               llvm::function_ref<InFlightDiagnostic()> error) {
  auto [rowLoop, rows] = *schedule.matrix;
  SmallVector<int64_t> ranges = op.getStaticLoopRanges();
  if (llvm::any_of(ranges, ShapedType::isDynamic))
    return error() << "matrices want loops of static sizes", failure();
  std::optional<DotProduct> dot = matchDotProduct(op);
  const TileInstruction *instruction =
      dot ? findTileInstruction(op, *dot, features) : nullptr;
  if (!instruction)
    return error() << "the processor has no instruction that multiplies its "
                      "factors as matrices",
           failure();
  if (dot->laneLoop != schedule.vectorLoop ||
      findTileRowLoop(op, *dot) != rowLoop)
    return error() << "its matrices have rows along loop "
                   << *findTileRowLoop(op, *dot) << " and columns along loop "
                   << dot->laneLoop,
           failure();
  if (rows > kTileRows || rows > ranges[rowLoop])
    return error() << "a tile has at most "
                   << std::min(kTileRows, ranges[rowLoop]) << " rows",
           failure();
  // What lies in the columns has to be packed.
  int64_t group = instruction->getGroup();
  SmallVector<AffineMap> maps = op.getMaps();
  AffineMap map = maps[dot->lanes.input];
  std::optional<GroupedLanes> lanes =
      matchGroupedLanes(map, dot->laneLoop, dot->loop);
  auto packed = cast<MemRefType>(op.getInputs()[dot->lanes.input].getType());
  auto other = cast<MemRefType>(op.getInputs()[dot->other.input].getType());
  auto [strides, offset] = packed.getStridesAndOffset();
  // What is packed has the lanes' blocks, groups of points, and elements.
  unsigned depthDim = std::max(2u, map.getNumResults()) - 2;
  int64_t depth = getTileDepth(ranges[dot->loop], group);
  if (!lanes || lanes->group != group ||
      !map.getResult(depthDim).isFunctionOfDim(dot->loop) ||
      ShapedType::isDynamic(strides[depthDim]) ||
      packed.getDimSize(depthDim) <
          int64_t(
              llvm::alignTo(llvm::divideCeil(ranges[dot->loop], group), depth)))
    return error() << "operand " << dot->lanes.input
                   << " is not packed for tiles",
           failure();
  int64_t columns = std::min(kTileColumns, lanes->size);
  if (lanes->size % columns != 0 || columns % schedule.vectorLength != 0)
    return error() << "vectors of " << schedule.vectorLength
                   << " lanes do not divide the columns of a tile",
           failure();
  SmallVector<int64_t> block(ranges);
  for (auto [loop, tile] : schedule.levels) {
    bool isCut = tile < block[loop];
    block[loop] = std::min(block[loop], tile);
    if (isCut && loop == dot->loop && tile % (depth * group) != 0)
      return error() << "the reduction is cut within tiles", failure();
    if (isCut && loop == dot->laneLoop && tile % lanes->size != 0)
      return error() << "a block of operand " << dot->lanes.input << " is cut",
             failure();
  }
  if (block[rowLoop] < rows)
    return error() << "a block has fewer rows than a tile", failure();
  if (!schedule.reductions.empty() && schedule.reductions.back() != dot->loop)
    return error() << "tiles sum up loop " << dot->loop
                   << ", which is not the innermost one",
           failure();
  TilePlan plan{*dot,
                instruction,
                rowLoop,
                rows,
                columns,
                depth,
                int64_t(llvm::divideCeil(block[rowLoop], rows)),
                int64_t(llvm::divideCeil(block[dot->laneLoop], columns)),
                0,
                0};
  if (TileRegisters(plan.rowTiles, plan.columnTiles).getNumUsed() >
      kTileRegisters)
    return error() << "a block of " << plan.rowTiles << " by "
                   << plan.columnTiles << " tiles does not fit into "
                   << kTileRegisters << " registers",
           failure();
  int64_t bytes = other.getElementTypeBitWidth() / 8;
  plan.rowStride = *getStride(maps[dot->other.input], other, rowLoop) * bytes;
  plan.columnStride = strides[depthDim] * bytes;
  return plan;
}

SmallVector<int8_t> TileRegisters::configure(const TilePlan &plan) const {
  // Palette 1; from byte 16 on the bytes in a row of each tile, two of them for
  // a number, and from byte 48 on the rows.
  SmallVector<int8_t> bytes(64, 0);
  bytes[0] = 1;
  auto shape = [&](int64_t tile, int64_t rows, int64_t words) {
    bytes[16 + 2 * tile] = words * 4;
    bytes[48 + tile] = rows;
  };
  auto shapeRows = [&](int64_t tile) { shape(tile, plan.rows, plan.depth); };
  auto shapeColumns = [&](int64_t tile) {
    shape(tile, plan.depth, plan.columns);
  };
  for (int64_t tile = 0; tile < numSums(); ++tile)
    shape(tile, plan.rows, plan.columns);
  for (int64_t i = 0; i < std::min(rowTiles, columnTiles); ++i)
    holdsColumns() ? shapeColumns(getHeld(i)) : shapeRows(getHeld(i));
  for (int64_t i = 0; i < std::max(rowTiles, columnTiles); ++i)
    holdsColumns() ? shapeRows(getPassing(i)) : shapeColumns(getPassing(i));
  return bytes;
}

//===----------------------------------------------------------------------===//
// Instructions
//===----------------------------------------------------------------------===//

void TileBuilder::call(StringRef intrinsic, ValueRange arguments) {
  LLVM::CallIntrinsicOp::create(b, loc, b.getStringAttr(intrinsic), arguments);
}

Value TileBuilder::number(int64_t tile) {
  return LLVM::ConstantOp::create(b, loc, b.getI8IntegerAttr(tile));
}

Value TileBuilder::address(Value buffer, ValueRange indices) {
  auto data = memref::ExtractStridedMetadataOp::create(b, loc, buffer);
  Value base = memref::ExtractAlignedPointerAsIndexOp::create(b, loc, buffer);
  // The offset and the indices by their strides, as bytes.
  int64_t bytes = getElementTypeOrSelf(buffer).getIntOrFloatBitWidth() / 8;
  SmallVector<OpFoldResult> values = {data.getConstifiedMixedOffset()};
  AffineExpr sum = b.getAffineSymbolExpr(0);
  for (auto [index, stride] :
       llvm::zip_equal(indices, data.getConstifiedMixedStrides())) {
    sum = sum + b.getAffineSymbolExpr(values.size()) *
                    b.getAffineSymbolExpr(values.size() + 1);
    values.push_back(getAsOpFoldResult(index));
    values.push_back(stride);
  }
  auto map = AffineMap::get(0, values.size(), sum * bytes);
  Value place = getValueOrCreateConstantIndexOp(
      b, loc, affine::makeComposedFoldedAffineApply(b, loc, map, values));
  place = arith::AddIOp::create(b, loc, base, place);
  place = arith::IndexCastOp::create(b, loc, b.getI64Type(), place);
  return LLVM::IntToPtrOp::create(
      b, loc, LLVM::LLVMPointerType::get(b.getContext()), place);
}

void TileBuilder::configure(Value buffer, ValueRange indices) {
  call("llvm.x86.ldtilecfg", address(buffer, indices));
}

void TileBuilder::release() { call("llvm.x86.tilerelease", {}); }

void TileBuilder::zero(int64_t tile) {
  call("llvm.x86.tilezero", number(tile));
}

void TileBuilder::load(int64_t tile, Value buffer, ValueRange indices,
                       int64_t stride) {
  Value apart = LLVM::ConstantOp::create(b, loc, b.getI64IntegerAttr(stride));
  call("llvm.x86.tileloadd64", {number(tile), address(buffer, indices), apart});
}

void TileBuilder::store(int64_t tile, Value buffer, ValueRange indices,
                        int64_t stride) {
  Value apart = LLVM::ConstantOp::create(b, loc, b.getI64IntegerAttr(stride));
  call("llvm.x86.tilestored64",
       {number(tile), address(buffer, indices), apart});
}

void TileBuilder::multiply(const TileInstruction &instruction, int64_t sum,
                           int64_t rows, int64_t columns) {
  call(instruction.intrinsic, {number(sum), number(rows), number(columns)});
}
