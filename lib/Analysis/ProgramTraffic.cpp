//===- ProgramTraffic.cpp - What a program moves through caches -----------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fpo/Analysis/ProgramTraffic.h"

using namespace mlir;
using namespace mlir::fpo;

ProgramTraffic fpo::computeProgramTraffic(const CostAnalysis &analysis,
                                          const ProgramCost &program,
                                          const Target &target) {
  ProgramTraffic result;
  result.target = target.name;
  result.caches = getCaches(target);
  result.totals.resize(result.caches.size());
  TrafficAnalysis traffic(analysis, result.caches, /*chooses=*/true);
  walkProgram(
      analysis.getTree(), program,
      [&](const CostNode &node, const NodeRuns &runs, const CostFunction *) {
        // A loop has none of its own, a view moves nothing.
        if (node.own->read.isZero() && node.own->write.isZero())
          return;
        llvm::Expected<OpTraffic> found = traffic.get(node.op);
        if (!found) {
          result.unknown.push_back(
              {node.op, llvm::toString(found.takeError())});
          return;
        }
        OpTrafficRuns entry{node.op, found->schedule, {}};
        for (auto [total, level] :
             llvm::zip_equal(result.totals, found->levels)) {
          Cost bytes;
          bytes.read = level.read;
          bytes.write = level.write;
          bytes = runs.total(bytes);
          entry.levels.push_back({bytes.read, bytes.write});
          total.read += bytes.read;
          total.write += bytes.write;
        }
        result.ops.push_back(std::move(entry));
      });
  if (!result.unknown.empty())
    for (LevelTraffic &total : result.totals) {
      total.read += Count::unknown();
      total.write += Count::unknown();
    }
  return result;
}
