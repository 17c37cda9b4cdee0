//===- TrafficTrace.h - The memory that ops touch ----------------------*- C++
//-*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_RUNTIME_TRAFFICTRACE_H
#define FPO_RUNTIME_TRAFFICTRACE_H

#include "llvm/ADT/BitVector.h"

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

namespace mlir::fpo {

/// What an op moved in all its runs.
struct OpTraffic {
  uint64_t runs = 0;
  /// Bytes.
  uint64_t read = 0, write = 0;
};

/// Listens to a traced program and notes the distinct elements that each run of
/// an op reads and writes. [bytes.traced]
///
/// An element counts as read if the op reads it before it writes it. Buffers
/// that the op makes count only if it returns them; what it moves into one of
/// these is read when it is looked at there, or returned. In each buffer, a
/// whole number of elements is rounded up to bytes.
class TrafficTrace {
public:
  /// A run of the op with this number. Ops do not nest.
  void begin(size_t op);
  void end();

  /// In a run: the op makes, or returns, the buffer at `base`.
  void made(uintptr_t base) { buffer(base).isMade = true; }
  void returned(uintptr_t base) { buffer(base).isReturned = true; }

  /// In a run: an access to an element of `bits` bits.
  void read(uintptr_t base, size_t element, size_t bits);
  void write(uintptr_t base, size_t element, size_t bits);
  /// In a run: an element is read in one place and written to another.
  void move(uintptr_t from, size_t fromElement, uintptr_t to, size_t toElement,
            size_t bits);

  /// In a run: an access of which each one counts.
  void readInBody(size_t bits) { current.read += (bits + 7) / 8; }
  void writeInBody(size_t bits) { current.write += (bits + 7) / 8; }

  /// What the ops that ran moved, by their numbers.
  const std::map<size_t, OpTraffic> &getOps() const { return ops; }
  void reset() { ops.clear(); }

private:
  /// An element that an element was moved from; null if there is none.
  struct Origin {
    size_t buffer = 0;
    std::optional<size_t> element;
  };
  struct Buffer {
    uintptr_t base;
    size_t bits = 0;
    bool isMade = false, isReturned = false;
    llvm::BitVector read, written;
    /// By element, as far as one was moved here.
    std::vector<Origin> origins;
  };

  /// The element at `origin`, which is one, counts as read.
  void noteRead(Origin origin);

  /// The number of the buffer at `base`.
  size_t find(uintptr_t base);
  Buffer &buffer(uintptr_t base) { return buffers[find(base)]; }

  std::map<size_t, OpTraffic> ops;
  /// The run that has begun: the op, what is known of it, its buffers.
  size_t op = 0;
  OpTraffic current;
  std::vector<Buffer> buffers;
  /// The buffer that was asked for last.
  size_t last = 0;
};

} // namespace mlir::fpo

#endif // FPO_RUNTIME_TRAFFICTRACE_H
