//===- WorkloadSection.h - What a result costs, in each view ----*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_LIB_REPORT_WORKLOADSECTION_H
#define FPO_LIB_REPORT_WORKLOADSECTION_H

#include "JsonWriter.h"

namespace mlir::fpo {

/// Each prints nothing if no workload was asked for.
void printWorkloadText(const Report &report, raw_ostream &os, bool useColor);
void printWorkloadMarkdown(const Report &report, raw_ostream &os);
void printWorkloadJson(const Report &report, JsonWriter &out);

} // namespace mlir::fpo

#endif // FPO_LIB_REPORT_WORKLOADSECTION_H
