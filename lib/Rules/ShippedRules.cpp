//===- ShippedRules.cpp - The rule files of the library -------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Rules/RuleSet.h"

using namespace mlir;
using namespace mlir::fpo;

ArrayRef<ShippedRules> fpo::getShippedRules() {
  static constexpr ShippedRules files[] = {
#include "ShippedRules.cpp.inc"
  };
  return files;
}
