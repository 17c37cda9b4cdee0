//===- FpoOps.td - All of the fpo dialect ------------------*- tablegen -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_DIALECT_FPO_FPOOPS_TD
#define FPO_DIALECT_FPO_FPOOPS_TD

include "fpo/Dialect/Fpo/FpoAttributes.td"
include "fpo/Dialect/Fpo/FpoKernelOps.td"
include "fpo/Dialect/Fpo/FpoTypes.td"
include "fpo/Dialect/Fpo/FpoRuleOps.td"

#endif // FPO_DIALECT_FPO_FPOOPS_TD
