//===- MatrixTiles.h - Dot products as products of tiles --------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_LIB_CODEGEN_CPU_MATRIXTILES_H
#define FPO_LIB_CODEGEN_CPU_MATRIXTILES_H

#include "../DotProduct.h"

#include "fpo/Codegen/KernelSchedule.h"

namespace mlir::fpo {

/// What a register for tiles holds at most, and how many there are (Intel's
/// manual of AMX, palette 1).
inline constexpr int64_t kTileRows = 16, kTileRowBytes = 64, kTileRegisters = 8;
/// Words of 32 bits in a row: sums, or groups of narrow elements.
inline constexpr int64_t kTileColumns = kTileRowBytes / 4;

/// An instruction that adds the product of two tiles to a third one. Rows of
/// the first tile hold groups of narrow elements, as do rows of the second one
/// for each column of the product.
struct TileInstruction {
  /// By LLVM's name, what a processor needs for it.
  StringRef feature;
  FactorKind rows, columns;
  StringRef intrinsic;

  /// How many products a word sums up.
  int64_t getGroup() const { return getGroupSize(rows); }
};

/// The loop whose points are the rows of tiles: the longest one that tells
/// apart the elements of `dot.other`, and not those in the lanes. None if there
/// is none.
std::optional<unsigned> findTileRowLoop(KernelOp op, const DotProduct &dot);

/// How many points of the loop are a row of a tile if it is cut evenly.
int64_t getTileRows(int64_t range);

/// How many groups of the `points` of the reduction loop a tile takes: as many
/// as divide these, unless that leaves much of a tile empty.
int64_t getTileDepth(int64_t points, int64_t group);

/// The instruction by which `op` is best computed if its factors are taken for
/// these, on a processor with `features`; null if there is none, or if tiles
/// would be nearly empty.
const TileInstruction *findTileInstruction(KernelOp op, const DotProduct &dot,
                                           FactorKind rows, FactorKind columns,
                                           ArrayRef<std::string> features);

/// The same for the factors of `dot` as they are.
const TileInstruction *findTileInstruction(KernelOp op, const DotProduct &dot,
                                           ArrayRef<std::string> features);

/// How a kernel on buffers multiplies tiles. A register block is `rowTiles` by
/// `columnTiles` of them; each tile of sums has a register.
struct TilePlan {
  DotProduct dot;
  const TileInstruction *instruction;
  unsigned rowLoop;
  /// The rows of a tile of sums, its columns, and the groups that one product
  /// of tiles sums up.
  int64_t rows, columns, depth;
  int64_t rowTiles, columnTiles;
  /// How far apart rows lie in both factors, in bytes.
  int64_t rowStride, columnStride;

  /// Points of the reduction loop that one product of tiles sums up.
  int64_t getPoints() const { return depth * instruction->getGroup(); }
};

/// This, for a schedule with rows of matrices; says why not, if not.
FailureOr<TilePlan> planTiles(KernelOp op, const KernelSchedule &schedule,
                              ArrayRef<std::string> features,
                              llvm::function_ref<InFlightDiagnostic()> error);

/// The registers of a block of tiles. Tiles of the factor of which the block
/// has fewer are held while those of the other one pass by.
class TileRegisters {
public:
  TileRegisters(int64_t rowTiles, int64_t columnTiles)
      : rowTiles(rowTiles), columnTiles(columnTiles) {}

  bool holdsColumns() const { return columnTiles <= rowTiles; }
  /// How many the block needs.
  int64_t getNumUsed() const { return firstPassing() + 1; }
  int64_t getSum(int64_t row, int64_t column) const {
    return row * columnTiles + column;
  }
  int64_t getHeld(int64_t number) const { return numSums() + number; }
  /// Neighbours have registers of their own if there are enough.
  int64_t getPassing(int64_t number) const {
    return firstPassing() +
           number % std::min<int64_t>(2, kTileRegisters - firstPassing());
  }

  /// What `ldtilecfg` takes: 64 bytes.
  SmallVector<int8_t> configure(const TilePlan &plan) const;

private:
  int64_t numSums() const { return rowTiles * columnTiles; }
  int64_t firstPassing() const {
    return numSums() + std::min(rowTiles, columnTiles);
  }

  int64_t rowTiles, columnTiles;
};

/// The instructions of tiles, on registers by their numbers.
class TileBuilder {
public:
  TileBuilder(OpBuilder &builder, Location loc) : b(builder), loc(loc) {}

  /// Gives tiles the shapes that 64 bytes at `indices` of `buffer` say.
  void configure(Value buffer, ValueRange indices);
  void release();
  void zero(int64_t tile);
  /// Rows lie `stride` bytes apart, the first one at `indices` of `buffer`.
  void load(int64_t tile, Value buffer, ValueRange indices, int64_t stride);
  void store(int64_t tile, Value buffer, ValueRange indices, int64_t stride);
  void multiply(const TileInstruction &instruction, int64_t sum, int64_t rows,
                int64_t columns);

private:
  void call(StringRef intrinsic, ValueRange arguments);
  Value number(int64_t tile);
  Value address(Value buffer, ValueRange indices);

  OpBuilder &b;
  Location loc;
};

} // namespace mlir::fpo

#endif // FPO_LIB_CODEGEN_CPU_MATRIXTILES_H
