//===- CostOpInterface.h - What an op costs ---------------------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_INTERFACES_COSTOPINTERFACE_H
#define FPO_INTERFACES_COSTOPINTERFACE_H

#include "fpo/Interfaces/CostContext.h"

#include "mlir/IR/OpDefinition.h"

#include "fpo/Interfaces/CostOpInterface.h.inc"

#endif // FPO_INTERFACES_COSTOPINTERFACE_H
