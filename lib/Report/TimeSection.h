//===- TimeSection.h - How long the program takes, in a report --*- C++ -*-===//
//
// Part of the fpo Project, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef FPO_LIB_REPORT_TIMESECTION_H
#define FPO_LIB_REPORT_TIMESECTION_H

#include "JsonWriter.h"

namespace mlir::fpo {

/// Each prints nothing if no machine was named.
void printTimeText(const Report &report, raw_ostream &os, bool useColor);
void printTimeMarkdown(const Report &report, raw_ostream &os);
void printTimeJson(const Report &report, JsonWriter &out);

} // namespace mlir::fpo

#endif // FPO_LIB_REPORT_TIMESECTION_H
