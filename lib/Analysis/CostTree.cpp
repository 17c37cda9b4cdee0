//===- CostTree.cpp - What each part of a program costs -------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Analysis/CostTree.h"

using namespace mlir;
using namespace mlir::fpo;

unsigned CostPool::ByValue::getHashValue(const Cost *cost) {
  return hash_value(*cost);
}

bool CostPool::ByValue::isEqual(const Cost *lhs, const Cost *rhs) {
  if (lhs == rhs)
    return true;
  if (lhs == getEmptyKey() || lhs == getTombstoneKey() ||
      rhs == getEmptyKey() || rhs == getTombstoneKey())
    return false;
  return *lhs == *rhs;
}

const Cost *CostPool::get(const Cost &cost) {
  auto it = known.find(&cost);
  if (it != known.end())
    return *it;
  costs.push_back(cost);
  known.insert(&costs.back());
  return &costs.back();
}

const CostFunction *CostTree::lookup(Operation *function) const {
  return byOperation.lookup(function);
}

const std::string *CostTree::lookupReason(Operation *op) const {
  auto it = unknownByOperation.find(op);
  return it == unknownByOperation.end() ? nullptr : &unknown[it->second].reason;
}
