//===- CostOpInterface.cpp - What an op costs -----------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Interfaces/CostOpInterface.h"

#include "fpo/Interfaces/CostOpInterface.cpp.inc"
