//===- Passes.h - Passes that report costs ----------------------*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_REPORT_PASSES_H
#define FPO_REPORT_PASSES_H

#include "fpo/Report/Report.h"

#include "mlir/Dialect/DLTI/DLTI.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/Pass/Pass.h"

namespace mlir::fpo {

/// What a report looks like; `None` computes the costs and writes nothing.
enum class View { Text, Json, Csv, Markdown, None };

/// The convention of a report, or all beside each other.
enum class ConventionChoice { Fpo, Mac, Torch, Xla, All };

#define GEN_PASS_DECL
#include "fpo/Report/Passes.h.inc"

/// Where a view of a report goes; in colours if `stream` shows them.
struct ReportOutput {
  View view;
  raw_ostream *stream;
};

/// One report, written to each of `outputs`; the options `view` and `output`
/// are not used.
std::unique_ptr<Pass> createFpoReportPass(FpoReportPassOptions options,
                                          ArrayRef<ReportOutput> outputs);

#define GEN_PASS_REGISTRATION
#include "fpo/Report/Passes.h.inc"

} // namespace mlir::fpo

#endif // FPO_REPORT_PASSES_H
