//===- TrafficTrace.cpp - The memory that ops touch
//------------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Runtime/TrafficTrace.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/MathExtras.h"

#include <algorithm>

using namespace mlir::fpo;

void TrafficTrace::begin(size_t number) {
  op = number;
  current = {1, 0, 0};
  buffers.clear();
  last = 0;
}

/// Sets a bit, which may lie behind the end.
static void setBit(llvm::BitVector &bits, size_t index) {
  if (index >= bits.size())
    bits.resize(std::max<size_t>(index + 1, 2 * bits.size()));
  bits.set(index);
}

static bool testBit(const llvm::BitVector &bits, size_t index) {
  return index < bits.size() && bits.test(index);
}

void TrafficTrace::noteRead(Origin origin) {
  size_t number = origin.buffer;
  setBit(buffers[number].read, *origin.element);
}

void TrafficTrace::end() {
  // What was moved into a result was read.
  for (const Buffer &buffer : buffers)
    if (buffer.isReturned)
      for (const Origin &origin : buffer.origins)
        if (origin.element)
          noteRead(origin);

  OpTraffic &total = ops[op];
  total.runs += current.runs;
  total.read += current.read;
  total.write += current.write;
  for (const Buffer &buffer : buffers) {
    if (buffer.isMade && !buffer.isReturned)
      continue;
    total.read += llvm::divideCeil(buffer.read.count() * buffer.bits, 8);
    total.write += llvm::divideCeil(buffer.written.count() * buffer.bits, 8);
  }
}

size_t TrafficTrace::find(uintptr_t base) {
  if (last < buffers.size() && buffers[last].base == base)
    return last;
  auto found = llvm::find_if(
      buffers, [&](const Buffer &buffer) { return buffer.base == base; });
  last = found - buffers.begin();
  if (found == buffers.end()) {
    buffers.emplace_back();
    buffers.back().base = base;
  }
  return last;
}

void TrafficTrace::read(uintptr_t base, size_t element, size_t bits) {
  Buffer &at = buffer(base);
  at.bits = bits;
  if (element < at.origins.size() && at.origins[element].element)
    noteRead(at.origins[element]);
  else if (!testBit(at.written, element))
    setBit(at.read, element);
}

void TrafficTrace::write(uintptr_t base, size_t element, size_t bits) {
  Buffer &at = buffer(base);
  at.bits = bits;
  setBit(at.written, element);
  if (element < at.origins.size())
    at.origins[element] = Origin();
}

void TrafficTrace::move(uintptr_t from, size_t fromElement, uintptr_t to,
                        size_t toElement, size_t bits) {
  if (!buffer(to).isMade) {
    read(from, fromElement, bits);
    write(to, toElement, bits);
    return;
  }
  write(to, toElement, bits);
  size_t source = find(from);
  Buffer &at = buffers[source];
  at.bits = bits;
  Origin origin;
  if (fromElement < at.origins.size())
    origin = at.origins[fromElement];
  if (!origin.element && !testBit(at.written, fromElement))
    origin = {source, fromElement};
  if (!origin.element)
    return;
  std::vector<Origin> &origins = buffer(to).origins;
  if (toElement >= origins.size())
    origins.resize(std::max(toElement + 1, 2 * origins.size()));
  origins[toElement] = origin;
}
