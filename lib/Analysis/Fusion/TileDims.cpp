//===- TileDims.cpp - Which dimensions of values go together --------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "TileDims.h"

#include "mlir/IR/BuiltinTypes.h"
#include "llvm/ADT/STLExtras.h"

#include <deque>

using namespace mlir;
using namespace mlir::fpo;

unsigned TileDims::make(int64_t size) {
  list.push_back({size, {}});
  return list.size() - 1;
}

DimLabel TileDims::makeLabel(int64_t size) {
  DimLabel label = DimLabel::one();
  if (size != 1)
    label.atoms.push_back(make(size));
  return label;
}

void TileDims::resolve(unsigned atom, SmallVectorImpl<unsigned> &into) const {
  while (list[atom].parts.size() == 1)
    atom = list[atom].parts.front();
  if (list[atom].parts.empty()) {
    into.push_back(atom);
    return;
  }
  for (unsigned part : list[atom].parts)
    resolve(part, into);
}

SmallVector<unsigned> TileDims::resolve(ArrayRef<unsigned> atoms) const {
  SmallVector<unsigned> resolved;
  for (unsigned atom : atoms)
    resolve(atom, resolved);
  return resolved;
}

DimLabel TileDims::resolve(const DimLabel &label) const {
  if (!label.isKnown)
    return label;
  DimLabel resolved = DimLabel::one();
  for (unsigned atom : label.atoms)
    resolve(atom, resolved.atoms);
  return resolved;
}

void TileDims::unite(unsigned lhs, unsigned rhs) {
  if (lhs != rhs)
    list[lhs].parts = {rhs};
}

namespace {
/// A stretch of elements that a reshape takes apart.
struct Stretch {
  int64_t size;
  /// None: of a dimension that is not followed.
  std::optional<unsigned> atom;
};
} // namespace

/// The sizes that are not one.
static SmallVector<int64_t> withoutOnes(ArrayRef<int64_t> shape) {
  return llvm::filter_to_vector(shape, [](int64_t size) { return size != 1; });
}

SmallVector<DimLabel, 4> TileDims::reshape(ArrayRef<DimLabel> labels,
                                           ArrayRef<int64_t> from,
                                           ArrayRef<int64_t> to) {
  SmallVector<DimLabel, 4> result(to.size());
  // Dimensions of size one come and go, whatever the others are.
  if (withoutOnes(from) == withoutOnes(to)) {
    unsigned next = 0;
    for (auto [dim, size] : llvm::enumerate(to)) {
      if (size == 1) {
        result[dim] = DimLabel::one();
        continue;
      }
      while (from[next] == 1)
        ++next;
      result[dim] = labels[next++];
    }
    return result;
  }
  if (ShapedType::isDynamicShape(from) || ShapedType::isDynamicShape(to) ||
      llvm::is_contained(from, 0))
    return result;

  std::deque<Stretch> rest;
  for (auto [label, size] : llvm::zip_equal(labels, from)) {
    DimLabel resolved = resolve(label);
    if (!resolved.isKnown)
      rest.push_back({size, std::nullopt});
    for (unsigned atom : resolved.atoms)
      rest.push_back({list[atom].size, atom});
  }
  for (auto [dim, size] : llvm::enumerate(to)) {
    result[dim] = DimLabel::one();
    int64_t open = size;
    while (open != 1) {
      if (rest.empty())
        return SmallVector<DimLabel, 4>(to.size());
      Stretch front = rest.front();
      rest.pop_front();
      if (ShapedType::isDynamic(front.size) ||
          (open % front.size != 0 && front.size % open != 0))
        return SmallVector<DimLabel, 4>(to.size());
      if (front.size > open) {
        // Split it: the outer part belongs to this dimension.
        Stretch inner{front.size / open, std::nullopt};
        Stretch outer{open, std::nullopt};
        if (front.atom) {
          outer.atom = make(outer.size);
          inner.atom = make(inner.size);
          list[*front.atom].parts = {*outer.atom, *inner.atom};
        }
        rest.push_front(inner);
        front = outer;
      }
      open /= front.size;
      if (front.atom)
        result[dim].atoms.push_back(*front.atom);
      else
        result[dim].isKnown = false;
    }
    if (!result[dim].isKnown)
      result[dim].atoms.clear();
  }
  return result;
}
