//===- Footprint.h - Distinct elements that an indexing map touches *- C++
//-*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_ANALYSIS_FOOTPRINT_H
#define FPO_ANALYSIS_FOOTPRINT_H

#include "fpo/Count/Count.h"

#include "mlir/IR/AffineMap.h"

#include <optional>

namespace mlir::fpo {

/// The number of distinct points that `map`, without symbols, reaches from the
/// box `0 <= d_i < ranges[i]`: the elements of an operand that a loop nest
/// touches. Exact for any map with static ranges, as long as the enumeration
/// that an irregular map needs stays within bounds; for ranges that are not
/// exact, only maps that are projections of the loops. None if it can't be
/// told.
/// [bytes.footprint]
std::optional<Count> footprint(AffineMap map, ArrayRef<Count> ranges);

/// The number of distinct points that any of `maps` reaches, all of them points
/// of one operand that has `elements`. Exact where one of the maps reaches all
/// elements, or where the points are few enough to be enumerated; otherwise
/// between those of one and of all of them.
Count footprint(ArrayRef<AffineMap> maps, ArrayRef<Count> ranges,
                const Count &elements);

} // namespace mlir::fpo

#endif // FPO_ANALYSIS_FOOTPRINT_H
