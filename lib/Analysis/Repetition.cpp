//===- Repetition.cpp - How often a piece of a program runs ---------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Analysis/Repetition.h"

#include "llvm/ADT/STLExtras.h"

using namespace mlir;
using namespace mlir::fpo;

Repetition::Ref Repetition::once() {
  static const Ref result = std::make_shared<Repetition>();
  return result;
}

Repetition::Ref Repetition::repeat(Ref outer, Count times) {
  if (times.isNumber() && times.number() == 1)
    return outer;
  auto result = std::make_shared<Repetition>();
  result->factor = times;
  result->outer = std::move(outer);
  result->runs = result->outer->total(Cost::traffic(times, 0)).read;
  return result;
}

Repetition::Ref
Repetition::iterate(Ref outer, std::shared_ptr<const IterationDomain> domain,
                    const Count &times) {
  auto result = std::make_shared<Repetition>();
  result->domain = std::move(domain);
  result->outer = std::move(outer);
  result->runs = result->outer->total(Cost::traffic(times, 0)).read;
  // Its own turns may depend on the loops around it.
  if (times.isSymbolic())
    result->runs = result->total(Cost::traffic(1, 0)).read;
  return result;
}

Repetition::Ref Repetition::call(Ref caller, SymbolValues values) {
  auto result = std::make_shared<Repetition>();
  result->runs = caller->runs;
  result->values = std::move(values);
  result->outer = std::move(caller);
  return result;
}

Cost Repetition::total(const Cost &cost) const {
  // Almost always the same in each run.
  if (!cost.isSymbolic())
    return cost * runs;
  Cost sum = cost;
  IterationDomain inner;
  for (const Repetition *at = this; at; at = at->outer.get()) {
    sum *= at->factor;
    if (!at->values.empty()) {
      sum = inner.sum(sum).substitute(lookupIn(at->values));
      inner = {};
    }
    if (at->domain)
      inner.prepend(*at->domain);
  }
  return inner.sum(sum);
}

std::optional<SymbolValues> Repetition::getConstantSymbols() const {
  SymbolValues result = values;
  IterationDomain around;
  for (const Repetition *at = outer.get(); at; at = at->outer.get()) {
    if (at->domain)
      around.prepend(*at->domain);
    for (auto &entry : result)
      entry.second = entry.second.substitute(lookupIn(at->values));
  }
  for (const auto &entry : result)
    for (const LoopVariable &variable : around.variables)
      if (entry.second.mentions(variable.name))
        return std::nullopt;
  return result;
}
