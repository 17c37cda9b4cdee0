//===- Counters.cpp - Where an instrumented program counts ----------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Transforms/Counters.h"

#include "llvm/Support/raw_ostream.h"

using namespace mlir;
using namespace mlir::fpo;

static std::string symbolName(llvm::StringRef prefix, Type type) {
  std::string name = prefix.str();
  llvm::raw_string_ostream(name) << type;
  return name;
}

std::string fpo::addCounterName(Type type) {
  return symbolName("fpo.add.", type);
}
std::string fpo::mulCounterName(Type type) {
  return symbolName("fpo.mul.", type);
}
std::string fpo::countFunctionName(Type type) {
  return symbolName("fpo.count.", type);
}
