//===- Counts.cpp - What is decided on counts -----------------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Bindings.h"

#include "fpo/Report/Budget.h"

#include <nanobind/stl/pair.h>

namespace nb = nanobind;
using namespace mlir;
using namespace mlir::fpo;
using namespace mlir::fpo::python;

/// Bounds of a count as a report writes them; none above: at least.
using Bounds = std::pair<std::string, std::optional<std::string>>;

static Expr parse(const std::string &text) {
  auto value = Expr::parse(text);
  if (!value)
    raise("'" + text + "' is no count: " + llvm::toString(value.takeError()));
  return *value;
}

static Limit parseOrRaise(const std::string &text) {
  auto limit = parseLimit(text);
  if (!limit)
    raise(llvm::toString(limit.takeError()));
  return std::move(*limit);
}

/// Whether the sum of `counts` certainly keeps to `limit`, and that sum.
static std::pair<bool, std::string> check(const Limit &limit,
                                          const std::vector<Bounds> &counts) {
  Count sum;
  for (const auto &[lower, upper] : counts)
    sum += upper ? Count::between(parse(lower), parse(*upper))
                 : Count::atLeast(parse(lower));
  return {isKept(limit, sum), sum.str()};
}

static std::string subtract(const std::string &from, const std::string &what) {
  return (parse(from) - parse(what)).str();
}

void fpo::python::addCounts(nb::module_ &module) {
  nb::class_<Limit>(module, "Limit")
      .def_ro("quantity", &Limit::quantity)
      .def_ro("function", &Limit::function);
  module.def("parse_limit", &parseOrRaise, nb::arg("text"),
             "A limit of a budget, such as 'fpo <= 9.9e6'.");
  module.def("check_limit", &check, nb::arg("limit"), nb::arg("counts"),
             "Whether a sum of counts keeps to a limit, and the sum.");
  module.def("subtract", &subtract, nb::arg("value"), nb::arg("subtrahend"),
             "The difference of two counts, numbers or expressions.");
}
