//===- PrintTrace.cpp - What ops have read and written --------------------===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "PrintTrace.h"

#include "fpo/Report/LocationPath.h"

using namespace mlir;

/// Calls `visit` with each op that ran and what it moved.
static void forEachTraced(
    const fpo::Program &program,
    llvm::function_ref<void(const fpo::TracedOp &, const fpo::OpTraffic &)>
        visit) {
  const std::map<size_t, fpo::OpTraffic> &ran = program.getTraffic().getOps();
  for (const fpo::TracedOp &op : program.getTracedOps())
    if (auto traffic = ran.find(op.id); traffic != ran.end())
      visit(op, traffic->second);
}

void printTrace(const fpo::Program &program, llvm::raw_ostream &os) {
  auto printBytes = [&](StringRef label, uint64_t bytes) {
    os << ", " << label << ' ' << bytes << " B";
  };
  forEachTraced(program,
                [&](const fpo::TracedOp &op, const fpo::OpTraffic &traffic) {
                  os << op.id << ' ' << op.name << " @" << op.function << ' '
                     << fpo::getLocationPath(op.loc).str() << ": "
                     << traffic.runs << (traffic.runs == 1 ? " run" : " runs");
                  printBytes("read", traffic.read);
                  printBytes("write", traffic.write);
                  os << '\n';
                });
  if (program.getTraffic().getOps().empty())
    os << "nothing that moves data\n";
}

void printJsonTrace(const fpo::Program &program, llvm::json::OStream &os) {
  os.attributeArray("ops", [&] {
    forEachTraced(program,
                  [&](const fpo::TracedOp &op, const fpo::OpTraffic &traffic) {
                    os.object([&] {
                      os.attribute("id", int64_t(op.id));
                      os.attribute("op", op.name);
                      os.attribute("function", op.function);
                      os.attribute("loc", fpo::getLocationPath(op.loc).str());
                      os.attribute("runs", int64_t(traffic.runs));
                      os.attribute("read", int64_t(traffic.read));
                      os.attribute("write", int64_t(traffic.write));
                    });
                  });
  });
}
