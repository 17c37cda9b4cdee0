//===- Convention.cpp - What counts as an operation -----------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Interfaces/Convention.h"

#include "llvm/ADT/STLExtras.h"

using namespace mlir;
using namespace mlir::fpo;

static std::vector<Convention> makeConventions() {
  Convention fpo{ConventionName::Fpo, "fpo", "FPO", ""};

  /*[convention.mac]*/
  Convention mac{ConventionName::Mac, "mac", "MAC", ""};
  mac.perProduct = 1;
  mac.countsOnlyProducts = true;

  /*[convention.torch]*/
  Convention torch{ConventionName::Torch, "torch", "flops", ""};
  torch.perProduct = 2;
  torch.countsOnlyProducts = true;
  torch.gaps = GapWork::Input;

  /*[convention.xla]*/
  Convention xla{ConventionName::Xla, "xla", "flops",
                 "lib/Rules/conventions/xla.mlir"};
  xla.perProduct = 2;
  xla.skipsPadding = true;
  xla.gaps = GapWork::Data;
  xla.isFunctional = true;
  return {fpo, mac, torch, xla};
}

ArrayRef<Convention> fpo::getConventions() {
  static const std::vector<Convention> conventions = makeConventions();
  return conventions;
}

const Convention &fpo::getConvention(ConventionName name) {
  return *llvm::find_if(getConventions(), [&](const Convention &convention) {
    return convention.name == name;
  });
}

Count Convention::operations(const Cost &cost) const {
  if (countsOnlyProducts)
    return cost.mac * Count(perProduct);
  // Flops are of any type.
  return ruleFile.empty() ? cost.fpo() : cost.fpo() + cost.iop();
}
