//===- Comparison.cpp - Conventions beside each other ---------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Report/Comparison.h"

#include "fpo/Report/Format.h"

#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/STLExtras.h"

#include <cmath>

using namespace mlir;
using namespace mlir::fpo;

/// What a convention does with the parts of a program, as a reader would say
/// it.
namespace {
struct Reasons {
  StringRef product, skipped, function, other;
};
} // namespace

static Reasons reasonsOf(const Convention &convention) {
  Reasons reasons;
  reasons.product = convention.perProduct == 1
                        ? "a multiply-accumulate is one operation"
                        : "zero points, biases and casts are no flops";
  reasons.skipped = convention.skipsPadding
                        ? "products with padding and gaps do not count"
                        : "a transposed convolution is its input's work";
  if (convention.countsOnlyProducts) {
    reasons.function = reasons.other =
        "only contractions and convolutions count";
  } else {
    reasons.function = "transcendental functions are counted apart";
    reasons.other = "an elementwise op is one, a reduction of n is n - 1";
  }
  return reasons;
}

Comparison::Comparison(std::vector<Report> given)
    : reports(std::move(given)), differences(reports.size()) {
  const Report &base = getBase();
  for (auto [report, found] : llvm::zip_equal(reports, differences)) {
    if (!report.operations(report.getTotal()).isNumber() ||
        !base.operations(base.getTotal()).isNumber())
      continue;
    llvm::DenseMap<Operation *, Cost> costs;
    report.forEachOp(
        [&](const OpCost &op) { costs.try_emplace(op.op, op.cost); });
    Reasons reasons = reasonsOf(report.getConvention());
    llvm::MapVector<StringRef, double> byReason;
    auto add = [&](StringRef reason, double operations) {
      byReason[reason] += operations;
    };
    auto compare = [&, &report = report](const Cost &mine, const Cost &theirs) {
      double less =
          toDouble(base.operations(mine)) - toDouble(report.operations(theirs));
      if (mine.mac.isZero()) {
        add(theirs.transcendentals.isZero() ? reasons.other : reasons.function,
            less);
        return;
      }
      double skipped = (toDouble(mine.mac) - toDouble(theirs.mac)) *
                       report.getConvention().perProduct;
      add(reasons.skipped, skipped);
      add(reasons.product, less - skipped);
    };
    llvm::DenseSet<Operation *> seen;
    base.forEachOp([&](const OpCost &op) {
      compare(op.cost, costs.lookup(op.op));
      seen.insert(op.op);
    });
    report.forEachOp([&](const OpCost &op) {
      if (!seen.contains(op.op))
        compare(Cost(), op.cost);
    });
    for (const auto &[reason, operations] : byReason)
      if (operations != 0)
        found.push_back({reason, operations});
    llvm::sort(found, [](const Difference &lhs, const Difference &rhs) {
      double left = std::abs(lhs.operations), right = std::abs(rhs.operations);
      return left != right ? left > right : lhs.reason < rhs.reason;
    });
  }
}

ArrayRef<Difference> Comparison::getDifferences(const Report &report) const {
  return differences[&report - reports.data()];
}

std::vector<ComparedOp> Comparison::getOps() const {
  llvm::MapVector<Operation *, ComparedOp> byOp;
  for (auto [index, report] : llvm::enumerate(reports))
    report.forEachOp([&, index = index, &report = report](const OpCost &op) {
      auto &row = byOp.try_emplace(op.op).first->second;
      if (row.operations.empty())
        row = {op.id,
               op.op,
               op.function,
               op.times,
               SmallVector<Count>(reports.size()),
               Count()};
      row.operations[index] = report.operations(op.cost);
      row.transcendentals += op.cost.transcendentals;
    });
  std::vector<ComparedOp> ops;
  for (auto &[op, row] : byOp)
    ops.push_back(std::move(row));
  llvm::sort(ops, [](const ComparedOp &lhs, const ComparedOp &rhs) {
    return lhs.id < rhs.id;
  });
  return ops;
}
