//===- Traffic.h - Bytes that ops move ---------------------------*- C++
//-*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_INTERFACES_TRAFFIC_H
#define FPO_INTERFACES_TRAFFIC_H

#include "fpo/Interfaces/CostContext.h"

#include "mlir/IR/Operation.h"

namespace mlir::fpo {

/// [bytes.once] The bytes of all that is in memory of `values`: a value that
/// occurs twice is moved once, but in a functional convention each time.
Count wholeBytes(ValueRange values, CostContext &context);

/// [bytes.whole] Every tensor and memref operand read, every tensor result
/// written, once and whole.
Cost wholeTraffic(Operation *op, CostContext &context);

/// [bytes.gather] The bytes of `asked` elements of `value` at places that data
/// tells: as many as are asked for, but no more than there are.
Count gatheredBytes(Value value, const Count &asked, CostContext &context);

} // namespace mlir::fpo

#endif // FPO_INTERFACES_TRAFFIC_H
