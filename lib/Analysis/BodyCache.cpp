//===- BodyCache.cpp - Equivalent bodies are costed once ------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "BodyCache.h"

#include "mlir/IR/Operation.h"
#include "mlir/IR/OperationSupport.h"

using namespace mlir;
using namespace mlir::fpo;

unsigned BodyCache::ByStructure::getHashValue(const Region *key) {
  auto *region = const_cast<Region *>(key);
  llvm::hash_code hash = llvm::hash_value(region->getNumArguments());
  // The names and types tell bodies apart well enough.
  for (Block &block : *region)
    for (Operation &op : block) {
      Type type = op.getNumResults() != 0 ? op.getResult(0).getType() : Type();
      hash = llvm::hash_combine(hash, op.getName(), type, op.getNumOperands());
    }
  return hash;
}

bool BodyCache::ByStructure::isEqual(const Region *lhs, const Region *rhs) {
  if (lhs == rhs)
    return true;
  if (lhs == getEmptyKey() || lhs == getTombstoneKey() ||
      rhs == getEmptyKey() || rhs == getTombstoneKey())
    return false;
  return OperationEquivalence::isRegionEquivalentTo(
      const_cast<Region *>(lhs), const_cast<Region *>(rhs),
      OperationEquivalence::IgnoreLocations);
}

const BodyCost *BodyCache::lookup(Region &region) {
  auto it = entries.find(&region);
  if (it == entries.end())
    return nullptr;
  ++numEquivalent;
  return &it->second;
}

void BodyCache::insert(Region &region, BodyCost cost) {
  entries.try_emplace(&region, std::move(cost));
}
