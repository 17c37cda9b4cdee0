//===- SetOccupancy.cpp - How many lines fall into each set ---------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "SetOccupancy.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace mlir::fpo;

SetOccupancy::SetOccupancy(int64_t numSets, int64_t line, int64_t maxLines)
    : numSets(numSets), line(line), maxLines(maxLines), counts(numSets),
      table(llvm::NextPowerOf2(2 * maxLines)) {}

void SetOccupancy::clear() {
  numLines = 0;
  ++round;
}

bool SetOccupancy::addLine(int64_t number) {
  size_t mask = table.size() - 1;
  size_t at = (uint64_t(number) * 0x9E3779B97F4A7C15u >> 20) & mask;
  for (; table[at].round == round; at = (at + 1) & mask)
    if (table[at].number == number)
      return true;
  if (++numLines > maxLines)
    return false;
  table[at] = {number, round};
  Entry &set = counts[number % numSets];
  if (set.round != round)
    set = {0, round};
  ++set.number;
  return true;
}

bool SetOccupancy::add(int64_t origin, ArrayRef<ByteAxis> axes,
                       int64_t elementBytes) {
  bool fits = true;
  forEachRow(
      origin, axes, elementBytes, line, [&](int64_t begin, int64_t length) {
        int64_t last = (begin + length - 1) / line;
        for (int64_t number = begin / line; fits && number <= last; ++number)
          fits = addLine(number);
        return fits;
      });
  return fits;
}

/// Goes through `axes` from the last to the first. False to stop.
static bool visitRows(int64_t origin, ArrayRef<ByteAxis> axes, int64_t length,
                      llvm::function_ref<bool(int64_t, int64_t)> visit) {
  if (axes.empty())
    return visit(origin, length);
  for (int64_t at = 0; at < axes.back().count; ++at)
    if (!visitRows(origin + at * axes.back().stride, axes.drop_back(), length,
                   visit))
      return false;
  return true;
}

void fpo::forEachRow(int64_t origin, ArrayRef<ByteAxis> axes,
                     int64_t elementBytes, int64_t line,
                     llvm::function_ref<bool(int64_t, int64_t)> visit) {
  int64_t length = elementBytes;
  // No line lies in a gap that is shorter than a line.
  while (!axes.empty() && axes.front().stride - length < line) {
    length += axes.front().stride * (axes.front().count - 1);
    axes = axes.drop_front();
  }
  visitRows(origin, axes, length, visit);
}
