//===- BodyCache.h - Equivalent bodies are costed once ----------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_LIB_ANALYSIS_BODYCACHE_H
#define FPO_LIB_ANALYSIS_BODYCACHE_H

#include "fpo/Count/Cost.h"

#include "mlir/IR/Region.h"
#include "llvm/ADT/DenseMap.h"

#include <string>

namespace mlir::fpo {

/// What one run of a body costs, and why that is not known if it isn't.
struct BodyCost {
  Cost cost;
  std::string reason;
};

/// The costs of the bodies of structured ops. Two bodies are equivalent if they
/// do the same to their arguments, with the same values from outside.
class BodyCache {
public:
  /// The cost of an equivalent body, or null.
  const BodyCost *lookup(Region &region);
  void insert(Region &region, BodyCost cost);

  size_t getNumBodies() const { return entries.size(); }
  size_t getNumEquivalentBodies() const { return numEquivalent; }

private:
  struct ByStructure : llvm::DenseMapInfo<const Region *> {
    static unsigned getHashValue(const Region *region);
    static bool isEqual(const Region *lhs, const Region *rhs);
  };
  llvm::DenseMap<const Region *, BodyCost, ByStructure> entries;
  size_t numEquivalent = 0;
};

} // namespace mlir::fpo

#endif // FPO_LIB_ANALYSIS_BODYCACHE_H
