//===- TileDims.h - Which dimensions of values go together ------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_LIB_ANALYSIS_FUSION_TILEDIMS_H
#define FPO_LIB_ANALYSIS_FUSION_TILEDIMS_H

#include "mlir/Support/LLVM.h"

#include <vector>

namespace mlir::fpo {

/// What a dimension of a value, or a loop, goes over: a product of *tile
/// dimensions*, from the outside in. A dimension of size one goes over none.
struct DimLabel {
  /// False: over something that is not followed.
  bool isKnown = false;
  SmallVector<unsigned, 1> atoms;

  static DimLabel one() { return {true, {}}; }
  bool operator==(const DimLabel &other) const {
    return isKnown == other.isKnown && atoms == other.atoms;
  }
};

/// The tile dimensions of a block's fusion groups. A reshape splits one into
/// several; that two values are read by the same loop makes two into one.
class TileDims {
public:
  unsigned make(int64_t size);
  /// A new one for a dimension of `size`, none if that is one.
  DimLabel makeLabel(int64_t size);

  /// `label` over tile dimensions that are not split any further.
  DimLabel resolve(const DimLabel &label) const;
  SmallVector<unsigned> resolve(ArrayRef<unsigned> atoms) const;

  /// Two that are not split are the same from now on.
  void unite(unsigned lhs, unsigned rhs);

  /// The labels of the same elements in another shape.
  SmallVector<DimLabel, 4> reshape(ArrayRef<DimLabel> labels,
                                   ArrayRef<int64_t> from,
                                   ArrayRef<int64_t> to);

private:
  struct Atom {
    int64_t size;
    /// What it is the same as, or has been split into; itself otherwise.
    SmallVector<unsigned, 1> parts;
  };
  void resolve(unsigned atom, SmallVectorImpl<unsigned> &into) const;

  std::vector<Atom> list;
};

} // namespace mlir::fpo

#endif // FPO_LIB_ANALYSIS_FUSION_TILEDIMS_H
